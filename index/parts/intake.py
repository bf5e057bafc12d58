"""What comes into an open library: files, standard input, watched directories."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import SourceError
from ..text import clean
from .context import Context
from .full_text import FullTextIndex

if TYPE_CHECKING:
    from ..adding.watching import Changed
    from ..results import AddReport


class Intake:
    """Takes files of papers in and has them indexed."""

    def __init__(self, context: Context, index: FullTextIndex) -> None:
        self._store = context.store
        self._database = context.database
        self._index = index

    def add(
        self,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        year: int | None = None,
        format: str | None = None,
        name: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        notes: str = "remark",
        keywords: str = "keywords",
    ) -> list[AddReport]:
        """Take saved pages in; see `Library.add`."""
        from ..adding.claims import claims_of
        from ..adding.files import Adding
        from ..adding.metering import Meter

        given = (paths,) if isinstance(paths, str | os.PathLike) else paths
        files = [Path(path) for path in given]
        reports = []
        meter = Meter(self._index.advance)
        claims = claims_of(notes, keywords)
        for report in Adding(self._store, year, format, name, meter, claims).add_files(files):
            reports.append(report)
            if progress is not None:
                progress(len(reports), max(len(reports), len(files)))
        self._index.take_in(reports)
        return reports

    def add_text(
        self,
        name: str,
        data: bytes | BinaryIO,
        year: int | None = None,
        format: str | None = None,
        notes: str = "remark",
        keywords: str = "keywords",
    ) -> AddReport:
        """Take in what is no file; see `Library.add_text`."""
        from ..adding.claims import claims_of
        from ..adding.files import Adding
        from ..adding.metering import Meter

        meter = Meter(self._index.advance)
        claims = claims_of(notes, keywords)
        adding = Adding(self._store, year, format, meter=meter, claims=claims)
        report = adding.add(clean(name), data)
        self._index.take_in([report])
        return report

    def add_zotero(
        self,
        directory: str | os.PathLike[str] | None = None,
        name: str | None = None,
        with_groups: bool = False,
    ) -> AddReport:
        """Take Zotero's library in; see `Library.add_zotero`."""
        from ..adding.files import Adding
        from ..adding.metering import Meter

        place = None if directory is None else Path(directory)
        adding = Adding(self._store, name=name, meter=Meter(self._index.advance))
        report = adding.add_zotero(place, with_groups=with_groups)
        self._index.take_in([report])
        return report

    def take_watched(self, directories: Sequence[Path]) -> list[AddReport]:
        """Take in what is new or has changed in these directories; see `Sources.take_watched`."""
        from ..adding.watching import find_changed, remember
        from ..results import AddReport

        found = list(find_changed(self._database, directories))
        reports = [AddReport("", error=one) for one in found if isinstance(one, SourceError)]
        changed: list[Changed] = [one for one in found if not isinstance(one, SourceError)]
        if not changed:
            return reports
        from ..adding.files import Adding  # late: each start looks, and mostly finds nothing new
        from ..adding.metering import Meter
        from ..adding.pdf_files import Pdfs

        read = [file for file in changed if not file.is_text]
        pages = [file for file in changed if file.is_text]
        pdfs: dict[Path, list[Path]] = {}
        for file in changed:
            if file.is_pdf:
                pdfs.setdefault(file.path.parent, []).append(file.path)
        groups = [Pdfs(clean(directory.name), paths) for directory, paths in pdfs.items()]
        added = Adding(self._store, meter=Meter(self._index.advance)).add_each(
            [*(file.path for file in pages), *groups]
        )
        for page, report in zip(pages, added, strict=False):
            reports.append(report)
            if report.error is None or not isinstance(report.error.__cause__, OSError):
                read.append(page)
        reports += added
        with self._database.transaction():
            remember(self._database, read)
        self._index.take_in(reports)
        return reports
