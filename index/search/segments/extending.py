"""The search index written part by part: each part answers as soon as it is there.

A part is a generation like any other. Its stamp says up to which paper it has got, so that whoever
comes next goes on from there, after an interruption too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ...disk.exhaustion import let_go
from ...errors import ExhaustedError
from .documents import Document
from .generations import Generations
from .stamp import Stamp

if TYPE_CHECKING:
    from .building import IndexBuilder
    from .vocabulary import Vocabulary

__all__ = ["Document", "Extension", "Progress", "Report", "extend"]

PART = 15_000
"""Papers from which a part is put into use."""

_LARGE_PART = 25_000
"""Papers of a part where so many are there already: they are one segment where NumPy is."""

_SHARE = 3
"""A part is at least one of so many times what is there, so that their number stays small."""

_REPORT_EVERY = 100
"""Papers between two reports of progress."""

_ADDING = 0.75
"""The share of a part's time after which it is left to write everything down."""

Progress = Callable[[int, int], None]
"""Told how many papers are indexed, of how many (0 where that is not known)."""


class Extension(NamedTuple):
    """What an index lacks."""

    documents: Iterable[Document]
    """New and changed papers; but for the first few (`together`) in the order of their rows."""
    rev: int
    """The library's revision that the index answers for with all of them."""
    removed: Collection[int] = ()
    """Papers that are no more."""
    together: int = 0
    """How many of the first documents no part may leave out."""
    begun: int = 0
    """Papers that an interrupted call has left done."""
    total: int = 0
    """Papers in all, with those; 0 where that is not known."""
    is_anew: bool = False
    """The old index is not to be built upon."""
    is_whole: bool = False
    """It is done in one part: the old index serves until then."""


class Report:
    """Turns what is done into papers done, so that the last ones do not seem to hang."""

    def __init__(self, progress: Progress | None, total: int, begun: int = 0) -> None:
        self._progress = progress
        self._total = total
        self._written = self._added = begun
        self._told = 0

    def add(self) -> None:
        """A paper was added."""
        self._added += 1
        if self._progress and self._added % _REPORT_EVERY == 0:
            self._tell(self._reached(0.0) if self._total else self._added)

    def commit(self, share: float) -> None:
        """Such a share of what was added is written."""
        done = self._reached(share)
        if self._total and done >= self._told + _REPORT_EVERY:
            self._tell(done)

    def finish(self) -> None:
        """All that was added is written."""
        self._written = self._added
        self._tell(self._added)

    def _reached(self, share: float) -> int:
        part = self._added - self._written
        return self._written + int((_ADDING + (1 - _ADDING) * share) * part)

    def _tell(self, done: int) -> None:
        self._told = max(self._told, done)
        if self._progress:
            self._progress(self._told, max(self._total, self._told) if self._total else 0)


def extend(
    generations: Generations, stamp: Stamp | None, extension: Extension, progress: Progress | None
) -> Stamp:
    """Put what an index lacks into it, part by part, under its lock; return its stamp."""
    from .building import IndexBuilder

    documents = iter(extension.documents)
    report = Report(progress, extension.total, extension.begun)
    base = 0 if stamp is None else stamp.rev
    together = extension.together
    vocabulary: Vocabulary | None = None
    first = next(documents, None)
    while True:
        there = stamp.documents if stamp else 0
        size = max(PART, min(there, _LARGE_PART), there // _SHARE)
        rest = documents if first is None else chain([first], documents)
        part = rest if extension.is_whole else islice(rest, together + size)
        with generations.fresh() as path:
            try:
                if stamp is not None:
                    generations.copy_files(stamp, path)
                builder = IndexBuilder(path, report.commit, vocabulary=vocabulary)
                count, last = _write(builder, part, extension, report)
                vocabulary = builder.vocabulary
            except (MemoryError, ExhaustedError) as error:
                let_go(error)  # the lists of all words are what took it
                raise
            first = next(documents, None)
            upto = last if first is not None else 0
            rev = base if upto else extension.rev
            report.finish()
            stamp = generations.name(path, count, rev, upto=upto, seen=extension.rev)
        if first is None:
            return stamp
        together = 0


def _write(
    builder: IndexBuilder, documents: Iterator[Document], extension: Extension, report: Report
) -> tuple[int, int]:
    """Write papers into a generation; return how many it has, and the last one's row."""
    rowids = set(extension.removed)
    last = 0
    for document in documents:
        last = document.rowid
        rowids.add(last)
        builder.add(document)
        report.add()
    builder.delete(rowids)
    return builder.commit(is_one=extension.is_whole), last
