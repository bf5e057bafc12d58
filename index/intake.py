"""What comes into an open library: files, standard input, watched directories; and what rises."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .errors import Interrupted, RectoError, SourceError
from .finding import Finding
from .paper import Paper
from .text import clean

if TYPE_CHECKING:
    from .adding.watching import Changed
    from .results import AddReport, Sighting


class Intake(Finding):
    """Takes files of papers in, and tells what their repeated numbers say."""

    most_indexed: int | None = None
    """Papers above which what is added waits for `refresh_index`, or for a search; None for all."""

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        year: int | None = None,
        format: str | None = None,
        name: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[AddReport]:
        """Take saved pages in; a search finds them afterwards.

        A file of less than 10,000 papers goes in wholly or not at all, a larger one in parts of so
        many: where that is interrupted, adding the same file again goes on.

        A directory stands for the files directly in it. `year` is that of dates without one,
        `format` one of `FORMATS` where the content does not tell, `name` that of the source.
        `progress` is told the files done and the files in all, `self.progress` meanwhile the
        papers. A file that could not be read has its error in its report. Raises StoreError, and
        Interrupted where a part of a file stays.
        """
        from .adding.files import Adding
        from .adding.metering import Meter

        files = [Path(path) for path in paths]
        reports = []
        meter = Meter(self._advance)
        for report in Adding(self._store, year, format, name, meter).add_files(files):
            reports.append(report)
            if progress is not None:
                progress(len(reports), max(len(reports), len(files)))
        self._index_added(reports)
        return reports

    def add_text(
        self,
        name: str,
        data: bytes | BinaryIO,
        *,
        year: int | None = None,
        format: str | None = None,
    ) -> AddReport:
        """Take in what is no file, bytes or a stream, under a name of its own such as `stdin`."""
        from .adding.files import Adding
        from .adding.metering import Meter

        meter = Meter(self._advance)
        report = Adding(self._store, year, format, meter=meter).add(clean(name), data)
        self._index_added([report])
        return report

    @property
    def watched(self) -> list[Path]:
        """The directories that the settings name to be watched."""
        home = self.locations.config
        return [home / os.path.expanduser(text) for text in self.config.watch]  # noqa: PTH111

    def look_at_watched(self) -> list[AddReport]:
        """Take in what is new or has changed in the watched directories; nothing else is read.

        Together it is one import. What could not be read is told once, until it changes.
        """
        from .adding.files import Adding
        from .adding.metering import Meter
        from .adding.watching import find_changed, remember
        from .results import AddReport

        found = list(find_changed(self._database, self.watched))
        reports = [AddReport("", error=one) for one in found if isinstance(one, SourceError)]
        changed: list[Changed] = [one for one in found if not isinstance(one, SourceError)]
        if not changed:
            return reports
        read = [file for file in changed if not file.is_text]
        pages = [file for file in changed if file.is_text]
        added = Adding(self._store, meter=Meter(self._advance)).add_each(
            [file.path for file in pages]
        )
        for file, report in zip(pages, added, strict=True):
            reports.append(report)
            if report.error is None or not isinstance(report.error.__cause__, OSError):
                read.append(file)
        with self._database.transaction():
            remember(self._database, read)
        self._index_added(reports)
        return reports

    def _index_added(self, reports: Sequence[AddReport]) -> None:
        """Make what was added findable; what cannot be indexed now is by the next search."""
        records = sum(report.records for report in reports if not report.unchanged)
        if not records or (self.most_indexed is not None and records > self.most_indexed):
            return
        try:
            self._finder.refresh()
        except Interrupted:
            raise
        except RectoError as error:
            self._tell(str(error))

    # What repeated pages tell

    def has_history(self) -> bool:
        """Tell whether any paper's upvotes were seen on several days, so that some can rise."""
        from .store.seen import has_history

        return has_history(self._database)

    def rising(self, limit: int = 20) -> list[tuple[Paper, float]]:
        """Return the papers that rise, the fastest first, with the upvotes they gain per day."""
        from .store.seen import load_rising

        rises = dict(load_rising(self._database, limit))
        return [(paper, rises[paper.pid]) for paper in self.rows(list(rises))]

    def history(self, paper: str | Paper) -> tuple[Sighting, ...]:
        """Return on which days a paper was seen with how many upvotes and comments.

        Raises NotFoundError.
        """
        from .results import Sighting
        from .store.seen import load_seen

        return tuple(Sighting(*row) for row in load_seen(self._database, self._one(paper)))
