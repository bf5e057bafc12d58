"""Whose texts are here, and how much of them is read: asked for once for a whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Library, Paper


def parts_of(library: Library) -> Callable[[Paper], int | None] | None:
    """Return what tells how much of a paper's text is read, 0 to 100; None where none is here."""
    held = library.texts.held()
    if not held:
        return None
    parts: Mapping[int, int] = library.positions.parts()
    return lambda paper: parts.get(paper.rowid, 0) if paper.id in held else None
