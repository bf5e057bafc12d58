"""Papers into the index of a directory: what is new becomes segments, and many of these few."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib.util import find_spec
from pathlib import Path

from ..postings.files import ENDINGS, SegmentWriter
from ..postings.segment import Segment
from ..schema import SegmentNote, new_name, read_contents, write_contents
from ..storage import damage_reported
from .collecting import Papers
from .documents import Document
from .merging import chosen, merged
from .second_process import SecondProcess
from .vocabulary import MOST_TOKENS, Vocabulary
from .writing import write_segment

_PLAIN = 8_000
"""Papers that Python alone turns into a segment together; it takes 65,536 at most."""
_IN_ARRAYS = 25_000
"""Papers that NumPy does."""
_TOKENS = 5_000_000
"""Tokens of their texts from which there are fewer."""
_KINDS = 2.5 * MOST_TOKENS
"""Different ones from which there are fewer."""
_LOOK_EVERY = 500
"""Papers between two looks at whether the second process has written what it was given."""

_FEW = 500
"""Papers below which importing NumPy takes longer than it saves."""


class IndexBuilder:
    """Writes papers into an index, a new one if the directory is empty."""

    def __init__(
        self,
        folder: Path,
        tell: Callable[[float], None],
        use_arrays: bool | None = None,
        most: int | None = None,
        papers: Papers | None = None,
        second: SecondProcess | None = None,
        *,
        is_apart: bool = False,
    ) -> None:
        """Begin; `tell` hears which share of everything is written while `commit` is at it.

        With `use_arrays` NumPy does the work; by default where it is there and there is enough of
        it. So many papers at `most` are turned into a segment together. It begins with `papers`
        that were read already, none perhaps, whose words need not be learnt again. What fills a
        segment before `commit` goes to the `second` process, if there is one. `is_apart` is how
        places are packed.
        """
        self._folder = folder
        self._tell = tell
        self._use_arrays = use_arrays
        has_arrays = find_spec("numpy") is not None if use_arrays is None else use_arrays
        self._has_arrays = has_arrays
        self._notes = read_contents(folder) if any(folder.iterdir()) else []
        self._old = {note.name for note in self._notes}
        self._papers = self._begun() if papers is None else papers
        self._second = second
        self._is_apart = is_apart
        self._most = most or (_IN_ARRAYS if has_arrays else _PLAIN)

    def is_enough(self, papers: Papers) -> bool:
        """Tell whether papers are enough for a segment."""
        return (
            len(papers.rowids) >= self._most
            or len(papers.tokens) >= _TOKENS
            or len(papers.vocabulary.parts) >= _KINDS
        )

    def add(self, document: Document) -> None:
        """Take a paper in."""
        if self.is_enough(self._papers):  # before, since it may have begun with so many
            self._write_segment(self._second)
        self._papers.add(document)
        if self._second is not None and len(self._papers.rowids) % _LOOK_EVERY == 0:
            self._second.is_busy()  # if not, the last segment's papers leave room for these

    def flush(self) -> Papers:
        """Begin to write what is left, if a second process does; return none, for more papers.

        What is put into those meanwhile is not of this builder.
        """
        if self._second is not None and len(self._papers.rowids) >= _FEW:
            self._write_segment(self._second)
        # Python alone goes through all words for each segment, and there are many of those.
        return self._begun(self._papers.vocabulary if self._has_arrays else None)

    def delete(self, rowids: Collection[int]) -> None:
        """Take papers out of the segments that were there."""
        for place, note in enumerate(self._notes):
            if note.name in self._old:
                segment = self._open(note)
                gone = segment.deleted.union(
                    doc for doc, rowid in enumerate(segment.rowids) if rowid in rowids
                )
                segment.close()
                self._notes[place] = note._replace(deleted=gone)

    def commit(self, is_one: bool = False) -> int:
        """Write everything down, with `is_one` as one segment; return how many papers there are."""
        if self._papers.rowids:
            self._write_segment(None)
        if self._second is not None:
            self._second.wait()
        self._drop_empty()
        self._tell(0.3)
        notes = self._notes
        sizes = [note.documents - len(note.deleted) for note in notes]
        start, end = chosen(sizes, [len(note.deleted) for note in notes])
        if is_one and (len(notes) > 1 or any(note.deleted for note in notes)):
            start, end = 0, len(notes)
        if end:
            self._merge(start, end)
        write_contents(self._folder, self._notes)
        return sum(note.documents - len(note.deleted) for note in self._notes)

    def _begun(self, vocabulary: Vocabulary | None = None) -> Papers:
        if vocabulary is not None and len(vocabulary.parts) > MOST_TOKENS:
            vocabulary = None
        return Papers(vocabulary, use_arrays=self._has_arrays)

    def cancel(self) -> None:
        """Give everything up; the directory is removed as a whole."""
        self._papers = Papers()

    def _open(self, note: SegmentNote) -> Segment:
        with damage_reported():
            return Segment(self._folder, *note)

    def _write_segment(self, second: SecondProcess | None) -> None:
        """Turn the papers that were taken in into a segment, here or in a second process."""
        papers = self._papers
        use_arrays = self._use_arrays
        if use_arrays is None:
            use_arrays = len(papers.rowids) >= _FEW and find_spec("numpy") is not None
        name = new_name()
        write = write_segment if second is None else second.give
        write(self._folder, name, papers, use_arrays=use_arrays, is_apart=self._is_apart)
        self._notes.append(SegmentNote(name, len(papers.rowids), frozenset()))
        self._papers = self._begun(papers.vocabulary)

    def _drop_empty(self) -> None:
        """Remove segments of which no paper is left."""
        empty = [note for note in self._notes if note.documents == len(note.deleted)]
        for note in empty:
            self._remove(note)
        self._notes = [note for note in self._notes if note not in empty]

    def _merge(self, start: int, end: int) -> None:
        """Make one of some segments."""
        notes = self._notes[start:end]
        segments: list[Segment] = []
        name = new_name()
        writer = SegmentWriter(self._folder, name, is_apart=self._is_apart)
        try:
            for note in notes:
                segments.append(self._open(note))
            with damage_reported():
                count = merged(segments, writer, lambda share: self._tell(0.3 + 0.7 * share))
        except BaseException:
            writer.cancel()
            raise
        finally:
            for segment in segments:
                segment.close()
        for note in notes:
            self._remove(note)
        self._notes[start:end] = [SegmentNote(name, count, frozenset())]

    def _remove(self, note: SegmentNote) -> None:
        for ending in ENDINGS:
            (self._folder / f"{note.name}{ending}").unlink()
