#!/usr/bin/env python3
"""What a node takes: `python3 spark/measure.py .build/release/cets`. Medians of five, of processor time, so that what else
runs on the machine does not count."""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile

from cets_spark.executors import xml_frame

ENTITIES = 1291


def processor_time(command, source, target):
    """Seconds of one run; 1 is the exit code of findings."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(source, "rb") as read, open(target, "wb") as write:
        code = subprocess.run(command, stdin=read, stdout=write).returncode
    if code not in (0, 1):
        raise SystemExit(f"{command[1]} ended with {code}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(command, source, target):
    return statistics.median(processor_time(command, source, target) for _ in range(5))


def write_frames(path, filings, names, peers):
    values = 0
    with open(path, "wb") as file:
        for name in names:
            with open(os.path.join(filings, name), "rb") as filing:
                content = filing.read()
            values += len(re.findall(rb"<month ", content))
            file.write(xml_frame(name, content, peers.get(name)))
    return values


def main(cets):
    generate = os.path.join(os.path.dirname(cets), "cets-generate")
    with tempfile.TemporaryDirectory() as folder:
        filings, frames, first, peers, second = (os.path.join(folder, n) for n in ("filings", "frames", "first", "peers", "second"))
        subprocess.run([generate, "--entities", str(ENTITIES), "--seed", "7", "--faults", "0.02", "--out", filings], check=True)
        values = write_frames(frames, filings, sorted(os.listdir(filings)), {})
        os.mkdir(os.path.join(folder, "none"))
        assess = [cets, "assess", "-", "--year", "2025", "--tables", os.path.join(folder, "none"), "--jobs", "1"]
        seconds = median(assess, frames, first)
        print(f"{ENTITIES} filings, {values} monthly values, {os.path.getsize(frames) / 1e6:.1f} MB")
        print(f"assess: {seconds:.2f} s of one core; in an hour of one core {ENTITIES * 3600 / seconds / 1e6:.1f} million filings, "
              f"{values * 3600 / seconds / 1e9:.2f} billion values")
        print(f"lines: {os.path.getsize(first) / ENTITIES / 1e3:.1f} kB a filing")
        compared = median([cets, "compare", "--year", "2025", first], os.devnull, peers)
        with open(peers, encoding="utf-8") as file:
            found = {line["name"]: line["peers"] for line in map(json.loads, file)}
        write_frames(frames, filings, sorted(found), found)
        processor_time(assess, frames, second)
        settle = [cets, "settle", *assess[3:7], "--out", os.path.join(folder, "out"), first, second]
        settled = median(settle, os.devnull, os.devnull)
        print(f"on the driver: compare {compared:.2f} s, settle {settled:.2f} s; {(compared + settled) / ENTITIES * 1e3:.2f} ms a filing")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
