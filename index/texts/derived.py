"""Files of derived blocks: what has made them, of which file, and the text in them.

A first line of JSON says the version of what has made them (`by`), the SHA-256 of the file (`of`),
and a later version that could not (`failed`); behind it is the text as `blocks.pack` has it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .blocks import Text, unpack
from .deriving import VERSION, reads

_LONGEST_HEAD = 10_000


class Made(NamedTuple):
    """What was made of a file."""

    text: Text
    by: int
    """The version of what made it."""
    failed: int
    """A later version that could not, so that this one stays; 0 for none."""

    @property
    def is_current(self) -> bool:
        """Whether nothing better can be made of the file."""
        return VERSION in (self.by, self.failed)


def load_made(path: Path, digest: str) -> Made | None:
    """Return what was made of the file; None where that is damaged, or of another file."""
    try:
        with path.open("rb") as file:
            told = _told(file, digest)
            text = unpack(file.read()) if told else None
    except OSError:
        return None
    return Made(text, told["by"], told.get("failed", 0)) if text is not None else None


def load_head(path: Path, digest: str) -> dict[str, Any]:
    """Return the first line of what was made; empty where it is damaged, or of another file."""
    try:
        with path.open("rb") as file:
            return _told(file, digest)
    except OSError:
        return {}


def look() -> str:
    """Return what decides which texts can be derived better than they are."""
    return f"{VERSION} {reads('pdf')}"


def _told(file: BinaryIO, digest: str) -> dict[str, Any]:
    """Return what the first line of derived blocks says; nothing where it is of another file."""
    try:
        told = json.loads(file.readline(_LONGEST_HEAD))
    except (ValueError, RecursionError):
        return {}
    is_good = isinstance(told, dict) and told.get("of") == digest and type(told.get("by")) is int
    return told if is_good else {}
