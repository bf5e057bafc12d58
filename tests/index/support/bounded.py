"""Programs of Python in a process of their own that may have only so much memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path


def run_in_memory(
    most: int, program: str, *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run a program that may have `most` bytes of addresses; return how it ended, and said."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))

    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
