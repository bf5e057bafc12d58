"""Files into the library: bytes are read, understood and taken in, each file by itself.

What a file is tells its content, packed or not. Lists of records are read as they come, saved pages
at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import SourceError
from ..pages.contents import Problem
from ..pages.directories import list_files
from ..pages.files import (
    Joined,
    as_text,
    decode,
    explain_unreadable,
    iterate_pieces,
    load_stream,
    open_source,
    refuse_empty,
)
from ..pages.formats import JSON_LINES, RECORD_FORMATS
from ..pages.json_files.jsonlines import JsonLines, is_json_lines
from ..pages.kinds import open_records, read_page, recognise
from ..pages.packed import BEGINNING, Unpacked, is_packed
from ..results import AddReport
from ..store.store import Store
from ..text import clean
from .checksums import DIGITS, checksum
from .imports import Source, Together
from .metering import Meter
from .parts import take_in_parts

_PIECE = 1 << 20
_HEAD = 1 << 18
"""Bytes that tell what a file is: as many as the characters that are looked at can take."""
_LARGEST_PIPE = 1 << 31

Stream = io.BufferedReader | io.BufferedRandom


@dataclass(frozen=True, slots=True)
class Adding:
    """One call to add files: together they are one import and one step of undo.

    Each file has an act of its own, since what was added stays whatever becomes of the rest.
    """

    store: Store
    year: int | None = None
    """The year of dates that lack theirs, where the caller knows it."""
    format: str | None = None
    """The kind that all files are of, whatever they look like."""
    name: str | None = None
    """The name of the source, where it is not the file's own."""
    meter: Meter = field(default_factory=Meter)
    """Tells how far it is."""

    def add_files(self, paths: Iterable[Path]) -> Iterator[AddReport]:
        """Add files, of a directory those directly in it; one that fails costs no other."""
        found: list[Path | AddReport] = []
        for path in paths:
            name = clean(path.name) or clean(str(path))
            try:
                files, skipped = list_files(path)
            except SourceError as error:
                found.append(AddReport(name, error=error))
                continue
            found += files
            if skipped:
                found.append(AddReport(name, skipped=skipped))
        reports = self.add_each([one for one in found if isinstance(one, Path)])
        for one in found:
            yield next(reports) if isinstance(one, Path) else one

    def add_each(self, files: Iterable[Path]) -> Iterator[AddReport]:
        """Add each file by itself, all to one import."""
        together: Together | None = None
        files = list(files)
        self.meter.expect(files)
        for file in files:
            report, together = self._add_file(file, together)
            self.meter.finish(file, report.records)
            yield report

    def _add_file(self, path: Path, together: Together | None) -> tuple[AddReport, Together | None]:
        name = self.name or clean(path.name)
        try:
            with open_source(path) as file, self._seekable(file) as stream:
                return self._add(name, clean(str(path)), stream, together)
        except SourceError as error:
            return AddReport(name, error=error), together

    def add(self, name: str, data: bytes | BinaryIO) -> AddReport:
        """Add the content of one file as an import of its own."""
        name = self.name or name
        raw = io.BytesIO(data) if isinstance(data, bytes) else data
        stream = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(Any, raw))
        try:
            with explain_unreadable(name), self._seekable(stream) as seekable:
                return self._add(name, name, seekable, None)[0]
        except SourceError as error:
            return AddReport(name, error=error)

    def _add(
        self, name: str, path: str, stream: Stream, together: Together | None
    ) -> tuple[AddReport, Together | None]:
        """Add what a stream holds; return also what the next file is together with."""
        start = stream.tell() if stream.seekable() else 0
        content = _unpacked(stream, path)
        kind = self.format or ("" if not is_json_lines(_beginning(content)) else JSON_LINES)
        if kind == JSON_LINES:
            # Read twice, in the memory of a few lines, however many there are.
            stream.seek(start)
            told = hashlib.file_digest(stream, "sha256").hexdigest()[:DIGITS]
            stream.seek(start)
            lines = JsonLines(_unpacked(stream, path), path)
            source = Source(name, told, lines.records(), kind=kind)

            def tell(taken: int) -> None:
                self.meter.tell(taken, stream.tell() - start)

            return self._take(source, together, lambda: lines.problems, kind, tell)
        head = content.read(_HEAD)
        kind = self.format or recognise(as_text(head))
        if kind in RECORD_FORMATS and stream.seekable():
            return self._add_records(name, path, stream, start, together, kind)
        data = load_stream(Joined(head, content), path)
        if kind in RECORD_FORMATS:  # a pipe in which that did not show at once
            held = io.BufferedReader(cast(Any, io.BytesIO(data)))
            return self._add_records(name, path, held, 0, together, kind)
        text = decode(data, path)
        kind = self.format or recognise(text)
        page = read_page(kind, text, path, self.year)
        told = checksum([data], self.year, self.format)
        source = Source(name, told, page.records, page.day, kind)
        size = len(data)

        def tell_page(taken: int) -> None:
            self.meter.tell(taken, size * taken // max(1, len(page.records)))

        return self._take(source, together, lambda: page.problems, kind, tell_page)

    def _add_records(
        self,
        name: str,
        path: str,
        stream: Stream,
        start: int,
        together: Together | None,
        kind: str,
    ) -> tuple[AddReport, Together | None]:
        """Add a file of records, which is read twice and is never in memory as a whole."""
        stream.seek(start)
        pieces = refuse_empty(iterate_pieces(_unpacked(stream, path), path), path)
        told = checksum(pieces, self.year, self.format)
        stream.seek(start)
        file = open_records(kind, _unpacked(stream, path), path)

        def tell(taken: int) -> None:
            self.meter.tell(taken, stream.tell() - start)

        source = Source(name, told, file.records(), kind=kind)
        return self._take(source, together, lambda: file.problems, kind, tell)

    @contextlib.contextmanager
    def _seekable(self, stream: Stream) -> Iterator[Stream]:
        """Let a stream be read twice where it may hold more than a page."""
        beginning = _beginning(stream)
        is_long = is_packed(beginning) or is_json_lines(beginning)
        kind = self.format or ("" if is_long else recognise(as_text(beginning)))
        is_long = is_long or kind in {JSON_LINES, *RECORD_FORMATS}
        if stream.seekable() or not is_long:
            yield stream
        else:
            with _copied(stream) as copy:
                yield copy

    def _take(
        self,
        source: Source,
        together: Together | None,
        problems: Callable[[], tuple[Problem, ...]],
        kind: str,
        tell: Callable[[int], object],
    ) -> tuple[AddReport, Together | None]:
        taken, after = take_in_parts(self.store, source, together, tell)
        report = AddReport(
            source.name,
            records=taken.records,
            new=taken.new,
            known=taken.records - taken.new,
            problems=problems(),
            unchanged=taken.unchanged,
            continued=taken.continued,
            format=kind,
        )
        return report, after


def _unpacked(stream: Stream, path: str) -> Stream:
    """Return the content of a stream that may be packed."""
    if is_packed(stream.peek(BEGINNING)):
        return io.BufferedReader(Unpacked(stream, path))
    return stream


def _beginning(stream: Stream) -> bytes:
    """Return what is at hand of a stream, which stays where it is."""
    return stream.peek(BEGINNING)


@contextlib.contextmanager
def _copied(stream: Stream) -> Iterator[Stream]:
    """Let a pipe be read twice: it goes into a file without a name."""
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
