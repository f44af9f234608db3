"""A rerun into the same folder assesses and writes only what changed, and ends with the bytes of a fresh run."""

import csv
import glob
import json
import os
import random
import re
import shutil
import struct
import subprocess
import time
import unittest

from support import CETS, FIXTURES, ROOT, Temporary, cets, run, tree

GENERATE = os.path.join(os.path.dirname(CETS), "cets-generate")
NOTES = ".cets-reports"
ASSESSED = ".cets-assessed"


class Rerun(Temporary):
    # The first digit of an aluminium smelter's output.
    JANUARY = r'(?s)(<series direction="product" item="liquidAluminium" parameter="quantity".*?<month n="1">)\d'

    def nation(self, *options, entities=20):
        done = run(GENERATE, "--entities", entities, "--seed", 4, "--out", self.path("in"), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path("in")

    def process(self, folder, *options, out="out", program=CETS):
        """Of how many entities the reports stood."""
        done = run(program, "process", folder, "--year", 2025, "--out", self.path(out), *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.said = re.sub(r"; results in .*", "", done.stdout)
        stand = {name: int(count) for name, count in re.findall(r"(assessments|reports) of (\d+)", done.stdout)}
        self.assessments = stand.get("assessments", 0)
        with open(self.path(out, "run.json")) as file:
            counts = json.load(file)["counts"]
        self.assertEqual((counts["assessmentsKept"], counts["reportsKept"]), (self.assessments, stand.get("reports", 0)))
        return stand.get("reports", 0)

    def assert_kept(self, count, folder, *options, assessments):
        self.assertEqual((self.process(folder, *options), self.assessments), (count, assessments))
        said = self.said
        shutil.rmtree(self.path("fresh"), ignore_errors=True)
        self.process(folder, *options, out="fresh")
        self.assertEqual(said, self.said)
        self.assertEqual(tree(self.path("out")), tree(self.path("fresh")))
        if "none" not in options:
            with open(self.path("out", NOTES)) as mine, open(self.path("fresh", NOTES)) as other:
                self.assertEqual(mine.read(), other.read())

    def sectors(self):
        with open(self.path("out", "allowances.csv"), encoding="utf-8-sig") as file:
            return {row["uscc"]: row["sector"] for row in csv.DictReader(file)}

    def edit(self, path, pattern, replacement):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        changed, count = re.subn(pattern, replacement, text, count=1)
        self.assertEqual(count, 1, pattern)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(changed)

    def test_nothing_changed_nothing_is_written_again_but_on_request(self):
        folder = self.nation()
        self.process(folder)
        stamp = {name: os.stat(name).st_mtime_ns for name in glob.glob(self.path("out", "entities", "*", "*"))}
        self.assertEqual(len(stamp), 100)
        self.assert_kept(20, folder, assessments=20)
        self.assertEqual({name: os.stat(name).st_mtime_ns for name in stamp}, stamp)
        self.assert_kept(20, folder, "--jobs", "1", assessments=20)
        self.assert_kept(0, folder, "--fresh", assessments=0)

    def test_the_fixtures_with_all_their_tables_stand_too(self):
        folder = os.path.join(FIXTURES, "2025")
        self.process(folder, "--workbooks")
        count = len(os.listdir(self.path("out", "entities")))
        self.assert_kept(count, folder, "--workbooks", assessments=count)

    def test_one_corrected_filing_is_written_again_and_those_whose_settlement_it_moves(self):
        folder = self.nation()
        self.process(folder)
        sectors = self.sectors()
        uscc = next(uscc for uscc, sector in sectors.items() if sector == "aluminium")
        filing = os.path.join(folder, uscc + ".xml")
        # A correction that moves no number is that entity's alone.
        self.edit(filing, r' address="', ' address="X')
        self.assert_kept(19, folder, assessments=19)
        # One that moves an intensity moves the sector's balance value, which stands in the reports of all its entities.
        others = sum(sector != "aluminium" for sector in sectors.values())
        self.edit(filing, self.JANUARY, r"\g<1>9")
        self.assert_kept(others, folder, assessments=19)
        # Published balance values reach the sectors whose value they change.
        values = self.path("values.csv")
        with open(values, "w") as file:
            file.write("sector,year,value,source\naluminium,2025,1.6,t\n")
        self.assert_kept(others, folder, "--balance-values", values, assessments=20)

    def test_a_corrected_row_of_a_table_is_its_entity_s(self):
        folder = self.nation("--format", "csv")
        self.process(folder)
        self.assert_kept(20, folder, assessments=20)
        self.edit(os.path.join(folder, "tables", "entities.csv"), "示例", "例示")
        self.assert_kept(19, folder, assessments=19)
        # A row more moves the lines of those behind it.
        with open(os.path.join(folder, "tables", "evidence.csv"), encoding="utf-8", newline="") as file:
            head, first, rest = file.read().split("\n", 2)
        with open(os.path.join(folder, "tables", "evidence.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(f"{head}\n{first.replace('E01', 'E99')}\n{first}\n{rest}")
        self.assert_kept(0, folder, assessments=0)

    def test_decisions_reach_whom_they_are_about(self):
        folder = self.nation("--faults", "1")
        self.process(folder)
        with open(self.path("out", "findings.csv"), encoding="utf-8-sig") as file:
            row = next(row for row in csv.DictReader(file) if row["severity"] == "S3" and row["check"] not in ("S11", "S16"))
        decisions = self.path("decisions.csv")
        with open(decisions, "w") as file:
            file.write("uscc,year,facility,check,item,parameter,month,decision,reason,decided_by,decided_on,line\n")
            place = ",".join(row[name] for name in ("facility", "check", "item", "parameter", "month"))
            file.write(f"{row['uscc']},2025,{place},accepted,r,Zhang,2026-05-03,{row['line']}\n")
        processed = len(os.listdir(self.path("out", "entities")))
        self.assert_kept(processed - 1, folder, "--decisions", decisions, assessments=processed - 1)

    def test_another_rulebook_language_or_date_reaches_everybody(self):
        folder = self.nation(entities=6)
        self.process(folder)
        rules = self.path("rules")
        os.makedirs(rules)
        shutil.copy(os.path.join(ROOT, "Sources", "Rulebook", "Data", "check-limits.yaml"), rules)
        self.assert_kept(6, folder, "--rulebook", rules, assessments=6)
        # Only a label: the reports print it.
        self.edit(os.path.join(rules, "check-limits.yaml"), r"en: ([a-z])", r"en: X\1")
        self.assert_kept(0, folder, "--rulebook", rules, assessments=0)
        self.assert_kept(0, folder, "--language", "zh", assessments=0)
        self.assert_kept(0, folder, "--as-of", "2026-12-01", assessments=6)
        self.assert_kept(0, folder, "--workbooks", assessments=6)

    def test_missing_and_changed_reports_and_damaged_notes_are_written_again(self):
        folder = self.nation(entities=6)
        self.process(folder)
        entities = sorted(glob.glob(self.path("out", "entities", "*")))
        os.remove(os.path.join(entities[0], "statement.json"))
        with open(os.path.join(entities[1], "compliance-report.html"), "a") as file:
            file.write(" ")
        os.rename(os.path.join(entities[2], "compliance-report.xml"), self.path("elsewhere.xml"))
        os.symlink(self.path("elsewhere.xml"), os.path.join(entities[2], "compliance-report.xml"))
        self.assert_kept(3, folder, assessments=6)
        notes = self.path("out", NOTES)
        with open(notes, "rb") as file:
            good = file.read()
        lines = good.splitlines(keepends=True)
        self.assertEqual(len(lines), 6)
        for bad, kept in ((b"", 0), (b"\xff\x00" * 999, 0), (good[:-9], 5), (b"".join(lines[1:]), 5),
                          (good.replace(lines[0][19:40], b"0" * 21, 1), 5), (lines[0][:-20] + b"".join(lines[1:]), 4),
                          (b"".join(reversed(lines)), 6), (good.replace(b" ", b"\t"), 0)):
            with open(notes, "wb") as file:
                file.write(bad)
            self.assert_kept(kept, folder, assessments=6)
        os.remove(notes)
        os.makedirs(notes)
        self.assertEqual(self.process(folder), 0)

    def test_without_reports_none_are_left_and_none_noted(self):
        folder = self.nation(entities=6)
        self.process(folder)
        self.process(folder, "--reports", "none")
        self.assertEqual(glob.glob(self.path("out", "entities", "*")) + glob.glob(self.path("out", NOTES)), [])
        self.assertEqual(self.process(folder), 0)

    def test_what_is_said_of_filings_that_do_not_count_is_said_again(self):
        folder = self.nation("--faults", "1")
        names = sorted(glob.glob(os.path.join(folder, "*.xml")))
        shutil.copy(names[0], os.path.join(folder, "copy.xml"))
        shutil.copy(names[1], os.path.join(folder, "earlier.xml"))
        self.edit(names[1], r' submission="1"', ' submission="2"')
        shutil.copy(names[2], os.path.join(folder, "rival.xml"))
        self.edit(names[2], r' address="', ' address="X')
        shutil.copy(names[3], os.path.join(folder, "other-year.xml"))
        self.edit(os.path.join(folder, "other-year.xml"), r' year="2025"', ' year="2024"')
        shutil.copy(names[4], os.path.join(folder, "broken.xml"))
        self.edit(os.path.join(folder, "broken.xml"), "</filing>", "")
        processed = self.processed(folder)
        self.assertIn("same file", self.said)
        self.assertIn("replaced", self.said)
        self.assert_kept(processed, folder, assessments=processed)
        # The filing that counted goes away: the one before it counts again.
        os.remove(names[1])
        self.assert_kept(0, folder, "--reports", "none", assessments=processed)
        # Findings name the file.
        os.rename(names[5], os.path.join(folder, "renamed.xml"))
        self.assert_kept(0, folder, "--reports", "none", assessments=processed - 1)

    def processed(self, folder, *options):
        self.process(folder, *options)
        with open(self.path("out", "run.json")) as file:
            return json.load(file)["counts"]["processed"]

    def test_what_the_comparison_of_the_batch_finds_is_assessed_again_where_it_is_another(self):
        folder = self.path("in")
        shutil.copytree(os.path.join(FIXTURES, "checks"), folder)
        processed = self.processed(folder)
        self.assert_kept(processed, folder, assessments=processed)
        with open(self.path("out", "findings.csv"), encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row["check"] in ("E08", "S16")]
        self.assertGreater(len(rows), 3)
        # Whoever filed the same as this entity has nobody to share it with now.
        with open(self.path("out", "manifest.json")) as file:
            os.remove(os.path.join(folder, json.load(file)["filings"][rows[0]["uscc"]]["file"]))
        self.process(folder, "--reports", "none")
        self.assertLess(self.assessments, processed - 1)
        self.assertGreater(self.assessments, processed / 2)
        self.assert_kept(0, folder, "--reports", "none", assessments=processed - 1)

    def test_other_limits_and_another_program_assess_anew(self):
        folder = self.nation(entities=6)
        self.process(folder)
        self.assert_kept(0, folder, "--limit", "depth=30", assessments=0)
        program = self.path("cets")
        shutil.copy(CETS, program)
        self.assertEqual((self.process(folder, "--limit", "depth=30", program=program), self.assessments), (6, 6))
        # Another program has another build id.
        with open(program, "r+b") as file:
            head = file.read(1 << 16)
            mark = struct.pack("<III4s", 4, 20, 3, b"GNU")
            self.assertEqual(head.count(mark), 1)
            file.seek(head.index(mark) + len(mark))
            file.write(bytes([head[head.index(mark) + len(mark)] ^ 1]))
        self.assertEqual((self.process(folder, "--limit", "depth=30", program=program), self.assessments), (0, 0))
        self.assert_kept(0, folder, "--limit", "depth=30", assessments=0)

    def test_damaged_assessments_only_cost_time(self):
        folder = self.nation("--faults", "1", entities=12)
        processed = self.processed(folder, "--reports", "none")
        expected = tree(self.path("out"))
        path = self.path("out", ASSESSED)
        with open(path, "rb") as file:
            good = file.read()
        rng = random.Random(11)

        def damaged():
            place, count = rng.randrange(len(good)), rng.randrange(1, 2000)
            return (good[:place], good[:place] + bytes([good[place] ^ 1 << rng.randrange(8)]) + good[place + 1:],
                    good[:place] + rng.randbytes(count) + good[place + count:], good[:place] + good[place + count:],
                    good[:place] + rng.randbytes(count) + good[place:], good + rng.randbytes(count))[rng.randrange(6)]

        stood = set()
        for bad in [b"", b"\0" * 4096, good[:48], good[:-1], good + good, good[48:], *(damaged() for _ in range(80))]:
            with open(path, "wb") as file:
                file.write(bad)
            self.process(folder, "--reports", "none")
            self.assertEqual(tree(self.path("out")), expected)
            stood.add(self.assessments)
        self.assertTrue({0, processed - 1, processed} <= stood, stood)
        # What else may stand under the name is left alone.
        os.remove(path)
        os.symlink(self.path("elsewhere"), path)
        with open(self.path("elsewhere"), "wb") as file:
            file.write(good)
        self.process(folder, "--reports", "none")
        self.assertEqual(self.assessments, 0)
        self.assertFalse(os.path.islink(path))
        os.remove(path)
        os.mkfifo(path)
        self.process(folder, "--reports", "none")
        self.assertEqual(self.assessments, 0)
        os.remove(path)
        os.makedirs(path)
        self.process(folder, "--reports", "none")
        self.assertEqual((self.assessments, tree(self.path("out"))), (0, expected))

    def test_corrections_between_runs_that_are_killed_end_with_the_bytes_of_a_fresh_run(self):
        folder = self.nation("--faults", "1", entities=40)
        start = time.monotonic()
        self.process(folder)
        duration = time.monotonic() - start
        names = sorted(glob.glob(os.path.join(folder, "*.xml")))
        rng = random.Random(3)
        for number in range(40):
            self.edit(rng.choice(names), r' address="', f' address="{number}')
            killed = subprocess.Popen([CETS, "process", folder, "--year", "2025", "--out", self.path("out")],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, duration))
            killed.kill()
            killed.wait()
            if number % 8 == 7:
                self.process(folder)
                self.assertGreater(self.assessments, 20)
                shutil.rmtree(self.path("fresh"), ignore_errors=True)
                self.process(folder, out="fresh")
                self.assertEqual(tree(self.path("out")), tree(self.path("fresh")))


if __name__ == "__main__":
    unittest.main()
