"""PDF files on the disk: whether a file is one, and which of a paper's are still there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_HEAD = 1024
"""Bytes among which a PDF file says that it is one (ISO 32000-1, annex H.3)."""


class FoundPdf(NamedTuple):
    """Which of some files is the first PDF, and which were looked for in vain."""

    path: Path | None
    gone: tuple[str, ...]
    """Those before it that are not there, or are no PDF."""


def is_pdf(path: Path) -> bool:
    """Whether a file is PDF, which may have a few bytes of something else before it."""
    try:
        if not path.is_file():  # a pipe is read once
            return False
        with path.open("rb") as stream:
            return b"%PDF-" in stream.read(_HEAD)
    except (OSError, ValueError):
        return False


def find_pdf(paths: Iterable[str]) -> FoundPdf:
    """Return the first of these files that is PDF; of others those that are called so."""
    gone: list[str] = []
    for text in paths:
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # a home that nobody has
            path = Path(text)
        if path.is_absolute() and is_pdf(path):
            return FoundPdf(path, tuple(gone))
        if path.suffix.casefold() == ".pdf":
            gone.append(text)
    return FoundPdf(None, tuple(gone))
