"""The reader's say about sources: what they are called, and whether they are there at all."""

from __future__ import annotations

from ..errors import NotFoundError, RectoError
from ..journal.acts import LABEL, REMOVED
from ..opened import Opened
from ..text import clean

_LONGEST = 100
"""Characters of a name that the reader gives."""


class Sources(Opened):
    """Sources are named and removed in acts of the journal, so both can be undone."""

    def rename_source(self, name: str, new: str) -> None:
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
            self._store.journal.record("rename-source", library=library)

    def remove_source(self, *names: str) -> int:
        """Remove sources in one act and return how many papers went out of sight with them.

        Those stay that another source holds or that carry a mark. Adding a file again brings it
        back. Raises NotFoundError, and removes none, where one is unknown.
        """
        shown = "SELECT count(*) FROM papers WHERE hidden = 0"
        with self._database.transaction():
            library: dict[str, object] = {REMOVED + self._source(name): True for name in names}
            before = int(self._database.value(shown))
            self._store.journal.record("remove-source", library=library)
            return before - int(self._database.value(shown))

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
