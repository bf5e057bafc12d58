"""Acts that gave papers their arXiv ids, as they are meant: which id a paper had before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..database.database import Database
from .wording import is_merging

_IDS = "SELECT count(*) FROM touched t JOIN ids i USING(pid) WHERE t.seq = ?"


def as_meant(database: Database, seq: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the data of the act in this row of the journal mean.

    Acts were once written with the new id as the one that `was` there, which only two papers that
    have become one would have shared. Such a paper goes by the ids of both: one that goes by a
    single id had no arXiv id before.
    """
    if is_merging(data) and database.value(_IDS, (seq,)) == 1:
        return {**data, "was": None}
    return data
