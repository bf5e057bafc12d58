"""By which rule the papers of a library are told apart; loaded with every library."""

from __future__ import annotations

from ..database.database import Database

RULE = 2
"""Counts the rules by which evidence is told. Whoever changes what a key is made of counts it up,
and lets `former_family_keys` or `keys_of_title` tell what it was made of before."""

_NAME = "evidence rule"
"""Under which `meta` says the rule; libraries of the first ones do not."""


def note_rule(database: Database) -> None:
    """Let a library say that the rule in use tells its papers apart; inside a transaction."""
    database.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (_NAME, RULE))


def is_followed(database: Database) -> bool:
    """Tell whether the rule in use, or a later one, tells the papers of a library apart."""
    row = database.row("SELECT value FROM meta WHERE key = ?", (_NAME,))
    return row is not None and isinstance(row[0], int) and row[0] >= RULE
