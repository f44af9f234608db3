"""The oracle's own tests, by hand: a wrong oracle would prove nothing."""

import os
import random
import sys
import unittest
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import oracle  # noqa: E402
from model import Facility, Filing, uscc  # noqa: E402


def filing(sector):
    return Filing("91340000MA0000000X", 2025, sector, 1, "2026-03-20", {"name": "", "province": ""})


def january(quantity):
    return [quantity] + ["0"] * 11


class Worked(unittest.TestCase):
    def test_steel_worked_example(self):
        works = filing("steel")
        fuels = {"anthracite": ("2317.68", "5845.97"), "bituminousCoal": ("120188.43", "273849.07"), "washedCoal": ("300810.90", "738331.47"),
                 "coke": ("66522.44", "204049.48"), "cokeOvenGas": ("920.50", "7100.11")}
        for item, (quantity, _) in fuels.items():
            works.enterprise.add("fuelIn", item, "quantity", "t", january(quantity))
        for item, quantity in {"crudeSteel": "595279.00"}.items():
            works.enterprise.add("product", item, "quantity", "t", january(quantity))
        rows = {r.source: oracle.text(r.annual, 2) for r in oracle.facility_rows(works, works.enterprise)}
        for item, (_, expected) in fuels.items():
            self.assertEqual(rows[f"combustion.{item}"], expected)
        self.assertEqual(rows["product.crudeSteel"], "-22025.32")

    def test_cement_vectors(self):
        line = Facility("L1", "clinkerLine", attributes={"clinkerCategory": "portland"})
        line.add("fuelIn", "bituminousCoal", "quantity", "t", january("12345.67"))
        line.add("fuelIn", "bituminousCoal", "netCalorificValue", "GJ/t", ["22.500"] * 12)
        line.add("product", "clinker", "quantity", "t", january("100000.00"))
        line.add("alternativeRawMaterial", "carbideSlag", "quantity", "t", january("3000.00"))
        line.add("alternativeRawMaterial", "copperSlag", "quantity", "t", january("1200.00"))
        plant = filing("cement")
        plant.facilities = [line]
        rows = {r.source: oracle.text(r.annual, 2) for r in oracle.facility_rows(plant, line)}
        self.assertEqual(rows, {"combustion.bituminousCoal": "26398.15", "process": "51994.00"})

    def test_allocation_vectors(self):
        for e, q, expected in (("1000000", "1200000", "1004651.1627906977"), ("600000", "650000", "593398.9266547406"), ("1000000", "1500000", "1030000"), ("1000000", "900000", "970000")):
            balance, intensity = F("0.86"), F(e) / F(q)
            exact = F(e) * (1 + oracle.clamp((balance - intensity) / balance))
            self.assertAlmostEqual(float(exact), float(expected), places=6)

    def test_half_up_goes_away_from_zero(self):
        self.assertEqual([oracle.text(F(x), 2) for x in ("0.005", "-0.005", "0.0049", "2.675")], ["0.01", "-0.01", "0.00", "2.68"])

    def test_uscc_of_the_standard(self):
        self.assertEqual(uscc("91350100M000100Y4"), "91350100M000100Y43")

    def test_balance_value_against_bisection(self):
        rng = random.Random(11)
        for _ in range(30):
            points = [(F(rng.randrange(10**5, 10**8), 100), F(rng.randrange(4000, 16000), 10000)) for _ in range(60)]
            low, high = F(1, 10), F(10)
            for _ in range(60):
                middle = (low + high) / 2
                below = sum(e * oracle.clamp((middle - i) / middle) for e, i in points) < 0
                low, high = (middle, high) if below else (low, middle)
            self.assertLess(abs(oracle.balance_value(points) - low), F(1, 10**6))


if __name__ == "__main__":
    unittest.main()
