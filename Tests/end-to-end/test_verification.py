"""The checks on whole batches: few false alarms on clean data, and decisions that a person takes."""

import csv
import os
import sys
import unittest

from support import FIXTURES, ORACLE, Temporary, cets, run


class Checks(Temporary):
    def rows(self, *names):
        with open(self.path(*names), encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def test_two_hundred_clean_filings_raise_no_nonconformity_and_few_questions(self):
        inputs, expected = self.path("in"), self.path("expected")
        run(sys.executable, os.path.join(ORACLE, "generate.py"), "--entities", 200, "--seed", 31, "--wrong", 0, "--format", "csv", "--out", inputs, "--expected", expected)
        cets("process", inputs, "--year", 2025, "--out", self.path("out"), "--reports", "none")
        findings = self.rows("out", "findings.csv")
        self.assertEqual([f for f in findings if f["severity"] in ("S1", "S2")], [])
        with open(os.path.join(inputs, "tables", "series.csv"), encoding="utf-8-sig") as file:
            values = sum(1 for row in csv.DictReader(file) for m in range(1, 13) if row[f"m{m:02d}"])
        flagged = sum(1 for f in findings if f["severity"] == "S3")
        self.assertGreater(values, 20_000)
        self.assertLessEqual(flagged, 0.03 * values)


if __name__ == "__main__":
    unittest.main()
