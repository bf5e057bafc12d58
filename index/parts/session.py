"""Where the last reader left off, for the next one that starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .context import Context

_DRAFT = "draft:"


class Session:
    """What a reader keeps of itself in the library; it is in no journal and on no other machine."""

    def __init__(self, context: Context) -> None:
        self._database = context.database
        self._counting = context.counting

    def load(self) -> dict[str, Any]:
        """Return where the last reader left off; empty when none has."""
        text = self._database.value("SELECT value FROM session WHERE name = 'reader'")
        try:
            session = json.loads(text) if text else None
        except ValueError:
            self._database.distrust()  # nobody shall have to wait for where another one was
            return {}
        return session if isinstance(session, dict) else {}

    def save(self, session: Mapping[str, Any]) -> None:
        """Keep where this reader is, for the next one that starts; any JSON.

        Of a large library the counts are kept too.
        """
        kept = {"reader": json.dumps(session, ensure_ascii=False)}
        counts = self._counting.as_kept()
        if counts is not None:
            kept["counts"] = counts
        with self._database.transaction():
            self._database.execute_many(
                "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)", kept.items()
            )

    # Half-typed notes on highlights; those on papers are drafts of the library's notes

    def drafts(self) -> dict[str, str]:
        """Return the half-typed notes on highlights, by the id of each."""
        sql = "SELECT name, value FROM session WHERE name >= 'draft:' AND name < 'draft;'"
        found = {}
        for name, value in self._database.rows(sql):
            with suppress(ValueError):  # what is damaged is no draft
                text = json.loads(value)
                if isinstance(text, str):
                    found[name.removeprefix(_DRAFT)] = text
        return found

    def save_draft(self, highlight: str, text: str) -> None:
        """Keep a half-typed note on a highlight, as it is; on disk when it returns."""
        value = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)",
                (_DRAFT + highlight, value),
            )

    def drop_draft(self, highlight: str) -> None:
        """Forget the half-typed note on a highlight."""
        with self._database.transaction():
            self._database.execute("DELETE FROM session WHERE name = ?", (_DRAFT + highlight,))
