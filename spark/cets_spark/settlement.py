"""What is done once, on the driver, by the same program as on one machine. It takes results, not filings: a nation's are
some tens of megabytes."""

import json
import os
import subprocess
from decimal import Decimal


class ProgramFailed(Exception):
    """The program could not do its work."""


def gather(lines, path):
    """Writes result lines into a local file, a partition at a time; returns how many."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        for row in lines.toLocalIterator(prefetchPartitions=True):
            file.write(row.value + "\n")
            count += 1
    return count


def compare(program, lines, options):
    """What the comparison of all filings with each other finds: {name: {entity: found}}."""
    found = map(json.loads, _run([program, "compare", lines, *options]).splitlines())
    return {line["name"]: line["peers"] for line in found}


def settle(program, lines, out, options):
    """Writes the result files into a local folder, and returns what the program says of them."""
    return _run([program, "settle", *lines, "--out", out, *options])


def _run(command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    # 1: findings, or rejected filings.
    if done.returncode not in (0, 1):
        raise ProgramFailed(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def manifest(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        return json.load(file)


def parameters(program, options):
    """Slope, cap and band of the intensity coefficient as fractions; those that the rulebook has for the year."""
    values = {words[0]: words[1] for words in map(str.split, _run([program, "rules", "list", *options]).splitlines())}
    per_cent = {"cap", "band"}
    return {
        name: Decimal(values[f"allocation.{name}"]) / (100 if name in per_cent else 1)
        for name in ("slope", "cap", "band")
        if f"allocation.{name}" in values
    }
