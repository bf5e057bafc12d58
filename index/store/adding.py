"""Files into the library: bytes are read, understood and taken in, each file by itself."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import SourceError
from ..pages.dumps import Page, Problem, decode, load_stream, read_dump
from ..pages.files import open_source
from ..pages.jsonlines import JsonLines, is_json_lines
from ..pages.packed import BEGINNING, Unpacked, is_packed
from ..results import AddReport
from ..text import clean
from .imports import Source, next_import, take_in
from .store import Store

_LOOKED_AT = 64
"""Bytes of a file's content that tell what it is."""
_DIGITS = 32
_PIECE = 1 << 20
_LARGEST_PIPE = 1 << 31

_Stream = io.BufferedReader | io.BufferedRandom


@dataclass(frozen=True, slots=True)
class Adding:
    """One call to add files: together they are one import, however many acts it takes."""

    store: Store
    year: int | None = None
    """The year of dates that lack theirs, where the caller knows it."""

    def add_files(self, paths: Iterable[Path]) -> Iterable[AddReport]:
        """Add each file in a transaction of its own; one that fails leaves the others alone."""
        import_no: int | None = None
        for path in paths:
            name = clean(path.name)
            try:
                with open_source(path) as file, _seekable(file) as stream:
                    report, import_no = self._add(name, clean(str(path)), stream, import_no)
            except SourceError as error:
                report = AddReport(name, error=error)
            yield report

    def add(self, name: str, data: bytes) -> AddReport:
        """Add one file's bytes as an import of their own."""
        try:
            return self._add(name, name, io.BufferedReader(io.BytesIO(data)), None)[0]
        except SourceError as error:
            return AddReport(name, error=error)

    def _add(
        self, name: str, path: str, stream: _Stream, import_no: int | None
    ) -> tuple[AddReport, int | None]:
        """Add what a stream holds to an import, or to a new one; return which import it was."""
        content = _unpacked(stream, path)
        if is_json_lines(content.peek(_LOOKED_AT)):
            # Read twice, in the memory of a few lines, however many there are.
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()[:_DIGITS]
            stream.seek(0)
            lines = JsonLines(_unpacked(stream, path), path)
            return self._take(
                Source(name, digest, lines.records()), import_no, lambda: lines.problems
            )
        data = load_stream(content, path)
        page = _read(name, data, self.year)
        source = Source(name, _digest(data, self.year), page.records)
        return self._take(source, import_no, lambda: page.problems)

    def _take(
        self, source: Source, import_no: int | None, problems: Callable[[], tuple[Problem, ...]]
    ) -> tuple[AddReport, int | None]:
        with self.store.database.transaction():
            number = import_no or next_import(self.store)
            (taken,) = take_in(self.store, [source], number)
        report = AddReport(
            source.name,
            records=taken.records,
            new=taken.new,
            known=taken.records - taken.new,
            problems=problems(),
            unchanged=taken.unchanged,
        )
        return report, import_no if taken.unchanged else number


def _unpacked(stream: _Stream, path: str) -> _Stream:
    """Return the content of a stream that may be packed."""
    if is_packed(stream.peek(BEGINNING)):
        return io.BufferedReader(Unpacked(stream, path))
    return stream


@contextlib.contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[_Stream]:
    """Let a stream be read twice: a pipe with more than a page goes into a file without a name."""
    beginning = stream.peek(_LOOKED_AT)
    if stream.seekable() or not (is_packed(beginning) or is_json_lines(beginning)):
        yield stream
        return
    from tempfile import TemporaryFile

    size = 0
    with TemporaryFile() as copy:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > _LARGEST_PIPE:
                raise SourceError(
                    "Too much to read", f"The pipe gives more than {_LARGEST_PIPE >> 30} GB."
                )
            copy.write(piece)
        copy.seek(0)
        yield copy


def load_seeds() -> list[Source]:
    """Return the pages that Recto ships with."""
    from ... import seeds

    (directory,) = seeds.__path__
    sources = []
    for path in sorted(Path(directory).glob("*.txt")):
        data = path.read_bytes()
        page = _read(path.name, data, None)
        sources.append(Source(path.name, _digest(data, None), page.records))
    return sources


def _read(name: str, data: bytes, year: int | None) -> Page:
    page = read_dump(decode(data, name), year=year)
    if not page.records:
        reason = page.problems[0].reason if page.problems else "It shows no papers."
        raise SourceError(
            f"No papers in {name}", reason, "Add a saved page with titles and abstracts."
        )
    return page


def _digest(data: bytes, year: int | None) -> str:
    """Return what tells a page's content: the same bytes read for another year are another."""
    told = data if year is None else data + b"\0%d" % year
    return hashlib.sha256(told).hexdigest()[:_DIGITS]
