"""What a killed process has left beside a library, looked through before SQLite makes use of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .rollback_journal import RollbackJournal
    from .wal import Log


class Loss(NamedTuple):
    """What SQLite would leave out, or put back wrongly, if it opened the library."""

    log: Log | None
    journal: RollbackJournal | None
    told: str
    """What is damaged, and where."""


def find_loss(library: Path) -> Loss | None:
    """Look through log and journal of a library; None where all is good that was promised.

    Nobody may have the library open meanwhile.
    """
    from .rollback_journal import read_rollback_journal  # few starts find anything left
    from .wal import read_log

    log = read_log(library)
    if log is not None and log.is_damaged:
        told = f"{log.path}, what was written last, is damaged at byte {log.damage_at:,}"
        if log.damage_at >= log.path.stat().st_size:
            told = f"the end of {log.path}, what was written last, is gone"
        return Loss(log, None, told)
    journal = read_rollback_journal(library)
    if journal is not None and journal.damage_at is not None:
        told = f"{library}-journal, from which half a change is taken back, is damaged at byte "
        return Loss(None, journal, f"{told}{journal.damage_at:,}")
    return None


def has_leftovers(library: Path) -> bool:
    """Tell whether there is a log or a journal with anything in it."""
    for ending in ("-wal", "-journal"):
        with suppress(OSError):
            if Path(f"{library}{ending}").stat().st_size:
                return True
    return False


def tell_loss(library: Path) -> list[str]:
    """Say what SQLite leaves out of a library that is read as it is."""
    loss = find_loss(library) if has_leftovers(library) else None
    # Others may write meanwhile, but what is damaged stays so.
    if loss is None or loss != find_loss(library):
        return []
    return [f"The library was damaged: {loss.told}. What stands behind that is not shown."]
