"""One segment of the index on disk, open: its papers, its terms and their lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ..storage import File
from .dictionary import Dictionary, Run
from .files import DICTIONARY, LISTS, PAPERS, PLACES, read_papers
from .term_blocks import Block, Entry


class Segment:
    """A segment, of which nothing is kept but its papers and parts of its dictionary."""

    def __init__(self, folder: Path, name: str, documents: int, deleted: Collection[int]) -> None:
        self.name = name
        self._files: list[File] = []
        self.rowids = read_papers(folder / f"{name}{PAPERS}")
        """The paper of every document."""
        self.deleted = frozenset(deleted)
        """Documents that are no more."""
        if len(self.rowids) != documents:
            raise ValueError("its papers are not those of its documents")
        if self.deleted and not 0 <= min(self.deleted) <= max(self.deleted) < documents:
            raise ValueError("documents are gone that never were")
        try:
            for ending in (DICTIONARY, LISTS, PLACES):
                self._files.append(File(folder / f"{name}{ending}"))
            self.dictionary = Dictionary(self._files[0])
        except BaseException:
            self.close()
            raise
        self._lists, self._places = self._files[1:]

    @property
    def count(self) -> int:
        """Documents that are there."""
        return len(self.rowids) - len(self.deleted)

    def find(self, field: str, term: str) -> Entry | None:
        """Return what the dictionary says of a term; ValueError for what cannot be."""
        return self.checked(self.dictionary.find(field, term.encode()))

    def checked(self, entry: Entry | None) -> Entry | None:
        """Return what the dictionary says, if it can be so; ValueError otherwise."""
        if entry is not None and entry.papers > len(self.rowids):
            raise ValueError("it names papers it has not")
        return entry

    def add_papers(self, field: str, terms: Sequence[bytes], found: dict[bytes, int]) -> None:
        """Add to what is known of some terms, which ascend, how many papers have each.

        ValueError for what cannot be.
        """
        self.dictionary.add_papers(field, terms, found, len(self.rowids))

    def run(self, field: str, prefix: str, most: int) -> Run:
        """Return the terms with a prefix, `most` at most; ValueError for what cannot be."""
        run = self.dictionary.run(field, prefix.encode(), most)
        if run.terms and max(run.counts) > len(self.rowids):
            raise ValueError("it names papers it has not")
        return run

    def postings(self, entry: Entry) -> bytes:
        """Return a term's posting list, packed."""
        return self._lists.read(entry.offset, entry.length)

    def lists(self, offset: int, length: int) -> bytes:
        """Return the posting lists of terms that follow each other, packed."""
        return self._lists.read(offset, length)

    def places(self, entry: Entry) -> bytes:
        """Return where a term stands, packed."""
        return self._places.read(entry.places_offset, entry.places_length)

    def blocks(self, field: str) -> Iterator[tuple[Block, bytes, bytes]]:
        """Yield the blocks of a field with the lists and the places of all of their terms."""
        for block in self.dictionary.blocks(field):
            lists, places = block.offsets, block.places_offsets
            yield (
                block,
                self._lists.read(lists[0], lists[-1] - lists[0]),
                self._places.read(places[0], places[-1] - places[0]),
            )

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()
