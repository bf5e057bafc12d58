"""Lists in the order of a taste: what of them is shown first, and why each paper stands there.

Reasons are worked out behind the frame that shows the rows, a few papers at a time, on a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ...index import RectoError
from ..widgets.list_offer import ListOffer
from ..widgets.why_words import row_words

if TYPE_CHECKING:
    from ...index import Library, Listing, SavedSearch, TasteReason
    from ..painting.look import Look
    from .stage import Stage

KEPT = 1000
"""Papers of earlier lists whose reasons are kept."""

FEWEST = 10
"""Papers that are shown at first even where fewer have more than a little."""

TOGETHER = 12
"""Papers whose reasons are worked out at once."""


def says_why(listing: Listing, searches: Sequence[SavedSearch]) -> bool:
    """Whether there are reasons: marks have taught something, or one of the searches is wanted."""
    is_wanted = any(one.standing and one.standing.way == "always" for one in searches)
    return listing.telling is not None or is_wanted


def first_rows(listing: Listing, keep: int | None) -> Sequence[int]:
    """Return what is shown at first: what has more than a little of the taste, ten at least.

    All where nothing is known of that, or the paper `keep` is among the others.
    """
    size = first_size(listing)
    if keep is not None and keep in listing.rowids[size:]:
        return listing.rowids
    return listing.rowids[:size]


def first_size(listing: Listing) -> int:
    """Return how many papers are shown at first."""
    size = len(listing.rowids)
    return size if listing.telling is None else min(size, max(FEWEST, listing.telling))


def ending(listing: Listing, shown: int, key: str) -> ListOffer:
    """Return the line that ends what speaks to one, of which the list shows so many.

    It tells what the list goes on with, at which `key`, and what standing searches leave out.
    """
    told, how = list[tuple[str, str, str]](), ""
    if shown < len(listing.rowids):
        more = f"{len(listing.rowids) - shown:,} more"
        told.append((f"{more}, little of yours in them", f"{more}, little of yours", more))
        how = f" · {key} goes on"
    if listing.hidden:
        hidden = f"{listing.hidden:,} hidden"
        told.append((f"{hidden} by “never”", hidden, hidden))
    if listing.held:
        told.append((f"{listing.held:,} held back",) * 3)
    if not told:
        return ListOffer()
    wide, narrow, narrowest = (" · ".join(words) for words in zip(*told, strict=True))
    return ListOffer(wide, how, is_end=True, shorter=(narrow, narrowest))


class TasteReasons:
    """Knows the reasons of one list, all of them of the taste that it was ranked by."""

    def __init__(
        self, library: Library, stage: Stage, tell: Callable[[Sequence[int]], object]
    ) -> None:
        self._library = library
        self._stage = stage
        self._tell = tell
        """Told of which papers they are known that were asked for."""
        self._known: dict[int, tuple[TasteReason, ...]] = {}
        self._before: dict[int, tuple[TasteReason, ...]] = {}
        """Those of earlier lists: mostly the same, and shown until it is known."""
        self._asked: dict[int, None] = {}
        self._taste: Any = None
        self._serial = 0
        self._is_working = False

    def begin(self) -> None:
        """Begin with another list."""
        self._serial += 1
        self._taste = None
        self._before = {**self._before, **self._known} if len(self._before) < KEPT else self._known
        self._known = {}
        self._asked.clear()

    def of(self, rowid: int) -> tuple[TasteReason, ...] | None:
        """Return the reasons of a paper as far as they are known; the rest is worked out."""
        found = self._known.get(rowid)
        if found is None and rowid not in self._asked:
            self._asked[rowid] = None
            if not self._is_working:
                self._is_working = True
                self._stage.run_beside(self._work, group="reasons")
        return self._before.get(rowid) if found is None else found

    def in_row(self, rowid: int, cells: int, look: Look) -> str:
        """Return what a row says of them in so many cells; nothing while they are not known."""
        return row_words(self.of(rowid) or (), cells, look)

    async def _work(self) -> None:
        try:
            while wanted := [*self._asked][:TOGETHER]:
                serial = self._serial
                try:
                    taste, found = await asyncio.to_thread(self._read, wanted, self._taste)
                except RectoError:
                    if serial == self._serial:  # the rows stand without
                        self._asked.clear()
                        return
                    continue
                if serial != self._serial:
                    continue
                self._taste = taste
                for rowid in wanted:
                    self._known[rowid] = found.get(rowid, ())
                    self._asked.pop(rowid, None)
                self._tell(wanted)
        finally:
            self._is_working = False

    def _read(self, rowids: Sequence[int], taste: Any) -> tuple[Any, dict[int, Any]]:
        tastes = self._library.taste
        taste = taste or tastes.now()
        return taste, tastes.reasons(rowids, taste)
