"""Processes in a namespace of their own, in which they may mount disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

UNSHARE = shutil.which("unshare")


@cache
def has_namespaces() -> bool:
    command = [str(UNSHARE), "-Urm", "true"]
    return UNSHARE is not None and not subprocess.run(command, check=False).returncode


def output_of(script: str, *words: str | Path, prepare: str = 'exec "$@"') -> str:
    """Return what a script prints that may mount disks, which goes well and quietly.

    Shell commands can prepare its namespace; the script can import `tests`.
    """
    if not has_namespaces():
        pytest.skip("no user namespaces here")
    command = [str(UNSHARE), "-Urm", "sh", "-c", prepare, "sh"]
    command += [sys.executable, "-c", script, *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout
