"""Lines that tell acts just as they are here already: what was carried twice is not read twice.

A conflict copy, a file that came back older, or another way tell again what is known, all of it.
Such a line is the row of the journal word for word, so that nothing of it need be understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from ..database.database import Database
from ..journal.rows import Row
from .lines import Line

_ACT = re.compile(rb'\{"type":"act","act":"([0-9A-Za-z]{1,64})"')
_LOG_KEYS = re.compile(rb'(?:,"at":"[^"]*")?,"n":\d+,"sum":"[0-9a-f]{8}"\}')

_COLUMNS = ("act", "machine", "window", "clock", "wall", "kind", "subject")
assert (*_COLUMNS, "papers", "data") == tuple(Row.__dataclass_fields__)

_ROWS = f"""SELECT {", ".join(_COLUMNS)}, papers, data FROM journal
    WHERE act IN (SELECT value FROM json_each(?))"""

_PART = 500
"""Lines that are compared together."""

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def tell_apart(database: Database, lines: Iterable[Line]) -> Iterator[tuple[Line, str | None]]:
    """Yield lines of acts, each with its act where that is here just as the line tells it."""
    lines = iter(lines)
    while part := list(islice(lines, _PART)):
        acts = [found[1].decode() if (found := _ACT.match(line.raw)) else None for line in part]
        known = dict(_as_told(row) for row in database.rows(_ROWS, (json.dumps(acts),)))
        for line, act in zip(part, acts, strict=True):
            told = known.get(act) if act is not None else None
            is_same = (
                told is not None
                and line.raw.startswith(told)
                and _LOG_KEYS.fullmatch(line.raw, len(told)) is not None
            )
            yield line, act if is_same else None


def _as_told(row: Sequence[Any]) -> tuple[str, bytes]:
    """Return a row's act, and the row as a line begins that tells it."""
    *values, papers, data = row
    keys = _COMPACT.encode({"type": "act", **dict(zip(_COLUMNS, values, strict=True))})
    text = f'{keys[:-1]},"papers":{papers},"data":{data}'
    return values[0], text.encode("utf-8", "surrogatepass")
