"""Zotero's own library as papers, read from a copy of its database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from ...disk.hashes import sha256
from ...errors import SourceError
from ...paper import Record
from ...text import clean
from ..contents import Problem
from .citation_keys import load_citation_keys
from .items import path_of, read_item
from .places import ZoteroPlace
from .snapshot import opened_copy
from .tables import Item, ZoteroTables

ZOTERO = "Zotero"
"""The name of the source, where it is given no other."""

_MOST_PROBLEMS = 100


class ZoteroLibrary:
    """The papers of a library of Zotero's; can be gone through more than once."""

    def __init__(self, tables: ZoteroTables, place: ZoteroPlace, *, with_groups: bool) -> None:
        self._tables = tables
        self._place = place
        self._ids = tables.item_ids(with_groups=with_groups)
        self._left_out = 0 if with_groups else tables.count_group_items()
        self._keys = load_citation_keys(place.database.parent)
        self.problems: list[Problem] = []
        """What could not be read when it was last gone through."""
        self._marked = 0
        self._unplaced = 0
        self.count = len(self._ids)
        """Items in it."""
        self.size = place.database.stat().st_size
        """Bytes of its database."""

    def records(self) -> Iterator[Record]:
        """Yield the papers, what was put in last first; SourceError for an empty library."""
        self.problems, self._marked, self._unplaced = [], 0, 0
        rank = 0
        for item in self._tables.items(self._ids):
            record = read_item(
                item, self._place, self._keys.get((item.library, item.key)), rank + 1
            )
            if record is None:
                if len(self.problems) < _MOST_PROBLEMS:
                    self.problems.append(Problem(0, f"Item {clean(item.key)} has no title."))
                continue
            rank += 1
            self._count(item)
            yield record
        if not rank:
            raise SourceError(f"No papers in {clean(str(self._place.database))}", "It is empty.")

    def checksum(self) -> str:
        """Return what tells what it says now from what it says at another time, in hexadecimal.

        Not its bytes, which Zotero changes whenever it is started.
        """
        told = sha256(b"zotero")
        for record in self.records():
            told.update(json.dumps(record).encode())
        return told.hexdigest()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences about what was kept or left out, once it was gone through."""
        said = [f"Read from a copy of {clean(str(self._place.database))}."]
        if self._marked:
            said.append(f"Annotations kept with their papers: {self._marked:,}.")
        if self._unplaced:
            said.append(
                f"Linked files whose place is not known: {self._unplaced:,}. Zotero's settings "
                "name no base directory for them here."
            )
        if self._left_out:
            said.append(
                f"Items in libraries of groups, left out without --groups: {self._left_out:,}."
            )
        return tuple(said)

    def _count(self, item: Item) -> None:
        for file in item.attachments:
            self._marked += len(file.annotations)
            is_relative = file.path.startswith("attachments:")
            self._unplaced += is_relative and path_of(file, self._place) is None


@contextmanager
def opened_zotero(place: ZoteroPlace, *, with_groups: bool = False) -> Iterator[ZoteroLibrary]:
    """Give the library of Zotero's that is at a place; raises SourceError."""
    with opened_copy(place.database) as copy:
        yield ZoteroLibrary(ZoteroTables(copy), place, with_groups=with_groups)
