"""What is kept of a day: the sums of all pages, those pages that have changed, and all acts.

The file is an SQLite database of four small tables. Pages and acts are packed with zlib; the acts
are whole in each, so that they can be read whatever becomes of other files.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from ...database.connections import Connection, connect, explained
from ...database.file_format import HEADER, MAGIC
from ...errors import StoreError
from .page_files import SUM, sum_of

DAY_ID = 0x52656364
"""What the header of such a file says it is ("Recd")."""

FORMAT = 1

_LARGEST = 1 << 26
"""Bytes of acts that are packed together; more is not unpacked."""

_MOST_PARTS = 1 << 14
"""Parts of acts that are looked for where the list of them is damaged: three million acts."""

_TABLES = (
    # `base` is the name of the file that has the pages which are in no day's file; `number` grows
    # from day to day; `act` is the last act, as [seq, act].
    "CREATE TABLE about(name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    "CREATE TABLE sums(part INTEGER PRIMARY KEY, sums BLOB NOT NULL)",
    "CREATE TABLE pages(number INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
    "CREATE TABLE acts(part INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
)

_ADVICE = "Take another snapshot."

_BASE = re.compile(r"base-[0-9a-f]{12}\.db")


class DayFileError(StoreError):
    """A day's file cannot be read, or what it needs of others is gone."""


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Raise what SQLite cannot read of a day's file as a DayFileError."""
    try:
        with explained(path):
            yield
    except StoreError as error:
        raise DayFileError("The snapshot cannot be read", error.message, _ADVICE) from error


class DayFile:
    """A day's file, open for reading; what it says of itself has been checked, no page has."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises DayFileError where it is none that can be read."""
        self.path = path
        self.is_damaged = False
        """Whether the list of its pages was found damaged."""
        with _understood(path):
            self._connection = connect(path, "mode=ro")
        try:
            with _understood(path):
                self._read_about()
        except BaseException:
            self.close()
            raise

    def _read_about(self) -> None:
        rows = self._connection.execute("SELECT sql FROM sqlite_master").fetchall()
        if {sql for (sql,) in rows if sql} != set(_TABLES):
            raise self._refused("it has other tables than a snapshot of a day")
        about = dict(self._connection.execute("SELECT name, value FROM about"))
        numbers = [about.get(name) for name in ("format", "number", "page_size", "count")]
        if not all(isinstance(value, int) and 0 < value < 1 << 32 for value in numbers):
            raise self._refused("it does not say what it holds")
        form, self.number, self.page_size, self.count = (int(str(value)) for value in numbers)
        if form > FORMAT:
            raise self._refused("a newer Recto has written it")
        self.base = str(about.get("base"))
        if not _BASE.fullmatch(self.base):
            raise self._refused("it does not say what it is based on")
        self.last_act = self._last_act(about.get("act"))
        parts = self._connection.execute("SELECT sums FROM sums ORDER BY part").fetchall()
        if not all(isinstance(part, bytes) for (part,) in parts):
            raise self._refused("its sums are none")
        self.sums = b"".join(part for (part,) in parts)
        if len(self.sums) != SUM * self.count:
            raise self._refused("it has not a sum for each page")

    def _last_act(self, told: object) -> tuple[object, ...] | None:
        """Return what the journal ended with on that day."""
        try:
            found = json.loads(str(told))
        except ValueError as error:
            raise self._refused("it does not say which act was the last") from error
        return tuple(found) if isinstance(found, list) else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def sum(self, number: int) -> bytes:
        """Return the sum of a page; empty where that day's library has no such page."""
        return self.sums[(number - 1) * SUM : number * SUM]

    def numbers(self) -> list[int]:
        """Return which pages are in the file; of a damaged one those that are what was kept."""
        try:
            with _understood(self.path):
                sql = "SELECT number FROM pages ORDER BY number"
                rows = self._connection.execute(sql).fetchall()
        except StoreError:
            self.is_damaged = True
            return [number for number in range(1, self.count + 1) if self.page(number)]
        return [number for (number,) in rows if isinstance(number, int)]

    def page(self, number: int) -> bytes:
        """Return a page; empty where it is not there or not what was kept."""
        try:
            sql = "SELECT packed FROM pages WHERE number = ?"
            with _understood(self.path):
                row = self._connection.execute(sql, (number,)).fetchone()
            page = b"" if row is None else _unpacked(row[0], self.page_size)
        except (StoreError, ValueError):
            return b""
        return page if len(page) == self.page_size and sum_of(page) == self.sum(number) else b""

    def acts(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the journal as far as they can be read, texts of JSON as texts."""
        parts: Iterable[int] = range(_MOST_PARTS)
        with suppress(StoreError), _understood(self.path):
            told = self._connection.execute("SELECT part FROM acts ORDER BY part").fetchall()
            parts = [part for (part,) in told]
        for part in parts:
            try:
                with _understood(self.path):
                    sql = "SELECT packed FROM acts WHERE part = ?"
                    row = self._connection.execute(sql, (part,)).fetchone()
                rows = json.loads(_unpacked(row[0], _LARGEST)) if row else []
            except (StoreError, ValueError, RecursionError):
                continue
            if isinstance(rows, list):
                yield from (row for row in rows if isinstance(row, dict))

    def faults(self) -> list[str]:
        """Return what is wrong with the file, none for one that is whole: all of it is read."""
        with _understood(self.path):
            found = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            parts = self._connection.execute("SELECT packed FROM acts").fetchall()
        if found != "ok":
            return [str(found)]
        for number in self.numbers():
            if not self.page(number):
                return [f"its page {number} is not what was written"]
        try:
            for (packed,) in parts:
                json.loads(_unpacked(packed, _LARGEST))
        except ValueError:
            return ["its acts are not what was written"]
        return []

    def _refused(self, why: str) -> DayFileError:
        return DayFileError("The snapshot cannot be read", f"{self.path}: {why}.", _ADVICE)


def is_day_file(path: Path) -> bool:
    """Tell whether a file is a snapshot by difference; never to be asked of a library itself.

    Raises OSError.
    """
    with path.open("rb") as file:
        header = file.read(HEADER)
    return header.startswith(MAGIC) and header[68:72] == DAY_ID.to_bytes(4, "big")


def write_day(
    path: Path,
    about: Mapping[str, object],
    sums: bytes,
    pages: Iterable[tuple[int, bytes]],
    acts: Iterable[list[dict[str, Any]]],
) -> None:
    """Fill an empty file with what is kept of a day. Raises StoreError."""
    with explained(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # whoever names the file synchronises it
        connection.execute("BEGIN")
        for statement in _TABLES:
            connection.execute(statement)
        told = {"format": FORMAT, **about}
        connection.executemany("INSERT INTO about VALUES (?, ?)", told.items())
        step = SUM << 15
        connection.executemany(
            "INSERT INTO sums VALUES (?, ?)",
            ((at // step, sums[at : at + step]) for at in range(0, len(sums), step)),
        )
        connection.executemany(
            "INSERT INTO pages VALUES (?, ?)",
            ((number, zlib.compress(page)) for number, page in pages),
        )
        connection.executemany("INSERT INTO acts VALUES (?, ?)", _packed(acts))
        connection.execute(f"PRAGMA application_id={DAY_ID}")
        connection.execute("COMMIT")


def leave_acts_out(path: Path) -> None:
    """Take the acts out of a file, which a newer one has; it is smaller then. Raises StoreError."""
    with explained(path), closing(connect(path, "mode=rw")) as connection:
        connection.execute("DELETE FROM acts")
        connection.execute("VACUUM")


def has_acts(path: Path) -> bool:
    """Tell whether a day's file has any acts."""
    with explained(path), closing(connect(path, "mode=ro")) as connection:
        return connection.execute("SELECT 1 FROM acts LIMIT 1").fetchone() is not None


def read_acts(connection: Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield all acts of a journal, some hundred at a time."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    names = ("act", "machine", "window", "clock", "wall", "kind", "subject", "papers", "data")
    sql = f"SELECT seq, {', '.join(names)} FROM journal WHERE seq > ? ORDER BY seq LIMIT 200"
    last = -1
    while rows := connection.execute(sql, (last,)).fetchall():
        last = rows[-1][0]
        yield [dict(zip(names, row[1:], strict=True)) for row in rows]


def _packed(acts: Iterable[list[dict[str, Any]]]) -> Iterator[tuple[int, bytes]]:
    for part, rows in enumerate(acts):
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        yield part, zlib.compress(text.encode("utf-8", "replace"))


def _unpacked(packed: object, most: int) -> bytes:
    """Return what was packed; ValueError for what was not, or is more."""
    if not isinstance(packed, bytes):
        raise ValueError("no bytes")
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(packed, most)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacking.eof:
        raise ValueError("more than there can be")
    return data
