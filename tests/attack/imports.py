"""Hostile files for `import-library` and `restore`: real ones, changed by lines and cells."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from recto.index import Library, RectoError

from .commands import Commands
from .ground import FaultError, Figures, Ground, acts_of, check_soundness

TOGETHER = 12
"""Files that are given to one library, one after the other."""

ODD: list[Any] = [
    *(None, True, False, 0, -1, 12, 2**31, 2**62, 2**63 - 1, 2**63, -(2**63), 10**30, 1.5, 1e308),
    *("", "x", "0", "é" * 3000, "\x1b[31m", "\u202e", "\x00", "\ud800", "9999-12-31", "all"),
    *([], [[]], [None], ["a"] * 50, {}, {"a": 1}, {"name": {}}, [1, "b"], float("inf")),
]
KINDS = ["bookmark", "tag", "note", "undo", "redo", "add", "remove", "queue", "done", "nonsense"]


class Imports:
    """Gives hostile files to a library."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Give files to a library that has content, the last of them with commands after it."""
        path = self._ground.copy("small")
        file = self._ground.directory / "hostile"
        file.unlink(missing_ok=True)
        with Library.open(self._ground.copy("small", "exported"), seeds=False) as exported:
            if chance.random() < 0.5:
                exported.tag([paper.id for paper in all_papers(exported)[:5]], add=["from-there"])
            exported.copies.export_library(file)
            honest = file.read_bytes()
            exported.copies.backup(self._ground.directory / "honest.db")
        steps: list[str] = []
        try:
            for _ in range(TOGETHER):
                figures["hostile files"] += 1
                figures["inputs"] += 1
                if chance.random() < 0.7:
                    data, told = changed_export(honest, chance)
                    file.write_bytes(data)
                    steps.append(f"import-library of a file with {told}")
                    self._give(path, file, figures, is_import=True)
                else:
                    told = change_database(self._ground.directory / "honest.db", file, chance)
                    steps.append(f"restore of a file with {told}")
                    self._give(path, file, figures, is_import=False)
            steps.append("commands")
            for words in (("search", "pruning"), ("log",), ("doctor", "--full"), ("export",)):
                self._commands.run(path, *words).check()
            file.unlink()
            self._commands.run(path, "export-library", str(file)).check()
            shutil.rmtree(self._ground.directory / "again", ignore_errors=True)
            with Library.open(self._ground.directory / "again", seeds=False) as again:
                again.copies.import_library(file)
                if lost := set(acts_of(path)) - set(acts_of(again.locations.data)):
                    raise FaultError("acts are not exported", f"{lost}", lost=len(lost))
        except FaultError as fault:
            fault.add_note("\n".join(steps))
            raise
        except Exception as error:
            error.add_note("\n".join(steps))
            raise

    def _give(self, path: Path, file: Path, figures: Figures, *, is_import: bool) -> None:
        before = acts_of(path)
        with Library.open(path, seeds=False) as library:
            marks = library.counts.by_name()
            give = library.copies.import_library if is_import else library.copies.restore
            is_refused = False
            try:
                give(file)
            except RectoError:
                is_refused = True
            figures["hostile files refused"] += is_refused
            check_soundness(library)
            after = acts_of(path)
            if is_refused and (before != after or marks != library.counts.by_name()):
                raise FaultError("a refused file has changed something", str(file))
            if is_import and not set(before) <= set(after):
                raise FaultError("acts are lost", "by an import", lost=1)
            papers = all_papers(library)
            if not papers:
                return
            # What is marked now wins over all that was given, whatever its clocks say.
            paper = papers[len(after) % len(papers)]
            library.bookmark(paper.id, on=not paper.bookmarked)
            if library.paper(paper.id).bookmarked == paper.bookmarked:
                raise FaultError("a mark is not in force", f"on {paper.id}", lost=1)
            check_soundness(library)


def all_papers(library: Library) -> list[Any]:
    return library.rows(library.listing("").rowids)


def changed_export(data: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Return an exported library with a few changes, and what they are."""
    lines = data.splitlines()
    told = []
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(lines))
        kind = chance.choice(
            ("value",) * 6 + ("drop", "twice", "swap", "unite", "cut", "clock", "kind")
        )
        told.append(f"{kind} in line {at}")
        if kind == "drop":
            del lines[at]
        elif kind == "twice":
            lines.insert(chance.randrange(len(lines)), lines[at])
        elif kind == "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "unite":
            lines[at : at + 2] = [b"".join(lines[at : at + 2])]
        elif kind == "cut":
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        else:
            with suppress(ValueError):
                told[-1] += " " + _change_line(lines, at, kind, chance)
        if not lines:
            break
    data = b"".join(line + b"\n" for line in lines)
    if chance.random() < 0.1 and data:
        place = chance.randrange(len(data))
        told.append(f"a bit flipped at {place}")
        data = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
    return data, ", ".join(told)


def _change_line(lines: list[bytes], at: int, kind: str, chance: random.Random) -> str:
    told = json.loads(lines[at])
    if kind == "clock":
        told["clock"] = chance.choice((2**62, 2**63 - 1, 2**53, -5, 10**18))
    elif kind == "kind":
        told["kind"] = chance.choice(KINDS)
    else:
        inner = [one for one in told.values() if isinstance(one, dict) and one]
        target = chance.choice(inner) if inner and chance.random() < 0.6 else told
        key = chance.choice(sorted(target))
        if chance.random() < 0.15:
            del target[key]
            kind = f"no {key}"
        else:
            target[key] = chance.choice(ODD)
            kind = f"{key} = {ascii(target[key])[:60]}"
    lines[at] = json.dumps(told).encode()
    return f"{kind} of {ascii(told)[:300]}"


def change_database(honest: Path, target: Path, chance: random.Random) -> str:
    """Write a copy of a backup with a few changes, and return what they are."""
    target.write_bytes(honest.read_bytes())
    told = []
    if chance.random() < 0.2:
        data = bytearray(target.read_bytes())
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        target.write_bytes(data)
        return f"a bit flipped at {place}"
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        for _ in range(chance.choice((1, 1, 2))):
            table = chance.choice(tables)
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
            if not columns:
                continue  # it is dropped by now
            column = chance.choice(columns)
            odd = chance.choice([one for one in ODD if _fits(one)] + [b"\xff\xfe", b"", 2.5])
            sql = chance.choice(
                (
                    *[
                        f'UPDATE "{table}" SET "{column}" = :odd WHERE rowid IN '
                        f'(SELECT rowid FROM "{table}" ORDER BY 1 LIMIT 1 OFFSET :at)'
                    ]
                    * 6,
                    f'DELETE FROM "{table}"',
                    f'DROP TABLE "{table}"',
                    f'ALTER TABLE "{table}" ADD COLUMN more',
                    f'CREATE TRIGGER t{chance.randrange(9)} AFTER INSERT ON "{table}" '
                    "BEGIN SELECT 1; END",
                    f'CREATE VIEW v{chance.randrange(9)} AS SELECT * FROM "{table}"',
                    "PRAGMA user_version=99",
                )
            )
            with suppress(sqlite3.Error):
                connection.execute(sql, {"odd": odd, "at": chance.randrange(20)})
            told.append(f"{sql} of {ascii(odd)[:60]}")
    return "; ".join(told)


def _fits(value: Any) -> bool:
    """Tell whether SQLite takes a value."""
    if isinstance(value, str):
        return "\ud800" not in value
    is_number = isinstance(value, int) and -(2**63) <= value < 2**63
    return value is None or isinstance(value, float) or is_number
