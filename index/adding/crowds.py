"""Titles that very many papers share, gone through once for all the records that come in.

Among so many only papers of one first author are compared (see `identity.partition`), so that of
the others none need be read. A title goes with the author's name there as if it were another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..database.database import Database
from ..identity.evidence import Evidence
from ..identity.partition import CROWD
from ..records.neighbours import load_kept
from ..records.says import has_says

_MANY = 8 * CROWD
"""Papers of one title from which on it is worth the while."""


class Crowds:
    """Which papers may be meant of those that share a crowded title."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._papers: dict[str, dict[str, set[int]]] = {}
        """Papers by the crowded title, and by it with what tells them from the others."""

    @property
    def titles(self) -> Iterable[str]:
        """The crowded titles."""
        return self._papers.keys()

    def take(self, of_key: dict[str, list[int]]) -> None:
        """Take titles out that have become crowded, of the papers that go by each key."""
        for key, pids in list(of_key.items()):
            is_title = not key.startswith(("arxiv:", "doi:"))
            if is_title and len(pids) > _MANY and not has_says(self._database):
                papers: dict[str, set[int]] = {}
                in_force: set[int] = set()
                for kept in load_kept(self._database, pids):
                    if kept.evidence.title == key:
                        papers.setdefault(_told_apart(kept.evidence), set()).add(kept.pid)
                        in_force.update([kept.pid] if kept.is_in_force else [])
                if len(in_force) > CROWD:
                    self._papers[key] = papers
                    del of_key[key]

    def told_apart(self, one: Evidence) -> Evidence:
        """Return evidence whose title, where it is crowded, goes with what tells it from others."""
        return one._replace(title=_told_apart(one)) if one.title in self._papers else one

    def having(self, told: Sequence[Evidence]) -> dict[str, list[int]]:
        """Return the papers that go by the titles of such evidence."""
        found: dict[str, list[int]] = {}
        for one in told:
            title, sign, _ = (one.title or "").partition(_SIGN)
            pids = self._papers[title].get(one.title or "") if sign else None
            if pids:
                found[one.title or ""] = list(pids)
        return found

    def note(self, one: Evidence, pid: int) -> None:
        """Remember of which paper such evidence is."""
        title, sign, _ = (one.title or "").partition(_SIGN)
        if sign:
            self._papers[title].setdefault(one.title or "", set()).add(pid)


_SIGN = "\n"
"""What no title key has."""


def _told_apart(one: Evidence) -> str:
    """Return a title with its first author, or of nameless evidence with all that it tells."""
    return f"{one.title}{_SIGN}{one.family or tuple(one)!r}"
