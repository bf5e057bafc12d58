"""Settings that travel where that is wanted: the theme, and which keys commands are on.

What the settings file of a machine says is told to the others when it says it anew. A machine goes
by what was told last where its own file says nothing of that.
"""

from __future__ import annotations

import json
from typing import Any

from ..config import THEMES, Config
from ..database.database import Database
from ..journal.acts import SET_SETTING, SETTING
from ..store.store import Store

_TOLD = "told settings"
"""Under what the session keeps which values this machine has told."""


def tell_settings(store: Store, own: Config) -> bool:
    """Record what the settings file says anew of what travels; return whether that was anything.

    A file that says no more of a setting tells nothing: what was told stays.
    """
    usual = Config()
    said = {
        name: value
        for name in own.sync.settings
        if (value := getattr(own, name)) != getattr(usual, name)
    }
    database = store.database
    before = _load(database)
    fresh = {name: value for name, value in said.items() if before.get(name) != value}
    if before == said:
        return False
    with database.transaction():
        if fresh:
            library = {f"{SETTING}{name}": _plain(value) for name, value in fresh.items()}
            store.journal.record(SET_SETTING, library=library)
        database.execute(
            "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)",
            (_TOLD, json.dumps({name: _plain(value) for name, value in said.items()})),
        )
    return bool(fresh)


def with_told(database: Database, own: Config) -> Config:
    """Return the settings with what other machines have told of those that this one has not."""
    usual = Config()
    told: dict[str, Any] = {}
    for name in own.sync.settings:
        if getattr(own, name) == getattr(usual, name):
            sql = "SELECT value FROM settings WHERE name = ? AND value IS NOT NULL"
            text = database.value(sql, (SETTING + name,))
            value = None if text is None else database.parsed(text)
            if name == "theme" and value not in THEMES:
                continue  # one of a later Recto
            if isinstance(value, type(getattr(usual, name))):
                told[name] = value
    return own._replace(**told)


def _load(database: Database) -> dict[str, Any]:
    text = database.value("SELECT value FROM session WHERE name = ?", (_TOLD,))
    try:
        told = json.loads(text) if text else None
    except ValueError:
        database.distrust()
        return {}
    return told if isinstance(told, dict) else {}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    return json.loads(json.dumps(value))
