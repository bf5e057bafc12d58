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
from ..text import clean
from .recording import marked

if TYPE_CHECKING:
    from ..paper import Paper
    from ..parts.intake import Intake
    from ..results import AddReport, Marked, Sighting

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

        It stays known by its file's name too. Raises NotFoundError for an unknown source.
        """
        label = clean(new)
        if len(label) > _LONGEST:
            raise RectoError(
                "A source cannot have that name", f"It has more than {_LONGEST} characters."
            )
        with self._database.transaction():
            library = {LABEL + self._source(name): label or None}
            act = self._journal.record("rename-source", library=library)
        return marked(self._context, act)

    def remove(self, *names: str) -> Marked:
        """Remove sources in one act; papers go out of sight with them.

        Those stay that another source holds or that carry a mark. Adding a file again brings it
        back. Raises NotFoundError, and removes none, where one is unknown.
        """
        shown = "SELECT count(*) FROM papers WHERE hidden = 0"
        with self._database.transaction():
            library: dict[str, object] = {REMOVED + self._source(name): True for name in names}
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
        from ..store.added import load_added

        return {rowid: wall[:10] for rowid, wall in load_added(self._database, rowids).items()}

    def history(self, paper: str | Paper) -> tuple[Sighting, ...]:
        """Return on which days a paper was seen with how many upvotes and comments.

        Raises NotFoundError.
        """
        from ..results import Sighting
        from ..store.seen import load_seen

        seen = load_seen(self._database, self._context.one(paper))
        return tuple(Sighting(*row) for row in seen)

    def _source(self, name: str) -> str:
        """Return the file's name of a source that goes by this name."""
        wanted = clean(name)
        rows = self._database.rows(
            "SELECT s.name FROM sources s LEFT JOIN settings g ON g.name = 'label:' || s.name "
            "WHERE s.papers > 0 AND (s.name = :name OR json_extract(g.value, '$') = :name) "
            "ORDER BY s.name != :name",
            {"name": wanted},
        )
        if len(rows) == 1 or (rows and rows[0][0] == wanted):
            return str(rows[0][0])
        if rows:
            listed = ", ".join(repr(name) for (name,) in rows)
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
