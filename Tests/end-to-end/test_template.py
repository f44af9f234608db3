"""Templates as a plant uses them: written, refused as long as blanks are left, filled in, accepted and processed."""

import csv
import glob
import io
import json
import os
import re
import shutil
import unittest
import xml.etree.ElementTree as ElementTree

from support import FIXTURES, Temporary, cets, run

BLANK = "待填"
SECTORS = ("cement", "steel", "aluminium")
CODE = "91340100MA2TEXTX0F"
NAMESPACE = "{urn:cets:filing:1}"
ATTRIBUTES = {"clinkerCategory": "portland", "clinkerVariety": "通用", "kilnSize": "Φ4.8×74m"}
PARAMETERS = {"netCalorificValue": "22.500", "purity": "98.50"}
DATES = {"sampled": "01-05", "received": "01-07", "tested": "01-09", "reported": "01-12", "from": "01-01", "to": "12-31", "started": "01-01", "submitted": "03-20"}


def fitting(field, row, year):
    """What somebody would fill into a blank."""
    field = field.lower().replace("_", "")
    for part, day in DATES.items():
        if field.startswith(part) and field.endswith("on") or field.endswith(f"ed{part}") or field.endswith(f"id{part}"):
            return f"{year + 1 if part == 'submitted' else year - 10 if part == 'started' else year}-{day}"
    if field == "uscc":
        return CODE
    if field == "province":
        return "340000"
    if "name" in row and row["name"] in ATTRIBUTES or row.get("attribute") in ATTRIBUTES:
        return ATTRIBUTES[row.get("attribute") or row["name"]]
    if "accuracy" in field:
        return "0.5"
    if field in ("name", "legalrepresentative", "address", "permit", "contact", "issuer", "number", "version", "frequency"):
        return "虚构"
    return PARAMETERS.get(row.get("parameter"), "1000.00")


def fill_xml(path, year):
    ElementTree.register_namespace("", NAMESPACE[1:-1])
    tree = ElementTree.parse(path)
    for element in tree.iter():
        for name, value in element.attrib.items():
            if value == BLANK:
                element.set(name, fitting(name, element.attrib, year))
        for month in element.findall(f"{NAMESPACE}month"):
            if month.text == BLANK:
                month.text = fitting("month", element.attrib, year)
    tree.write(path, encoding="utf-8", xml_declaration=True)


def fill_tables(folder, year):
    for path in glob.glob(os.path.join(folder, "*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for field, value in row.items():
                if value == BLANK:
                    row[field] = fitting(field, row, year)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def records(path):
    return [json.loads(line) for line in cets("validate", path, "--format", "jsonl").stdout.splitlines()]


class Blank(Temporary):
    def template(self, *arguments, form="xml"):
        out = self.path(form)
        done = cets("template", *arguments, "--format", form, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(done.stdout.split()), sorted(glob.glob(os.path.join(out, "*"))))
        return out

    def fill(self, folder, year):
        for path in glob.glob(os.path.join(folder, "*.xml")):
            fill_xml(path, year)
        fill_tables(folder, year)

    def processed(self, folder, year, uscc=CODE):
        found = records(folder)
        self.assertEqual([r for r in found if r["severity"] == "error"], [])
        done = cets("process", folder, "--year", year, "--out", self.path("out"), "--reports", "none")
        self.assertIn("1 processed, 0 rejected", done.stdout)
        with open(self.path("out", "emissions.csv"), encoding="utf-8-sig") as file:
            return [row for row in csv.DictReader(file) if uscc in row.values()]

    def test_a_blank_filing_is_refused_for_its_blanks_and_for_nothing_else(self):
        for sector in SECTORS:
            for form in ("xml", "csv"):
                with self.subTest(f"{sector} {form}"):
                    folder = self.template("--sector", sector, "--year", 2025, "--uscc", CODE, form=form)
                    found = records(folder)
                    self.assertEqual({r["code"] for r in found} - {"FIL-MORE"}, {"FIL-TO-FILL"})
                    self.assertGreater(len(found), 50)
                    done = cets("process", folder, "--year", 2025, "--out", self.path("out"))
                    self.assertEqual(done.returncode, 1)
                    self.assertIn("0 processed, 1 rejected", done.stdout)
                    shutil.rmtree(folder)
                    # Without a code the rows belong to nobody yet.
                    folder = self.template("--sector", sector, "--year", 2025, form=form)
                    self.assertEqual({r["code"] for r in records(folder)} - {"FIL-MORE"}, {"FIL-TO-FILL"})
                    shutil.rmtree(folder)

    def test_a_single_blank_that_is_left_is_found_wherever_it_is(self):
        source = self.template("--sector", "cement", "--year", 2025)
        [path] = glob.glob(os.path.join(source, "*.xml"))
        with open(path, encoding="utf-8") as file:
            blank = file.read()
        fill_xml(path, 2025)
        self.assertEqual(cets("validate", path).returncode, 0)
        # A blank of each kind: element and attribute.
        with open(path, encoding="utf-8") as file:
            filled = file.read()
        ours = ElementTree.fromstring(blank)
        kinds = {(e.tag.removeprefix(NAMESPACE), name) for e in ours.iter() for name, value in e.attrib.items() if value == BLANK}
        self.assertGreater(len(kinds), 20)
        for element, name in sorted(kinds):
            with self.subTest(f"{element} {name}"):
                left = re.sub(f'(<{element}\\b[^>]*? {name}=")[^"]*', f"\\g<1>{BLANK}", filled, count=1)
                self.assertNotEqual(left, filled)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(left)
                self.assertIn("FIL-TO-FILL", {r["code"] for r in records(path)})

    def test_a_filled_template_is_accepted_and_processed_and_both_forms_come_to_the_same(self):
        for sector in SECTORS:
            with self.subTest(sector):
                rows = []
                for form in ("xml", "csv"):
                    folder = self.template("--sector", sector, "--year", 2025, form=form)
                    self.fill(folder, 2025)
                    rows.append(self.processed(folder, 2025))
                    shutil.rmtree(folder)
                self.assertGreater(len(rows[0]), 3)
                self.assertEqual(*rows)

    def test_the_notes_are_in_the_language_asked_for(self):
        for language, there, absent in (("zh", "烟煤，低位发热量", "bituminous coal"), ("en", "bituminous coal, net calorific value", "低位发热量")):
            folder = self.template("--sector", "cement", "--year", 2025, "--language", language)
            with open(os.path.join(folder, "cement-2025.xml"), encoding="utf-8") as file:
                notes = re.findall("<!--.*?-->", file.read())
            self.assertIn(there, " ".join(notes))
            self.assertNotIn(absent, " ".join(notes))
            shutil.rmtree(folder)
        folder = self.template("--sector", "cement", "--year", 2025)
        with open(os.path.join(folder, "cement-2025.xml"), encoding="utf-8") as file:
            text = file.read()
        for word in ("烟煤", "bituminous coal", "3 decimals", "保留3位小数", "AG-CEMENT Annex A", "CETS-AG-02.01"):
            self.assertIn(word, text)
        self.assertEqual(len(re.findall("<series ", text)), len(re.findall("GJ/t,|, t,|, MWh,", text)))

    def test_nothing_is_overwritten_and_the_command_line_is_checked(self):
        folder = self.template("--sector", "cement", "--year", 2025)
        self.assertEqual(cets("template", "--sector", "cement", "--year", 2025, "--out", folder).returncode, 2)
        for wrong in (("--year", 2025), ("--sector", "cement"), ("--sector", "cement", "--year", 1999), ("--sector", "cement", "--year", 2025, "--uscc", "X"),
                      ("--from", self.path("nowhere")), ("--from", os.path.join(FIXTURES, "2025")), ("--from", os.path.join(FIXTURES, "invalid", "xml", "XML-CODE.xml"))):
            done = cets("template", *wrong, "--out", self.path("other"))
            self.assertEqual(done.returncode, 2, wrong)
            self.assertFalse(os.path.exists(self.path("other")))

    @unittest.skipUnless(shutil.which("soffice"), "needs LibreOffice")
    def test_libreoffice_opens_the_tables_with_the_right_columns(self):
        folder = self.template("--sector", "cement", "--year", 2025, form="csv")
        for table in ("series", "entities", "evidence"):
            # What somebody sees who opens and saves it.
            done = run("soffice", f"-env:UserInstallation=file://{self.path('office')}", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--infilter=CSV:44,34,76",
                       "--outdir", self.path("saved"), os.path.join(folder, f"{table}.csv"))
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(self.path("saved", f"{table}.csv"), encoding="utf-8-sig") as saved, open(os.path.join(folder, f"{table}.csv"), encoding="utf-8-sig") as ours:
                self.assertEqual(list(csv.reader(saved)), list(csv.reader(ours)))
        with open(os.path.join(folder, "series.csv"), "rb") as file:
            self.assertEqual(file.read(3), b"\xef\xbb\xbf")


class NextYear(Blank):
    def test_what_does_not_change_is_carried_over(self):
        source = os.path.join(FIXTURES, "2025", "cement-single-line.xml")
        folder = self.template("--from", source)
        [path] = glob.glob(os.path.join(folder, "*.xml"))
        old, new = ElementTree.parse(source).getroot(), ElementTree.parse(path).getroot()
        self.assertEqual(new.get("year"), "2026")
        self.assertEqual(new.get("uscc"), old.get("uscc"))
        self.assertEqual(new.get("submittedOn"), BLANK)

        def all_of(root, name):
            return list(root.iter(NAMESPACE + name))

        for name in ("entity", "plan", "facility", "attribute"):
            self.assertEqual([e.attrib for e in all_of(new, name)], [e.attrib for e in all_of(old, name)], name)
        for name in ("series", "stock", "secondSource", "month"):
            self.assertEqual([e.attrib for e in all_of(new, name)], [e.attrib for e in all_of(old, name)], name)
        self.assertEqual([e.get("id") for e in all_of(new, "meter")], [e.get("id") for e in all_of(old, "meter")])
        self.assertEqual({e.get("calibratedTo") for e in all_of(new, "meter")}, {BLANK})
        self.assertEqual([e.get("previousYearValue") for e in all_of(new, "declared")], [e.get("value") for e in all_of(old, "declared")])
        kept = [m.text for m in all_of(new, "month") if m.text != BLANK]
        self.assertEqual(kept, ["8000.00"])
        fill_xml(path, 2026)
        self.processed(folder, 2026, old.get("uscc"))

    def test_every_fixture_has_a_next_year_in_both_forms(self):
        for source in sorted(glob.glob(os.path.join(FIXTURES, "2025", "*.xml"))):
            rows = []
            for form in ("xml", "csv"):
                with self.subTest(f"{os.path.basename(source)} {form}"):
                    folder = self.template("--from", source, form=form)
                    self.assertEqual({r["code"] for r in records(folder) if r["severity"] == "error"}, {"FIL-TO-FILL"})
                    self.fill(folder, 2026)
                    uscc = ElementTree.parse(source).getroot().get("uscc")
                    rows.append(self.processed(folder, 2026, uscc))
                    shutil.rmtree(folder)
            self.assertEqual(*rows)

    def test_one_of_many_is_named_by_its_code(self):
        tables = os.path.join(FIXTURES, "2025", "csv")
        self.assertEqual(cets("template", "--from", tables, "--out", self.path("x")).returncode, 2)
        folder = self.template("--from", tables, "--uscc", "91150000MA7240004X", form="csv")
        with open(os.path.join(folder, "entities.csv"), encoding="utf-8-sig") as file:
            [row] = csv.DictReader(io.StringIO(file.read()))
        self.assertEqual((row["uscc"], row["year"]), ("91150000MA7240004X", "2026"))
