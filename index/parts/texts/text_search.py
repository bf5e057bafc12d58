"""Whole papers searched: which of them have words in their texts, and where."""

from __future__ import annotations

import json
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ...errors import OtherVersionError, RectoError, SearchIndexError
from ...views import IndexState
from ..context import Context

if TYPE_CHECKING:
    from ...search.filtering.paper_set import PaperSet
    from ...search.highlighting.highlighter import Highlighter
    from ...search.highlighting.text_hits import Section, Snippet
    from ...search.listing import Listing
    from ...search.query.effort import Effort
    from ...search.query.nodes import Inside
    from ...texts.keeping import TextFiles
    from ...texts.search.text_index import Spot, TextIndex

_KEPT = 20
"""Questions whose answers are kept: while one types most of a query stays."""

_NAMED = (
    "SELECT j.value, i.pid, p.id FROM json_each(?) j JOIN ids i ON i.alias = j.value "
    "JOIN papers p ON p.pid = i.pid ORDER BY j.key"
)


class TextSearch:
    """The index of whole papers as a part of an open library; it is opened at its first use."""

    def __init__(self, context: Context, files: Callable[[], TextFiles]) -> None:
        self._context = context
        self._files_of = files
        self._lock = threading.RLock()
        self._kept_index: TextIndex | None = None
        self._answers: OrderedDict[object, tuple[dict[int, Spot], int]] = OrderedDict()
        """What was found, and the effort that it took."""
        self._own = _Own()

    # The index

    @property
    def has_texts(self) -> bool:
        """Whether there are any texts; nothing is loaded to tell."""
        return self._context.locations.texts.is_dir()

    def state(self) -> IndexState:
        """Tell whether texts can be searched at once."""
        return self.index.state() if self.has_texts or self._is_there else "ready"

    @property
    def _is_there(self) -> bool:
        return self._context.locations.find_text_index().is_dir()

    def marks(self) -> dict[str, str]:
        """Return the texts that there are, each with what its file is told by from another."""
        return self._files_of().marks() if self.has_texts else {}

    def size(self) -> tuple[int, int]:
        """Return how many texts the index has, and how many bytes it takes."""
        return self.index.size() if self._is_there else (0, 0)

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the index up to date with the texts; see `FullTextIndex.refresh`."""
        if self.state() != "ready":
            self.index.refresh(progress)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Make the index anew and return how many texts it has. Raises SearchIndexError."""
        if not self.has_texts:
            self.refresh(progress)
            return 0
        return self.index.refresh(progress, is_anew=True)

    def check(self, is_wanted: Callable[[], bool] = lambda: True) -> str:
        """Look whether the index is what was written; see `FullTextIndex.check`."""
        return self.index.check(is_wanted) if self._is_there else ""

    def close(self) -> None:
        """Let go of the index's files."""
        if self._kept_index is not None:
            self._kept_index.close()

    @property
    def index(self) -> TextIndex:
        """What answers."""
        with self._lock:
            if self._kept_index is None:
                from ...texts.search.text_index import TextIndex

                self._kept_index = TextIndex(
                    self._context.locations.find_text_index(),
                    self._context.store.library_id,
                    self._files_of(),
                    self._context.notices.tell,
                )
                self._kept_index.remove_unfinished()
            return self._kept_index

    def prepare(self, wait: bool) -> bool:
        """Bring the index up to date if there is time to `wait`; tell whether it is."""
        if self.state() == "ready":
            return True
        if not wait:
            return False
        try:
            self.index.refresh()
        except SearchIndexError as error:
            self._context.notices.tell(f"{error} Texts that came since are not found yet.")
            return False
        return True

    # Which papers

    def here(self) -> PaperSet:
        """Return the papers whose texts are here."""
        from ...search.filtering.paper_set import PaperSet

        return PaperSet(frozenset(self._papers().values()))

    def members(self, leaf: Inside, effort: Effort) -> PaperSet:
        """Return the papers whose texts have a word or a phrase; see `Facts.members`."""
        from ...search.filtering.paper_set import PaperSet

        return PaperSet(frozenset(self._spots((leaf,), effort)))

    def ordered(self, listing: Listing, leaves: Sequence[Inside], effort: Effort) -> Listing:
        """Return a listing with where its papers' texts have what is asked of them.

        Where its order is that of relevance to nothing else, the best come first: those that have
        everything in one section, then by how much their best sections have of each.
        """
        parts = [self._spots((leaf,), effort) for leaf in leaves]
        together = self._spots(leaves, effort) if len(leaves) > 1 else parts[0]
        found: dict[int, Spot] = dict(together)
        sums: dict[int, float] = {}
        for part in parts if len(parts) > 1 else ():
            for paper, spot in part.items():
                if paper not in together:
                    sums[paper] = sums.get(paper, 0.0) + spot[0]
                    if paper not in found or spot[0] > found[paper][0]:
                        found[paper] = spot
        hits = FoundTexts(self, leaves, found, together)
        if listing.sort != "relevance" or listing.scores is not None:
            return listing._replace(texts=hits)
        # What stands together is worth more than anything that does not.
        least = min((spot[0] for spot in together.values()), default=float("inf"))
        worth = {paper: spot[0] for paper, spot in together.items()}
        worth |= {
            paper: min(least, sums[paper]) for paper in sorted(sums, key=sums.__getitem__)[::-1]
        }
        listed = set(listing.rowids)
        rowids = array("q", filter(listed.__contains__, worth))
        scores = array("d", map(worth.__getitem__, rowids))
        if left := [rowid for rowid in listing.rowids if rowid not in worth]:
            rowids.extend(left)
            scores.extend([0.0] * len(left))
        return listing._replace(rowids=rowids, scores=scores, texts=hits)

    def _spots(self, leaves: Sequence[Inside], effort: Effort) -> Mapping[int, Spot]:
        """Return the papers whose texts have some words in one section, and the best of these.

        None where there is no index yet; one that cannot be read counts as missing from then on.
        """
        papers = self._papers()
        if not papers:
            return {}
        index = self.index
        key = (tuple(leaves), self._own.key, index.mark())
        with self._lock:
            if (known := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
        apart = effort.apart
        if known is not None:
            index.allow(apart)
            apart.spend(known[1])  # it costs the same whoever has asked before
            return known[0]
        before = apart.spent
        try:
            spots = index.find(leaves, apart)
        except OtherVersionError:
            return {}
        except SearchIndexError:
            index.put_out_of_use()
            return {}
        found = {papers[name]: spot for name, spot in spots.items() if name in papers}
        with self._lock:
            self._answers[key] = found, apart.spent - before
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return found

    def _papers(self) -> Mapping[str, int]:
        """Return the papers of texts that are read, by the names of these."""
        if not self.has_texts:
            return {}
        files = self._files_of()
        marks = files.marks()
        own, mark = self._own, self._context.database.change_mark
        if own.papers is None or own.key[:1] != (mark,) or own.marks != files.counted:
            rows = self._context.database.rows(_NAMED, (json.dumps(list(marks)),))
            # Of a paper that was merged from two that had texts, its own is read, or the first.
            read: dict[int, str] = {}
            for name, paper, ident in rows:
                if name == ident or paper not in read:
                    read[paper] = name
            own.papers = {name: paper for paper, name in read.items()}
            own.marks, own.key = files.counted, (mark, object())
        return own.papers

    # Where

    def section(self, spot: Spot) -> Section | None:
        """Return the section of a spot; None where its text has changed since."""
        told = self._told(spot)
        return None if told is None else told[1]

    def snippet(self, spot: Spot, marked: Highlighter) -> Snippet | None:
        """Return the sentence there that says most of what is `marked`; None for none."""
        told = self._told(spot)
        if told is None:
            return None
        from ...texts.search.snippets import snippet_of

        with suppress(RectoError):  # whoever opens the text is told
            text = self._files_of().load_as_made(told[0])
            return None if text is None else snippet_of(text, told[1], marked)
        return None

    def _told(self, spot: Spot) -> tuple[str, Section] | None:
        from ...search.highlighting.text_hits import Section

        if (told := self.index.section(spot)) is None:
            return None
        name, mark, block, title = told
        is_same = self.marks().get(name) == mark
        return (name, Section(block, title)) if is_same else None


class FoundTexts:
    """Where the texts of papers have what was asked of them, as the index tells."""

    def __init__(
        self,
        search: TextSearch,
        leaves: Sequence[Inside],
        found: Mapping[int, Spot],
        together: Container[int],
    ) -> None:
        from ...search.highlighting.highlighter import Highlighter
        from ...search.query.nodes import And
        from ...search.query.query import Query

        self._search = search
        self._found = found
        self._together = together
        is_open = leaves[-1].is_open
        query = Query("", And(tuple(leaf.node for leaf in leaves)), is_open)
        self.highlighter: Highlighter = Highlighter(query, is_open)
        """What marks the words in a text."""

    def has_together(self, rowid: int) -> bool:
        """Tell whether one section of a paper has everything."""
        return rowid in self._together

    def section(self, rowid: int) -> Section | None:
        """Return the section of a paper that answers best; None for one found otherwise."""
        spot = self._found.get(rowid)
        return None if spot is None else self._search.section(spot)

    def snippet(self, rowid: int) -> Snippet | None:
        """Return a sentence of that section with the words; its text is read from the disk."""
        spot = self._found.get(rowid)
        return None if spot is None else self._search.snippet(spot, self.highlighter)


class _Own(threading.local):
    """Which papers texts are of, by thread, since a thread's change marks are its own."""

    papers: dict[str, int] | None = None
    marks = -1
    key: tuple[object, ...] = ()
