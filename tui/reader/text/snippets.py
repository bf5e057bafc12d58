"""Sentences for which papers of a list were found, read from their texts beside what goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Snippet, TextHits
    from ..stage import Stage


class SnippetReader:
    """Knows the sentences of one list: of those papers of which they were asked for."""

    def __init__(self, stage: Stage, tell: Callable[[int], object]) -> None:
        self._stage = stage
        self._tell = tell
        """Told once the sentence of a paper is known that was not."""
        self._hits: TextHits | None = None
        self._known: dict[int, Snippet | None] = {}

    def of(self, hits: TextHits | None, rowid: int) -> Snippet | None:
        """Return the sentence of a paper if it is known; else that of the last one is read."""
        if hits != self._hits:
            self._hits, self._known = hits, {}
        if hits is None or rowid in self._known:
            return self._known.get(rowid)

        async def go() -> None:
            snippet = await asyncio.to_thread(hits.snippet, rowid)
            if hits == self._hits:
                self._known[rowid] = snippet
                if snippet is not None:
                    self._tell(rowid)

        self._stage.run_beside(go, group="snippet", exclusive=True)
        return None
