"""A library's file as it is at one moment, read while others go on writing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from ...database.connections import Connection, connect
from ...database.database import Database
from ...disk.whole_files import passing_file
from ..copying import copy_out
from .page_files import PageFile

_TRIES = 20
"""Times that all of the log is asked to be in the file, before the file is copied instead."""


class Moment(NamedTuple):
    """A library at one moment."""

    pages: PageFile
    connection: Connection
    """Sees the same as the pages."""


@contextmanager
def moment_of(
    database: Database, directory: Path, is_wanted: Callable[[], bool]
) -> Iterator[Moment]:
    """Give the library as it is now; for a process of its own that ends soon afterwards.

    With a log nobody waits for more than its checkpoint, and the file is read where it lies: it
    is not written to while a reader sees all that was written before. Without a log, or while
    others hold back the checkpoint, it is copied into the `directory` first.
    """
    with ExitStack() as stack:
        reader = stack.enter_context(closing(database.connect()))
        if _freeze(database, reader):
            # Never closed: that would take the locks of this process's connections away.
            yield Moment(PageFile(database.path), reader)
            return
    with ExitStack() as stack:
        copy = stack.enter_context(passing_file(directory, "moment.db"))
        copy_out(database, copy, is_wanted)
        pages = stack.enter_context(closing(PageFile(copy)))
        yield Moment(pages, stack.enter_context(closing(connect(copy, "mode=ro"))))


def _freeze(database: Database, reader: Connection) -> bool:
    """Begin reading while no page of the file can be written; false where that is not to be had."""
    with closing(database.connect()) as writer, closing(database.connect()) as keeper:
        if keeper.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            return False
        for _ in range(_TRIES):
            keeper.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            writer.execute("BEGIN IMMEDIATE")  # from here on nobody adds to the log
            try:
                busy, written, copied = keeper.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if not busy and written == copied:
                    reader.execute("BEGIN")
                    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    return True
            finally:
                writer.execute("ROLLBACK")
            time.sleep(0.05)
    return False
