"""Filings assessed by several processes from standard input, and settled from their lines: the bytes of one run."""

import csv
import glob
import json
import os
import random
import re
import subprocess
import unittest

from support import CETS, FIXTURES, Temporary, cets, run, tree

GENERATE = os.path.join(os.path.dirname(CETS), "cets-generate")


def frames(folder, parts=1):
    """The frames of a folder as docs/assess.md has them, (name, header, bytes) each, with each folder of tables in parts."""
    for path, folders, names in os.walk(folder):
        folders.sort()
        tables = []
        for name in sorted(names):
            display = os.path.relpath(os.path.join(path, name), folder)
            with open(os.path.join(path, name), "rb") as file:
                content = file.read()
            if name.endswith(".xml"):
                yield display, {"name": display, "bytes": len(content)}, content
            elif name.endswith(".csv"):
                tables.append((display, content))
        header = {"tables": [{"name": name, "bytes": len(content)} for name, content in tables]}
        if tables:
            for part in range(parts):
                yield tables[0][0], {**header, "part": part, "parts": parts}, b"".join(content for _, content in tables)


def stream(some):
    return b"".join(json.dumps(header).encode() + b"\n" + content for header, content in some)


def assess(given, *options):
    return subprocess.run([CETS, "assess", "-", "--year", "2025", *options], input=given, capture_output=True, timeout=600)


class Assess(Temporary):
    def lines(self, given, *options):
        done = assess(given, *options)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.splitlines(keepends=True)

    def save(self, name, lines):
        with open(self.path(name), "wb") as file:
            file.write(b"".join(lines))
        return self.path(name)

    def settle(self, folder, workers, *options):
        """All steps on so many processes; the folder of results."""
        rng = random.Random(3)
        work = list(frames(folder, parts=workers))
        rng.shuffle(work)
        first = []
        for worker in range(workers):
            share = work[worker::workers]
            first += self.lines(stream((header, content) for _, header, content in share), "--tables", folder, *options)
        rng.shuffle(first)
        found = cets("compare", "--year", 2025, self.save("first.jsonl", first))
        self.assertEqual(found.returncode, 0, found.stderr)
        peers = {line["name"]: line["peers"] for line in map(json.loads, found.stdout.splitlines())}
        again = []
        for name, header, content in frames(folder):
            for file in peers:
                if file == name or (os.path.dirname(file) == os.path.dirname(name) and "tables" in header and file.endswith(".csv")):
                    again.append(({**header, "peers": peers[file]}, content))
        second = self.lines(stream(again), "--tables", folder, *options)
        self.assertEqual(len(second), sum(map(len, peers.values())))
        rng.shuffle(second)
        done = cets("settle", "--year", 2025, "--tables", folder, "--out", self.path("settled"), *options,
                    self.save("second.jsonl", second), self.path("first.jsonl"))
        self.assertLessEqual(done.returncode, 1, done.stderr)
        return peers, done

    def assert_same(self, folder, workers, *options):
        whole = cets("process", folder, "--year", 2025, "--out", self.path("whole"), "--fresh", "--reports", "none", *options)
        peers, done = self.settle(folder, workers, *options)
        self.assertEqual(tree(self.path("settled")), tree(self.path("whole")))
        self.assertEqual(done.stdout.replace(self.path("settled"), ""), whole.stdout.replace(self.path("whole"), ""))
        return peers

    def generate(self, *options):
        done = run(GENERATE, "--out", self.path("in"), *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path("in")

    def rows(self, *name):
        with open(self.path(*name), encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def test_the_fixtures_settle_to_the_same_bytes(self):
        self.assert_same(os.path.join(FIXTURES, "2025"), 2)

    def test_a_nation_with_faults_settles_to_the_same_bytes(self):
        for number, form in enumerate(("xml", "csv", "mixed")):
            with self.subTest(form):
                self.folder = os.path.join(self.folder, form)
                os.makedirs(self.folder)
                folder = self.generate("--entities", "40", "--seed", "11", "--faults", "0.5", "--format", form)
                self.assert_same(folder, 3)

    def test_what_the_batch_finds_is_assessed_again_and_may_be_decided_about(self):
        folder = self.generate("--entities", "40", "--seed", "5")
        # One report in two filings (E08): what the months that rest on it are worth changes.
        texts = {name: open(name, encoding="utf-8").read() for name in sorted(glob.glob(os.path.join(folder, "*.xml")))}
        (_, donor), (taker, text) = [(name, text) for name, text in texts.items() if "TR-2025-" in text][:2]
        numbers = [re.search(r'number="(TR-2025-[^"]*)"', one).group(1) for one in (donor, text)]
        with open(taker, "w", encoding="utf-8") as file:
            file.write(text.replace(numbers[1], numbers[0], 1))
        peers = self.assert_same(folder, 3)
        self.assertIn(os.path.basename(taker), peers)
        rows = [row for row in self.rows("settled", "findings.csv") if row["check"] == "E08"]
        self.assertEqual(len(rows), 2)
        self.assertTrue(any(row["effect_tco2e"] for row in rows), rows)
        decisions = self.path("decisions.csv")
        with open(decisions, "w", encoding="utf-8") as file:
            file.write("uscc,year,facility,check,month,decision,reason,decided_by,decided_on\n")
            file.write(f"{rows[0]['uscc']},2025,-,E08,{rows[0]['month']},dismissed,r,Zhang,2026-05-03\n")
        before = tree(self.path("settled"))
        self.assert_same(folder, 3, "--decisions", decisions)
        self.assertNotEqual(tree(self.path("settled"))["emissions.csv"], before["emissions.csv"])

    def test_rejected_other_and_superseded_filings_settle_too(self):
        folder = self.generate("--entities", "6", "--seed", "2")
        files = sorted(glob.glob(os.path.join(folder, "*.xml")))
        texts = [open(name, encoding="utf-8").read() for name in files]
        variants = {
            "broken.xml": texts[0][: len(texts[0]) // 2],
            "last.xml": texts[1].replace('year="2025"', 'year="2024"', 1),
            "later.xml": texts[2].replace('submission="1"', 'submission="2"', 1),
            "rival.xml": texts[3].replace(' name="', ' name="X', 1),
            "copy.xml": texts[4],
            "empty.xml": "",
        }
        for name, text in variants.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.assert_same(folder, 2)
        self.assertGreater(len(os.listdir(self.path("settled", "rejected"))), 2)

    def test_lines_of_other_tables_or_rulebooks_are_refused(self):
        folder = os.path.join(FIXTURES, "2025")
        first = self.save("first.jsonl", self.lines(stream((h, c) for _, h, c in frames(folder))))
        done = cets("settle", "--year", 2025, "--tables", folder, "--out", self.path("out"), first)
        self.assertEqual(done.returncode, 2)
        self.assertIn("assess it again", done.stderr)
        done = cets("compare", "--year", 2026, first)
        self.assertEqual(done.returncode, 2, done.stderr)

    def test_a_line_cut_short_and_two_results_of_one_filing_are_refused(self):
        folder = self.generate("--entities", "6", "--seed", "2")
        lines = self.lines(stream((h, c) for _, h, c in frames(folder)))
        cut = self.save("cut.jsonl", [*lines[:-1], lines[-1][:-100]])
        done = cets("settle", "--year", 2025, "--out", self.path("out"), cut)
        self.assertEqual(done.returncode, 3)
        self.assertIn(f"cut.jsonl:{len(lines)}", done.stderr)
        twice = self.save("twice.jsonl", [*lines, lines[0].replace(b'"province":"', b'"province":"9', 1)])
        self.assertEqual(cets("settle", "--year", 2025, "--out", self.path("out"), twice).returncode, 2)
        again = self.save("again.jsonl", [*lines, lines[0]])
        self.assertLessEqual(cets("settle", "--year", 2025, "--out", self.path("out"), again).returncode, 1)

    def test_what_is_no_frame_is_refused_and_nothing_hangs(self):
        good = stream([({"name": "a.xml", "bytes": 3}, b"<a>")])
        for broken in (b"hello\n", b"{", b'{"name":"a.xml"}\n', b'{"name":"a.xml","bytes":-1}\n', b'{"name":"a.xml","bytes":9}\n<a>',
                       b'{"tables":[]}\n', b'{"tables":[{"name":"a.csv","bytes":0}],"part":2,"parts":2}\n', b"[" * 100_000 + b"\n"):
            done = assess(good + broken)
            self.assertEqual(done.returncode, 3, broken[:40])
            self.assertIn(b"standard input", done.stderr)
        self.assertEqual(assess(b"").stdout, b"")
        self.assertEqual(len(self.lines(good)), 1)

    def test_a_file_larger_than_the_limits_is_rejected_as_in_one_run(self):
        folder = self.generate("--entities", "4", "--seed", "2")
        self.assert_same(folder, 2, "--limit", "xml-file=25K")


if __name__ == "__main__":
    unittest.main()
