"""The generator of nations: the same bytes whatever the threads, the real mix, faults that are found."""

import collections
import csv
import os
import unittest

from support import CETS, Temporary, cets, run, tree

GENERATE = os.path.join(os.path.dirname(CETS), "cets-generate")


class Nations(Temporary):
    def make(self, name, *options):
        done = run(GENERATE, "--out", self.path(name), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path(name)

    def process(self, folder):
        done = cets("process", folder, "--year", 2025, "--out", self.path("out"), "--reports", "none")
        self.assertLessEqual(done.returncode, 1, done.stderr)
        with open(self.path("out", "findings.csv"), encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def test_threads_change_no_byte(self):
        for form in ("xml", "csv", "mixed"):
            one = self.make(f"{form}-1", "--entities", 40, "--format", form, "--jobs", 1, "--faults", "0.5")
            many = self.make(f"{form}-8", "--entities", 40, "--format", form, "--jobs", 8, "--faults", "0.5")
            self.assertEqual(tree(one), tree(many))
            self.assertGreater(len(tree(one)), 8)

    def test_a_smaller_nation_is_a_part_of_a_larger_one(self):
        small, large = tree(self.make("small", "--entities", 30)), tree(self.make("large", "--entities", 30, "--scale", 2))
        self.assertEqual((len(small), len(large)), (30, 60))
        self.assertEqual(small, {name: digest for name, digest in large.items() if name in small})

    def test_the_mix_is_the_market_s_and_a_clean_nation_has_no_nonconformity(self):
        folder = self.make("nation", "--entities", 1291, "--format", "csv", "--jobs", 2)
        with open(os.path.join(folder, "tables", "entities.csv"), encoding="utf-8-sig") as file:
            sectors = collections.Counter(row["sector"] for row in csv.DictReader(file))
        self.assertEqual(sectors, {"cement": 962, "steel": 232, "aluminium": 97})
        self.assertEqual([f for f in self.process(folder) if f["severity"] in ("S1", "S2")], [])

    def test_faults_are_found(self):
        folder = self.make("faulty", "--entities", 60, "--faults", "1")
        found = {f["check"] for f in self.process(folder)}
        self.assertLessEqual({"E08", "E17", "G04", "R01", "F02"}, found)

    def test_wrong_options_are_usage_errors(self):
        for options in (("--faults", "1.5"), ("--faults", "x"), ("--entities", 0), ("--format", "pdf")):
            self.assertEqual(run(GENERATE, "--out", self.path("x"), *options).returncode, 64, options)


if __name__ == "__main__":
    unittest.main()
