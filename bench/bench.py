"""Ratios against named peers, all in one run on this machine: `make bench`.

    python3 bench/bench.py [CETS] [--quick] [--only NAME,...]

Generates fictional nations with `cets-generate` and compares whole processes, medians of five (of three with
`--quick`, which leaves out what takes minutes). Only ratios are kept. Two figures stand for each: of the
elapsed time, which others on the machine disturb, and of the processor time (user and system), which they
hardly do. Peers need the packages of bench/requirements.txt.
"""

import argparse
import csv
import hashlib
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import book

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
SCHEMA = os.path.join(ROOT, "schemas/filing.xsd")
VENV = os.path.join(ROOT, ".venv/bin/python3")
PYTHON = VENV if os.path.exists(VENV) else sys.executable
CORES = os.cpu_count()


class Cost:
    """Medians of some runs of one command."""

    def __init__(self, command, rounds, peer=None):
        """A peer is run in turn with it, so that both see the same machine."""
        own, other = [], []
        for _ in range(rounds):
            own.append(run(command))
            if peer:
                other.append(run(peer))
        self.wall, self.cpu, self.memory = (statistics.median(x) for x in zip(*own))
        self.peer = [statistics.median(x) for x in zip(*other)] if peer else None


def run(command):
    """Seconds elapsed, seconds of the processor, MB at most."""
    start = time.perf_counter()
    process = subprocess.Popen(command, shell=isinstance(command, str), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def digests(folder):
    """{name: SHA-256} of results; how long the run took and the notes for the next are none."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in set(names) - {"run.json", ".cets-reports", ".cets-assessed"}:
            with open(os.path.join(path, name), "rb") as file:
                found[os.path.relpath(os.path.join(path, name), folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


def differing(one, other):
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())


def show(name, text, wanted=""):
    print(f"{name:<12} {text}{f'   (wanted: {wanted})' if wanted else ''}", flush=True)


class Bench:
    def __init__(self, cets, folder, quick):
        self.cets, self.folder, self.quick = cets, folder, quick
        self.rounds = 3 if quick else 5
        self.out = os.path.join(folder, "out")
        self.nation = self.generate("nation", "xml")
        self.tables = self.generate("tables", "csv")
        self.files = sorted(os.path.join(self.nation, name) for name in os.listdir(self.nation))
        self.thousand = os.path.join(folder, "thousand")
        os.mkdir(self.thousand)
        for path in self.files[:1000]:
            shutil.copy(path, self.thousand)
        self.list = os.path.join(folder, "list")
        with open(self.list, "w", encoding="utf-8") as file:
            file.write("\n".join(self.files))

    def generate(self, name, form, scale=1, entities=1291):
        path = os.path.join(self.folder, name)
        subprocess.run(
            [self.cets + "-generate", "--entities", str(entities), "--scale", str(scale), "--seed", "7", "--format", form, "--year", "2025",
             "--faults", "0.02", "--out", path], check=True, stdout=subprocess.DEVNULL)
        return path

    def process(self, path, *options):
        """Everything anew, whatever an earlier run left in the folder."""
        return [self.cets, "process", path, "--year", "2025", "--out", self.out, "--fresh", *options]

    def compare(self, name, what, command, peer, wanted=""):
        cost = Cost(command, self.rounds, peer)
        wall, cpu = cost.wall / cost.peer[0], cost.cpu / cost.peer[1]
        show(name, f"{wall:6.2f} elapsed {cpu:6.2f} processor   {what}", wanted)

    # What is compared, in the order of the pages.

    def validate(self):
        xmllint = f"find {self.thousand} -name '*.xml' -print0 | xargs -0 -n 100000 xmllint --noout --schema {SCHEMA}"
        self.compare("validate", "cets validate --jobs 1 : xmllint --schema, one process, 1,000 filings",
                     [self.cets, "validate", "--jobs", "1", self.thousand], xmllint, "≤ 0.33")

    def results(self):
        files = f"xargs -a {self.list}"
        self.compare("results", f"cets process --reports none : xmllint --schema, {CORES} processes, a nation",
                     self.process(self.nation, "--reports", "none"), f"{files} -P {CORES} -n 100 xmllint --noout --schema {SCHEMA}", "≤ 0.33 elapsed")
        self.compare("results", "the same : xmllint --sax --noout, one process, a bare parse",
                     self.process(self.nation, "--reports", "none"), f"{files} -n 100000 xmllint --sax --noout", "≤ 2.5 elapsed")

    def reports(self):
        # A folder of its own, so that neither takes away what the other wrote.
        whole = [self.cets, "process", self.nation, "--year", "2025", "--out", os.path.join(self.folder, "reports"), "--fresh"]
        self.compare("reports", "cets process with all reports, --fresh : --reports none", whole, self.process(self.nation, "--reports", "none"), "≤ 3")

    def cores(self):
        self.compare("cores", "--jobs 1 : --jobs 2 (result tables only)", self.process(self.nation, "--reports", "none", "--jobs", "1"),
                     self.process(self.nation, "--reports", "none", "--jobs", "2"), "≥ 1.8 elapsed")

    def tables_duckdb(self):
        folder = os.path.join(self.tables, "tables")
        one = self.generate("one", "csv", entities=1)
        duck = os.path.join(ROOT, "bench/duck.py")
        emissions = os.path.join(self.folder, "duck.csv")
        for what, own, own_start, peer, wanted in (
            ("cets validate --jobs 1 : DuckDB read_csv to exactly typed columns, 1 thread", [self.cets, "validate", "--jobs", "1", self.tables],
             [self.cets, "validate", "--jobs", "1", one], [PYTHON, duck, "scan", folder, "1"], "≤ 1"),
            (f"cets process --reports none : DuckDB read_csv and the emissions in SQL, {CORES} threads",
             self.process(self.tables, "--reports", "none"), self.process(one, "--reports", "none"),
             [PYTHON, duck, "emissions", folder, str(CORES), emissions], "≤ 1"),
        ):
            start, cost = Cost(own_start, 5, [PYTHON, duck, "start", folder]), Cost(own, 5, peer)
            # Starting Python and loading DuckDB is no part of DuckDB's work, nor loading the rulebook of reading tables.
            wall, cpu = ((own - own_idle) / max(other - other_idle, 1e-3) for own, own_idle, other, other_idle in (
                (cost.wall, start.wall, cost.peer[0], start.peer[0]), (cost.cpu, start.cpu, cost.peer[1], start.peer[1])))
            with_start = cost.cpu / max(cost.peer[1] - start.peer[1], 1e-3)
            show("csv", f"{wall:6.2f} elapsed {cpu:6.2f} processor   {what}, both without their start ({with_start:.2f} with cets's own)", wanted)
        self.agree("csv", emissions)

    def python(self):
        out = os.path.join(self.folder, "pipeline.csv")
        self.compare("python", "lxml with the schema and pandas, emissions only : cets process --reports none",
                     [PYTHON, os.path.join(ROOT, "bench/pipeline.py"), self.nation, out], self.process(self.nation, "--reports", "none"), "≥ 30")
        self.agree("python", out)

    def agree(self, name, path):
        """The peer's emissions are ours, within the cents that binary arithmetic may differ by."""
        with open(path, encoding="utf-8") as file:
            theirs = {(r["uscc"], r["facility"], r["source"]): float(r["tonnes"]) for r in csv.DictReader(file)}
        with open(os.path.join(self.out, "emissions.csv"), encoding="utf-8") as file:
            ours = {(r["uscc"], r["facility"], r["source"]): float(r["recomputed"]) for r in csv.DictReader(file) if r["source"] != "total"}
        most = max(abs(theirs[key] - ours[key]) for key in ours)
        assert theirs.keys() == ours.keys() and most < 0.06, (len(theirs), len(ours), most)
        show(name, f"{len(ours)} emission sources agree, to {most:.2f} t at most")

    def start(self):
        one = Cost([self.cets, "validate", self.files[0]], 3 * self.rounds)
        version = Cost([self.cets, "--version"], 3 * self.rounds)
        show("start", f"{1000 * version.cpu:6.0f} ms of processor for cets --version", "< 20")
        show("start", f"{1000 * one.cpu:6.0f} ms of processor for one filing validated", "< 40")

    def growth(self):
        costs = []
        for scale in (1, 3, 10):
            path = self.nation if scale == 1 else self.generate(f"scale{scale}", "xml", scale)
            costs.append((scale, Cost(self.process(path, "--reports", "none"), 3 if scale == 1 or not self.quick else 1)))
            if scale > 1:
                shutil.rmtree(path)
        (_, one), rest = costs[0], costs[1:]
        show("growth", f"{one.memory:6.0f} MB at most for a nation", "< 150")
        for scale, cost in rest:
            show("growth", f"{cost.cpu / one.cpu / scale:6.2f} processor time of {scale} nations : {scale} × one", "0.9–1.1")
            show("growth", f"{cost.memory / one.memory:6.2f} memory of {scale} nations : one", "≤ 1.3" if scale == 10 else "")

    def rerun(self):
        """A nation with all reports, then once more with nothing changed."""
        shutil.rmtree(self.out, ignore_errors=True)
        command = [word for word in self.process(self.nation) if word != "--fresh"]
        first = run(command)
        again = Cost(command, self.rounds)
        show("rerun", f"{again.wall / first[0]:6.2f} elapsed {again.cpu / first[1]:6.2f} processor   cets process once more, nothing changed : the first run, all reports")

    def identity(self):
        """Differing files between runs of a nation that must give the same bytes."""
        def results(*arguments, start=None):
            shutil.rmtree(self.out, ignore_errors=True)
            command = [self.cets, "process", *arguments, "--year", "2025", "--out", self.out]
            if start is not None:
                killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(start)
                killed.kill()
                killed.wait()
            run(command)
            return digests(self.out)

        few = os.path.join(self.folder, "few")
        os.mkdir(few)
        for path in self.files[::10]:
            shutil.copy(path, few)
        whole, part = results(self.nation, "--reports", "none", "--jobs", "1"), results(few, "--jobs", "1")
        for what, expected, *arguments in (
            ("2 jobs", whole, self.nation, "--reports", "none", "--jobs", "2"), ("8 jobs", whole, self.nation, "--reports", "none", "--jobs", "8"),
            ("all reports of every tenth filing, 8 jobs", part, few, "--jobs", "8"),
        ):
            show("identity", f"{differing(expected, results(*arguments)):6} files differ from those of one job: {what}", "0")
        named = sorted(os.path.join(few, name) for name in os.listdir(few))
        mixed = random.Random(7).sample(named, len(named))
        show("identity", f"{differing(results(*named), results(*mixed)):6} files differ between filings named in order and shuffled", "0")
        show("identity", f"{differing(part, results(few, start=0.3)):6} files differ after a run killed on its way and begun again", "0")

    def spark(self):
        """Differing files between this machine alone and three Spark workers on it."""
        python = os.path.join(ROOT, ".venv-spark/bin/python3")
        if not os.path.exists(python):
            return show("spark", "not measured: `make spark-test` installs PySpark")
        shutil.rmtree(self.out, ignore_errors=True)
        run(self.process(self.nation, "--reports", "none"))
        folder = os.path.join(self.folder, "spark")
        os.mkdir(folder)
        job = subprocess.run([python, os.path.join(ROOT, "bench/spark.py"), self.cets, folder, self.nation, "--year", "2025"], check=False, capture_output=True, text=True)
        assert job.returncode == 0, job.stderr[-2000:]
        show("spark", f"{differing(digests(self.out), digests(os.path.join(folder, 'out/results'))):6} files differ between one machine and three Spark workers", "0")

    def book(self):
        book.main(self.cets)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cets", nargs="?", default=os.path.join(ROOT, ".build/release/cets"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="cets-bench-")
    try:
        bench = Bench(os.path.abspath(arguments.cets), folder, arguments.quick)
        size = sum(os.path.getsize(path) for path in bench.files) / 1e6
        print(f"machine: {CORES} cores, {platform.machine()}, {platform.system()}; load {os.getloadavg()[0]:.1f}")
        print(f"a nation: {len(bench.files)} entities, {size:.0f} MB of XML; medians of {bench.rounds}; what is measured : its peer")
        every = {"validate": bench.validate, "results": bench.results, "start": bench.start, "cores": bench.cores, "csv": bench.tables_duckdb,
                 "python": bench.python, "reports": bench.reports, "rerun": bench.rerun,
                 "identity": bench.identity, "spark": bench.spark, "growth": bench.growth, "book": bench.book}
        slow = {"reports", "rerun", "spark", "growth", "book"}
        for name in arguments.only.split(",") if arguments.only else [n for n in every if not (arguments.quick and n in slow)]:
            every[name]()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
