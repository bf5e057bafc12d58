"""Under which names the text of a paper may be kept."""

from __future__ import annotations

from ..context import Context


def names_of(context: Context, rowid: int) -> list[str]:
    """Return the ids of a paper: the one it has, and those it had before it was merged."""
    rows = context.database.rows(
        "SELECT p.id FROM papers p WHERE p.pid = ? UNION ALL "
        "SELECT i.alias FROM ids i WHERE i.pid = ?",
        (rowid, rowid),
    )
    return list(dict.fromkeys(name for (name,) in rows))
