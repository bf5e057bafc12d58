"""What a damaged log still gives: its pages laid over a copy of the library, and its acts.

Each version of a page is read, not the last one alone: where a page was damaged its acts may stand
in an older version, and where it is whole they may stand behind the damage.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...database.file_format import Pages
from .wal import Frame, Log

_COLUMNS = ("act", "machine", "window", "clock", "wall", "kind", "subject", "papers", "data")
"""A journal's columns after its row number."""


@dataclass(slots=True)
class Replay:
    """Rows of the journal that were found behind the damage, as `salvage.journal_rows` has them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By their acts."""
    doubtful: list[dict[str, Any]] = field(default_factory=list)
    """Those of frames that are not proved: any of their signs may be another one."""


def replay(log: Log, copy: Path, *, start: int = 0, frames: int | None = None) -> Replay:
    """Lay a log over a copy of its database and return what it told behind any damage.

    Where the file holds frames already, `start` is behind them; `frames` is where to end.
    """
    found = Replay()
    count = next((frame.pages for frame in reversed(log.frames) if frame.pages), 0)
    changed: list[tuple[Frame, bytes]] = []
    with copy.open("r+b") as file:
        for number, (frame, image) in enumerate(log.images(start), start):
            if frames is not None and number >= frames:
                break
            if 0 < frame.page <= count or frame.is_proved:
                file.seek((frame.page - 1) * log.page_size)
                file.write(image)
            if number >= log.accepted:
                changed.append((frame, image))
            if frame.pages:
                file.flush()
                file.seek(0)
                pages = Pages(file)
                for one in changed:
                    _read(pages, *one, found)
                changed.clear()
                if frame.is_proved:
                    os.truncate(copy, frame.pages * log.page_size)
    return found


def journal_row(values: list[Any]) -> dict[str, Any] | None:
    """Return a record as a row of a journal, with its JSON as text; None if it is of another."""
    if len(values) != len(_COLUMNS) + 1 or values[0] is not None:
        return None
    row = dict(zip(_COLUMNS, values[1:], strict=True))
    texts = [row[name] for name in _COLUMNS if name not in ("clock", "subject")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(row["clock"], int):
        return None
    return row if row["papers"].startswith("[") and row["data"].startswith("{") else None


def _read(pages: Pages, frame: Frame, image: bytes, found: Replay) -> None:
    for values in pages.records_of(image):
        row = journal_row(values)
        if row is None:
            continue
        if frame.is_proved:
            found.rows[row["act"]] = row
        else:
            found.doubtful.append(row)
