"""Connections to one SQLite file, one for each thread, wary of what a file says; their refusals."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..disk.exhaustion import are_descriptors_short, no_descriptor, no_memory, refuse_exhaustion
from ..disk.private import begin_file
from ..errors import RectoError, StoreError, Superseded
from .refusals import Code, explain, system_code

Parameters = Sequence[object] | Mapping[str, object]
"""What a statement's `?` or `:name` stand for."""

BUSY_SECONDS = 60.0
"""How long an act waits for another process: a large import holds the file for some seconds."""

_STEPS = 20_000
"""Steps of SQLite's between two looks at whether its answer is still wanted."""

_LOOK = 0.005
"""Seconds between two looks at whether a statement has stopped."""

_LAST_WAIT = 2.0
"""Seconds that closing waits for the statements of other threads, which were told to stop."""

_WARY = ("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0")
"""What every connection begins with, since a file may be one that somebody has made up.

See sqlite.org/security.html: nothing in a schema may call what has effects, and what a damaged page
says of itself is not followed. Mapped into memory the rows of forty papers would be read two
milliseconds sooner, but a file that is cut short meanwhile, or cannot be read, ends the process by
a signal (SIGBUS), where SQLite otherwise has an error that becomes a sentence; and file systems of
several machines do not keep what is mapped the same as what is written.
"""

_NO_MEMORY = {
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_IOERR_NOMEM,
    sqlite3.SQLITE_IOERR_SHMMAP,
}


def sqlite_version() -> str:
    """Return the version of SQLite that is in use."""
    return sqlite3.sqlite_version


class Connection(sqlite3.Connection):
    """What `connect` returns, with a lock for those whom several threads may meet at.

    Of a connection that is closed while another thread's statement runs SQLite takes the ground
    from under the statement, which ends the process by a signal.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.in_use = threading.RLock()
        """Held during each statement, and to close it."""

    @contextmanager
    def stopped_by(self, check: Callable[[], object]) -> Iterator[None]:
        """Call `check` during statements; what it raises, a RectoError or Superseded, ends them.

        SQLite calls it after so many of its steps.
        """
        raised: list[Exception] = []

        def look() -> int:
            try:
                check()
            except (RectoError, Superseded) as error:
                # SQLite would tell only that it was interrupted.
                raised.append(error)
            return len(raised)

        self.set_progress_handler(look, _STEPS)
        try:
            yield
        except StoreError:
            if raised:
                raise raised[0] from None
            raise
        finally:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                self.set_progress_handler(None, 0)

    def readable_rows(self, sql: str, parameters: Parameters) -> list[Any]:
        """Return all rows of a query, each text in it as far as it can be read."""
        self.text_factory = readable
        try:
            with self.in_use:
                return self.execute(sql, parameters).fetchall()
        finally:
            self.text_factory = str


class Connections:
    """The connections of all threads, each opened at its thread's first use."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: list[tuple[threading.Thread, Connection]] = []
        self.is_closed = False

    def own(self) -> Connection:
        """Return the calling thread's connection; raises StoreError once all are closed."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            return connection
        if self.is_closed:
            raise closed()
        connection = self._connect()
        with self._lock:
            if self.is_closed:  # meanwhile, and nobody would close this one
                connection.close()
                raise closed()
            for thread, left in self._all:
                if not thread.is_alive():
                    left.close()
            self._all = [pair for pair in self._all if pair[0].is_alive()]
            self._all.append((threading.current_thread(), connection))
        self._local.connection = connection
        return connection

    def drop(self) -> None:
        """Close those there are; whoever wants one gets a new one."""
        with self._lock:
            connections, self._all = self._all, []
            self._local = threading.local()
        end = time.monotonic() + _LAST_WAIT
        for _, connection in connections:
            _close(connection, end)

    def close(self) -> None:
        """Close all, for good; statements of other threads end where they are."""
        self.is_closed = True
        self.drop()


def _close(connection: Connection, end: float) -> None:
    """Close a connection once its statement has stopped, but wait no longer than until `end`.

    What waits for another process does not stop; then its thread lets go of it in the end.
    """
    while not connection.in_use.acquire(timeout=_LOOK):
        if time.monotonic() > end:
            return
        connection.interrupt()  # again, since one may have begun just now
    try:
        connection.close()
    finally:
        connection.in_use.release()


def closed() -> StoreError:
    """Return what is said to whoever still asks a database that has been closed."""
    return StoreError("The library is closed")


def connect(
    path: Path, flags: str = "mode=rwc", pragmas: Iterable[str] = (), *, is_wary: bool = True
) -> Connection:
    """Open a file in the mode that the flags of its URI say.

    Whoever has to read what a damaged file still gives is not `is_wary`.
    """
    if "mode=rwc" in flags:
        with suppress(OSError):  # SQLite says what is wrong, and gives what is beside it this mode
            begin_file(path)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{flags}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # only `close` crosses threads
        factory=Connection,
    )
    try:
        if is_wary and sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
        for pragma in (*(_WARY if is_wary else ()), *pragmas):
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def readable(data: bytes) -> str:
    """Return the bytes of a text as they can be read, U+FFFD for those that are no UTF-8.

    Of one flipped bit in ASCII it can only have been a byte's highest, which is flipped back.
    """
    odd = [at for at, byte in enumerate(data) if byte >= 0x80]
    if len(odd) == 1:
        at = odd[0]
        return (data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :]).decode("ascii")
    return data.decode("utf-8", "replace")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise what SQLite or the system refuses within as a StoreError about the file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise meaning_of(path, error) from error
    except OSError as error:
        refuse_exhaustion(error)
        raise explain(path, system_code(error), error.strerror, BUSY_SECONDS) from error


def meaning_of(path: Path, error: sqlite3.Error) -> RectoError:
    """Return what SQLite's error means to a person; that it lacks descriptors it does not say."""
    if getattr(error, "sqlite_errorcode", None) in _NO_MEMORY:
        return no_memory()
    if code_of(error) in (Code.CANTOPEN, Code.IOERR) and are_descriptors_short():
        return no_descriptor()
    return explain(path, code_of(error), error, BUSY_SECONDS)


def is_of_text(error: sqlite3.Error) -> bool:
    """Tell whether a value was no UTF-8; SQLite itself does not mind, and has no code for it."""
    return "decode to UTF-8" in str(error)


def code_of(error: BaseException | None) -> int | None:
    """Return SQLite's primary result code of an error, None when it has none."""
    extended = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF
