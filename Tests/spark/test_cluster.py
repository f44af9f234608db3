"""A nation on three workers, one of which is killed in the middle: the bytes of the one-machine run. `make spark-test`"""

import csv
import glob
import json
import os
import shutil
import sys
import tempfile
import unittest
from collections import Counter, defaultdict
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "end-to-end"))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "spark"))

from cluster import Submission, local_session  # noqa: E402
from support import CETS, FIXTURES, cets, run, tree  # noqa: E402

ENTITIES = os.environ.get("CETS_SPARK_ENTITIES", "1291")
TASKS = 24


def rows(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Cluster(unittest.TestCase):
    """The nation: every second entity in XML, the others in tables; with rejected and superseded filings, decisions,
    pre-allocations and special cases; and names that Hadoop would take for patterns."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cets-spark-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.filings = cls.path("filings")
        cls.make_nation()
        cls.options = ["--year", "2025", "--decisions", cls.decide(), "--as-of", "2026-05-31"]
        alone = cets("process", cls.filings, "--out", cls.path("alone"), "--reports", "none", *cls.options)
        assert alone.returncode == 1, alone.stderr
        cls.out = cls.path("out")
        cls.job = Submission(cls.folder, CETS, [cls.filings, "--out", cls.out, "--partitions", str(TASKS), *cls.options])
        # A task that has ended has moved its part here; the whole step has not.
        done = os.path.join(cls.out, "assessed", "first", "_temporary", "0", "task_*")
        cls.killed = cls.job.kill_an_executor_once(lambda: TASKS / 4 <= len(glob.glob(done)) <= TASKS * 3 / 4)
        cls.code, cls.said, cls.complained = cls.job.finish()

    @classmethod
    def make_nation(cls):
        generate = os.path.join(os.path.dirname(CETS), "cets-generate")
        made = run(generate, "--entities", ENTITIES, "--seed", 7, "--format", "mixed", "--faults", "0.02", "--out", cls.filings)
        assert made.returncode == 0, made.stderr
        shutil.copytree(os.path.join(FIXTURES, "mixed-quality"), os.path.join(cls.filings, "mixed quality"))
        shutil.copytree(os.path.join(FIXTURES, "2025"), os.path.join(cls.filings, "示例 [2025]"))
        # Published values would leave nothing to solve.
        os.remove(os.path.join(cls.filings, "示例 [2025]", "balance_values.csv"))
        # Some of these are found by the comparison and assessed twice.
        for number, path in enumerate(sorted(glob.glob(os.path.join(glob.escape(cls.filings), "*.xml")))):
            if number % 3 == 0:
                os.rename(path, os.path.join(cls.filings, "{%d,a} *[b].XML" % number))

    @classmethod
    def decide(cls):
        """A table that dismisses the first findings that correct something, each with the columns that name it."""
        cets("process", cls.filings, "--year", "2025", "--out", cls.path("undecided"), "--reports", "none")
        serious = [row for row in rows(cls.path("undecided"), "findings.csv") if row["severity"] in ("S1", "S2") and row["effect_tco2e"] not in ("", "0", "0.00")]
        decided = cls.path("decisions.csv")
        with open(decided, "w", encoding="utf-8", newline="") as file:
            columns = ["uscc", "year", "facility", "check", "item", "parameter", "month", "line", "decision", "reason", "decided_by", "decided_on"]
            table = csv.DictWriter(file, columns, extrasaction="ignore")
            table.writeheader()
            for row in serious[:5]:
                table.writerow({**row, "year": 2025, "decision": "dismissed", "reason": "annex 7", "decided_by": "Zhang", "decided_on": "2026-05-03"})
        return decided

    @classmethod
    def path(cls, *parts):
        return os.path.join(cls.folder, *parts)

    def setUp(self):
        self.assertEqual(self.code, 0, self.complained[self.complained.find("Traceback"):][:4000])

    def test_a_worker_was_killed_with_filings_in_its_hands(self):
        self.assertTrue(self.killed)
        self.assertTrue(self.job.logged("SparkListenerExecutorRemoved"), "no executor was removed")
        lost = [e for e in self.job.logged("SparkListenerTaskEnd") if e["Task End Reason"]["Reason"] == "ExecutorLostFailure"]
        self.assertTrue(lost, "no task was lost")
        added = {e["Executor ID"] for e in self.job.logged("SparkListenerExecutorAdded")}
        self.assertEqual(len(added), 4, "three, and one in the place of the killed")

    def test_the_result_files_are_those_of_the_one_machine_run_byte_for_byte(self):
        expected = tree(self.path("alone"))
        self.assertLessEqual({"allowances.csv", "emissions.csv", "findings.csv", "units.csv", "manifest.json"}, set(expected))
        self.assertTrue(any(name.startswith("rejected/") for name in expected))
        with open(self.path("undecided", "emissions.csv"), "rb") as before, open(self.path("alone", "emissions.csv"), "rb") as after:
            self.assertNotEqual(before.read(), after.read(), "no decision had an effect")
        self.assertEqual(tree(os.path.join(self.out, "results")), expected)

    def test_every_filing_was_assessed_once_and_those_that_the_comparison_found_once_more(self):
        lines = {step: [] for step in ("first", "second")}
        for step, found in lines.items():
            for part in glob.glob(os.path.join(self.out, "assessed", step, "part-*")):
                with open(part, encoding="utf-8") as file:
                    found += [(line["name"], line.get("uscc")) for line in map(json.loads, file)]
            self.assertEqual(max(Counter(found).values()), 1, step)
        self.assertEqual({name for name, _ in lines["first"] if name.endswith((".xml", ".XML"))},
                         {os.path.relpath(os.path.join(folder, name), self.filings)
                          for folder, _, names in os.walk(self.filings) for name in names if name.endswith((".xml", ".XML"))})
        self.assertTrue(lines["second"])
        self.assertLess(set(lines["second"]), set(lines["first"]))

    # MARK: Parquet and Spark's own sums

    def table(self, name):
        return local_session().read.parquet(os.path.join(self.out, "tables", name))

    def test_parquet_holds_exactly_what_the_result_files_say(self):
        for name in ("allowances", "emissions", "findings", "units"):
            frame = self.table(name)
            numbers = {field.name for field in frame.schema if field.dataType.typeName() == "decimal"}
            written = Counter(tuple(exact(row[c], c in numbers) for c in frame.columns) for row in frame.collect())
            expected = rows(self.path("alone"), f"{name}.csv")
            self.assertEqual(frame.columns, list(expected[0]))
            self.assertEqual(written, Counter(tuple(exact(row[c] or None, c in numbers) for c in frame.columns) for row in expected), name)

    def test_no_column_is_a_binary_float(self):
        for name in ("allowances", "emissions", "findings", "units", "sectors", "provinces"):
            kinds = {field.dataType.typeName() for field in self.table(name).schema}
            self.assertLessEqual(kinds, {"string", "decimal", "long"}, name)

    def test_the_sums_of_sectors_and_provinces_are_those_of_the_result_files(self):
        verified, entities = defaultdict(Decimal), Counter()
        for row in rows(self.path("alone"), "emissions.csv"):
            if row["facility"] == "-" and row["source"] == "total":
                verified[row["sector"]] += Decimal(row["verified"])
                entities[row["sector"]] += 1
        settled = defaultdict(list)
        for row in rows(self.path("alone"), "allowances.csv"):
            if row["coefficient"]:
                settled[row["sector"]].append(row)
        found = {row.sector: row for row in self.table("sectors").collect()}
        self.assertEqual({s: (r.entities, r.verified_emissions) for s, r in found.items()}, {s: (entities[s], verified[s]) for s in verified})
        for sector, units in settled.items():
            row = found[sector]
            self.assertEqual(row.settled_units, len(units))
            self.assertEqual(row.settled_emissions, sum(Decimal(u["verified_emissions"]) for u in units))
            self.assertEqual(row.settled_output, sum(Decimal(u["output"]) for u in units))
            intensities = [Decimal(u["intensity"]) for u in units]
            self.assertEqual((row.lowest_intensity, row.highest_intensity), (min(intensities), max(intensities)))
            self.assertEqual(row.balance_value, Decimal(units[0]["balance_value"]))
        provinces = self.table("provinces").collect()
        self.assertEqual(sum(row.entities for row in provinces), sum(entities.values()))
        self.assertEqual(sum(row.verified_emissions for row in provinces), sum(verified.values()))

    def test_each_balance_value_balances_what_spark_has_to_half_a_unit_of_its_last_place(self):
        sectors = self.table("sectors").collect()
        self.assertEqual(len(sectors), 3)
        for row in sectors:
            self.assertLessEqual(row.excess_below, 0, row.sector)
            self.assertGreaterEqual(row.excess_above, 0, row.sector)
            self.assertEqual(row.excess_below, self.excess(row.sector, row.balance_value - Decimal("0.0000005")))

    def excess(self, sector, value):
        """Σ E·clamp(0.15·(BP − I), ±0.03·BP), by hand."""
        total = Decimal(0)
        for unit in rows(self.path("alone"), "allowances.csv"):
            if unit["sector"] == sector and unit["coefficient"]:
                distance = value - Decimal(unit["intensity"])
                share = Decimal("0.15") * distance
                if abs(distance) >= Decimal("0.2") * value:
                    share = (Decimal("0.03") * value).copy_sign(distance)
                total += Decimal(unit["verified_emissions"]) * share
        return total


def exact(value, is_number):
    """A number without the zeros that its column adds."""
    return Decimal(value).normalize() if is_number and value is not None else value


if __name__ == "__main__":
    unittest.main()
