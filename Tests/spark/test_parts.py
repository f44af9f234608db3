"""What the job refuses, part by part."""

import os
import shutil
import sys
import tempfile
import unittest
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "spark"))

from cluster import local_session  # noqa: E402

from cets_spark import executors, inputs, reconciliation, reduction, tables  # noqa: E402
from cets_spark.storage import Storage  # noqa: E402


class Parts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="cets-spark-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.spark = local_session()

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def units(self, *units):
        made = [(sector, Decimal(emissions), Decimal(intensity) if intensity else None, case) for sector, emissions, intensity, case in units]
        return self.spark.createDataFrame(made, "sector string, emissions decimal(16,2), intensity decimal(9,4), special_case string")

    def test_a_number_with_more_decimals_than_its_column_ends_the_job(self):
        self.write("emissions.csv", "sector,declared,recomputed,verified\ncement,1.5,2.25,2.25\nsteel,,-1.00,3\n")
        read = {row.sector: row for row in tables.read(self.spark, self.folder, "emissions").collect()}
        self.assertEqual((read["cement"].verified, read["steel"].declared, read["steel"].recomputed), (Decimal("2.25"), None, Decimal(-1)))
        self.write("emissions.csv", "sector,declared,recomputed,verified\ncement,1.5,2.255,2.25\n")
        with self.assertRaises(tables.Inexact):
            tables.read(self.spark, self.folder, "emissions")

    def test_a_number_with_more_digits_than_its_column_ends_the_job(self):
        self.write("emissions.csv", f"sector,declared,recomputed,verified\ncement,1,2,{'9' * 19}.00\n")
        with self.assertRaisesRegex(Exception, "NUMERIC_VALUE_OUT_OF_RANGE"):
            tables.read(self.spark, self.folder, "emissions").collect()

    def test_names_that_spark_would_pass_over_are_refused(self):
        self.write("north/a.xml", "<filing/>")
        inputs.Inputs(self.spark, Storage(self.spark), self.folder, 0)
        for name in ("_b.xml", ".c.XML", "_old/d.xml"):
            self.write(name, "<filing/>")
            with self.assertRaisesRegex(inputs.Unreadable, "rename"):
                inputs.Inputs(self.spark, Storage(self.spark), self.folder, 0)
            os.remove(os.path.join(self.folder, name))

    def test_a_filing_without_a_line_ends_the_job(self):
        reconciliation.assure_complete({"a.xml": "", "b.xml": ""}, {"a.xml", "b.xml", "tables/entities.csv"})
        with self.assertRaisesRegex(reconciliation.Unreconciled, "b.xml"):
            reconciliation.assure_complete({"a.xml": "", "b.xml": ""}, {"a.xml"})

    def test_a_balance_value_that_does_not_balance_ends_the_job(self):
        # Two units, the same emissions: the value lies in the middle of their intensities. One in a special case is left out.
        units = self.units(("cement", "100.00", "0.8000", None), ("cement", "100.00", "0.9000", None), ("cement", "5.00", "0.1000", "whitePortland"))
        parameters = {"slope": Decimal("0.15"), "cap": Decimal("0.03"), "band": Decimal("0.2")}

        def excess(value):
            return reduction.excess(units, [("cement", value)], parameters).collect()

        [row] = excess("0.850000")
        self.assertEqual((row.excess_below, row.excess_above), (Decimal("-0.000015"), Decimal("0.000015")))
        reconciliation.assure_balanced([row])
        for value in ("0.849999", "0.850001"):
            with self.assertRaises(reconciliation.Unreconciled):
                reconciliation.assure_balanced(excess(value))

    def test_parameters_of_more_digits_than_an_exact_product_allows_are_refused(self):
        units = self.units(("cement", "100.00", "0.8000", None))
        with self.assertRaises(ValueError):
            reduction.excess(units, [("cement", "0.8")], {"slope": Decimal("0.15001"), "cap": Decimal("0.03"), "band": Decimal("0.2")})

    def test_a_program_that_fails_fails_its_task_with_what_it_said(self):
        frames = [executors.xml_frame("a.xml", b"x" * 1_000_000)] * 5
        with self.assertRaisesRegex(executors.AssessFailed, "no rulebook"):
            list(executors.assess(iter(frames), ["sh", "-c", "echo no rulebook >&2; exit 3"]))
        self.assertEqual(list(executors.assess(iter(frames), ["sh", "-c", "cat >/dev/null; echo 一; echo two"])), ["一", "two"])

    def test_a_filing_that_cannot_be_read_fails_its_task(self):
        def frames():
            yield executors.xml_frame("a.xml", b"x")
            raise OSError("the disk is gone")

        with self.assertRaisesRegex(OSError, "the disk is gone"):
            list(executors.assess(frames(), ["cat"]))

    def test_a_frame_is_a_header_and_the_bytes(self):
        self.assertEqual(executors.xml_frame("省/a b.xml", b"<x/>\n"), '{"name": "省/a b.xml", "bytes": 5}\n<x/>\n'.encode())
        self.write("t/a.csv", "1\n")
        self.write("t/b.csv", "")
        self.assertEqual(executors.tables_frame(self.folder, ["t/a.csv", "t/b.csv"], 1, 4),
                         b'{"tables": [{"name": "t/a.csv", "bytes": 2}, {"name": "t/b.csv", "bytes": 0}], "part": 1, "parts": 4}\n1\n')


if __name__ == "__main__":
    unittest.main()
