"""Ratios against named peers, all in one run on this machine: `make bench`.

Generates a batch of fictional filings as XML and compares whole runs of cets with `xmllint --noout
--schema` over the same files, with as many processes as cores. Medians of five; only ratios are kept.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import book

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
CETS = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build/release/cets"))
ROUNDS = 5


def median(command):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_memory(command):
    """MB of one run, measured in a process of its own."""
    code = f"import resource,subprocess;subprocess.run({command!r},stdout=-3,stderr=-3);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main():
    folder = tempfile.mkdtemp(prefix="cets-bench-")
    cores = os.cpu_count()
    try:
        for name, entities in (("one", 1000), ("four", 4000)):
            subprocess.run([sys.executable, os.path.join(ROOT, "Tests/oracle/generate.py"), "--entities", str(entities), "--seed", "3", "--format", "xml",
                            "--out", os.path.join(folder, name)], check=True)
        inputs = os.path.join(folder, "one")
        size = sum(os.path.getsize(os.path.join(inputs, f)) for f in os.listdir(inputs)) / 1e6
        out = os.path.join(folder, "out")
        schema = os.path.join(ROOT, "schemas/filing.xsd")
        xmllint = median(f"find {inputs} -name '*.xml' -print0 | xargs -0 -P {cores} -n 100 xmllint --noout --schema {schema}")
        process = f"{CETS} process {inputs} --year 2025 --out {out}"
        results = median(f"{process} --reports none")
        one = median(f"{process} --reports none --jobs 1")
        full = median(process)
        validate = median(f"{CETS} validate {inputs}")
        command = lambda name: [CETS, "process", os.path.join(folder, name), "--year", "2025", "--out", out, "--reports", "none"]
        small, large = peak_memory(command("one")), peak_memory(command("four"))
        print(f"machine: {cores} cores, {platform.machine()}, {platform.system()}; 1,000 entities as XML, {size:.0f} MB; medians of {ROUNDS}")
        for name, ratio in (
            (f"cets process, result tables only : xmllint --schema, {cores} processes", results / xmllint),
            (f"cets process, all reports : xmllint --schema, {cores} processes", full / xmllint),
            (f"cets validate : xmllint --schema, {cores} processes", validate / xmllint),
            (f"cets process, 1 thread : {cores} threads (result tables only)", one / results),
            ("cets process, all reports : result tables only", full / results),
            ("peak memory of 4,000 entities : of 1,000 (result tables only)", large / small),
        ):
            print(f"{ratio:8.2f}  {name}")
        print(f"          ({small:.0f} MB and {large:.0f} MB)")
        book.main(CETS)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
