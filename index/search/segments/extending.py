"""The search index written part by part: each part answers as soon as it is there.

A part is a generation like any other. Its stamp says up to which paper it has got, so that whoever
comes next goes on from there, after an interruption too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...disk.exhaustion import let_go
from ...errors import ExhaustedError
from .documents import Document
from .generations import Generations
from .stamp import Stamp

if TYPE_CHECKING:
    from .building import IndexBuilder
    from .collecting import Papers
    from .second_process import SecondProcess

__all__ = ["Document", "Extension", "Progress", "Report", "extend"]

PART = 15_000
"""Papers from which a part is put into use."""

_LARGE_PART = 25_000
"""Papers of a part where so many are there already: they are one segment where NumPy is."""

_SHARE = 3
"""A part is at least one of so many times what is there, so that their number stays small."""

_LOOK_EVERY = 50
"""Papers between two looks at whether the second process has come to an end."""

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
    is_apart: bool = False
    """Places are packed apart; see `pack_places`."""
    conclude: Callable[[Path, int | None], str] | None = None
    """Writes what else belongs to a generation, as a file in it whose name it returns; it is told
    the last document of a part that others follow."""


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
    from .second_process import second_process

    with second_process(max(0, extension.total - extension.begun)) as second:
        return _extend(generations, stamp, extension, progress, second)


def _extend(
    generations: Generations,
    stamp: Stamp | None,
    extension: Extension,
    progress: Progress | None,
    second: SecondProcess | None,
) -> Stamp:
    documents = iter(extension.documents)
    report = Report(progress, extension.total, extension.begun)
    base = 0 if stamp is None else stamp.rev
    together = extension.together
    ahead: list[Papers] = []
    while True:
        there = stamp.documents if stamp else 0
        size = together + max(PART, min(there, _LARGE_PART), there // _SHARE)
        with generations.fresh() as path:
            try:
                if stamp is not None:
                    generations.copy_files(stamp, path)
                part = _Part(path, documents, None if extension.is_whole else size, ahead)
                count, last = _write(part, extension, report, second)
            except (MemoryError, ExhaustedError) as error:
                if second is not None:
                    second.close()
                let_go(error)  # the lists of all words are what took it
                raise
            upto = last if ahead else 0
            rev = base if upto else extension.rev
            report.finish()
            if extension.conclude is not None:
                generations.take_anew(extension.conclude(path, upto or None))
            stamp = generations.name(path, count, rev, upto=upto, seen=extension.rev)
        if not upto:
            return stamp
        together = 0


class _Part(NamedTuple):
    """What is written into one generation."""

    path: Path
    documents: Iterator[Document]
    """Its papers, and those of the parts after it."""
    size: int | None
    """How many are its own; None for all."""
    ahead: list[Papers]
    """Those that were read already; they are taken out, and the next part's put in."""


def _write(
    part: _Part, extension: Extension, report: Report, second: SecondProcess | None
) -> tuple[int, int]:
    """Write papers into a generation; return how many it has, and the last one's row."""
    from .building import IndexBuilder
    from .collecting import Papers

    papers = part.ahead.pop() if part.ahead else Papers()
    rowids = {*extension.removed, *papers.rowids}
    last = papers.rowids[-1] if papers.rowids else 0
    wanted = None if part.size is None else max(0, part.size - len(papers.rowids))
    for _ in papers.rowids:
        report.add()
    builder = IndexBuilder(
        part.path, report.commit, papers=papers, second=second, is_apart=extension.is_apart
    )
    del papers  # the builder lets go of them once they are written
    for document in islice(part.documents, wanted):
        last = document.rowid
        rowids.add(last)
        builder.add(document)
        report.add()
    papers = builder.flush()
    if second is not None:
        _read_ahead(builder, papers, part.documents, second)
    builder.delete(rowids)
    count = builder.commit(is_one=extension.is_whole)
    if not papers.rowids and (first := next(part.documents, None)) is not None:
        papers.add(first)
    if papers.rowids:
        part.ahead.append(papers)
    return count, last


def _read_ahead(
    builder: IndexBuilder, papers: Papers, documents: Iterator[Document], second: SecondProcess
) -> None:
    """Take in papers of the next part as long as the second process is at this one's."""
    while second.is_busy():
        for _ in range(_LOOK_EVERY):
            if len(papers.rowids) == PART or builder.is_enough(papers):
                return
            document = next(documents, None)
            if document is None:
                return
            papers.add(document)
