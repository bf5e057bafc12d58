"""Every acknowledged act is in force at the end, or the journal names the one that counts instead.

What counts is told here from the journal's rows alone, apart from the fold that Recto goes by.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from recto.index.database.database import Database
from recto.index.journal.fold import NOTE_SEAM, is_note

Register = tuple[int, str]
"""A paper's row number, 0 for the library, and a name."""


class Version(NamedTuple):
    """What one act set in one register."""

    clock: int
    act: str
    item: int
    value: Any
    names: frozenset[str]
    """The acts that it replaces there."""


@dataclass
class Account:
    """What machines have acknowledged, act by act."""

    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """By act: machine, clock, kind, subject, papers with what was set on each, registers."""
    seen: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """By act, paper as the act tells it, and mark: the act that had set it when this one came."""

    @contextmanager
    def acting(self, database: Database) -> Iterator[None]:
        """Note what a library writes into its journal in here, and what was so before."""
        last = database.value("SELECT coalesce(max(seq), 0) FROM journal")
        with closing(database.connect()) as before:
            # What was begun goes on reading what was there then, whatever is written meanwhile.
            before.execute("BEGIN")
            before.execute("SELECT 1 FROM marks LIMIT 1").fetchall()
            yield
            self._note(database, last, before)
            before.execute("ROLLBACK")

    def _note(self, database: Database, last: int, before: sqlite3.Connection) -> None:
        """Note what a library has written behind a row of its journal."""
        for seq, act, *told, papers, data in database.rows(_ROWS, (last,)):
            said = json.loads(data)
            items = json.loads(papers)
            sets = [(_text(paper), _changes(said, item)) for item, paper in enumerate(items)]
            self.rows[act] = (*told, sets, said.get("library", {}))
            if told[2] in ("identify", "merge", "split"):
                continue  # whoever does that meets marks of papers that were others
            for pid, item in database.rows(_TOUCHED, (seq,)):
                paper, changes = sets[item]
                for name, other in before.execute(_MARKED, (pid,)):
                    if name in changes:
                        self.seen[act, paper, name] = other

    def check(self, database: Database) -> dict[str, int]:
        """See that each act is whole, and in force or replaced; return how many are which."""
        assert database.value("SELECT count(*) FROM pending") == 0
        rows = {act: told for _, act, *told in database.rows(_ROWS, (0,))}
        for act, (*told, sets, library) in self.rows.items():
            assert act in rows, act
            *here, papers, data = rows[act]
            said = json.loads(data)
            assert here == told, act
            items = json.loads(papers)
            present = [(_text(paper), _changes(said, item)) for item, paper in enumerate(items)]
            lost = [one for one in sets if one not in present]
            assert not lost, (act, told, lost, present)
            assert library.items() <= said.get("library", {}).items(), (act, library)
        return self._check_registers(database)

    def _check_registers(self, database: Database) -> dict[str, int]:
        counts = {"in force": 0, "replaced": 0, "undone": 0}
        undone = dict(_undone(database))
        seen: dict[str, dict[str, str]] = {}
        for (act, _, name), other in self.seen.items():
            seen.setdefault(act, {})[name] = other
        for register, kept, versions in _registers(database):
            of_acts = {version.act: version for version in sorted(versions)}
            in_force = [version for version in of_acts.values() if not undone.get(version.act)]
            winner = of_acts.get(kept[1]) if kept else None
            assert winner in in_force if in_force else kept is None, (register, kept, in_force)
            naming = _naming(of_acts)
            forced = {version.act for version in in_force}
            for version in of_acts.values():
                if undone.get(version.act):
                    counts["undone"] += 1
                    continue
                assert winner is not None and kept is not None
                by = _replacing(version, forced, of_acts, naming)
                if version.act == winner.act or (
                    by is None and _stands(register[1], version, kept)
                ):
                    assert by is None, (register, version, by)
                    counts["in force"] += 1
                    continue
                if by is None:
                    # Neither has seen the other: the later one counts.
                    assert (winner.clock, winner.act) > (version.clock, version.act) or (
                        register[1].startswith("highlight:") and version.value is None
                    ), (register, version, winner)
                    by = winner
                counts["replaced"] += 1
                is_kept = is_note(register[1]) or winner.act in undone or version.act in undone
                if not is_kept:
                    # What was in force where an act was done never wins over it.
                    assert seen.get(version.act, {}).get(register[1]) != winner.act or (
                        self._of_others(version.act, register[1])
                    ), (register, version, winner)
        return counts

    def _of_others(self, act: str, name: str) -> bool:
        """Tell whether an act has set a mark on several papers, which may have become one."""
        return sum(name in changes for _, changes in self.rows[act][4]) > 1


_MARKED = "SELECT name, act FROM marks WHERE pid = ?"

_ROWS = """SELECT seq, act, machine, clock, kind, subject, papers, data FROM journal
    WHERE seq > ? ORDER BY seq"""

_TOUCHED = "SELECT pid, item FROM touched WHERE seq = ?"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _changes(said: dict[str, Any], item: int) -> dict[str, Any]:
    each = said.get("each", [])
    return {**said.get("set", {}), **(each[item] if item < len(each) else {})}


def _undone(database: Database) -> Iterator[tuple[str, bool]]:
    """Yield the acts that undo or redo rows name, and whether they are undone."""
    rows: dict[str, list[tuple[int, str, str, frozenset[str]]]] = {}
    for act, clock, kind, subject, data in database.rows(
        "SELECT act, clock, kind, subject, data FROM journal WHERE subject IS NOT NULL"
    ):
        named = frozenset(json.loads(data).get("replaces", ()))
        rows.setdefault(subject, []).append((clock, act, kind, named))
    for subject, found in rows.items():
        named = frozenset().union(*(one[3] for one in found))
        _, _, kind, _ = max(one for one in found if one[1] not in named)
        yield subject, kind == "undo"


def _registers(
    database: Database,
) -> Iterator[tuple[Register, tuple[Any, str] | None, list[Version]]]:
    """Yield each register with its value and act, as they are kept, and all that set it."""
    found: dict[Register, list[Version]] = {}
    touched: dict[int, list[tuple[int, int]]] = {}
    for pid, seq, item in database.rows("SELECT pid, seq, item FROM touched"):
        touched.setdefault(seq, []).append((pid, item))
    for seq, act, _, clock, _, subject, _, data in database.rows(_ROWS, (0,)):
        if subject is not None:
            continue
        said = json.loads(data)
        replaces, base = (frozenset(said.get(key, ())) for key in ("replaces", "base"))
        for pid, item in touched.get(seq, ()):
            for name, value in _changes(said, item).items():
                names = base if is_note(name) else replaces
                found.setdefault((pid, name), []).append(Version(clock, act, item, value, names))
        for name, value in said.get("library", {}).items():
            version = Version(clock, act, 0, value, replaces)
            found.setdefault((0, name), []).append(version)
    kept = {(pid, name): (value, act) for pid, name, value, act in database.rows(_KEPT)}
    assert kept.keys() <= found.keys(), kept.keys() - found.keys()
    for register, versions in found.items():
        yield register, kept.get(register), versions


_KEPT = """SELECT pid, name, value, act FROM marks
    UNION ALL SELECT 0, name, value, act FROM settings"""


def _naming(known: dict[str, Version]) -> dict[str, list[str]]:
    """Return by act those that name it among what they replace."""
    found: dict[str, list[str]] = {}
    for act, version in known.items():
        for name in version.names & known.keys():
            found.setdefault(name, []).append(act)
    return found


def _replacing(
    version: Version, in_force: set[str], known: dict[str, Version], naming: dict[str, list[str]]
) -> Version | None:
    """Return one in force that names another, or names who names it; None where none does."""
    todo, reached = [version.act], {version.act}
    while todo:
        for act in naming.get(todo.pop(), ()):
            if act not in reached:
                if act in in_force:
                    return known[act]
                reached.add(act)
                todo.append(act)
    return None


def _stands(name: str, version: Version, kept: tuple[Any, str]) -> bool:
    """Tell whether a text of several is in what is kept."""
    if not is_note(name):
        return False
    parts = str(kept[0]).split(NOTE_SEAM) if kept[0] is not None else []
    return version.value is None or version.value in parts
