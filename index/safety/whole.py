"""Whether a library is whole: a look at each start, all of it once reading has failed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..database.database import Database
from ..database.file_format import HEADER
from ..database.guard import Guard, suspicion
from ..database.refusals import damaged
from ..errors import DamageError, StoreError
from .logs.leftovers import has_leftovers

_META = "SELECT count(*) FROM meta WHERE key IN ('library', 'machine', 'rev')"

_ENDS = "SELECT " + ", ".join(
    f"(SELECT {what} LIMIT 1)"
    for what in (
        "act FROM journal ORDER BY seq DESC",
        "kind FROM journal ORDER BY seq DESC",
        "act FROM journal ORDER BY clock DESC",
        "id FROM papers ORDER BY pid DESC",
        "title FROM texts ORDER BY pid DESC",
        "key FROM titles",
        "alias FROM ids",
        "name FROM sources",
        "digest FROM pages",
        "rank FROM places",
        "value FROM marks",
        "value FROM settings",
    )
)
"""A value from an end of each table: where a file was cut off or overwritten it often shows."""


def open_whole(
    path: Path, version: int, *, read_only: bool = False, is_shared: bool = True
) -> Database:
    """Open the file and look whether it is whole, as far as a look costs nothing.

    After reading has failed once, all of it is looked through. Raises DamageError.
    """
    guard = None
    if is_shared and not read_only:
        _refuse_emptied(path)
        guard = Guard.share(path)
    database = Database(path, version=version, read_only=read_only, guard=guard)
    try:
        _check(database, version)
        if suspicion(path).exists():
            problems = database.problems()
            if problems:
                raise damaged(path, problems[0])
            if not read_only:
                with suppress(OSError):
                    suspicion(path).unlink(missing_ok=True)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: Database, version: int) -> None:
    """Raise DamageError where a library is plainly not whole; costs a fraction of a millisecond.

    A file without tables is a library yet to be made; those of other versions are not known here.
    """
    if database.version == 0:
        return
    try:
        is_known = database.value(_META) == 3
        if database.version == version:
            database.row(_ENDS)
    except DamageError:
        raise
    except StoreError as error:
        raise damaged(database.path, str(error.__cause__)) from error
    if not is_known:
        raise damaged(database.path, "it does not say which library it is")


def _refuse_emptied(path: Path) -> None:
    """Raise DamageError for a library that was cut off within its header.

    Of one or no byte SQLite would begin a new one, and throw away the log that is beside it.
    """
    try:
        size = path.stat().st_size
        if size >= HEADER:
            return
    except OSError:
        return
    from .snapshots import snapshots  # a start loads nothing of what looks files through

    if size or has_leftovers(path) or snapshots(path):
        alone = Guard.alone(path)
        if alone is not None:  # nobody is just making it
            alone.close()
            raise damaged(path, "it is empty")
