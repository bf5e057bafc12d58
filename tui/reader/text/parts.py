"""Whose texts are here, and how much of them is read: asked for once for a whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Library, Paper


class TextParts:
    """Tells of papers how much of their text is read; a list that is shown again costs nothing."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._directory = library.locations.data / "texts"
        self._held: frozenset[str] = frozenset()
        self._changed = -1
        """When texts came or went last, in nanoseconds, as the directory tells."""

    def now(self) -> Callable[[Paper], int | None] | None:
        """Return what tells how much of a paper's text is read, 0 to 100; None where none is here.

        It returns None of a paper whose text is not here.
        """
        try:
            changed = self._directory.stat().st_mtime_ns
        except OSError:
            return None  # most libraries have none, and need not load what knows texts
        if changed != self._changed:
            self._held, self._changed = frozenset(self._library.texts.files.ids()), changed
        if not self._held:
            return None
        held = self._held
        parts: Mapping[int, int] = self._library.positions.parts()
        return lambda paper: parts.get(paper.rowid, 0) if paper.id in held else None
