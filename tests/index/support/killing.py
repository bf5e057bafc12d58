"""Processes that are killed in the middle of what they do over and over."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path


def kill_at_work(script: str, *paths: Path, rng: random.Random) -> None:
    """Start a script that says `go` and works on without end; kill it at a random moment."""
    command = [sys.executable, "-c", script, *map(str, paths)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "go\n"
    time.sleep(rng.uniform(0.0, 0.15))
    process.kill()
    process.communicate()
