"""The reader's say about sources: what they are called, and whether they are there at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NotFoundError, RectoError
from ..journal.acts import LABEL, REMOVED
from ..parts.context import Context
from ..store.source_counts import OF_NAME
from ..stream_names import day_of, stream_title
from ..text import clean
from .recording import marked

if TYPE_CHECKING:
    from ..paper import Paper
    from ..parts.intake import Intake
    from ..results import AddReport, Marked, Sighting
    from ..views import SourceCount

_NAMES = "SELECT name FROM sources WHERE papers > 0"

_LABELS = (
    "SELECT substr(name, 7), json_extract(value, '$') FROM settings "
    "WHERE name >= 'label:' AND name < 'label;' AND value IS NOT NULL"
)

_OF_NAME = f"SELECT s.name FROM sources s WHERE s.papers > 0 AND {OF_NAME} ORDER BY s.name"

_LONGEST = 100
"""Characters of a name that the reader gives."""


class Sources:
    """Sources are named and removed in acts of the journal, so both can be undone."""

    def __init__(self, context: Context, intake: Intake) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal
        self._intake = intake

    def rename(self, name: str, new: str) -> Marked:
        """Give a source a name to be shown by; an empty one gives it back its own.

        It stays known by its file's name too; that of a stream is shown for all its days. Raises
        NotFoundError for an unknown source.
        """
        label = clean(new)
        if len(label) > _LONGEST:
            raise RectoError(
                "A source cannot have that name", f"It has more than {_LONGEST} characters."
            )
        with self._database.transaction():
            library = {LABEL + self.find(name): label or None}
            act = self._journal.record("rename-source", library=library)
        return marked(self._context, act)

    def remove(self, *names: str) -> Marked:
        """Remove sources in one act, of a stream all its days; papers go out of sight with them.

        Those stay that another source holds or that carry a mark. Adding a file again brings it
        back; days of a stream that was removed are not fetched again. Raises NotFoundError, and
        removes none, where one is unknown.
        """
        shown = "SELECT count(*) FROM papers WHERE hidden = 0"
        with self._database.transaction():
            found = [self.find(name) for name in names]
            library: dict[str, object] = {
                REMOVED + source: True for name in found for source in self._pages(name)
            }
            before = int(self._database.value(shown))
            act = self._journal.record("remove-source", library=library)
            gone = before - int(self._database.value(shown))
        return replace(marked(self._context, act), count=gone)

    @property
    def watched(self) -> list[Path]:
        """The directories that the settings name to be watched."""
        home = self._context.locations.config
        return [home / os.path.expanduser(text) for text in self._context.config.watch]  # noqa: PTH111

    def take_watched(self) -> list[AddReport]:
        """Take in what is new or has changed in the watched directories; nothing else is read.

        Together it is one import. What could not be read is told once, until it changes.
        """
        return self._intake.take_watched(self.watched)

    # What repeated pages tell

    def has_history(self) -> bool:
        """Tell whether any paper's upvotes were seen on several days, so that some can rise."""
        from ..store.seen import has_history

        return has_history(self._database)

    def rising(self, limit: int = 20) -> list[tuple[Paper, float]]:
        """Return the papers that rise, the fastest first, with the upvotes they gain per day."""
        from ..store.seen import load_rising

        rises = dict(load_rising(self._database, limit))
        return [(paper, rises[paper.rowid]) for paper in self._context.rows(list(rises))]

    def gains(self, rowids: Sequence[int]) -> dict[int, float]:
        """Return how many upvotes a day papers gained lately, by their row numbers.

        Papers of which no two days are known, or none of late, are left out.
        """
        from ..store.seen import load_gains

        return load_gains(self._database, rowids)

    def are_by_hand(self, rowids: Iterable[int]) -> set[int]:
        """Return which of these papers were brought in by hand, by row numbers."""
        found = self._context.listings.brought_by_hand()
        return {rowid for rowid in rowids if rowid >= 0 and found >> rowid & 1}

    def added_on(self, rowids: Sequence[int]) -> dict[int, str]:
        """Return the ISO days on which papers first came into the library, by row numbers."""
        from ..store.papers import load_added

        return {rowid: wall[:10] for rowid, wall in load_added(self._database, rowids).items()}

    def history(self, paper: str | Paper) -> tuple[Sighting, ...]:
        """Return on which days a paper was seen with how many upvotes and comments.

        Raises NotFoundError.
        """
        from ..results import Sighting
        from ..store.seen import load_seen

        seen = load_seen(self._database, self._context.one(paper))
        return tuple(Sighting(*row) for row in seen)

    def days(self, stream: str) -> tuple[SourceCount, ...]:
        """Return the days of a stream such as `arxiv:cs.LG`, the newest first; each is a source.

        It is empty where a source is no stream. Raises NotFoundError for an unknown source.
        """
        return self._context.counting.days(self.find(stream))

    def find(self, name: str) -> str:
        """Return the own name of a source, stream, or day of one that goes by this name.

        Raises NotFoundError for an unknown one, RectoError where several are called so.
        """
        wanted = clean(name)
        labels = dict(self._database.rows(_LABELS))
        named: set[str] = set()
        for (source,) in self._database.rows(_NAMES):
            day = day_of(source)
            shown = [(source, labels.get(source))]
            if day:
                shown.append((day[0], labels.get(day[0]) or stream_title(day[0])))
            for own, label in shown:
                if wanted in (own, label):
                    named.add(own)
        if wanted in named or len(named) == 1:
            return wanted if wanted in named else next(iter(named))
        if named:
            listed = ", ".join(repr(name) for name in sorted(named))
            raise RectoError(
                "Several sources have that name",
                f"{wanted!r} is {listed}.",
                "Give its file's name.",
            )
        raise NotFoundError(
            "No such source",
            f"No source goes by the name {wanted!r}.",
            "`recto sources` lists them.",
        )

    def _pages(self, name: str) -> list[str]:
        """Return the sources that a name of its own stands for: it, or all days of a stream."""
        rows = self._database.rows(_OF_NAME, {"name": name})
        return [source for (source,) in rows]
