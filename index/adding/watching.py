"""Watched directories: which files in them have changed since they were last read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..database.database import Database
from ..disk.pdf_files import is_pdf
from ..errors import SourceError
from ..pages.directories import files_in, may_be_text
from ..text import clean

SETTLED = 1.0
"""Seconds for which a file must have stayed the same: one that is just being written waits."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that is new or has changed, as it was before it is read."""

    path: Path
    size: int
    mtime_ns: int
    is_text: bool
    """Whether it is worth reading."""
    is_pdf: bool = False
    """Whether it is a PDF, which may belong to a paper."""


def find_changed(
    database: Database, directories: Iterable[Path], now_ns: int | None = None
) -> Iterator[Changed | SourceError]:
    """Yield the files directly in these directories that are new or have changed, sorted.

    Empty ones, and those that are still being written, wait for the next look. A directory that
    cannot be read gives an error, one without files nothing.
    """
    now_ns = time.time_ns() if now_ns is None else now_ns
    known = {
        path: state for path, *state in database.rows("SELECT path, size, mtime_ns FROM watched")
    }
    for directory in directories:
        name = clean(str(directory))
        if not directory.is_dir():
            yield SourceError(
                f"Cannot watch {name}",
                "There is no such directory.",
                "Make it, or take it out of `watch` in config.toml.",
            )
            continue
        try:
            files = files_in(directory)
        except SourceError as error:
            yield error
            continue
        for file in files:
            try:
                state = file.stat()
            except OSError:
                continue  # it has just gone
            is_unsettled = 0 <= now_ns - state.st_mtime_ns < SETTLED * 1e9
            is_known = known.get(_key(file)) == [state.st_size, state.st_mtime_ns]
            if state.st_size and not is_unsettled and not is_known:
                is_one = is_pdf(file)
                is_text = not is_one and may_be_text(file)
                yield Changed(file, state.st_size, state.st_mtime_ns, is_text, is_one)


def remember(database: Database, files: Iterable[Changed]) -> None:
    """Keep how these files were when they were read, so that they are not read again as they are.

    Inside a transaction.
    """
    database.execute_many(
        "INSERT OR REPLACE INTO watched(path, size, mtime_ns) VALUES (?, ?, ?)",
        ((_key(file.path), file.size, file.mtime_ns) for file in files),
    )


def _key(path: Path) -> str:
    """Return a path as text, also one that is none."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")
