"""Files into the library: bytes are read, understood and taken in, each file by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .dumps import Page, decode, load_source, read_dump
from .errors import SourceError
from .imports import Source, next_import, take_in
from .results import AddReport
from .store import Store
from .text import clean


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
                data = load_source(path)
            except SourceError as error:
                yield AddReport(name, error=error)
                continue
            report, import_no = self.add(name, data, import_no)
            yield report

    def add(
        self, name: str, data: bytes, import_no: int | None = None
    ) -> tuple[AddReport, int | None]:
        """Add one file's bytes to an import, or to a new one; return which import it was."""
        try:
            page = _read(name, data, self.year)
        except SourceError as error:
            return AddReport(name, error=error), import_no
        source = Source(name, _digest(data, self.year), page.records)
        with self.store.database.transaction():
            number = import_no or next_import(self.store)
            (taken,) = take_in(self.store, [source], number)
        report = AddReport(
            name,
            records=taken.records,
            new=taken.new,
            known=taken.records - taken.new,
            problems=page.problems,
            unchanged=taken.unchanged,
        )
        return report, import_no if taken.unchanged else number


def load_seeds() -> list[Source]:
    """Return the pages that Recto ships with."""
    from .. import seeds

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
    return hashlib.sha256(told).hexdigest()[:32]
