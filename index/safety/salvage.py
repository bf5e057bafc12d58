"""What a damaged database file still gives: the copy it is read from, and the rows of its journal.

The rows are found by their shape on whatever page they are, so that neither the header nor the way
to a page has to be whole. Nothing here writes to the file itself.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..database.connections import Connection, connect
from ..database.database import APPLICATION_ID, Database
from ..database.file_format import HEADER, MAGIC, Pages, schema_pages
from ..disk.private import begin_file
from ..errors import DamageError, StoreError
from ..store.passed import Page, Range
from .logs.replay import Replay, journal_row, replay
from .logs.wal import read_log
from .outgoing import Reading
from .register import PASSED, tell_passed

_PASSED_ROW = """SELECT source, digest, first, last FROM passed {where}
    ORDER BY source {way}, digest {way}, first {way} LIMIT 1"""


class Wreck(Database):
    """A damaged database, open for reading whatever can be read of it."""

    def _open(self, version: int) -> None:
        self.read_only = True
        self._flags = "mode=ro&immutable=1"
        self._pragmas = ("PRAGMA writable_schema=ON",)  # reads on where the schema is odd

    def connect(self) -> Connection:
        """Return a connection that follows whatever the file says."""
        return connect(self.path, self._flags, self._pragmas, is_wary=False)


class LenientReading(Reading):
    """How a wreck is read: row by row where it has to be, and without what cannot be read."""

    is_whole = False

    def numbers(self, table: str, column: str) -> Iterator[int]:
        """Yield the row numbers of a table up to the first damage, then others that answer."""
        first, is_whole = self._walk(table, column)
        yield from first
        if is_whole:
            return
        known = f"SELECT {column} FROM {table} WHERE {column} = ?"
        least = first[-1] + 1 if first else 0
        begun = sorted({number for number in self._begun(table) if least <= number < 1 << 62})
        yield from (number for number in begun if self.rows(known, (number,)))

    def _walk(self, table: str, column: str) -> tuple[list[int], bool]:
        """Return the row numbers up to the first damage, and whether there was none."""
        sql = f"SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT 1"
        found: list[int] = []
        try:
            while row := self.database.row(sql, (last := found[-1] if found else -1,)):
                number = int(row[0])
                if number <= last:  # what is garbled may lead back
                    return found, False
                found.append(number)
        except StoreError:
            return found, False
        return found, True

    def _begun(self, table: str) -> list[int]:
        """Return the row numbers on all pages that the first one of a table leads to."""
        sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?"
        try:
            root = int(self.database.value(sql, (table,)))
            with self.database.path.open("rb") as file:
                return list(Pages(file).row_numbers(root))
        except (StoreError, TypeError, ValueError):
            return []

    def passed(self) -> Iterator[dict[str, Any]]:
        """Yield what the reader has passed: all of it, or from both ends up to the damage."""
        try:
            self.database.rows(PASSED)
        except StoreError:
            runs: dict[Page, list[Range]] = {}
            for source, digest, first, last in {*self._passed(">"), *self._passed("<")}:
                runs.setdefault((source, digest), []).append((first, last))
            for page, found in runs.items():
                yield from self.told(tell_passed, (*page, json.dumps(sorted(found))))
        else:
            yield from super().passed()

    def _passed(self, beyond: str) -> Iterator[tuple[str, str, int, int]]:
        """Yield rows of the register from its beginning (`>`) or its end (`<`) up to a damage."""
        way = "" if beyond == ">" else "DESC"
        first = _PASSED_ROW.format(where="", way=way)
        where = f"WHERE (source, digest, first) {beyond} (?, ?, ?)"
        following = _PASSED_ROW.format(where=where, way=way)
        seen = set()
        with suppress(StoreError):
            row = self.database.row(first)
            while row is not None and row not in seen:  # what is garbled may lead back
                yield row
                seen.add(row)
                row = self.database.row(following, row[:3])

    def rows(self, sql: str, parameters: Sequence[object]) -> list[Any]:
        """Return the rows of a query, none where it meets with damage."""
        try:
            return super().rows(sql, parameters)
        except StoreError:
            return []

    def parts(self, numbers: Iterable[int]) -> Iterator[str]:
        """Yield each row number by itself, since one that cannot be read spoils its part."""
        yield from (json.dumps([number]) for number in numbers)

    def told(self, make: Callable[[Any], dict[str, Any]], row: Any) -> Iterator[dict[str, Any]]:
        """Yield what is made of a row, nothing where it holds what nobody wrote."""
        with suppress(DamageError):
            yield from super().told(make, row)


def copy_wreck(library: Path, copy: Path, models: Iterable[Path]) -> Replay:
    """Copy a damaged library to `copy`, make that as readable as can be, and return its log's rows.

    What its log holds is put in, behind damage in it too. Pages that say where the tables are come
    from the first of `models`, sound files with the same tables, that makes them readable.
    """
    begin_file(copy)
    for ending in ("", "-journal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{library}{ending}", f"{copy}{ending}")
    log = read_log(library)
    found = Replay()
    if log is not None:
        # Whoever knows that the file holds the beginning of a log knows it of a whole file.
        found = replay(log, copy, start=log.copied if log.is_damaged else 0)
    todo = [*models]
    while not _is_readable(copy) and todo:
        _lend_schema(todo.pop(0), copy)
    with suppress(StoreError):
        # Opening it takes back what was not committed.
        Database(copy, version=1 << 31, has_log=False).close()
    for ending in ("-wal", "-journal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
    mend_header(copy)
    return found


def journal_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what looks like a row of a journal, on any page, in no order; some may come twice."""
    with path.open("rb") as file:
        pages = Pages(file)
        for number in range(1, pages.count + 1):
            for values in pages.records(number):
                row = journal_row(values)
                if row is not None:
                    yield row


def _is_readable(path: Path) -> bool:
    """Tell whether SQLite finds the tables of a library in a file."""
    wreck = Wreck(path, version=0)
    try:
        kind = wreck.value("PRAGMA application_id")
        tables = int(wreck.value("SELECT count(*) FROM sqlite_master"))
        return tables > 0 and int(kind) == APPLICATION_ID
    except StoreError:
        return False
    finally:
        wreck.close()


def _lend_schema(model: Path, path: Path) -> None:
    """Copy the pages that say where the tables are from a sound file, to the same places."""
    with model.open("rb") as lender, path.open("r+b") as borrower:
        pages = Pages(lender)
        for number in schema_pages(pages):
            borrower.seek((number - 1) * pages.size)
            borrower.write(pages.read(number))
    mend_header(path)


def mend_header(path: Path) -> None:
    """Say in the header that the file has no log, and as many pages as it has."""
    with path.open("r+b") as file:
        header = file.read(HEADER)
        if header.startswith(MAGIC):
            file.seek(18)
            file.write(b"\1\1")
            file.seek(92)
            # The number of pages counts only if this is the number of changes.
            file.write((int.from_bytes(header[24:28], "big") ^ 1).to_bytes(4, "big"))
