"""What papers refer to, and which papers of the library cite one: told by the texts that are here.

Nothing is matched before it is asked for: a paper that comes later is found then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..database.database import Database
from ..errors import RectoError
from ..pasted import Name, name_of
from ..records.cited_papers import names_of_paper, papers_by_name, papers_with_ids
from ..store.papers import resolve
from .blocks import Block, Text
from .citations import Citations
from .entries import FEWEST_LETTERS, Entry, entries_of, entry_of
from .matching import papers_of


class Reference(NamedTuple):
    """One of the references of a text."""

    block: int
    """Which block of the text it is."""
    names: tuple[str, ...]
    """The arXiv ids and DOIs that it tells."""
    rowid: int | None
    """The row number of the paper in the library; None where there is none."""


class References:
    """References of texts, and citations of papers; safe for several threads."""

    def __init__(self, database: Database, directory: Path) -> None:
        """Match the texts in a directory with the papers of a library."""
        self._database = database
        self._citations = Citations(directory)

    @property
    def mark(self) -> int:
        """What changes whenever a text comes or goes."""
        return self._citations.mark

    def of(self, text: Text) -> list[Reference]:
        """Return the references of a text in their order."""
        return self._told(list(entries_of(text)))

    def of_block(self, block: Block) -> Reference:
        """Return what one block, a reference, refers to."""
        return self._told([entry_of(block)])[0]

    def _told(self, entries: Sequence[Entry]) -> list[Reference]:
        papers = papers_of(self._database, entries)
        return [
            Reference(entry.block, tuple(name.partition(":")[2] for name in entry.names), rowid)
            for entry, rowid in zip(entries, papers, strict=True)
        ]

    def citing(self, value: str, check: Callable[[], object] = lambda: None) -> frozenset[int]:
        """Return the row numbers of the papers whose texts cite a paper.

        It is named by its id, an unambiguous beginning of that, a citation key, an arXiv id, a DOI
        or a link; what is named by the last three need not be in the library. What names no paper
        is cited by none. `check` may raise to end it.
        """
        database = self._database
        named = name_of(value)
        rowid = self._rowid(value, named)
        names, titles = ([], []) if rowid is None else names_of_paper(database, rowid)
        if named is not None:
            names = list(dict.fromkeys([f"{named.kind}:{named.value}", *names]))
        titles = [title for title in titles if len(title) >= FEWEST_LETTERS]
        if not names and not titles:
            return frozenset()
        found: set[str] = set()
        doubtful: list[tuple[str, Entry]] = []
        for stem, entries in self._citations.having(names, titles, check):
            if any(not set(names).isdisjoint(entry.names) for entry in entries):
                found.add(stem)
            else:
                doubtful += [(stem, entry) for entry in entries]
        meant = papers_of(database, [entry for _, entry in doubtful])
        found |= {
            stem
            for (stem, _), other in zip(doubtful, meant, strict=True)
            if other is not None and other == rowid
        }
        # No paper cites itself, whatever the furniture of its text says.
        return frozenset(papers_with_ids(database, found).values()) - {rowid}

    def _rowid(self, value: str, named: Name | None) -> int | None:
        database = self._database
        if named is not None:
            key = f"{named.kind}:{named.value}"
            return next(iter(papers_by_name(database, [key]).get(key, ())), None)
        try:
            return resolve(database, [value])[0]
        except RectoError:
            return None
