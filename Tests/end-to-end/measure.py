"""Runs a command and tells its processor seconds and peak memory: a process of its own, and a small one, because
the peak that the kernel reports begins with that of the process that started the command.
Usage: measure.py RESULT COMMAND ARGUMENT..."""

import json
import os
import sys

process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
with open(sys.argv[1], "w") as file:
    json.dump({"code": os.waitstatus_to_exitcode(status), "seconds": usage.ru_utime + usage.ru_stime, "bytes": usage.ru_maxrss << 10}, file)
