"""What takes a paper apart that evidence, or the reader, has put together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..database.database import Database
from ..errors import NotFoundError, RectoError
from ..journal.acts import APART, NOT_ONE, SAYS, SPLIT, UNDONE
from .components import Components
from .neighbours import Kept, load_kept
from .says import RecordName, Says, load_apart

_NAMES = """SELECT r.gid, r.number, s.name, g.digest, s.sid FROM records r JOIN pages g USING(gid)
    JOIN sources s USING(sid) WHERE r.pid = ?
    ORDER BY g.hidden, g.import_no, r.gid, r.number"""

# The signs keep SQLite from going through the whole journal in this order for a few rows.
_JOINING = f"""SELECT DISTINCT +j.act FROM journal j CROSS JOIN touched t ON t.seq = j.seq
    WHERE j.kind IN {SAYS} AND j.kind <> '{SPLIT}' AND t.pid = ? AND NOT {UNDONE} ORDER BY +j.act"""


def parting(database: Database, pid: int, source: str | None = None) -> dict[str, Any]:
    """Return the data of an act that takes a paper apart.

    What a source says of it stands apart; without one what the reader has said is one, else what
    each source says, else each record. Raises NotFoundError for a source that does not tell of it,
    and RectoError where there is nothing to part.
    """
    rows = database.rows(_NAMES, (pid,))
    names = {(gid, number): (told, digest, number) for gid, number, told, digest, _ in rows}
    if source is not None:
        group = [name for name in names.values() if name[0] == source]
        if not group:
            raise NotFoundError(
                "That source does not tell of this paper",
                f"There is nothing of {source!r} in it.",
                "`recto show ID` names the sources.",
            )
        if len(group) == len(names):
            raise RectoError(
                "There is nothing to part",
                f"All that is known of this paper comes from {source}.",
                "Without the source's name each record becomes a paper.",
            )
        return {APART: [_as_json(group)]}
    kept = [one for one in load_kept(database, [pid], load_apart(database)) if one.name in names]
    if _parts(kept) > 1 and (acts := [act for (act,) in database.rows(_JOINING, (pid,))]):
        return {APART: [], NOT_ONE: acts}
    groups = list(_by_source(names.values()).values())
    if len(groups) == 1:
        groups = [[name] for name in groups[0]]
    if len(groups) < 2:
        raise RectoError(
            "There is nothing to part", "One source alone tells of this paper, and only once."
        )
    return {APART: [_as_json(group) for group in groups[1:]]}


def _parts(kept: Sequence[Kept]) -> int:
    """Return how many papers records would be if the reader had said nothing."""
    return len(Components(kept, Says()).parts)


def _by_source(names: Any) -> dict[str, list[RecordName]]:
    groups: dict[str, list[RecordName]] = {}
    for name in names:
        groups.setdefault(name[0], []).append(name)
    return groups


def _as_json(group: Sequence[RecordName]) -> list[list[Any]]:
    return [list(name) for name in group]


def record_names(database: Database, pid: int) -> list[tuple[int, int]]:
    """Return page and number of each record of a paper."""
    return database.rows("SELECT gid, number FROM records WHERE pid = ?", (pid,))


def papers_with(database: Database, names: Sequence[tuple[int, int]]) -> list[int]:
    """Return the papers that have these records, in their order."""
    rows = database.rows(
        "SELECT r.pid FROM json_each(?) j JOIN records r ON r.gid = j.value ->> 0 "
        "AND r.number = j.value ->> 1 ORDER BY j.key",
        (json.dumps(names),),
    )
    return list(dict.fromkeys(pid for (pid,) in rows))
