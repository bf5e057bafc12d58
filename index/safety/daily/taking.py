"""A day's snapshot taken by difference: its base, its file, and what becomes of a day that is past.

Whoever calls this has the directory of the snapshots for itself, and runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import islice, pairwise
from pathlib import Path

from ...database.connections import connect, explained
from ...database.database import Database
from ...disk.whole_files import synchronise, whole_file
from ...errors import StoreError
from ..copying import LAST_ACT, copy_out
from .assembly import days_of
from .day_files import DayFile, has_acts, leave_acts_out, read_acts, write_day
from .looking import are_doubtful, has_broken_trees
from .moments import Moment, moment_of
from .page_files import SUM, PageFile, sum_of

_MOST_CHANGED = 2
"""A day on which more than one page in so many has changed begins with a base of its own."""

_LITTLE = 100
"""Pages of two days are kept as long as a day changes fewer than one in so many."""

_SCRUBBED = 7
"""Days in which all pages of the base are compared with their sums."""

_MOST_BYTES = 1.2
"""How many times the library all snapshots of days may be, before acts are kept less often."""


def take(
    database: Database,
    path: Path,
    is_wanted: Callable[[], bool],
    look_through: Callable[[Path], None],
    pause: Callable[[], None],
) -> None:
    """Keep today's library under a name: what has changed, or all of it as a new base.

    `look_through` raises for a copy, or for the library, that is no sound library.
    """
    with explained(path), ExitStack() as stack:
        days = [stack.enter_context(day) for day in days_of(path.parent)]
        days = [day for day in days if day.path.with_name(day.base).is_file()]
        if not days or not _add_day(database, path, days, is_wanted, look_through, pause):
            _begin_anew(database, path, days, is_wanted, look_through, pause)
    _keep_small(database.path, path)


def forget(path: Path) -> None:
    """Lay the oldest day of a day's base over that base, so that its file is needed no more.

    That is the day itself but where the clock was set back: the days before it would lack what is
    laid over the base then. Killed on the way, it is done again from the beginning.
    """
    with ExitStack() as stack:
        days = [stack.enter_context(day) for day in days_of(path.parent)]
        found = [day for day in days if day.path == path]
        kin = [day for day in days if found and day.base == found[0].base]
        if kin[1:]:
            path = kin[-1].path
            base = path.with_name(kin[-1].base)
            with explained(base), suppress(FileNotFoundError):
                _lay_over(kin[-1], base)
    path.unlink(missing_ok=True)
    remove_unused(path.parent)


def remove_unused(directory: Path) -> None:
    """Remove bases that belong to no day any more."""
    used = set()
    for day in days_of(directory):
        used.add(day.base)
        day.close()
    for base in directory.glob("base-*.db"):
        if base.name not in used:
            base.unlink(missing_ok=True)


def _begin_anew(
    database: Database,
    path: Path,
    days: Sequence[DayFile],
    is_wanted: Callable[[], bool],
    look_through: Callable[[Path], None],
    pause: Callable[[], None],
) -> None:
    """Copy all of the library as a base, and name the day that it is of."""
    base = path.with_name(f"base-{os.urandom(6).hex()}.db")
    with explained(base), whole_file(base, is_private=True) as partial:
        copy_out(database, partial, is_wanted)
        look_through(partial)
    with (
        closing(PageFile(base)) as pages,
        closing(connect(base, "mode=ro")) as connection,
    ):
        sums = pages.sums(pause)
        _write(path, Moment(pages, connection), base.name, days, sums, [])


def _add_day(
    database: Database,
    path: Path,
    days: Sequence[DayFile],
    is_wanted: Callable[[], bool],
    look_through: Callable[[Path], None],
    pause: Callable[[], None],
) -> bool:
    """Keep what has changed; false where that is so much that a new base is better."""
    last = days[0]
    with explained(database.path), moment_of(database, path.parent, is_wanted) as moment:
        pages = moment.pages
        if pages.size != last.page_size:
            return False
        sums = pages.sums(pause)
        changed = _differing(sums, last.sums)
        if len(changed) * _MOST_CHANGED > pages.count:
            return False
        if has_broken_trees(moment.connection, pause) or are_doubtful(
            moment, changed, path.parent, pause
        ):
            look_through(database.path)
        kept = set(changed)
        if len(changed) * _LITTLE < pages.count and len(days) > 1:
            kept.update(_differing(sums, days[1].sums))
        kept.update(_lost(last, days, sums, kept, pause))
        _write(path, moment, last.base, days, sums, sorted(kept))
    return True


def _differing(sums: bytes, before: bytes) -> list[int]:
    """Return the pages whose sums differ from those of another day."""
    places = range(0, len(sums), SUM)
    return [at // SUM + 1 for at in places if sums[at : at + SUM] != before[at : at + SUM]]


def _lost(
    last: DayFile,
    days: Sequence[DayFile],
    sums: bytes,
    kept: set[int],
    pause: Callable[[], None],
) -> Iterator[int]:
    """Yield pages that should be somewhere and are not, of a part of them that goes round.

    All are compared once one is found, and where the file of a day is gone or damaged, since what
    was in it is in no other.
    """
    kin = [day for day in days if day.base == last.base]
    stored = {number for day in kin for number in day.numbers()}
    is_gap = any(one.number != other.number + 1 for one, other in pairwise(kin))
    count, first = len(sums) // SUM, 1 + last.number % _SCRUBBED
    with closing(PageFile(last.path.with_name(last.base), last.page_size)) as base:

        def is_lost(number: int) -> bool:
            if number in kept:
                return False
            wanted = sums[(number - 1) * SUM : number * SUM]
            if number in stored and any(
                day.sum(number) == wanted and day.page(number) for day in kin
            ):
                return False
            return sum_of(base.read(number)) != wanted

        is_thorough = is_gap or any(day.is_damaged for day in kin)
        for part in (range(first, count + 1, _SCRUBBED), range(1, count + 1)):
            if part.step == 1 and not is_thorough:
                return
            for place, number in enumerate(part):
                if place % 256 == 0:
                    pause()
                if is_lost(number):
                    is_thorough = True
                    if part.step == 1:
                        yield number


def _write(
    path: Path,
    moment: Moment,
    base: str,
    days: Sequence[DayFile],
    sums: bytes,
    numbers: Sequence[int],
) -> None:
    """Write a day's file, read it again, and only then give it its name."""
    pages = moment.pages
    about = {
        "number": 1 + max((day.number for day in days), default=0),
        "page_size": pages.size,
        "count": pages.count,
        "base": base,
        "act": json.dumps(moment.connection.execute(LAST_ACT).fetchone()),
    }
    with explained(path), whole_file(path, is_private=True) as partial:
        told = ((number, pages.read(number)) for number in numbers)
        write_day(partial, about, sums, told, read_acts(moment.connection))
        with DayFile(partial) as day:
            found = day.faults()
            if not found and (day.sums, day.numbers()) != (sums, list(numbers)):
                found = ["it is not what was written"]
        if found:
            raise StoreError(
                "The copy of the library is damaged",
                f"{path} was not kept: {found[0]}. The library itself is whole.",
                "Check the disk.",
            )


def _lay_over(day: DayFile, base: Path) -> None:
    """Write a day's pages into the base; done again from the beginning after a kill.

    What is written over is of no day that is kept: those have the page in their own files, or
    have it from this one.
    """
    descriptor = os.open(base, os.O_RDWR | os.O_CLOEXEC)
    try:
        for number in day.numbers():
            if page := day.page(number):
                os.pwrite(descriptor, page, (number - 1) * day.page_size)
        os.ftruncate(descriptor, day.count * day.page_size)
    finally:
        os.close(descriptor)
    synchronise(base)


def _keep_small(library: Path, newest: Path) -> None:
    """Leave the acts out of the oldest files while all together are too large.

    The newest has them all, and every other one has them among its pages.
    """
    files = [path for path in newest.parent.glob("*.db") if _is_daily(path)]
    most = _MOST_BYTES * library.stat().st_size
    days = days_of(newest.parent)
    paths = [day.path for day in days]
    for day in days:
        day.close()
    for path in reversed(list(islice(paths, 1, None))):
        if sum(file.stat().st_size for file in files if file.exists()) <= most:
            return
        with suppress(StoreError):  # a damaged one stays as it is until its time has come
            if has_acts(path):
                times = path.stat()
                with explained(path), whole_file(path, is_private=True) as partial:
                    shutil.copyfile(path, partial)
                    leave_acts_out(partial)
                    os.utime(partial, ns=(times.st_atime_ns, times.st_mtime_ns))


def _is_daily(path: Path) -> bool:
    return path.name.startswith("base-") or path.name.count("-") == 3
