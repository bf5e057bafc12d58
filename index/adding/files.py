"""Files into the library: bytes are read, understood and taken in, each file by itself.

What a file is tells its content, packed or not. Lists of records are read as they come, saved pages
at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from ..errors import SourceError
from ..pages.contents import Problem
from ..pages.directories import is_zotero, list_files
from ..pages.encodings import Encoding, Sniffer
from ..pages.files import (
    Joined,
    as_text,
    decode_page,
    explain_unreadable,
    iterate_pieces,
    load_stream,
    open_source,
    refuse_empty,
)
from ..pages.formats import JSON_LINES, RECORD_FORMATS
from ..pages.json_files.jsonlines import JsonLines, is_json_lines
from ..pages.kinds import open_records, read_page, recognise
from ..pages.packed import is_packed
from ..results import AddReport
from ..store.store import Store
from ..text import clean
from .checksums import DIGITS, checksum
from .claims import Claims
from .imports import Source, Together
from .metering import Meter
from .parts import take_in_parts
from .pdf_files import Pdfs
from .streams import Stream, copied, encoding_of, peeked, sniffed, unpacked

if TYPE_CHECKING:
    from .pdfs import Matched

_HEAD = 1 << 18
"""Bytes that tell what a file is: as many as the characters that are looked at can take."""


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
    claims: Claims = field(default_factory=Claims)
    """What in the files is the reader's own."""

    def add_files(self, paths: Iterable[Path]) -> Iterator[AddReport]:
        """Add files, of a directory those directly in it; one that fails costs no other."""
        found: list[Path | Pdfs | AddReport] = []
        for path in paths:
            name = clean(path.name) or clean(str(path))
            if is_zotero(path):
                found.append(path)
                continue
            try:
                listed = list_files(path)
            except SourceError as error:
                found.append(AddReport(name, error=error))
                continue
            found += listed.files
            if listed.skipped:
                found.append(AddReport(name, skipped=listed.skipped))
            if listed.pdfs:
                found.append(Pdfs(name, listed.pdfs))
        # PDF files come last: they join papers that the others may bring.
        found.sort(key=lambda one: isinstance(one, Pdfs))
        reports = self.add_each([one for one in found if not isinstance(one, AddReport)])
        for one in found:
            yield one if isinstance(one, AddReport) else next(reports)

    def add_each(self, files: Iterable[Path | Pdfs]) -> Iterator[AddReport]:
        """Add each file by itself, or files of PDF together, all to one import."""
        together: Together | None = None
        files = list(files)
        self.meter.expect(path for file in files for path in _paths(file))
        for file in files:
            if isinstance(file, Pdfs):
                report, together = self._add_pdfs(file, together)
            else:
                report, together = self._add_file(file, together)
            for path in _paths(file):
                self.meter.finish(path)
            self.meter.count(report.records)
            yield report

    def _add_pdfs(self, pdfs: Pdfs, together: Together | None) -> tuple[AddReport, Together | None]:
        """Add files of PDF to the papers that they are."""
        from .pdfs import match_pdfs

        name = self.name or pdfs.name
        matched = match_pdfs(self.store.database, pdfs.paths, self.meter.tell)
        if not matched.records:
            return AddReport(name, error=_unknown(name, matched)), together
        source = Source(name, matched.checksum, matched.records, kind="pdf")
        report, together = self._take(
            source, together, lambda: matched.problems, "pdf", lambda taken: None
        )
        return replace(report, remarks=matched.remarks), together

    def _add_file(self, path: Path, together: Together | None) -> tuple[AddReport, Together | None]:
        if is_zotero(path):
            return self._add_zotero(path, together)
        name = self.name or clean(path.name)
        try:
            with open_source(path) as file, self._seekable(file) as stream:
                return self._add(name, clean(str(path)), stream, together)
        except SourceError as error:
            return AddReport(name, error=error), together

    def add_zotero(self, place: Path | None, *, with_groups: bool = False) -> AddReport:
        """Add Zotero's library that is at a place, or else where Zotero has it."""
        return self._add_zotero(place, None, with_groups=with_groups)[0]

    def _add_zotero(
        self, place: Path | None, together: Together | None, *, with_groups: bool = False
    ) -> tuple[AddReport, Together | None]:
        from ..pages.zotero.library import ZOTERO, opened_zotero
        from ..pages.zotero.places import find_zotero

        name = self.name or ZOTERO
        try:
            with opened_zotero(find_zotero(place), with_groups=with_groups) as library:
                told = library.checksum()[:DIGITS]
                size = library.size

                def tell(taken: int) -> None:
                    self.meter.tell(taken, size * taken // max(1, library.count))

                source = Source(name, told, library.records(), kind="zotero")
                report, together = self._take(
                    source, together, lambda: tuple(library.problems), "zotero", tell
                )
                return replace(report, remarks=library.remarks), together
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
        content = unpacked(stream, path)
        kind = self.format or ("" if not is_json_lines(peeked(content)) else JSON_LINES)
        if kind == JSON_LINES:
            # Read twice, in the memory of a few lines, however many there are.
            stream.seek(start)
            told = self._told(hashlib.file_digest(stream, "sha256").hexdigest()[:DIGITS])
            stream.seek(start)

            def encoding() -> Encoding:
                return encoding_of(stream, start, path)

            lines = JsonLines(unpacked(stream, path), path, encoding)
            source = Source(name, told, self.claims.claimed(lines.records()), kind=kind)

            def tell(taken: int) -> None:
                self.meter.tell(taken, stream.tell() - start)

            return self._take(source, together, lambda: lines.problems, kind, tell)
        head = content.read(_HEAD)
        kind = self.format or recognise(as_text(head))
        if kind in RECORD_FORMATS and stream.seekable():
            report, after = self._add_records(name, path, stream, start, together, kind)
            return replace(report, remarks=_remarks(kind, as_text(head))), after
        data = load_stream(Joined(head, content), path)
        if kind in RECORD_FORMATS:  # a pipe in which that did not show at once
            held = io.BufferedReader(cast(Any, io.BytesIO(data)))
            return self._add_records(name, path, held, 0, together, kind)
        text, damages = decode_page(data, path)
        kind = self.format or recognise(text)
        page = read_page(kind, text, path, self.year)
        problems = tuple(sorted([*page.problems, *damages]))
        told = checksum([data], self.year, self.format)
        source = Source(name, told, page.records, page.day, kind)
        size = len(data)

        def tell_page(taken: int) -> None:
            self.meter.tell(taken, size * taken // max(1, len(page.records)))

        return self._take(source, together, lambda: problems, kind, tell_page)

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
        pieces = refuse_empty(iterate_pieces(unpacked(stream, path), path), path)
        sniffer = Sniffer()
        told = self._told(checksum(sniffed(pieces, sniffer), self.year, self.format))
        stream.seek(start)
        file = open_records(kind, unpacked(stream, path), path, sniffer.encoding())

        def tell(taken: int) -> None:
            self.meter.tell(taken, stream.tell() - start)

        source = Source(name, told, self.claims.claimed(file.records()), kind=kind)
        return self._take(source, together, lambda: file.problems, kind, tell)

    def _told(self, told: str) -> str:
        """Return what tells a page: the same one is another where other things are claimed."""
        return checksum([told.encode()], None, str(self.claims)) if self.claims else told

    @contextlib.contextmanager
    def _seekable(self, stream: Stream) -> Iterator[Stream]:
        """Let a stream be read twice where it may hold more than a page."""
        beginning = peeked(stream)
        is_long = is_packed(beginning) or is_json_lines(beginning)
        kind = self.format or ("" if is_long else recognise(as_text(beginning)))
        is_long = is_long or kind in {JSON_LINES, *RECORD_FORMATS}
        if stream.seekable() or not is_long:
            yield stream
        else:
            with copied(stream) as copy:
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


def _remarks(kind: str, beginning: str) -> tuple[str, ...]:
    """Return what is to be said of a file besides what came of it."""
    if kind == "bibtex":
        from ..pages.bibliographies.better_bibtex import OPTIONS, is_better_bibtex

        if is_better_bibtex(beginning):
            return (OPTIONS,)
    return ()


def _paths(file: Path | Pdfs) -> Iterable[Path]:
    return [file] if isinstance(file, Path) else file.paths


def _unknown(name: str, matched: Matched) -> SourceError:
    """Return the error about PDF files of which nobody knows which papers they are."""
    count, first = len(matched.problems), matched.problems[0].reason
    return SourceError(
        f"No papers in {name}",
        first if count == 1 else f"Of {count:,} PDF files none is known. {first}",
        " ".join(
            (
                "Add the papers first, or name a file by its arXiv id, DOI or title.",
                *matched.remarks,
            )
        ),
    )
