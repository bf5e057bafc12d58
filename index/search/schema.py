"""What Whoosh is told: the fields, and a codec by which it reads Recto's segments.

Whoosh's own codec keeps postings as pickled tuples in small blocks that matchers walk one by one,
and its dictionary in the order of hashes. A search here reads whole posting lists, and the terms
that begin alike; so a segment is what `postings.files` writes. Whoosh's table of contents names the
segments, and its own searcher can ask them by this codec. Whoosh is imported here and, its
stemmer, in `analysis.stemming`: when an index is opened, not before.

The table of contents names `FlatCodec`: its name and place are a part of the format
(`stamp.FORMAT`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import __version__ as _version
from whoosh.codec.base import Codec, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import Column, ColumnReader
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.index import TOC, FileIndex
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from .postings.fields import FIELDS, GRADED
from .postings.packing import unpack
from .postings.segment import Segment
from .storage import Storage, damage_reported

WHOOSH = ".".join(map(str, _version))
"""The version of Whoosh."""

ROWID = "pid"
"""The column of the papers' rows in the library."""

_NAME = "MAIN"


class Grade(Existence):
    """The format of postings that are one byte, an impact, without counts and positions."""

    posting_size = 1


class Terms(FieldType):
    """A field whose terms are given as they are; all analysis is Recto's."""

    def __init__(self) -> None:
        self.format = Grade()
        self.scorable = self.stored = self.unique = False


class FlatTerms(TermsReader):
    """The dictionary of a segment, as Whoosh asks for it."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.dictionary.find(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term, by field and bytes."""
        return (term for term, _ in self.items())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from one on."""
        return (term for term, _ in self.items_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with what is known of it."""
        return self.items_from(FIELDS[0], b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield the terms from one on, with what is known of each."""
        for field in FIELDS[FIELDS.index(fieldname) :]:
            start = prefix if field == fieldname else b""
            for term, entry in self._segment.dictionary.entries(field, start):
                yield (field, term), _info(entry.papers)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term."""
        entry = self._segment.dictionary.find(fieldname, text)
        if entry is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return _info(entry.papers)

    def matcher(
        self, fieldname: str, text: bytes, format_: Existence, scorer: Any = None
    ) -> ListMatcher:
        """Return a matcher that walks a term's posting list."""
        entry = self._segment.dictionary.find(fieldname, text)
        if entry is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        packed = self._segment.postings(entry)
        found = unpack(packed, entry.papers, 0, fieldname in GRADED)
        values = memoryview(found.impacts).cast("c") if found.impacts else [b""] * entry.papers
        return ListMatcher(
            found.ids, values=values, format=format_, scorer=scorer, term=(fieldname, text)
        )

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents have a term, deleted ones included."""
        entry = self._segment.dictionary.find(fieldname, text)
        return entry.papers if entry else 0

    frequency = doc_frequency

    def indexed_field_names(self) -> tuple[str, ...]:
        """Return the fields that have terms."""
        return FIELDS

    def cursor(self, fieldname: str, fieldobj: object) -> Any:
        """Walk a field's terms, as nothing does that Recto asks of Whoosh."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the files."""
        self._segment.close()


def _info(count: int) -> TermInfo:
    return TermInfo(weight=count, df=count, minlength=1, maxlength=1, maxweight=1)


class FlatDocuments(PerDocumentReader):
    """The documents of a segment, as Whoosh asks for them: the paper of each, and no more."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        """Return how many documents are there."""
        return self._segment.count

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones included."""
        return len(self._segment.rowids)

    def has_deletions(self) -> bool:
        """Return whether any is deleted."""
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Return whether one is."""
        return docnum in self._segment.deleted

    def deleted_docs(self) -> Collection[int]:
        """Return the deleted ones."""
        return self._segment.deleted

    def supports_columns(self) -> bool:
        """Return whether something is known of each."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether that is known of each."""
        return fieldname == ROWID

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        """Return the papers of the documents."""
        return _Rowids(self._segment)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the words of a document: what matters of that is in the impacts."""
        return 1

    def field_length(self, fieldname: str) -> int:
        """Return the words of all documents, counted so."""
        return len(self._segment.rowids)

    def min_field_length(self, fieldname: str) -> int:
        """Return the words of the shortest one."""
        return 1

    max_field_length = min_field_length

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document besides its column: nothing."""
        return {}


class _Rowids(ColumnReader):
    """The paper of every document of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __getitem__(self, docnum: int) -> int:
        return self._segment.rowids[docnum]

    def __len__(self) -> int:
        return len(self._segment.rowids)


class _RowidColumn(Column):
    """The column of the papers' rows."""

    def default_value(self, reverse: bool = False) -> int:
        """Return the paper of a document that has none."""
        return 0


class FlatCodec(Codec):
    """How Whoosh reads Recto's segments; what writes them is `SegmentWriter`.

    Every list of segments takes it into the files, so that it has no state.
    """

    length_stats = False

    def terms_reader(self, storage: Any, segment: Any) -> FlatTerms:
        """Return the dictionary of a segment."""
        return FlatTerms(_opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> FlatDocuments:
        """Return the documents of a segment."""
        opened = _opened(storage, segment)
        opened.close()  # their papers are read by now
        return FlatDocuments(opened)

    def _written_elsewhere(self, *_: object) -> Any:
        """Write, as nothing does through Whoosh."""
        raise NotImplementedError

    field_writer = per_document_writer = _written_elsewhere
    postings_writer = postings_reader = _written_elsewhere

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return what the table of contents says of a segment that is to be written."""
        return W3Segment(self, indexname)


def _opened(storage: Any, segment: Any) -> Segment:
    deleted = segment.deleted_docs()
    return Segment(
        Path(storage.folder), segment.segment_id(), segment.doc_count_all(), set(deleted)
    )


class SegmentNote(NamedTuple):
    """What the table of contents says of a segment."""

    name: str
    """How its files begin."""
    documents: int
    deleted: frozenset[int]
    """Documents that are no more."""


def schema() -> Schema:
    """Return the fields, so that Whoosh does not take them out of its files, out of a pickle."""
    return Schema(**{field: Terms() for field in FIELDS}, **{ROWID: COLUMN(_RowidColumn())})


def open_index(folder: Path) -> FileIndex:
    """Open the index of a directory as Whoosh's own, which its searcher can ask."""
    storage = Storage(str(folder), supports_mmap=False, readonly=True)  # type: ignore[no-untyped-call]
    return FileIndex(storage, schema(), _NAME)


def new_name() -> str:
    """Return how the files of another segment begin."""
    segment = FlatCodec().new_segment(None, _NAME)
    return str(segment.segment_id())


def read_contents(folder: Path) -> list[SegmentNote]:
    """Return the segments of a directory, in their order; SearchIndexError for damage."""
    with damage_reported():
        storage = Storage(str(folder), supports_mmap=False, readonly=True)  # type: ignore[no-untyped-call]
        segments = TOC.read(storage, _NAME, schema=schema()).segments
        return [
            SegmentNote(
                segment.segment_id(), segment.doc_count_all(), frozenset(segment.deleted_docs())
            )
            for segment in segments
        ]


def write_contents(folder: Path, notes: Iterable[SegmentNote]) -> None:
    """Let a directory have these segments, and remove the table of contents of before."""
    storage = Storage(str(folder))  # type: ignore[no-untyped-call]
    before = list(folder.glob("*.toc"))
    number = TOC._latest_generation(storage, _NAME) + 1
    segments = []
    for name, documents, deleted in notes:
        prefix, _, number_of = name.rpartition("_")
        segments.append(W3Segment(FlatCodec(), prefix, documents, number_of, set(deleted) or None))
    TOC(_schema_to_keep(), segments, number).write(storage, _NAME)
    for path in before:
        path.unlink()


def _schema_to_keep() -> Schema:
    """Return the fields that are written down: none, since they are never read back."""
    return Schema()
