"""A rerun into the same folder writes only what changed, and ends with the bytes of a fresh run."""

import csv
import glob
import os
import re
import shutil
import unittest

from support import CETS, FIXTURES, ROOT, Temporary, cets, run, tree

GENERATE = os.path.join(os.path.dirname(CETS), "cets-generate")
NOTES = ".cets-reports"


class Rerun(Temporary):
    # The first digit of an aluminium smelter's output.
    JANUARY = r'(?s)(<series direction="product" item="liquidAluminium" parameter="quantity".*?<month n="1">)\d'

    def nation(self, *options, entities=20):
        done = run(GENERATE, "--entities", entities, "--seed", 4, "--out", self.path("in"), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path("in")

    def process(self, folder, *options, out="out"):
        """Of how many entities the reports stood."""
        done = cets("process", folder, "--year", 2025, "--out", self.path(out), *options)
        self.assertLessEqual(done.returncode, 1, done.stderr)
        stand = re.search(r"reports of (\d+) entities stand", done.stdout)
        return int(stand.group(1)) if stand else 0

    def assert_kept(self, count, folder, *options):
        self.assertEqual(self.process(folder, *options), count)
        shutil.rmtree(self.path("fresh"), ignore_errors=True)
        self.process(folder, *options, out="fresh")
        self.assertEqual(tree(self.path("out")), tree(self.path("fresh")))
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
        self.assert_kept(20, folder)
        self.assertEqual({name: os.stat(name).st_mtime_ns for name in stamp}, stamp)
        self.assert_kept(20, folder, "--jobs", "1")
        self.assert_kept(0, folder, "--fresh")

    def test_the_fixtures_with_all_their_tables_stand_too(self):
        folder = os.path.join(FIXTURES, "2025")
        self.process(folder, "--workbooks")
        self.assert_kept(len(os.listdir(self.path("out", "entities"))), folder, "--workbooks")

    def test_one_corrected_filing_is_written_again_and_those_whose_settlement_it_moves(self):
        folder = self.nation()
        self.process(folder)
        sectors = self.sectors()
        uscc = next(uscc for uscc, sector in sectors.items() if sector == "aluminium")
        filing = os.path.join(folder, uscc + ".xml")
        # A correction that moves no number is that entity's alone.
        self.edit(filing, r' address="', ' address="X')
        self.assert_kept(19, folder)
        # One that moves an intensity moves the sector's balance value, which stands in the reports of all its entities.
        others = sum(sector != "aluminium" for sector in sectors.values())
        self.edit(filing, self.JANUARY, r"\g<1>9")
        self.assert_kept(others, folder)
        # Published balance values reach the sectors whose value they change.
        values = self.path("values.csv")
        with open(values, "w") as file:
            file.write("sector,year,value,source\naluminium,2025,1.6,t\n")
        self.assert_kept(others, folder, "--balance-values", values)

    def test_a_corrected_row_of_a_table_is_its_entity_s(self):
        folder = self.nation("--format", "csv")
        self.process(folder)
        self.assert_kept(20, folder)
        self.edit(os.path.join(folder, "tables", "entities.csv"), "示例", "例示")
        self.assert_kept(19, folder)
        # A row more moves the lines of those behind it.
        with open(os.path.join(folder, "tables", "evidence.csv"), encoding="utf-8", newline="") as file:
            head, first, rest = file.read().split("\n", 2)
        with open(os.path.join(folder, "tables", "evidence.csv"), "w", encoding="utf-8", newline="") as file:
            file.write(f"{head}\n{first.replace('E01', 'E99')}\n{first}\n{rest}")
        self.assert_kept(0, folder)

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
        self.assert_kept(processed - 1, folder, "--decisions", decisions)

    def test_another_rulebook_language_or_date_reaches_everybody(self):
        folder = self.nation(entities=6)
        self.process(folder)
        rules = self.path("rules")
        os.makedirs(rules)
        shutil.copy(os.path.join(ROOT, "Sources", "Rulebook", "Data", "check-limits.yaml"), rules)
        self.assert_kept(6, folder, "--rulebook", rules)
        # Only a label: the reports print it.
        self.edit(os.path.join(rules, "check-limits.yaml"), r"en: ([a-z])", r"en: X\1")
        self.assert_kept(0, folder, "--rulebook", rules)
        self.assert_kept(0, folder, "--language", "zh")
        self.assert_kept(0, folder, "--as-of", "2026-12-01")
        self.assert_kept(0, folder, "--workbooks")

    def test_missing_and_changed_reports_and_damaged_notes_are_written_again(self):
        folder = self.nation(entities=6)
        self.process(folder)
        entities = sorted(glob.glob(self.path("out", "entities", "*")))
        os.remove(os.path.join(entities[0], "statement.json"))
        with open(os.path.join(entities[1], "compliance-report.html"), "a") as file:
            file.write(" ")
        os.rename(os.path.join(entities[2], "compliance-report.xml"), self.path("elsewhere.xml"))
        os.symlink(self.path("elsewhere.xml"), os.path.join(entities[2], "compliance-report.xml"))
        self.assert_kept(3, folder)
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
            self.assert_kept(kept, folder)
        os.remove(notes)
        os.makedirs(notes)
        self.assertEqual(self.process(folder), 0)

    def test_without_reports_none_are_left_and_none_noted(self):
        folder = self.nation(entities=6)
        self.process(folder)
        self.process(folder, "--reports", "none")
        self.assertEqual(glob.glob(self.path("out", "entities", "*")) + glob.glob(self.path("out", NOTES)), [])
        self.assertEqual(self.process(folder), 0)


if __name__ == "__main__":
    unittest.main()
