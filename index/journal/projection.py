"""The tables of what is marked, kept equal to the fold of the journal's rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..database.database import Database
from .acts import REPLACES, UNDONE, changes, compact, setting_text
from .fold import LIBRARY, NOTE, Register, Setting, Touch, fold, heads, note_heads
from .visibility import is_settled

AMONG = "IN (SELECT value FROM json_each(?))"
"""What a value is asked to be: one of those in a list, given as JSON."""

SPEAKS_OF = "EXISTS(SELECT 1 FROM json_each(?) n WHERE instr(j.data, n.value))"
"""Whether a row's data can set one of some names, given in the form in which JSON has them."""

_BATCH = 500
"""Rows of the journal that are in memory together while all of it is folded."""


_FOLDED = 2_500
"""Papers of which the acts are in memory together while what they leave is set anew."""


class Projection:
    """What the rows of a journal leave, kept in tables: reads it, and puts the tables right."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marks(self) -> dict[Register, Setting]:
        """Return every mark as it is kept, to be compared with the fold."""
        return self._kept(None, None)

    def settings(self) -> dict[str, tuple[Any, int, str]]:
        """Return what is kept for the whole library: value, clock and act of each register."""
        rows = self._database.rows("SELECT name, value, clock, act FROM settings")
        return {
            name: (None if value is None else self._database.parsed(value), clock, act)
            for name, value, clock, act in rows
        }

    def touches(
        self, rowids: Collection[int] | None = None, names: Collection[str] | None = None
    ) -> Iterator[Touch]:
        """Yield what every act set on these papers, or on all; where given, acts on these names.

        Acts that are undone come too where they had replaced others.
        """
        if rowids is not None:
            yield from self._touches_of(rowids, names)
            return
        last = 0
        while True:
            rows = self._rows("j.seq > ? ORDER BY j.seq LIMIT ?", (last, _BATCH))
            for seq, *act in rows:
                items = self._database.rows("SELECT pid, item FROM touched WHERE seq = ?", (seq,))
                yield from self._touched(act, items)
            if not rows:
                return
            last = rows[-1][0]

    def _touches_of(
        self, rowids: Collection[int], names: Collection[str] | None
    ) -> Iterator[Touch]:
        wanted = json.dumps(list(rowids))
        where, parameters = f"j.seq IN (SELECT seq FROM touched WHERE pid {AMONG})", [wanted]
        if names is not None:
            where += f" AND {SPEAKS_OF}"
            parameters.append(json.dumps([compact(name) for name in names]))
        acts = {seq: act for seq, *act in self._rows(where, parameters)}
        # The sign keeps SQLite from looking up each pair of a paper and an act.
        sql = f"SELECT seq, pid, item FROM touched WHERE pid {AMONG} AND +seq {AMONG}"
        items: dict[int, list[tuple[int, int]]] = {}
        for seq, rowid, item in self._database.rows(sql, (wanted, json.dumps(list(acts)))):
            items.setdefault(seq, []).append((rowid, item))
        for seq, touched in items.items():
            yield from self._touched(acts[seq], touched)

    def _touched(self, act: Sequence[Any], items: Iterable[tuple[int, int]]) -> Iterator[Touch]:
        """Yield what one act set on some papers."""
        clock, name, is_undone, text = act
        data = self._database.parsed(text)
        base, replaces = frozenset(data.get("base", ())), _replaces(data)
        if is_undone and not base and replaces is not None and not replaces:
            return  # nothing had been replaced
        for rowid, item in items:
            yield Touch(
                rowid, clock, name, changes(data, item), item, base, bool(is_undone), replaces
            )

    def _rows(self, where: str, parameters: Sequence[object]) -> list[Any]:
        return self._database.rows(
            f"SELECT j.seq, j.clock, j.act, {UNDONE}, j.data FROM journal j "
            f"WHERE j.subject IS NULL AND {where}",
            parameters,
        )

    def note_heads(self, rowid: int, name: str = NOTE) -> tuple[str, ...]:
        """Return the acts whose texts make a note on a paper, the oldest first."""
        versions = (touch for touch in self.touches([rowid], [name]) if name in touch.changes)
        return tuple(head.act for head in note_heads(versions))

    def heads(self, rowids: Collection[int], names: Collection[str]) -> dict[Register, list[Touch]]:
        """Return the acts that made marks of papers, several where they were set apart."""
        return heads(self.touches(rowids, names))

    def setters(self, registers: Sequence[str], *, is_alone: bool) -> set[str]:
        """Return the acts that made registers of the library what they are.

        Where each is known to have one it is read where it is kept.
        """
        if is_alone:
            sql = f"SELECT act FROM settings WHERE name {AMONG}"
            return {act for (act,) in self._database.rows(sql, (json.dumps(registers),))}
        found = heads(self._register_touches(registers))
        return {head.act for versions in found.values() for head in versions}

    def is_undone(self, act: str) -> bool:
        """Tell whether an act is taken back: whether its latest undo or redo row is an undo."""
        sql = f"SELECT {UNDONE} FROM journal j WHERE j.act = ?"
        return bool(self._database.value(sql, (act,)))

    # Putting right

    def refold(
        self, rowids: Collection[int] | None = None, names: Collection[str] | None = None
    ) -> bool:
        """Set these marks of these papers, or all, to the fold; return whether they were."""
        if rowids is None:
            return self._refold(None, names)
        parts = list(rowids)
        were = [
            self._refold(parts[start : start + _FOLDED], names)
            for start in range(0, len(parts), _FOLDED)
        ]
        return all(were)

    def _refold(self, rowids: Collection[int] | None, names: Collection[str] | None) -> bool:
        wrong, right = self._difference(rowids, names)
        by_name: dict[str, list[int]] = {}
        for rowid, name in wrong:
            by_name.setdefault(name, []).append(rowid)
        self._database.execute_many(
            f"DELETE FROM marks WHERE name = ? AND pid {AMONG}",
            ((name, json.dumps(among)) for name, among in by_name.items()),
        )
        self._database.execute_many(
            "INSERT OR REPLACE INTO marks(pid, name, value, clock, act) VALUES (?, ?, ?, ?, ?)",
            ((*register, *setting) for register, setting in right.items()),
        )
        return not (wrong or right)

    def refold_settings(self, names: Iterable[str] | None = None) -> bool:
        """Set these registers of the library, or all, to the fold; return whether they were."""
        wrong, right = self._settings_difference(None if names is None else list(names))
        self._database.execute_many(
            "DELETE FROM settings WHERE name = ?", ((name,) for name in wrong)
        )
        self._database.execute_many(
            "INSERT OR REPLACE INTO settings(name, value, clock, act) VALUES (?, ?, ?, ?)",
            ((name, *setting) for name, setting in right.items()),
        )
        return not (wrong or right)

    def rebuild(self) -> bool:
        """Fold the whole journal anew, inside a transaction; return whether all was as it says."""
        is_indexed = self._index_rows()
        is_marked, is_set = self.refold(), self.refold_settings()
        return is_indexed and is_marked and is_set

    def agrees(self) -> bool:
        """Tell whether marks, settings and what is in sight are what the journal says."""
        if any(self._difference(None, None)) or any(self._settings_difference(None)):
            return False
        return is_settled(self._database)

    def index_row(self, seq: int, act: str, data: Mapping[str, Any]) -> None:
        """Note which registers of the library a row sets, and which pages it adds."""
        self._database.execute_many(
            "INSERT OR IGNORE INTO named(name, seq) VALUES (?, ?)",
            ((name, seq) for name in data.get("library", ())),
        )
        self._database.execute_many(
            "INSERT OR IGNORE INTO brought(source, digest, act) VALUES (?, ?, ?)",
            ((page["name"], page["digest"], act) for page in data.get("sources", ())),
        )

    def _index_rows(self) -> bool:
        """Note for all rows anew what they set and add; return whether it was so."""
        before = self._indexed()
        self._database.execute("DELETE FROM named")
        self._database.execute("DELETE FROM brought")
        for seq, act, data in self._database.rows(
            "SELECT seq, act, data FROM journal WHERE instr(data, '\"library\":') "
            "OR instr(data, '\"sources\":')"
        ):
            self.index_row(seq, act, self._database.parsed(data))
        return before == self._indexed()

    def _indexed(self) -> tuple[Any, ...]:
        named = self._database.rows("SELECT name, seq FROM named ORDER BY name, seq")
        brought = "SELECT source, digest, act FROM brought ORDER BY source, digest, act"
        return named, self._database.rows(brought)

    def _kept(
        self, rowids: Collection[int] | None, names: Collection[str] | None
    ) -> dict[Register, Setting]:
        sql = "SELECT pid, name, value, clock, act FROM marks"
        parameters: list[str] = []
        for column, wanted in (("pid", rowids), ("+name", names)):
            if wanted is not None:
                sql += f" {'AND' if parameters else 'WHERE'} {column} {AMONG}"
                parameters.append(json.dumps(list(wanted)))
        rows = self._database.rows(sql, parameters)
        return {(rowid, name): (value, clock, act) for rowid, name, value, clock, act in rows}

    def _difference(
        self, rowids: Collection[int] | None, names: Collection[str] | None
    ) -> tuple[list[Register], dict[Register, Setting]]:
        """Return which marks should not be there, and which should be otherwise."""
        folded, kept = fold(self.touches(rowids, names)), self._kept(rowids, names)
        wanted = None if names is None else set(names)
        right = {
            register: setting
            for register, setting in folded.items()
            if (wanted is None or register[1] in wanted) and kept.get(register) != setting
        }
        return [register for register in kept if register not in folded], right

    def _settings_difference(
        self, names: Collection[str] | None
    ) -> tuple[list[str], dict[str, Setting]]:
        kept_sql = "SELECT name, value, clock, act FROM settings"
        parameters: list[str] = []
        if names is not None:
            kept_sql += f" WHERE name {AMONG}"
            parameters.append(json.dumps(list(names)))
        touches = self._register_touches(names)
        folded = {name: setting for (_, name), setting in fold(touches).items()}
        kept = {name: tuple(row) for name, *row in self._database.rows(kept_sql, parameters)}
        right = {name: setting for name, setting in folded.items() if kept.get(name) != setting}
        return [name for name in kept if name not in folded], right

    def _register_touches(self, names: Collection[str] | None) -> Iterator[Touch]:
        """Yield what every act set in these registers of the library, or in all."""
        sql = f"SELECT n.name, j.clock, j.act, {UNDONE}, j.data FROM named n JOIN journal j "
        sql += "ON j.seq = n.seq"
        parameters: list[str] = []
        if names is not None:
            sql += f" WHERE n.name {AMONG}"
            parameters.append(json.dumps(list(names)))
        for name, clock, act, is_undone, text in self._database.rows(sql, parameters):
            data = self._database.parsed(text)
            value = setting_text(data["library"][name])
            yield Touch(
                LIBRARY,
                clock,
                act,
                {name: value},
                is_undone=bool(is_undone),
                replaces=_replaces(data),
            )


def _replaces(data: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the acts that an act's data name; None where they do not say."""
    return frozenset(data[REPLACES]) if REPLACES in data else None
