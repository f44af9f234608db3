"""What faces the open internet: each hostile input gets a diagnostic, within a second, under 100 MB, and the
good filing beside it is read as if nothing were there. Time is the processor's, so that a busy machine does
not fail the test; memory is the peak of the resident set."""

import contextlib
import gzip
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile

from support import CETS, FIXTURES, Temporary, cets

SECONDS = 1.0
BYTES = 100 << 20
MEASURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "measure.py")
GOOD = os.path.join(FIXTURES, "2025", "cement-single-line.xml")
GOOD_USCC = "91340000MA06700014"
TABLES = os.path.join(FIXTURES, "2025", "csv")
NAMESPACE = "urn:cets:filing:1"

with open(GOOD, "rb") as file:
    FILING = file.read()
# The hostile ones are of another entity, or they would be a second submission of the good one; the check
# character of its code is wrong, so that what can be read of them all the same is not accepted.
FILING = FILING.replace(b"91340000MA06700014", b"91340000MA0670002X")
HEAD, BODY = FILING.split(b"?>\n", 1)
HEADER = b"uscc,year,facility,direction,item,parameter,unit,method,meter,evidence," + b",".join(b"m%02d" % m for m in range(1, 13)) + b"\n"
ROW = b"91150000MA7240004X,2025,L1,fuelIn,diesel,quantity,t,measured,M1,L1" + b",1" * 12 + b"\n"


def measured(*arguments, stdin=subprocess.DEVNULL, **options):
    """Runs the program: its exit code, output, processor seconds and peak memory. Output goes to files, so
    that nobody waits for a pipe."""
    with tempfile.NamedTemporaryFile() as told, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.chmod(told.name, 0o666)
        command = [options.pop("python", sys.executable), "-I", "-S", MEASURE, told.name, CETS, *map(str, arguments)]
        process = subprocess.Popen(command, stdin=stdin, stdout=out, stderr=err, start_new_session=True, **options)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        out.seek(0)
        err.seek(0)
        usage = json.load(told)
        return usage["code"], out.read().decode(), err.read().decode(), usage["seconds"], usage["bytes"]


class Hostile(Temporary):
    """Each test lays hostile files into a folder beside good ones."""

    def setUp(self):
        super().setUp()
        os.makedirs(self.path("in", "tables"))
        shutil.copy(GOOD, self.path("in", "good.xml"))

    def write(self, name, content):
        """Writes a file; content is bytes, or a size of zeros that take no room on the disk, or pieces."""
        path = self.path("in", name)
        with open(path, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                for piece in content:
                    if isinstance(piece, int):
                        file.seek(piece, 1)
                    else:
                        file.write(piece)
                file.truncate(file.tell())
        return path

    def within_bounds(self, done, seconds=SECONDS, memory=BYTES):
        code, out, err, time_used, memory_used = done
        self.assertIn(code, (0, 1), err)
        self.assertEqual(err, "")
        self.assertLess(time_used, seconds)
        self.assertLess(memory_used, memory)
        return out

    def check(self, name, *codes, only=True):
        """The file has these diagnostics and no others, in `validate` and `process`; the good filing none."""
        found = {}
        out = self.within_bounds(measured("validate", self.path("in"), "--format", "jsonl"))
        records = [json.loads(line) for line in out.splitlines()]
        for record in records:
            found.setdefault(os.path.relpath(record["file"], self.path("in")), []).append(record)
        self.assertNotIn("good.xml", found)
        for record in records:
            self.assertTrue(record["message"]["zh"] and record["message"]["en"] and record["remedy"]["zh"])
        mine = [record["code"] for record in found.get(name, [])]
        if only:
            self.assertEqual(sorted(mine), sorted(codes))
        else:
            self.assertLessEqual(set(codes), set(mine))
        out = self.within_bounds(measured("process", self.path("in"), "--year", "2025", "--out", self.path("out"), "--reports", "none"))
        for code in set(codes) - {"FIL-MORE"}:
            self.assertIn(code, out)
        self.good_is_unharmed()
        return found.get(name, [])

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            done = cets("process", GOOD, "--year", "2025", "--out", folder, "--reports", "none")
            assert done.returncode in (0, 1), done.stderr
            cls.expected = cls.rows_of_good(folder)
            assert len(cls.expected) > 3

    @staticmethod
    def rows_of_good(folder):
        rows = []
        for table in ("emissions.csv", "units.csv"):
            with open(os.path.join(folder, table), encoding="utf-8-sig") as file:
                rows += [line for line in file if GOOD_USCC in line]
        return rows

    def good_is_unharmed(self):
        self.assertEqual(self.rows_of_good(self.path("out")), self.expected)
        with open(self.path("out", "manifest.json"), encoding="utf-8") as file:
            self.assertIn("good.xml", " ".join(json.load(file)["inputs"]))
        # Nothing is written beside the output folder.
        self.assertEqual(sorted(os.listdir(self.folder)), ["in", "out"])


class XML(Hostile):
    def test_entities_that_multiply(self):
        lines = [b'<!ENTITY l0 "lol">'] + [b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)]
        self.write("laughs.xml", HEAD + b"?><!DOCTYPE filing [" + b"".join(lines) + b"]><filing>&l9;</filing>")
        self.check("laughs.xml", "XML-DOCTYPE")

    def test_one_long_entity_many_times(self):
        self.write("blowup.xml", b'<!DOCTYPE filing [<!ENTITY a "' + b"a" * 60_000 + b'">]><filing>' + b"<a>&a;</a>" * 40_000 + b"</filing>")
        self.check("blowup.xml", "XML-DOCTYPE")

    def test_external_entities_and_dtds_are_not_fetched(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0.2)
            port = server.getsockname()[1]
            self.write("xxe.xml", HEAD + b'?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY.replace(b"M1\" kind=\"", b"M1\" kind=\"&x;"))
            self.write("dtd.xml", HEAD + b'?><!DOCTYPE filing SYSTEM "http://127.0.0.1:%d/x.dtd">' % port + BODY)
            self.write("parameter.xml", HEAD + b'?><!DOCTYPE f [<!ENTITY %% p SYSTEM "http://127.0.0.1:%d/p"> %%p;]>' % port + BODY)
            schema = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:cets:filing:1 http://127.0.0.1:%d/x.xsd" xmlns=' % port
            self.write("schema.xml", FILING.replace(b"xmlns=", schema, 1))
            for name in ("xxe.xml", "dtd.xml", "parameter.xml"):
                self.check(name, "XML-DOCTYPE")
            with self.assertRaises(TimeoutError):
                server.accept()
        for folder, _, files in os.walk(self.path("out")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"root:x:0", file.read())

    def test_an_inclusion_is_an_unknown_element(self):
        include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        self.write("include.xml", FILING.replace(b"  <qualityPlan>", include + b"<qualityPlan>"))
        self.check("include.xml", "XML-ELEMENT", "FIL-USCC")

    def test_a_million_elements_within_one_another(self):
        self.write("deep.xml", b'<filing xmlns="urn:cets:filing:1">' + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</filing>")
        self.check("deep.xml", "FIL-LIMIT")
        self.write("deep.xml", b'<filing xmlns="urn:cets:filing:1">' + b"<a>" * 45_000 + b"</a>" * 45_000 + b"</filing>")
        [record] = [r for r in self.check("deep.xml", "FIL-LIMIT", only=False) if r["code"] == "FIL-LIMIT"]
        self.assertIn("--limit depth=", record["expected"])

    def test_an_attribute_of_a_gigabyte(self):
        self.write("attribute.xml", [HEAD, b'?><filing xmlns="urn:cets:filing:1" uscc="', 1 << 30, b'"/>'])
        self.check("attribute.xml", "FIL-LIMIT")

    def test_an_attribute_as_long_as_a_file_may_be(self):
        self.write("attribute.xml", HEAD + b'?><filing xmlns="urn:cets:filing:1" uscc="' + b"A" * (7 << 20) + b'"/>')
        self.check("attribute.xml", "FIL-LIMIT")

    def test_attributes_without_number(self):
        names = b" ".join(b'a%d="1"' % n for n in range(5_000))
        self.write("attributes.xml", b'<filing xmlns="urn:cets:filing:1" ' + names + b"/>")
        self.check("attributes.xml", "FIL-LIMIT")
        self.write("attributes.xml", b"<filing " + b" ".join(b'xmlns:n%d="u"' % n for n in range(3_000)) + b"/>")
        self.check("attributes.xml", "FIL-LIMIT")

    def test_text_and_comments_as_long_as_a_file_may_be(self):
        self.write("text.xml", FILING.replace(b"12311.18", b"1" * (7 << 20), 1))
        self.check("text.xml", "FIL-LIMIT")
        self.write("text.xml", FILING.replace(b"<entity", b"<!--" + b"x" * (7 << 20) + b"--><entity", 1))
        self.check("text.xml", "FIL-LIMIT")

    def test_faults_without_number(self):
        self.write("faults.xml", FILING.replace(b"</filing>", b"<metres/>\n" * 45_000 + b"</filing>"))
        self.check("faults.xml", "XML-ELEMENT", "FIL-MORE", only=False)
        self.write("faults.xml", FILING.replace(b"</filing>", b"<metres/>\n" * 700_000 + b"</filing>"))
        self.check("faults.xml", "FIL-LIMIT")

    def test_entries_without_number(self):
        row = b'<declared quantity="emissions" value="1"/>\n'
        self.write("rows.xml", FILING.replace(b"  </facility>", row * 45_000 + b"  </facility>"))
        self.check("rows.xml", "FIL-DUPLICATE", only=False)

    def test_references_and_meters_without_number(self):
        meters = b"".join(b'<meter id="X%d" kind="x" requiredAccuracy="1"/>\n' % n for n in range(20_000))
        references = b"".join(b'<evidence ref="Y%d"/>' % n for n in range(20_000))
        self.write("meters.xml", FILING.replace(b"  </meters>", meters + b"  </meters>").replace(b'<evidence ref="L1"/>', references, 1))
        self.check("meters.xml", "XML-REFERENCE", only=False)

    def test_encodings_cut_off_mixed_and_wrong(self):
        text = FILING.decode()
        cases = {
            "cut-utf8.xml": FILING[: FILING.index("皖".encode()) + 2],
            "cut-utf16.xml": text.replace("UTF-8", "UTF-16").encode("utf-16")[:-1001],
            "mixed.xml": FILING.replace("皖江".encode(), "皖江".encode("gb18030")),
            "invalid.xml": FILING.replace("皖".encode(), b"\xc0\xaf\xed\xa0\x80"),
            "nul.xml": FILING.replace(b"M1\" kind", b"M\0\" kind", 1),
            "control.xml": FILING.replace(b"<entity name=\"", b"<entity name=\"\x01", 1),
            "utf7.xml": FILING.replace(b"UTF-8", b"UTF-7", 1),
            "utf16-claims-utf8.xml": text.encode("utf-16"),
            "utf16-without-mark.xml": text.encode("utf-16-le"),
            "utf16-be-without-mark.xml": text.encode("utf-16-be"),
            "utf32.xml": text.encode("utf-32"),
            "ebcdic.xml": text.encode("cp037", errors="replace"),
            "unknown.xml": FILING.replace(b"UTF-8", b"KLINGON", 1),
            "four-byte.xml": text.replace("UTF-8", "GB18030").replace("皖江", "𠀀\U0010ffff").encode("gb18030")[:600],
            "nothing-but-nul.xml": b"\0" * 100_000,
        }
        for name, content in cases.items():
            with self.subTest(name):
                self.write(name, content)
                found = self.check(name, only=False)
                self.assertTrue(found, "no diagnostic")
                self.assertEqual({r["severity"] for r in found} - {"note"}, {"error"})
                os.remove(self.path("in", name))

    def test_honest_encodings_are_read(self):
        text = FILING.decode().replace("皖江", "𠀀江")
        for encoding, name in (("gb18030", "GB18030"), ("utf-16", "UTF-16")):
            self.write("honest.xml", text.replace("UTF-8", name, 1).encode(encoding))
            [record] = self.check("honest.xml", only=False)
            self.assertEqual(record["code"], "FIL-USCC")

    def test_other_files_called_xml(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("filing.xml", FILING)
        workbook = io.BytesIO()
        with zipfile.ZipFile(workbook, "w") as file:
            file.writestr("[Content_Types].xml", "<Types/>")
            file.writestr("xl/workbook.xml", "<workbook/>")
        bomb = gzip.compress(bytes(200 << 20))
        for name, content, kind in (
            ("a.xml", gzip.compress(FILING), "gzip"), ("b.xml", archive.getvalue(), "ZIP"), ("c.xml", workbook.getvalue(), "Excel"),
            ("d.xml", b"%PDF-1.7\n", "PDF"), ("bomb.xml", bomb, "gzip"), ("table.xml", HEADER + ROW, ""),
        ):
            with self.subTest(name):
                self.write(name, content)
                [record] = self.check(name, "XML-SYNTAX")
                self.assertIn(kind, record["message"]["en"])
                os.remove(self.path("in", name))


class CSV(Hostile):
    """Tables lie in a folder of their own: what is wrong with one rejects the filings of that folder only."""

    def table(self, content, *codes, only=True, name="series.csv"):
        shutil.rmtree(self.path("in", "tables"))
        shutil.copytree(TABLES, self.path("in", "tables"))
        self.write(f"tables/{name}", content)
        return self.check(f"tables/{name}", *codes, only=only)

    def test_a_field_of_a_gigabyte(self):
        self.table([HEADER, ROW[:-2], 1 << 30, b"\n"], "FIL-LIMIT")

    def test_a_field_as_long_as_a_large_table(self):
        found = self.table(HEADER + ROW[:-2] + b"x" * (40 << 20) + b"\n", "FIL-LIMIT", only=False)
        self.assertIn("--limit field=", found[0]["expected"])

    def test_a_quoted_field_as_long_as_a_large_table(self):
        self.table(HEADER + ROW[:-2] + b'"' + b"x" * (40 << 20) + b'"\n', "FIL-LIMIT", only=False)

    def test_an_unclosed_quote_in_five_gigabytes(self):
        self.table([HEADER, b'"', 5 << 30], "FIL-LIMIT")

    def test_an_unclosed_quote_in_a_large_table(self):
        self.table(HEADER + b'"' + ROW * 300_000, "CSV-QUOTE", only=False)

    def test_quotes_on_every_line(self):
        self.table(HEADER + b'"a\n' * 2_000_000, "CSV-QUOTE", "FIL-LIMIT", only=False)
        self.table(HEADER + b'"""\n' * 2_000_000, "FIL-LIMIT", only=False)

    def test_a_million_columns(self):
        self.table(b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1,2\n", "FIL-LIMIT")
        self.table(HEADER + b"," * 1_000_000 + b"x\n", "FIL-LIMIT")
        self.table(b"," * 10_000_000, "FIL-LIMIT")

    def test_rows_without_number(self):
        self.table(HEADER + b"x\n" * 10_000_000, "CSV-FIELDS", "FIL-LIMIT", "FIL-MORE", only=False)
        self.table(HEADER + b"\n" * 40_000_000, only=False)
        self.table(HEADER + b"," * 21 + b"\n", only=False)
        self.table(HEADER + (b"," * 21 + b"\n") * 1_500_000, only=False)

    def test_cells_without_number(self):
        bad = ROW.replace(b"diesel", b"deisel").replace(b",1,", b",1x,")
        self.table(HEADER + bad * 45_000, "CSV-CODE", "FIL-MORE", only=False)

    def test_entities_without_number(self):
        head = b"uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
        rows = b"".join(b"91150000MA%08d,2025,x,cement,1,2026-01-01,150000,3011\n" % n for n in range(1_000))
        self.table(head + rows, "FIL-USCC", only=False, name="entities.csv")

    def test_encodings_cut_off_mixed_and_wrong(self):
        text = (HEADER + ROW).decode()
        for content, codes in (
            ("皖江，".encode() * 9 + "皖".encode()[:2] + b"\n" + HEADER, ("CSV-ENCODING",)),
            ("皖江，".encode() * 9 + "皖江".encode("gb18030") + b"\n" + HEADER, ("CSV-ENCODING",)),
            (HEADER + b"\xc0\xaf\xff\xff" + ROW, ("CSV-ENCODING",)),
            (HEADER + ROW.replace(b"diesel", b"die\0sel"), ("CSV-ENCODING",)),
            (text.encode("utf-16"), ("CSV-ENCODING",)),
            (text.encode("utf-16-le"), ("CSV-ENCODING",)),
            (text.encode("utf-16-be"), ("CSV-ENCODING",)),
            (text.encode("utf-32"), ("CSV-ENCODING",)),
            (b"+/v8-" + HEADER, ("CSV-COLUMN", "CSV-MISSING-COLUMN")),
            (bytes(30 << 20), ("CSV-ENCODING",)),
        ):
            with self.subTest(content[:30]):
                self.table(content, *codes, only=False)

    def test_four_byte_characters_are_read(self):
        row = ROW.decode().replace("diesel", "𠀀\U0010ffff柴油")
        [record] = [r for r in self.table((HEADER.decode() + row).encode("gb18030"), "CSV-CODE", only=False) if r["code"] == "CSV-CODE"]
        self.assertEqual(record["text"], "𠀀\U0010ffff柴油")

    def test_other_files_called_csv(self):
        workbook = io.BytesIO()
        with zipfile.ZipFile(workbook, "w") as file:
            file.writestr("[Content_Types].xml", "<Types/>")
            file.writestr("xl/workbook.xml", "<workbook/>")
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("series.csv", HEADER)
        for content, kind in (
            (gzip.compress(HEADER), "gzip"), (archive.getvalue(), "ZIP"), (workbook.getvalue(), "Excel"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ".xls"), (FILING, "XML"),
        ):
            [record] = [r for r in self.table(content, "CSV-ENCODING", only=False) if r["code"] == "CSV-ENCODING"]
            self.assertIn(kind, record["message"]["en"])


class Rows(Hostile):
    """Tables of many rows, each of them in order. A table is held in memory as it is: these have up to 55 MB, or are
    refused by their first rows."""

    def rows(self, header, row, count, name="tables/rows.csv"):
        def pieces():
            yield header.encode() + b"\n"
            for start in range(0, count, 10_000):
                yield "".join(row % n for n in range(start, min(start + 10_000, count))).encode()

        self.write(name, pieces())
        return name

    def test_each_row_of_another_entity(self):
        self.check(self.rows("uscc,year,facility,attribute,value", "9114%014d,2025,L1,x,y\n", 1_990_000), "FIL-LIMIT")

    def test_each_row_a_filing(self):
        self.check(self.rows("uscc,year,name,sector,submission,submitted_on,province,industry_class", "9114%014d,2025,a,cement,1,2026-01-01,110000,11\n", 1_990_000), "FIL-LIMIT")

    def test_a_filing_of_a_million_rows(self):
        self.write("tables/entities.csv", b"uscc,year,name,sector,submission,submitted_on,province,industry_class\n91150000MA7240004X,2025,a,cement,1,2026-01-01,150000,3011\n")
        for header, row, count in (
            ("uscc,year,evidence,kind", "91150000MA7240004X,2025,E%d,report\n", 1_000_000),
            ("uscc,year,facility,item,parameter,unit,source", "91150000MA7240004X,2025,L1,clinker,quantity,t,%d\n", 1_000_000),
            ("uscc,year,facility,batch,item,parameter,unit,sampled_on,mass,value", "91150000MA7240004X,2025,L1,%d,clinker,quantity,t,2025-01-01,1,1\n", 600_000),
        ):
            with self.subTest(header):
                self.check(self.rows(header, row, count), "FIL-LIMIT")

    def test_rows_of_two_filings_in_turn(self):
        self.write("tables/entities.csv", b"uscc,year,name,sector,submission,submitted_on,province,industry_class\n" + b"".join(b"91150000MA7240004X,%d,a,cement,1,2026-01-01,150000,3011\n" % year for year in (2024, 2025)))
        pair = "91150000MA7240004X,2025,E%d,x\n91150000MA7240004X,2024,E0,x\n"
        self.check(self.rows("uscc,year,evidence,kind", pair, 500_000), "FIL-LIMIT", "FIL-LIMIT")


class Files(Hostile):
    def test_links_pipes_devices_and_folders(self):
        secret = self.path("in", "..", "in", "secret")
        os.makedirs(secret)
        shutil.copy(GOOD, os.path.join(secret, "outside.txt"))
        os.symlink("secret/outside.txt", self.path("in", "link.xml"))
        os.symlink("loop.xml", self.path("in", "loop.xml"))
        os.symlink("/etc/passwd", self.path("in", "tables", "series.csv"))
        os.symlink("nowhere", self.path("in", "dangling.xml"))
        os.symlink("/dev/zero", self.path("in", "zero.xml"))
        os.symlink("..", self.path("in", "tables", "around"))
        os.mkfifo(self.path("in", "pipe.xml"))
        os.mkfifo(self.path("in", "tables", "pipe.csv"))
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
            server.bind(self.path("in", "socket.xml"))
        os.makedirs(self.path("in", "folder.xml"))
        for name in ("link.xml", "loop.xml", "tables/series.csv", "dangling.xml", "zero.xml", "pipe.xml", "tables/pipe.csv", "socket.xml"):
            with self.subTest(name):
                [record] = self.check(name, "FIL-UNREADABLE")
                self.assertEqual("link" in record["message"]["en"], name not in ("pipe.xml", "tables/pipe.csv", "socket.xml"))
        self.check("tables/around", "FIL-SKIPPED")
        self.check("folder.xml")

    def test_a_pipe_or_a_device_by_name(self):
        os.mkfifo(self.path("pipe.csv"))
        for path in (self.path("pipe.csv"), "/dev/zero", "/dev/stdin"):
            out = self.within_bounds(measured("validate", path, self.path("in", "good.xml")))
            self.assertIn("FIL-UNREADABLE", out)

    @unittest.skipUnless(os.geteuid() == 0, "only root can become somebody else")
    def test_a_file_that_may_not_be_read(self):
        for name, content in (("closed.xml", FILING), ("tables/series.csv", HEADER)):
            os.chmod(self.write(name, content), 0)
        os.mkdir(self.path("in", "closed"), 0)
        for folder in (self.folder, self.path("in"), self.path("in", "tables")):
            os.chmod(folder, 0o755)
        if subprocess.run([CETS, "--version"], preexec_fn=lambda: os.setuid(65534), capture_output=True).returncode != 0:
            self.skipTest("nobody may run the program where it lies")
        done = measured("validate", self.path("in"), "--format", "jsonl", python="/usr/bin/python3", preexec_fn=lambda: os.setuid(65534))
        found = {os.path.relpath(r["file"], self.path("in")): r["code"] for r in map(json.loads, self.within_bounds(done).splitlines())}
        self.assertEqual(found, {name: "FIL-UNREADABLE" for name in ("closed.xml", "tables/series.csv", "closed")})

    def test_files_that_grow_shrink_and_vanish_while_they_are_read(self):
        done = threading.Event()
        tables = self.path("in", "tables")
        shutil.copytree(TABLES, tables, dirs_exist_ok=True)
        large = HEADER + ROW * 400_000

        def change():
            while not done.is_set():
                for name, content in (("changing.xml", FILING), ("tables/second.csv", large)):
                    path = self.path("in", name)
                    with open(path, "wb") as file:
                        file.write(content)
                    os.truncate(path, len(content) // 2)
                    os.truncate(path, 0)
                    os.remove(path)

        thread = threading.Thread(target=change)
        thread.start()
        try:
            for _ in range(15):
                code, out, err, _, _ = measured("validate", self.path("in"), "--format", "jsonl")
                self.assertIn(code, (0, 1), err)
                for record in map(json.loads, out.splitlines()):
                    self.assertNotIn("good.xml", record["file"])
                measured("process", self.path("in"), "--year", "2025", "--out", self.path("out"), "--reports", "none")
                self.good_is_unharmed()
        finally:
            done.set()
            thread.join()


class StandardInput(Hostile):
    def endless(self, begin, piece):
        reading, writing = os.pipe()

        def feed():
            with contextlib.suppress(BrokenPipeError), open(writing, "wb", buffering=0) as file:
                file.write(begin)
                while True:
                    file.write(piece)

        thread = threading.Thread(target=feed)
        thread.start()
        try:
            return measured("validate", "-", *self.options, stdin=reading)
        finally:
            os.close(reading)
            thread.join()

    options = ()

    def test_an_endless_filing(self):
        out = self.within_bounds(self.endless(b"<filing>", b"<a/>" * 10_000))
        self.assertIn("FIL-LIMIT", out)

    def test_an_endless_table(self):
        self.options = ("--limit", "csv-file=20M")
        out = self.within_bounds(self.endless(HEADER, ROW * 1_000))
        self.assertIn("FIL-LIMIT", out)


class Limits(Hostile):
    def test_a_limit_can_be_lowered_and_raised(self):
        good = self.path("in", "good.xml")
        for limit, message in (("depth=3", "nested more than 3 deep"), ("elements=9", "more than 9 elements"), ("xml-file=4K", "more than 4096 bytes"), ("attributes=4", "more than 4 attributes"), ("tag=300", "more than 300 bytes")):
            for command in (("validate", good), ("process", good, "--year", "2025", "--out", self.path("out"))):
                done = cets(*command, "--limit", limit)
                self.assertEqual(done.returncode, 1)
                self.assertIn("FIL-LIMIT", done.stdout)
                self.assertIn(message, done.stdout)
        for limit, message in (("csv-file=4K", "more than 4096 bytes"), ("field=20", "more than 20 bytes"), ("columns=21", "more than 21 fields"), ("rows=10", "more than 10 rows"), ("filings=1", "more than 1 filings"), ("filing-rows=5", "more than 5 rows in this table")):
            self.assertIn(message, cets("validate", TABLES, "--limit", limit).stdout)
        with open(GOOD, "rb") as file:
            wide = self.write("wide.xml", file.read().replace(b"<entity", b"<!--" + b"x" * 100_000 + b"--><entity"))
        self.assertEqual(cets("validate", wide).returncode, 1)
        self.assertEqual(cets("validate", wide, "--limit", "tag=1M", "--limit", "xml-file=1G").returncode, 0)

    def test_a_limit_that_is_none_is_a_usage_error(self):
        for limit in ("depth", "depth=", "depth=x", "depth=0", "depth=-1", "depth=1000", "size=1", "xml-file=9999999999G", "=1", "depth=1T"):
            done = cets("validate", GOOD, "--limit", limit)
            self.assertEqual(done.returncode, 2, limit)
            self.assertIn("csv-file", done.stderr)
