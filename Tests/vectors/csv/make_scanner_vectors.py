#!/usr/bin/env python3
"""Writes scanner.json: CSV texts with the rows that Python's csv module reads from them.

Half of the texts are well formed in a random style, half are random signs. `rows` is null where
the module, in strict mode, reports an error. Usage: make_scanner_vectors.py > scanner.json
"""
import csv
import io
import json
import random
import sys

SEED = 20260331
SIGNS = ["a", "b", "1", '"', ",", "\n", "\r\n", "\r", "中", " ", '""', '"a"']
LETTERS = ["a", "Z", "0", ".", "-", " ", "中", "文", "𠮷", "é", "'", "="]


def field(rng):
    text = "".join(rng.choice(LETTERS + [",", '"', "\n", "\r\n"]) for _ in range(rng.randrange(7)))
    must = any(sign in text for sign in ',"\n\r')
    return '"' + text.replace('"', '""') + '"' if must or rng.random() < 0.2 else text


def well_formed(rng):
    end = rng.choice(["\n", "\r\n", "\r"])
    rows = [",".join(field(rng) for _ in range(rng.randrange(1, 5))) for _ in range(rng.randrange(1, 5))]
    return end.join(rows) + rng.choice(["", end])


def garbage(rng):
    return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(1, 14)))


def read(text):
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error:
        return None


def main():
    rng = random.Random(SEED)
    texts = [well_formed(rng) for _ in range(200)] + [garbage(rng) for _ in range(400)]
    vectors = [{"text": text, "rows": read(text)} for text in dict.fromkeys(texts)]
    lines = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in vectors)
    sys.stdout.write("[\n" + lines + "\n]\n")


main()
