"""A day's library put together again: each page from wherever it is as its sum says."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from ...database.connections import explained
from ...disk.exhaustion import refuse_exhaustion
from ...disk.whole_files import passing_file
from ...errors import StoreError
from .day_files import DayFile, DayFileError, is_day_file
from .page_files import PageFile, sum_of

Others = Callable[[], Iterable[Path]]
"""Gives files in which a page may be that is gone: a damaged library, or a copy of a sound one.

It is asked only where one is gone.
"""


def none() -> Iterable[Path]:
    """Give no other files."""
    return ()


@contextmanager
def whole(path: Path, directory: Path, others: Others = none) -> Iterator[Path]:
    """Give a file with all of a snapshot: itself, or one in `directory` that is there meanwhile.

    Raises DayFileError where it cannot be put together.
    """
    if _is_base(path):
        raise DayFileError(
            "The snapshot cannot be put together",
            f"{path} is what the days beside it are made from, and may be between two of them.",
            "Give one of the files named library-… beside it.",
        )
    with explained(path):
        is_by_difference = is_day_file(path)
    if not is_by_difference:
        yield path
        return
    with explained(path), passing_file(directory, path.name) as partial:
        if lost := assemble(path, partial, others):
            raise DayFileError(
                "The snapshot cannot be put together",
                f"{path} has only the pages that changed; {len(lost):,} others are nowhere as they "
                "were.",
                "Take another snapshot, or keep the files named base-… and library-… of its "
                "directory together.",
            )
        yield partial


def _is_base(path: Path) -> bool:
    """Whether days need a file: a day that is laid over it may have got half the way."""
    with ExitStack() as stack:
        days = [stack.enter_context(day) for day in days_of(path.parent)]
        return any(day.base == path.name for day in days)


def assemble(path: Path, target: Path, others: Others = none) -> list[int]:
    """Write all pages of a day's library into a file, and return those that are nowhere.

    In their places are zeros. Raises StoreError where the day's file itself cannot be read.
    """
    with DayFile(path) as day, explained(target):
        lost = []
        with target.open("r+b" if target.exists() else "xb") as file:
            file.truncate(0)
            for number, page in _pages(day):
                if page:
                    file.seek((number - 1) * day.page_size)
                    file.write(page)
                else:
                    lost.append(number)
            file.flush()
            if lost:
                lost = _fill(file.fileno(), day, lost, others)
            file.truncate(day.count * day.page_size)
    return lost


def fault_of(path: Path, *, is_full: bool) -> str:
    """Return why a snapshot by difference cannot be put together; empty where it can, or is whole.

    A full look reads all of its pages.
    """
    try:
        if not is_day_file(path):
            return ""
        with DayFile(path) as day:
            if not path.with_name(day.base).is_file():
                return f"{path} has only what changed, and its base {day.base} is gone"
            lost = sum(not page for _, page in _pages(day)) if is_full else 0
            return f"{lost:,} pages of {path} are nowhere as they were" if lost else ""
    except (OSError, DayFileError) as error:
        return str(error)


def _pages(day: DayFile) -> Iterator[tuple[int, bytes]]:
    """Yield each page with its number, empty where it is nowhere."""
    with ExitStack() as stack:
        base = _base(day, stack)
        places = _places(day, stack)
        for number in range(1, day.count + 1):
            wanted = day.sum(number)
            page = b"" if base is None else base.read(number)
            if not page or sum_of(page) != wanted:
                page = _page(places.get(number, ()), number, wanted)
            yield number, page


def days_of(directory: Path) -> list[DayFile]:
    """Return the day's files in a directory that can be read, the newest first; to be closed.

    Raises ExhaustedError: one that cannot be opened now is not to be taken for damaged.
    """
    found = []
    for path in directory.glob("library-*.db"):
        try:
            if is_day_file(path):
                found.append(DayFile(path))
        except OSError as error:
            refuse_exhaustion(error)
        except StoreError:
            continue
    return sorted(found, key=lambda day: day.number, reverse=True)


def _base(day: DayFile, stack: ExitStack) -> PageFile | None:
    with suppress(OSError):
        path = day.path.with_name(day.base)
        return stack.enter_context(closing(PageFile(path, day.page_size)))
    return None


def _places(day: DayFile, stack: ExitStack) -> dict[int, list[DayFile]]:
    """Return in which days' files each page is; that of the day itself comes first."""
    days = [day]
    for other in days_of(day.path.parent):
        stack.enter_context(other)
        is_kin = (other.base, other.page_size) == (day.base, day.page_size)
        if is_kin and other.path != day.path:
            days.append(other)
    places: dict[int, list[DayFile]] = {}
    for each in days:
        with suppress(StoreError):
            for number in each.numbers():
                places.setdefault(number, []).append(each)
    return places


def _page(days: Iterable[DayFile], number: int, wanted: bytes) -> bytes:
    """Return a page of the first file that has it as it is wanted, nothing where none has."""
    for day in days:
        if day.sum(number) == wanted and (page := day.page(number)):
            return page
    return b""


def _fill(descriptor: int, day: DayFile, lost: list[int], others: Others) -> list[int]:
    """Write pages from other files, and return those that are in none."""
    for path in others():
        with suppress(OSError), closing(PageFile(path, day.page_size)) as file:
            left = []
            for number in lost:
                page = file.read(number)
                if sum_of(page) == day.sum(number):
                    os.pwrite(descriptor, page, (number - 1) * day.page_size)
                else:
                    left.append(number)
            lost = left
        if not lost:
            break
    return lost
