"""New versions of papers of mine: told on pages of their own, and news until they are passed.

A record of such a page is in the register of what was passed like any other; so other windows and
other machines agree. Machines that have fetched apart tell one version on several pages: it is
passed where it is on one of them. What was marked after the first of these came is dealt with, too.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from ..database.database import Database
from ..database.numbers import read_numbers
from ..journal.acts import UNDONE
from ..stream_names import IS_VERSIONS
from .marked import MARKING
from .paper_bits import bits_of

_TOLD = f"""SELECT g.gid, r.pid, EXISTS (SELECT 1 FROM passed p WHERE p.source = s.name
        AND p.digest = g.digest AND r.number BETWEEN p.first AND p.last),
    (SELECT min(j.clock) FROM brought b JOIN journal j USING(act)
        WHERE b.source = s.name AND b.digest = g.digest)
    FROM sources s JOIN pages g USING(sid) JOIN records r USING(gid)
    WHERE {IS_VERSIONS.format("s.name")} AND g.hidden = 0
    AND (r.said IS NULL OR json_type(r.said, '$.arxiv_version') IS NULL)"""
"""The records of such pages that tell the version which is shown, whether they were passed, and
when the page came, as acts have it."""

_MARKED_SINCE = f"""SELECT DISTINCT t.pid FROM json_each(?) i
    CROSS JOIN touched t ON t.pid = CAST(i.key AS INTEGER) CROSS JOIN journal j USING(seq)
    WHERE j.kind IN {MARKING} AND j.clock > i.value AND NOT {UNDONE}"""


class NewVersions:
    """Tells of which papers there is a version that was not passed; safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: tuple[tuple[object, ...], int] | None = None

    def papers(self, pages: Collection[int], key: tuple[int, date, int, str]) -> int:
        """Return the set of papers (see `paper_bits`) that some pages, the late ones, are news of.

        `key` is another one whenever that may be: the revision, the day, the register's stamp, the
        last act.
        """
        if self._found is not None and self._found[0] == key:
            return self._found[1]
        found = 0
        if pages:
            rows = self._database.rows(_TOLD)
            passed = {pid for _, pid, is_passed, _ in rows if is_passed}
            came: dict[int, int] = {}
            for _, pid, _, clock in rows:
                came[pid] = min(came.get(pid, clock or 0), clock or 0)
            late = {pid: came[pid] for gid, pid, _, _ in rows if gid in pages and pid not in passed}
            found = bits_of(late)
            if late:
                found &= ~bits_of(read_numbers(self._database, _MARKED_SINCE, (json.dumps(late),)))
        self._found = key, found
        return found
