"""A run that is killed, and two at once: nothing half written under its final name, and a rerun gives the same bytes."""

import os
import random
import shutil
import subprocess
import tempfile
import time
import unittest

from support import CETS, FIXTURES, cets, tree

KILLS = 200


class Crash(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cets-crash-")
        cls.reference = os.path.join(cls.folder, "reference")
        # A run that finds assessments and reports standing is over sooner than one that makes them all.
        cls.durations = []
        for _ in range(2):
            start = time.monotonic()
            cets(*cls.arguments(cls.reference))
            cls.durations.append(time.monotonic() - start)
        cls.expected = tree(cls.reference)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @staticmethod
    def arguments(out):
        return ["process", os.path.join(FIXTURES, "2025"), "--year", "2025", "--out", out, "--workbooks"]

    def test_killed_at_random_points_it_leaves_no_half_file_and_a_rerun_gives_the_same_bytes(self):
        out = os.path.join(self.folder, "killed")
        rng = random.Random(5)
        cut_short = 0
        for number in range(KILLS):
            fresh = ["--fresh"] if number % 2 == 0 else []
            run = subprocess.Popen([CETS, *self.arguments(out), *fresh], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, 1.1 * self.durations[number % 2]))
            run.kill()
            cut_short += run.wait() != 1  # 1: it had ended with its findings
            for name, digest in tree(out).items() if os.path.isdir(out) else ():
                # The temporary file has a name for a moment; the next run takes it away.
                if not name.endswith(".part") and name != ".cets-spill":
                    self.assertEqual(digest, self.expected[name], name)
        self.assertGreater(cut_short, KILLS / 2)
        self.assertEqual(cets(*self.arguments(out)).returncode, 1)
        self.assertEqual(tree(out), self.expected)

    def test_what_a_killed_run_completed_is_not_done_again(self):
        out = os.path.join(self.folder, "noted")
        notes = os.path.join(out, ".cets-reports")
        run = subprocess.Popen([CETS, *self.arguments(out), "--jobs", "1"], stdout=subprocess.DEVNULL)
        while run.poll() is None and not (os.path.isfile(notes) and os.path.getsize(notes) > 100):
            time.sleep(0.001)
        run.kill()
        run.wait()
        done = cets(*self.arguments(out))
        self.assertRegex(done.stdout, r"assessments of \d+ and reports of \d+ entities stand from an earlier run")
        self.assertEqual(tree(out), self.expected)

    def test_a_second_run_into_the_same_folder_is_refused_while_the_first_writes(self):
        out = os.path.join(self.folder, "shared")
        os.makedirs(out)
        import fcntl

        held = os.open(out, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = cets(*self.arguments(out))
        self.assertEqual(refused.returncode, 3)
        self.assertIn("another run is writing", refused.stderr)
        self.assertEqual(os.listdir(out), [])
        os.close(held)
        self.assertEqual(cets(*self.arguments(out)).returncode, 1)


if __name__ == "__main__":
    unittest.main()
