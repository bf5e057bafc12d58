"""What the reader has passed, as JSON objects that travel: one a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..store.passed import Page, Range
from .foreign import MOST, malformed, name_of

PASSED = """
SELECT source, digest, json_group_array(json_array(first, last)) FROM
    (SELECT source, digest, first, last FROM passed ORDER BY source, digest, first)
GROUP BY source, digest ORDER BY source, digest
"""
"""Source, digest and the runs of records that were passed, of each page."""


def tell_passed(row: Sequence[Any]) -> dict[str, Any]:
    """Return what was passed of a page; ValueError where the row holds what nobody wrote."""
    source, checksum, records = row
    return {
        "type": "passed",
        "source": source,
        "digest": checksum,
        "records": json.loads(records),
    }


def passed_of(told: Mapping[str, Any]) -> tuple[Page, list[Range]]:
    """Return a page and the runs of its records that were passed. Raises SourceError."""
    runs: list[Range] = []
    records = told.get("records")
    for run in records if isinstance(records, list) else [None]:
        match run:
            case [int() as first, int() as last] if bool not in (type(first), type(last)) and (
                0 < first <= last <= MOST
            ):
                runs.append((first, last))
            case _:
                raise malformed("records that were passed are none")
    return name_of(told), runs
