"""Storage that fails a run: a full disk, a folder that may not be written, inputs that go away or change meanwhile."""

import json
import os
import resource
import shutil
import signal
import subprocess

from support import CETS, FIXTURES, Temporary, cets, run, tree

GENERATE = CETS + "-generate"


class Storage(Temporary):
    def process(self, out, *options):
        return ["process", os.path.join(FIXTURES, "2025"), "--year", "2025", "--out", out, *options]

    def limited(self, size, *arguments):
        """Runs the program where no file can grow beyond so many bytes: what a write meets on a full disk."""

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        return subprocess.run([CETS, *arguments], capture_output=True, text=True, preexec_fn=limit)

    def test_on_a_full_disk_nothing_is_half_written_and_a_rerun_completes(self):
        reference = self.path("reference")
        self.assertEqual(cets(*self.process(reference, "--workbooks")).returncode, 1)
        expected = tree(reference)
        for size in (0, 100, 5_000, 20_000, 40_000, 80_000):
            with self.subTest(size=size):
                out = self.path(f"out{size}")
                done = self.limited(size, *self.process(out, "--workbooks"))
                self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
                self.assertRegex(done.stderr, f"{out}.*(large|space|write)")
                for name, digest in tree(out).items():
                    if not name.endswith(".part"):
                        self.assertEqual(digest, expected[name], name)
                self.assertEqual(cets(*self.process(out, "--workbooks")).returncode, 1)
                self.assertEqual(tree(out), expected)

    def test_an_earlier_run_s_results_survive_a_full_disk(self):
        out = self.path("out")
        self.assertEqual(cets(*self.process(out)).returncode, 1)
        before = tree(out)
        done = self.limited(100, *self.process(out, "--fresh"))
        self.assertEqual(done.returncode, 3)
        self.assertEqual({name: digest for name, digest in tree(out).items() if not name.endswith(".part")}, before)

    def test_a_folder_that_may_not_be_written_is_said_to_be_so(self):
        out, program = self.path("out"), self.path("cets")
        os.mkdir(out, 0o755)
        os.chmod(self.folder, 0o755)
        shutil.copytree(os.path.join(FIXTURES, "2025"), self.path("in"))
        run("chmod", "-R", "a+rX", self.path("in"))
        # The program must be reachable for a user who may not write.
        shutil.copy(CETS, program)
        os.chmod(program, 0o755)
        if os.getuid() != 0:
            os.chmod(out, 0o555)
        other = {"user": 65534} if os.getuid() == 0 else {}
        for folder in (out, self.path("new", "below")):
            done = subprocess.run([program, "process", self.path("in"), "--year", "2025", "--out", folder], capture_output=True, text=True, **other)
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertRegex(done.stderr, "(?i)(not permitted|permission|may not be)")
        self.assertEqual(os.listdir(out), [])

    def test_a_temporary_file_that_was_cut_short_meanwhile_is_said_to_be_so(self):
        folder, out = self.path("nation"), self.path("out")
        self.assertEqual(run(GENERATE, "--entities", "60", "--seed", "3", "--format", "xml", "--year", "2025", "--out", folder).returncode, 0)
        process = subprocess.Popen([CETS, "process", folder, "--year", "2025", "--out", out, "--jobs", "1", "--log", "jsonl"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        text = ""
        for line in process.stderr:
            text += line
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("fields", {}).get("phase") == "reports":
                process.send_signal(signal.SIGSTOP)
                # It has lost its name, so that nothing of it stays behind.
                self.assertNotIn(".cets-spill", os.listdir(out))
                open_files = f"/proc/{process.pid}/fd"
                spill = [name for name in os.listdir(open_files) if ".cets-spill" in os.readlink(os.path.join(open_files, name))]
                self.assertEqual(len(spill), 1)
                os.truncate(os.path.join(open_files, spill[0]), 1000)
                process.send_signal(signal.SIGCONT)
                break
        text += process.stderr.read()
        self.assertEqual(process.wait(), 3, text)
        self.assertIn("temporary file is not what was written", text)
        self.assertFalse(os.path.exists(os.path.join(out, "manifest.json")))
        self.assertIn(cets("process", folder, "--year", "2025", "--out", out).returncode, (0, 1))

    def test_a_filing_that_goes_away_or_changes_between_the_phases_is_said_to_be_so(self):
        for change in (os.remove, lambda path: open(path, "a").write(" ")):
            folder, out = self.path("nation"), self.path("out")
            self.assertEqual(run(GENERATE, "--entities", "60", "--seed", "3", "--format", "xml", "--year", "2025", "--out", folder).returncode, 0)
            last = os.path.join(folder, sorted(os.listdir(folder))[-1])
            process = subprocess.Popen([CETS, "process", folder, "--year", "2025", "--out", out, "--jobs", "1", "--log", "jsonl"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            text = ""
            for line in process.stderr:
                text += line
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("fields", {}).get("phase") == "reports":
                    # Held still, so that the filing is surely gone before it is read again.
                    process.send_signal(signal.SIGSTOP)
                    change(last)
                    process.send_signal(signal.SIGCONT)
                    break
            text += process.stderr.read()
            self.assertEqual(process.wait(), 3, text)
            self.assertIn(os.path.basename(last), text)
            self.assertIn("run again", text)
            self.assertFalse(os.path.exists(os.path.join(out, "manifest.json")))
            # Without it, or with what it is now, a rerun does.
            self.assertIn(cets("process", folder, "--year", "2025", "--out", out, "--reports", "none").returncode, (0, 1))
            shutil.rmtree(folder)
            shutil.rmtree(out)


if __name__ == "__main__":
    import unittest

    unittest.main()
