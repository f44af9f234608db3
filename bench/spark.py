"""One run of the Spark job on three local workers: `.venv-spark/bin/python3 bench/spark.py CETS FOLDER FILINGS OPTION...`

The results are left in FOLDER/out/results.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "Tests", "spark"))

from cluster import Submission  # noqa: E402


def main(program, folder, filings, *options):
    job = Submission(folder, program, [filings, "--out", os.path.join(folder, "out"), *options])
    code, _, complained = job.finish()
    if code != 0:
        sys.exit(complained[complained.find("Traceback"):][:4000])


if __name__ == "__main__":
    main(*sys.argv[1:])
