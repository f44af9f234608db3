"""What runs in executors: the same program, fed with filings over its standard input (docs/assess.md)."""

import json
import os
import stat
import subprocess
import threading


class AssessFailed(Exception):
    """The program could not do its work; Spark tries the task again, elsewhere if need be."""


def program(name):
    """Where the program lies on this machine: shipped with --files, or a path that every machine has."""
    from pyspark import SparkFiles

    path = name if os.path.isabs(name) else SparkFiles.get(name)
    if not os.access(path, os.X_OK):
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


def xml_frame(name, content, peers=None):
    """An XML filing as `cets assess -` reads it; `peers` is what the comparison of all filings found in it."""
    header = {"name": name, "bytes": len(content)}
    if peers:
        header["peers"] = peers
    return _frame(header, [content])


def tables_frame(root, names, part, parts, peers=None):
    """The CSV tables of a folder, of whose filings the program assesses a share."""
    contents = []
    for name in names:
        with open(os.path.join(root, name), "rb") as file:
            contents.append(file.read())
    header = {"tables": [{"name": n, "bytes": len(c)} for n, c in zip(names, contents)], "part": part, "parts": parts}
    if peers:
        header["peers"] = peers
    return _frame(header, contents)


def _frame(header, contents):
    return b"".join([json.dumps(header, ensure_ascii=False).encode(), b"\n", *contents])


def assess(frames, command):
    """Result lines of framed filings, in whatever order the program writes them.

    The program is fed by a thread of its own: it writes while it reads, and neither waits for the other."""
    run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    failures, complaints = [], []

    def feed():
        try:
            with run.stdin as pipe:
                for frame in frames:
                    pipe.write(frame)
        except BrokenPipeError:
            pass  # The program has ended, and its exit code says why.
        except Exception as error:
            failures.append(error)
            run.kill()

    threads = [
        threading.Thread(target=feed, daemon=True),
        threading.Thread(target=lambda: complaints.append(run.stderr.read()), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        for line in run.stdout:
            yield line.decode().rstrip("\n")
        code = run.wait()
    finally:
        # A task that is given up leaves no program behind.
        run.kill()
        run.wait()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    if code != 0:
        raise AssessFailed(f"{' '.join(command)} ended with {code}: {b''.join(complaints).decode(errors='replace')[-2000:]}")
