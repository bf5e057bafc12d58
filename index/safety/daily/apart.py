"""A snapshot taken by a process of its own, of low priority, so that nobody's keys wait for it."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ...disk.exhaustion import refuse_exhaustion
from ...errors import DamageError, ExhaustedError, RectoError, StoreError

_LOOK = 0.2
"""Seconds between two looks at whether the snapshot is still wanted."""

_KINDS = {kind.__name__: kind for kind in (DamageError, ExhaustedError, StoreError)}


def take_apart(
    library: Path, path: Path, is_wanted: Callable[[], bool], *, is_whole: bool
) -> Path | None:
    """Have a snapshot taken under a name, whole or by difference; None where there is none now.

    Raises what the process would raise.
    """
    told = [str(library), str(path), "whole" if is_whole else "part"]
    words = ["-m", f"{__package__}.child", *told]
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C is for whoever waits
        )
    except OSError as error:
        refuse_exhaustion(error)
        raise _no_snapshot(f"{error.strerror}") from error
    with process:
        try:
            output = _answer(process, is_wanted)
        finally:
            if process.poll() is None:
                process.terminate()
    if output is None:
        return None
    try:
        told = json.loads(output)
    except ValueError as error:
        raise _no_snapshot(f"the process that takes it ended with {process.returncode}") from error
    if told["error"]:
        kind, *sentences = told["error"]
        raise _KINDS.get(kind, RectoError)(*sentences)
    return path if told["is_taken"] else None


def _answer(process: subprocess.Popen[bytes], is_wanted: Callable[[], bool]) -> bytes | None:
    """Return what the process says until its end, None where nobody wants it any more."""
    assert process.stdout is not None
    output = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while is_wanted():
            if selector.select(_LOOK):
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    process.wait()
                    return output
                output += piece
    return None


def _no_snapshot(why: str) -> StoreError:
    return StoreError("No snapshot was taken", f"{why}.", "The next start tries it again.")
