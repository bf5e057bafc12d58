"""Which records are one paper."""

from __future__ import annotations

from collections.abc import Collection

from ..database.database import Database


def regroup(database: Database, pids: Collection[int]) -> set[int]:
    """Let the records of these papers, and of those they touch, be the papers that they make.

    Returns the papers whose records are others now, which are to be described anew.
    """
    return set()
