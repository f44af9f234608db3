"""Compares a run's results with the oracle's: every emission row, intensity, balance value and allowance.

    python3 Tests/oracle/compare.py EXPECTED OUT
"""

import csv
import os
import sys
from fractions import Fraction

ALLOWANCES = ["verified_emissions", "output", "intensity", "balance_value", "deviation", "coefficient", "special_case", "determined", "preallocated", "true_up", "due"]


def read(path, keys):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {tuple(row[k] for k in keys): row for row in rows}, [tuple(row[k] for k in keys) for row in rows]


def same(left, right):
    if left == right:
        return True
    try:
        return Fraction(left) == Fraction(right)
    except (ValueError, ZeroDivisionError):
        return False


def compare(expected, out, name, keys, pairs):
    """pairs: (column of the expectation, column of the result)."""
    wanted, order = read(os.path.join(expected, name), keys)
    found, found_order = read(os.path.join(out, name), keys)
    differences = [f"{name} {k}: missing" for k in wanted if k not in found] + [f"{name} {k}: unexpected" for k in found if k not in wanted]
    values = 0
    for key in wanted:
        for left, right in pairs if key in found else []:
            values += 1
            if not same(wanted[key][left], found[key][right]):
                differences.append(f"{name} {key} {right}: expected {wanted[key][left]}, found {found[key][right]}")
    if order != found_order and not differences:
        differences.append(f"{name}: the rows are in another order")
    return len(wanted), values, differences


def main():
    expected, out = sys.argv[1:3]
    rows = compare(expected, out, "emissions.csv", ["uscc", "facility", "source", "gas"], [("recomputed", "recomputed"), ("recomputed", "verified")])
    units = compare(expected, out, "allowances.csv", ["sector", "uscc", "unit"], [(c, c) for c in ALLOWANCES])
    differences = rows[2] + units[2]
    print(f"{rows[0]} emission rows and {units[0]} units, {rows[1] + units[1]} values compared: {len(differences)} differences")
    for line in differences[:50]:
        print("  " + line)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
