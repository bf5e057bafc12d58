"""Runs commands of Recto in forks of a process that has imported it: many a second, to be killed.

One job a line on standard input, one answer a line on standard output, both JSON. Standard input,
output and error of a command are files.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import random
import resource
import select
import signal
import sys
import time
from typing import Any, NoReturn

from .called import run_call

PATIENCE = 120.0
"""Seconds after which a command that does not end is ended, and counts as hanging."""


def import_everything() -> None:
    """Import what commands import late, so that a fork spends its time on what it is to do."""
    for name in ("recto.index", "recto.tui.cli"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)


def run(job: dict[str, Any]) -> NoReturn:
    """Be one command, from here to the end of the process."""
    for number, (name, flags) in enumerate(
        (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY))
    ):
        descriptor = os.open(job[name], flags)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - they are the process's own
    sys.stdout = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
    random.seed()
    os.chdir(job["cwd"])
    os.environ.update(job["env"])
    if job["descriptors"]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (job["descriptors"], job["descriptors"]))
    if job.get("call"):
        run_call(*job["call"])
    sys.argv = ["recto", *job["words"]]
    from recto.tui.cli.main import run as run_command

    run_command()


def serve() -> None:
    import_everything()
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        job = json.loads(line)
        started = time.monotonic()
        pid = os.fork()
        if not pid:
            run(job)
        ended = os.pidfd_open(pid)
        within = PATIENCE if job["kill_after"] is None else job["kill_after"]
        is_killed = not select.select([ended], [], [], within)[0]
        if is_killed:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        os.close(ended)
        answer = {
            "status": os.waitstatus_to_exitcode(status),
            "seconds": time.monotonic() - started,
            "hangs": is_killed and job["kill_after"] is None,
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
