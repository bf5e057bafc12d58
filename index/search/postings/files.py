"""The files of a segment: written in one pass, its terms in order, and opened.

A segment is a dictionary, the posting lists, the places of words, and the papers of its documents.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .dictionary import DictionaryWriter
from .packing import little
from .places import Places, pack_places

DICTIONARY = ".dic"
LISTS = ".lists"
PLACES = ".places"
PAPERS = ".papers"
"""The endings of the files of a segment."""

ENDINGS = (DICTIONARY, LISTS, PLACES, PAPERS)


def read_papers(path: Path) -> array[int]:
    """Return the papers of the documents of a segment; ValueError where they are damaged."""
    told = path.read_bytes()
    papers = array("I", told[4:])
    if zlib.crc32(told[4:]) != int.from_bytes(told[:4], "little"):
        raise ValueError("the papers of a segment are not what was written")
    return little(papers)


class TermLists(NamedTuple):
    """A term with its lists, packed."""

    term: bytes
    forms: bytes
    papers: int
    """How many have it."""
    postings: bytes
    places: bytes | Places
    """Few of them are packed already."""


class SegmentWriter:
    """Writes a segment; whatever was opened is closed by `finish` or `cancel`."""

    def __init__(self, folder: Path, name: str, *, is_apart: bool = False) -> None:
        """Begin; `is_apart` is how places are packed, see `pack_places`."""
        self._is_apart = is_apart
        self._paths = [folder / f"{name}{ending}" for ending in ENDINGS]
        self._files: list[BinaryIO] = []
        try:
            for path in self._paths:
                self._files.append(path.open("xb"))
        except BaseException:
            self.cancel()
            raise
        dictionary, self._lists, self._places, self._papers = self._files
        self._dictionary = DictionaryWriter(dictionary)

    def write(self, field: str, terms: Iterable[TermLists]) -> None:
        """Write the terms of a field, by their bytes; fields come in the order of `FIELDS`."""
        add, lists, places = self._dictionary.add, self._lists.write, self._places.write
        self._dictionary.start_field(field)
        for term, forms, papers, postings, found in terms:
            lists(postings)
            where = (
                pack_places(found, is_apart=self._is_apart) if isinstance(found, Places) else found
            )
            if where:
                places(where)
            add(term, forms, papers, len(postings), len(where))

    def finish(self, rowids: Iterable[int]) -> None:
        """Write the papers of the documents, and close everything."""
        papers = little(array("I", rowids)).tobytes()
        self._papers.write(zlib.crc32(papers).to_bytes(4, "little") + papers)
        self._dictionary.finish()
        for file in self._files:
            file.close()

    def cancel(self) -> None:
        """Close everything and remove it."""
        for file in self._files:
            file.close()
        for path, _ in zip(self._paths, self._files, strict=False):
            path.unlink(missing_ok=True)
