"""New versions of papers of mine: told on pages of their own, and news until they are passed.

A record of such a page is in the register of what was passed like any other; so other windows and
other machines agree. Machines that have fetched apart tell one version on several pages: it is
passed where it is on one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..database.database import Database
from ..stream_names import IS_VERSIONS
from .paper_bits import bits_of

_TOLD = f"""SELECT g.gid, r.pid, EXISTS (SELECT 1 FROM passed p WHERE p.source = s.name
        AND p.digest = g.digest AND r.number BETWEEN p.first AND p.last)
    FROM sources s JOIN pages g USING(sid) JOIN records r USING(gid)
    WHERE {IS_VERSIONS.format("s.name")} AND g.hidden = 0
    AND (r.said IS NULL OR json_type(r.said, '$.arxiv_version') IS NULL)"""
"""The records of such pages that tell the version which is shown, and whether they were passed."""


class NewVersions:
    """Tells of which papers there is a version that was not passed; safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: tuple[tuple[int, date, int], int] | None = None

    def papers(self, pages: Collection[int], key: tuple[int, date, int]) -> int:
        """Return the set of papers (see `paper_bits`) that some pages, the late ones, are news of.

        `key` is another one whenever that may be: the revision, the day, the register's stamp.
        """
        if self._found is not None and self._found[0] == key:
            return self._found[1]
        found = 0
        if pages:
            rows = self._database.rows(_TOLD)
            passed = {pid for _, pid, is_passed in rows if is_passed}
            found = bits_of({pid for gid, pid, _ in rows if gid in pages and pid not in passed})
        self._found = key, found
        return found
