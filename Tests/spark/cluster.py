"""Spark's cluster on one machine: three workers in processes of their own, and a way to kill one of them."""

import functools
import json
import logging
import os
import signal
import subprocess
import sys
import time
import zipfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
JOB = os.path.join(ROOT, "spark", "job.py")
PACKAGE = os.path.join(ROOT, "spark", "cets_spark")
SUBMIT = os.path.join(os.path.dirname(sys.executable), "spark-submit")
TIMEOUT_S = 1800


class Submission:
    """A job that runs on local-cluster[3,1,1024], in a folder of its own."""

    def __init__(self, folder, program, arguments):
        self.folder = folder
        archive = os.path.join(folder, "cets_spark.zip")
        with zipfile.ZipFile(archive, "w") as file:
            for name in sorted(os.listdir(PACKAGE)):
                if name.endswith(".py"):
                    file.write(os.path.join(PACKAGE, name), f"cets_spark/{name}")
        self.events = os.path.join(folder, "events")
        os.makedirs(self.events, exist_ok=True)
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.memory": "1g",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": f"file://{self.events}",
            "spark.eventLog.compress": "false",
            "spark.eventLog.rolling.enabled": "false",
        }
        confs = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
        command = [SUBMIT, "--master", "local-cluster[3,1,1024]", *confs, "--files", program, "--py-files", archive, JOB]
        # Nobody else's address: everything of the cluster stays on this machine.
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
        self.said = open(os.path.join(folder, "stdout"), "w+", encoding="utf-8")
        self.complained = open(os.path.join(folder, "stderr"), "w+", encoding="utf-8")
        self.run = subprocess.Popen([*command, *arguments], cwd=folder, env=environment, stdout=self.said, stderr=self.complained)

    def executors(self):
        """The processes of this job's executors."""
        parents, found = {}, []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                    parents[int(pid)] = int(file.read().rpartition(")")[2].split()[1])
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    if b"CoarseGrainedExecutorBackend" in file.read():
                        found.append(int(pid))
            except (FileNotFoundError, ProcessLookupError):
                pass  # It has just ended.
        return [pid for pid in found if self._descends(pid, parents)]

    def _descends(self, pid, parents):
        while pid in parents:
            if pid == self.run.pid:
                return True
            pid = parents[pid]
        return False

    def kill_an_executor_once(self, is_time):
        """Kills the first executor as soon as it is time; says whether it came to that."""
        while self.run.poll() is None:
            if is_time():
                victims = self.executors()
                if victims:
                    os.kill(victims[0], signal.SIGKILL)
                    return True
            time.sleep(0.01)
        return False

    def finish(self):
        """Waits for the end; returns the exit code, what it said and what it complained of."""
        code = self.run.wait(TIMEOUT_S)
        for file in (self.said, self.complained):
            file.seek(0)
        said, complained = self.said.read(), self.complained.read()
        self.said.close()
        self.complained.close()
        return code, said, complained

    def logged(self, kind):
        """Spark's own events of a kind, once the job has ended."""
        [name] = os.listdir(self.events)
        with open(os.path.join(self.events, name), encoding="utf-8") as file:
            return [event for event in map(json.loads, file) if event["Event"] == kind]


@functools.cache
def local_session():
    """Spark within the test's own process, for reading tables and trying parts."""
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    # Tests provoke errors; what matters of them they catch.
    session.sparkContext.setLogLevel("OFF")
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    return session
