"""`cets diff`: what changed between two runs, and why."""

import csv
import io
import os
import re
import shutil
import tempfile
import unittest
from decimal import Decimal

from support import FIXTURES, cets


class Diff(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cets-diff-")
        cls.filings = cls.path("in")
        shutil.copytree(os.path.join(FIXTURES, "2025"), cls.filings)
        cls.process("first")
        cls.process("same")
        with open(os.path.join(cls.filings, "cement-single-line.xml"), encoding="utf-8") as file:
            text = file.read()
        cls.uscc = re.search(r'uscc="([^"]+)"', text).group(1)
        text = text.replace('submission="1"', 'submission="2"', 1)
        # A hundred tonnes more coal in January, at 2.18 tCO2 a tonne or so.
        text = re.sub(r'(item="bituminousCoal" parameter="quantity".*?<month n="1">)([\d.]+)',
                      lambda m: m.group(1) + f"{float(m.group(2)) + 100:.2f}", text, count=1, flags=re.S)
        with open(os.path.join(cls.filings, "cement-corrected.xml"), "w", encoding="utf-8") as file:
            file.write(text)
        cls.process("second")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder, *names)

    @classmethod
    def process(cls, name):
        cets("process", cls.filings, "--year", "2025", "--out", cls.path(name), "--reports", "none", "--jobs", "1" if name == "same" else "2")

    def test_the_same_inputs_give_no_difference(self):
        done = cets("diff", self.path("first"), self.path("same"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("The results are the same (14 entities)", done.stdout)

    def test_a_new_submission_is_named_with_what_it_changed_and_the_others_with_the_balance_value(self):
        done = cets("diff", self.path("first"), self.path("second"), "--format", "csv")
        self.assertEqual(done.returncode, 1, done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
        own = [r for r in rows if r["uscc"] == self.uscc]
        self.assertTrue(own and all("submission 1 → 2" in r["reasons"] for r in own))
        total = next(r for r in own if (r["table"], r["place"].lstrip("'"), r["column"]) == ("emissions", "- total", "verified"))
        self.assertEqual(Decimal(total["after"]) - Decimal(total["before"]), Decimal(total["difference"]))
        self.assertGreater(Decimal(total["difference"]), 0)
        others = [r for r in rows if r["uscc"] != self.uscc]
        self.assertEqual({r["table"] for r in others}, {"allowances"})
        self.assertTrue(others and all("balance value" in r["reasons"] for r in others))

    def test_the_text_has_one_line_for_a_finding_that_came(self):
        done = cets("diff", self.path("first"), self.path("second"))
        self.assertRegex(done.stdout, r"\n  \+ findings R01 -: severity S1, reported [\d.]+, expected")
        self.assertIn("第1次提交 → 第2次提交", cets("diff", self.path("first"), self.path("second"), "--language", "zh").stdout)

    def test_results_that_were_touched_are_not_compared(self):
        touched = self.path("touched")
        shutil.copytree(self.path("first"), touched)
        with open(os.path.join(touched, "findings.csv"), "a", encoding="utf-8") as file:
            file.write("x\n")
        done = cets("diff", self.path("first"), touched)
        self.assertEqual(done.returncode, 3)
        self.assertIn("was changed after the run", done.stderr)
        self.assertEqual(cets("diff", self.path("first"), self.filings).returncode, 2)


if __name__ == "__main__":
    unittest.main()
