"""Other programs that have the terminal for a while: what they are called, how they are run."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Sequence

from ...index import RectoError
from .leaving import ended_with_reader


def words_of(variable: str, default: str) -> list[str]:
    """Return the command that a variable such as PAGER names, or another where it names none."""
    value = os.environ.get(variable, "")
    try:
        return shlex.split(value) or [default]
    except ValueError as error:
        raise RectoError(f"{variable} cannot be understood", f"{value}: {error}.") from error


def run_program(words: Sequence[str], data: bytes | None = None, hint: str = "") -> int:
    """Run a program to its end, with data on its standard input, and return its exit status.

    The status is negative where a signal ended it. Raises RectoError where it cannot be started.
    """
    source = None if data is None else subprocess.PIPE
    try:
        program = subprocess.Popen(words, stdin=source)
    except (OSError, ValueError) as error:
        raise RectoError(f"{words[0]} cannot be started", f"{reason_of(error)}.", hint) from error
    with ended_with_reader(program):
        program.communicate(data)  # a program that stops reading is no failure
    return program.returncode


def reason_of(error: OSError | ValueError) -> str:
    """Return in words why a program could not be started."""
    if isinstance(error, FileNotFoundError):
        return "There is no such program"
    return (error.strerror if isinstance(error, OSError) else None) or "It has no usable name"


def ended(status: int) -> str:
    """Return in words how a program ended."""
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:  # a signal without a name, such as a real-time one
        return f"was ended by signal {-status}"
