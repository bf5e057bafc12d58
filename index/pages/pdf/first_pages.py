"""First pages of PDF files, read by a process that is ended where it takes too long."""

from __future__ import annotations

import importlib.util
import json
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple, Self

from ...text import clean, clean_note

PATIENCE = 20.0
"""Seconds for one file."""

MISSING = "First pages are read where pypdf is installed: pip install 'recto[pdf]'."


class FirstPage(NamedTuple):
    """What a PDF file says of itself at its beginning."""

    lines: tuple[str, ...]
    title: str
    """The title in its properties, which is often that of another file or none."""
    facts: tuple[str, ...]
    """Its other properties."""


class FirstPages:
    """Reads the first pages of files, one after the other; closed its process ends."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self.can_read = importlib.util.find_spec("pypdf") is not None
        """Whether what reads them is installed."""

    def read(self, path: Path) -> FirstPage | str:
        """Return the first page of a file, or a sentence on why there is none."""
        if not self.can_read:
            return MISSING
        answer = self._ask(path)
        if answer is None:
            self.close()
            return "It cannot be read, or takes too long."
        try:
            told = json.loads(answer)
        except ValueError:
            told = {"error": ""}
        if "error" in told:
            return "It cannot be read."
        lines = clean_note(str(told["text"])).split("\n")
        return FirstPage(
            tuple(filter(None, map(clean, lines))),
            clean(str(told["title"])),
            tuple(map(clean, map(str, told["facts"]))),
        )

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, path: Path) -> bytes | None:
        """Return what the process answers about a file, None where it does not in time."""
        process = self._process = self._process or _started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return None
        end = time.monotonic() + self._patience
        answer = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not answer.endswith(b"\n"):
                if not selector.select(max(0.0, end - time.monotonic())):
                    return None
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    return None
                answer += piece
        return bytes(answer)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"{__package__}.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C is for whoever waits
    )
