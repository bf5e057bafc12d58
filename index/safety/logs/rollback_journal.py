"""SQLite's rollback journal, where there is no log: the pages as they were before a transaction.

See sqlite.org/fileformat2.html#the_rollback_journal. After a kill SQLite puts them back, ends at
the first one whose checksum is wrong, and takes a journal that does not begin as one for none: then
half a transaction stays in the database, and nothing is said.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ...database.file_format import Pages
from ...disk.exhaustion import refuse_exhaustion

_MAGIC = bytes.fromhex("d9d505f920a163d7")

_HEADER = 28
"""Bytes of a header that say something; it fills a sector."""

_TO_THE_END = 0xFFFFFFFF
"""What a header says instead of a number of pages where it does not know it."""

_SAMPLED = 200
"""Every so many bytes of a page one is counted in its checksum."""


class PageRecord(NamedTuple):
    """One page as it was before the transaction."""

    page: int
    image: bytes


@dataclass(frozen=True, slots=True)
class RollbackJournal:
    """What a journal holds."""

    page_size: int
    page_count: int
    """Pages that the database had, 0 where the journal does not say it."""
    saved: tuple[PageRecord, ...]
    """All pages that are in it, those among them whose checksum is wrong."""
    damage_at: int | None
    """The byte at which SQLite stops putting back what it should, None where it does not."""


def read_rollback_journal(library: Path) -> RollbackJournal | None:
    """Read the journal beside a library that nobody holds open; None where it changes nothing."""
    path = library.with_name(library.name + "-journal")
    try:
        with path.open("rb") as file, library.open("rb") as database:
            return _read(file, Pages(database))
    except OSError as error:  # no such file
        refuse_exhaustion(error)
        return None


def put_back(journal: RollbackJournal, copy: Path) -> None:
    """Put all pages of a journal back into a copy of its database."""
    with copy.open("r+b") as file:
        for page, image in journal.saved:
            file.seek((page - 1) * journal.page_size)
            file.write(image)
    if journal.page_count:
        os.truncate(copy, journal.page_count * journal.page_size)


class _Header(NamedTuple):
    """What a part of a journal begins with."""

    magic: bytes
    records: int
    """Pages that follow."""
    nonce: int
    """What their checksums begin with."""
    pages: int
    """Pages that the database had."""
    sector: int
    page_size: int


def _read(file: BinaryIO, database: Pages) -> RollbackJournal | None:
    size = os.fstat(file.fileno()).st_size
    record = database.size + 8
    start, first = 0, None
    saved: list[PageRecord] = []
    damages: list[int] = []
    while start + _HEADER <= size:
        data = _at(file, start, _HEADER)
        if not any(data[:12]):
            break  # its pages are not on disk for certain, so none was changed in the database
        header = _Header._make(struct.unpack(">8s5I", data))
        first = first or header
        is_sector = 32 <= first.sector <= 65536 and not first.sector & (first.sector - 1)
        sector = first.sector if is_sector else 512
        if header.magic != _MAGIC or first.page_size != database.size or not is_sector:
            damages.append(start)
        at = start + sector
        end = _next_part(file, start + sector, sector)
        room = max(0, (end - at) // record)
        count = room if header.records == _TO_THE_END else header.records
        found = list(_records(file, at, database.size, header.nonce, min(count, room)))
        good = [is_good for _, is_good in found]
        if len(found) < count or not all(good[:count]):
            damages.append(at + (good.index(False) if False in good else len(found)) * record)
        elif len(found) > count:
            damages.append(start)  # the number of pages is another one
        saved += [one for one, _ in found]
        start = -(-(at + max(len(found), 1) * record) // sector) * sector
    if first is None or all(one.image == database.read(one.page) for one in saved):
        return None
    before = next((one.image for one in saved if one.page == 1), database.read(1))
    page_count = _page_count(before)
    if page_count != first.pages:
        damages.append(0)
    return RollbackJournal(
        database.size,
        page_count,
        tuple(one for one in saved if 0 < one.page <= max(page_count, database.count)),
        min(damages, default=None),
    )


def _next_part(file: BinaryIO, start: int, sector: int) -> int:
    """Return where the next header stands, or the end of the file."""
    at = start
    while data := _at(file, at, len(_MAGIC)):
        if data == _MAGIC:
            break
        at += sector
    return min(at, os.fstat(file.fileno()).st_size)


def _at(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _page_count(page: bytes) -> int:
    """Return how many pages a database has by its first one."""
    return int.from_bytes(page[28:32], "big")


def _records(
    file: BinaryIO, at: int, page_size: int, nonce: int, count: int
) -> Iterator[tuple[PageRecord, bool]]:
    """Yield so many pages, and those that are good behind them, each with whether it is good."""
    file.seek(at)
    number = 0
    while len(data := file.read(page_size + 8)) == page_size + 8:
        image = data[4:-4]
        sampled = image[page_size - _SAMPLED : 0 : -_SAMPLED]
        is_good = (nonce + sum(sampled)) & 0xFFFFFFFF == int.from_bytes(data[-4:], "big")
        page = int.from_bytes(data[:4], "big")
        if number >= count and not (is_good and page):
            return
        yield PageRecord(page, image), is_good
        number += 1
