"""Random decimal operations with Python's `decimal` as the judge.

    python3 Tests/oracle/decimal_vectors.py --count 3000 --seed 1 > Tests/QuantitiesTests/decimal-vectors.txt

Each line: operation, left, right, decimals, result. Results that a 128-bit coefficient with at most 38
decimals cannot hold are `overflow`.
"""

import argparse
import decimal
import random

LIMIT = 2**127 - 1
CONTEXT = decimal.Context(prec=200, Emin=-10**6, Emax=10**6)


def number(rng):
    digits = rng.choice([1, 3, 6, 9, 12, 18, 27])
    decimals = rng.randrange(0, min(digits, 9) + 1)
    coefficient = rng.randrange(10**digits) * rng.choice([1, 1, -1])
    return decimal.Decimal(coefficient).scaleb(-decimals, CONTEXT)


def plain(value):
    return format(value, "f")


def fits(value):
    sign, digits, exponent = value.as_tuple()
    coefficient = int("".join(map(str, digits)))
    return exponent <= 0 and -exponent <= 38 and coefficient <= LIMIT


def quantized(value, decimals, rounding):
    return value.quantize(decimal.Decimal(1).scaleb(-decimals), rounding=rounding, context=CONTEXT)


def shortened(value):
    """Without trailing zeros behind the point."""
    text = plain(value)
    return decimal.Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def line(rng):
    left, right, decimals = number(rng), number(rng), rng.randrange(0, 10)
    operation = rng.choice(["add", "subtract", "multiply", "divide", "round", "floor", "compare"])
    if operation == "compare":
        return operation, left, right, decimals, str(int(left.compare(right, CONTEXT)))
    if operation == "divide" and right == 0:
        return operation, left, right, decimals, "zero"
    exact = {"add": lambda: CONTEXT.add(left, right), "subtract": lambda: CONTEXT.subtract(left, right), "multiply": lambda: CONTEXT.multiply(left, right),
             "round": lambda: quantized(left, decimals, decimal.ROUND_HALF_UP), "floor": lambda: quantized(left, 0, decimal.ROUND_FLOOR),
             "divide": lambda: divided(left, right, decimals)}[operation]()
    if not fits(exact) and operation in ("add", "subtract", "multiply"):
        exact = shortened(exact)
    if exact == 0:
        exact = abs(exact)  # an integer coefficient has no negative zero
    return operation, left, right, decimals, plain(exact) if fits(exact) else "overflow"


def divided(left, right, decimals):
    """Half up from the exact fraction, by integers."""
    scale = 10**decimals
    top, bottom = abs(left.as_integer_ratio()[0]) * right.as_integer_ratio()[1] * scale, left.as_integer_ratio()[1] * abs(right.as_integer_ratio()[0])
    whole = (2 * top + bottom) // (2 * bottom)
    negative = (left < 0) != (right < 0)
    return decimal.Decimal(-whole if negative else whole).scaleb(-decimals, CONTEXT)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    for _ in range(options.count):
        operation, left, right, decimals, result = line(rng)
        print(operation, plain(left), plain(right), decimals, result)


if __name__ == "__main__":
    main()
