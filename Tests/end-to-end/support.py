"""What the end-to-end tests share: the program to test, folders, and ways to run it."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CETS = os.path.abspath(os.environ.get("CETS", os.path.join(ROOT, ".build/release/cets")))
FIXTURES = os.path.join(ROOT, "fixtures")
ORACLE = os.path.join(ROOT, "Tests", "oracle")


def run(*arguments, **options):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, errors="replace", timeout=600, **options)


def cets(*arguments):
    return run(CETS, *arguments)


def tree(folder, leave=(), without_file_names=False):
    """{relative name: SHA-256} of a folder; findings name the files they speak of, which can be left out.

    run.json, which tells how long the run took, and the notes for the next run are no results.
    """
    leave = {*leave, "run.json", ".cets-reports", ".cets-assessed"}
    found = {}
    for path, _, files in os.walk(folder):
        for name in files:
            full = os.path.join(path, name)
            relative = os.path.relpath(full, folder)
            if relative not in leave:
                with open(full, "rb") as file:
                    content = file.read()
                if without_file_names:
                    content = re.sub(rb' file="[^"]*"', b"", content)
                found[relative] = hashlib.sha256(content).hexdigest()
    return found


class Temporary(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="cets-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def generate(self, entities, seed, form="mixed"):
        done = run(sys.executable, os.path.join(ORACLE, "generate.py"), "--entities", entities, "--seed", seed, "--format", form,
                   "--out", self.path("in"), "--expected", self.path("expected"))
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.path("in")
