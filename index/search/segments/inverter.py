"""Papers to posting lists: what an index is written from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from ..analysis.stemming import stem
from ..postings.impacts import EDGES, TEXT, impacts_of_paper
from ..schema import ROWID, commit, open_writer

_LIMIT_MB = 64
"""Megabytes of posting lists that Whoosh keeps before it sorts them into a file of its own."""

_MOST_POSTINGS = 1_000_000
"""Postings that are collected before Whoosh gets them, about 20 bytes each."""


class Inverter:
    """Writes papers into an index; Whoosh gets the posting lists of many papers at once.

    Left to itself it would sort every single posting, which takes four times as long.
    """

    def __init__(self, path: Path, tell: Callable[[float], None]) -> None:
        """Begin in an empty directory, or add to the index of one.

        `tell` hears which share of everything is written while `commit` is at it.
        """
        self._writer = open_writer(path, _LIMIT_MB, self._hear)
        self._tell = tell
        self._lists: dict[str, dict[str, tuple[array[int], bytearray]]] = {TEXT: {}, EDGES: {}}
        self._collected = self._given = self._written = 0

    def delete(self, docs: Iterable[int]) -> None:
        """Take documents of the old segments out, by their numbers in all of them."""
        for doc in docs:
            self._writer.delete_document(doc)

    def add(self, rowid: int, title: str, abstract: str) -> None:
        """Take a paper in."""
        doc = self._writer.docnum
        self._writer.add_document(**{ROWID: rowid})
        text, edges = impacts_of_paper(title, abstract, stem)
        for field, impacts in ((TEXT, text), (EDGES, edges)):
            lists = self._lists[field]
            for term, impact in impacts.items():
                found = lists.get(term)
                if found is None:
                    lists[term] = array("I", (doc,)), bytearray((impact,))
                else:
                    found[0].append(doc)
                    found[1].append(impact)
        self._collected += len(text) + len(edges)
        if self._collected >= _MOST_POSTINGS:
            self._hand_over()

    def _hand_over(self) -> None:
        add = self._writer.pool.add
        for field, lists in self._lists.items():
            for term, (ids, impacts) in lists.items():
                add((field, term.encode(), ids[0], 1.0, ids.tobytes() + impacts))
            lists.clear()
        self._given += self._collected
        self._collected = 0

    def commit(self) -> None:
        """Write everything down."""
        try:
            self._hand_over()
        except BaseException:
            self.cancel()
            raise
        commit(self._writer)

    def cancel(self) -> None:
        """Give everything up."""
        self._writer.cancel()

    def _hear(self, postings: int) -> None:
        self._written += postings
        self._tell(min(1.0, self._written / max(1, self._given)))
