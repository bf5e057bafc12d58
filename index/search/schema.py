"""What Whoosh is told: the fields, how postings are written, how an index is opened and extended.

Whoosh's own codec keeps postings as pickled tuples in small blocks that matchers walk one by one.
A search here reads whole posting lists, so this codec writes each as two flat arrays. Whoosh
is imported here and, its stemmer, in `analysis.stemming`: when an index is opened, not before.

The files of an index name the classes of this module: their names and its place are a part of the
format (`stamp.FORMAT`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh import __version__ as _version
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import Column, ColumnReader, ColumnWriter
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence
from whoosh.index import FileIndex
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from .postings.impacts import EDGES, TEXT
from .postings.postings import HEADER, Postings, body_length, pack, unpack
from .storage import FlatDocuments, FlatTerms, Storage, damage_reported, guarded

WHOOSH = ".".join(map(str, _version))
"""The version of Whoosh."""

ROWID = "pid"
"""The column of the papers' rows in the library."""

NO_TERM = TermNotFound
"""What is raised where no document has a term."""

_NAME = "MAIN"

_SMALL = 2000
_MAX_SMALL = 5
"""Papers of a small segment, and how many such an update leaves before it merges them."""
_MAX_SEGMENTS = 16
_MERGED_TO = 4
"""Segments of any size from which all but the largest few are merged."""


class Grade(Existence):
    """The format of postings that are one byte, an impact, and hold neither counts nor positions.

    The files of an index know it by this name.
    """

    posting_size = 1


class Terms(FieldType):
    """A field whose posting lists are made outside of Whoosh, by `Inverter`."""

    def __init__(self) -> None:
        self.format = Grade()
        self.scorable = self.stored = self.unique = False


class FlatPostings(ListMatcher):
    """A posting list as Whoosh wants one, when it merges segments."""

    def __init__(self, postings: Postings, form: Existence, term: object, file: Any) -> None:
        impacts = memoryview(postings.impacts).cast("c")
        super().__init__(  # type: ignore[no-untyped-call]
            postings.ids, values=impacts, format=form, term=term
        )
        self.postings = postings
        self.file = file
        """The file that it is from, which has those of all terms."""


def _ignore(number: int) -> None:
    """Hear of postings that were written."""


class FlatPostingsWriter(PostingsWriter):
    """Writes every posting list in one piece, and tells how many postings it had."""

    def __init__(self, file: Any, tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._info: Any = None
        self._ids: array[int] = array("I")
        self._impacts = bytearray()
        self._weights = (0.0,)

    def start_postings(self, format_: object, terminfo: object) -> None:
        """Begin the list of a term."""
        self._info = terminfo
        self._ids = array("I")
        self._impacts = bytearray()

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: object = None) -> None:
        """Add one document, from a merged segment, or as many as an Inverter has put together."""
        if len(vbytes) == 1:
            self._ids.append(id_)
            self._impacts += vbytes
        else:
            ids = 4 * (len(vbytes) // 5)
            self._ids.frombytes(vbytes[:ids])
            self._impacts += vbytes[ids:]

    def finish_postings(self) -> Any:
        """Write the list and return what Whoosh's dictionary keeps of it."""
        self._info.add_block(self)
        offset = self._file.tell()
        self._file.write(pack(self._ids, bytes(self._impacts)))
        self._info.set_extent(offset, self._file.tell() - offset)
        self._tell(len(self._ids))
        return self._info

    def written(self) -> bool:
        """Whether a part of the list is in the file before it is finished: never."""
        return False

    # What Whoosh's dictionary asks of a block, besides the sum of its `_weights`.

    def __len__(self) -> int:
        return len(self._ids)

    def min_length(self) -> int:
        """Return the shortest document's length: lengths are not kept."""
        return 0

    max_length = max_weight = min_length

    def min_id(self) -> int:
        """Return the first document's number."""
        return self._ids[0]

    def max_id(self) -> int:
        """Return the last document's number."""
        return self._ids[-1]


class FlatCodec(W3Codec):
    """Whoosh's codec with flat posting lists."""

    length_stats = False

    def __init__(self, tell: Callable[[int], None] = _ignore) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._tell = tell

    def __getstate__(self) -> dict[str, Any]:
        # Every segment takes its codec into the files.
        return self.__dict__ | {"_tell": _ignore}

    def terms_reader(self, storage: Any, segment: Any) -> FlatTerms:
        """Return the dictionary of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        terms = guarded(storage.open_file(name))  # out of the file that holds all others
        postings = segment.open_file(storage, self.POSTS_EXT)
        return FlatTerms(  # type: ignore[no-untyped-call]
            self, terms, storage.file_length(name), postings
        )

    def per_document_reader(self, storage: Any, segment: Any) -> FlatDocuments:
        """Return what reads a segment's columns."""
        return FlatDocuments(storage, segment)  # type: ignore[no-untyped-call]

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> FlatPostingsWriter:
        """Return what writes a field's posting lists."""
        return FlatPostingsWriter(dbfile, self._tell)

    def postings_reader(
        self,
        dbfile: Any,
        terminfo: Any,
        format_: Existence,
        term: object = None,
        scorer: Any = None,
    ) -> FlatPostings:
        """Return a term's posting list."""
        return FlatPostings(unpacked(dbfile, terminfo.extent()[0]), format_, term, dbfile)


def unpacked(file: Any, offset: int) -> Postings:
    """Return the posting list at a place of a segment's file."""
    header = file.get(offset, HEADER)
    return unpack(header, file.get(offset + HEADER, body_length(header)))


class NumberColumn(Column):
    """A number for every document, read in one piece; Whoosh's own is read one by one."""

    class Writer(ColumnWriter):
        """Writes the numbers one behind the other."""

        _defaultbytes = bytes(4)

        def add(self, docnum: int, value: int) -> None:
            """Write the number of a document."""
            self.fill(docnum)
            self._dbfile.write(value.to_bytes(4, "big"))
            self._count = docnum + 1

        def finish(self, docnum: int) -> None:
            """Write zeros for the last documents, where they were given no number."""
            self.fill(docnum)

    class Reader(ColumnReader):
        """Reads them."""

        def __getitem__(self, docnum: int) -> int:
            return self._dbfile.get_uint(self._basepos + 4 * docnum)

        def load(self) -> Any:
            """Return the number of every document, as an array."""
            return self._dbfile.get_array(self._basepos, "I", self._doccount)

    def default_value(self, reverse: bool = False) -> int:
        """Return the number of a document that was given none."""
        return 0


def open_writer(path: Path, limit_mb: int, tell: Callable[[int], None]) -> Any:
    """Return a writer for the index of a directory, a new one if the directory is empty.

    `tell` hears how many postings were written, many times while it commits.
    """
    storage = Storage(str(path))  # type: ignore[no-untyped-call]
    with damage_reported():
        if any(path.iterdir()):
            index = FileIndex(storage, _schema(), _NAME)
        else:
            index = FileIndex.create(storage, _schema(), _NAME)
        return SegmentWriter(index, codec=FlatCodec(tell), limitmb=limit_mb)


def _schema() -> Schema:
    """Return the fields, so that Whoosh does not take them out of its files, out of a pickle."""
    return Schema(**{TEXT: Terms(), EDGES: Terms(), ROWID: COLUMN(NumberColumn())})


def commit(writer: Any) -> None:
    """Write everything down, merging the smallest segments once there are many."""
    writer.commit(mergetype=_merge_small)


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Take small segments into the one being written, once there are many; return the others."""
    if len(segments) >= _MAX_SEGMENTS:
        merged = sorted(segments, key=lambda segment: -segment.doc_count())[_MERGED_TO:]
    else:
        merged = [
            segment
            for segment in segments
            if segment.doc_count() <= max(_SMALL, segment.deleted_count())
        ]
        if len(merged) < _MAX_SMALL:
            return segments
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]


def open_readers(path: Path) -> list[Any]:
    """Open the index of a directory; return the readers of its segments, in their order."""
    with damage_reported():
        # A file cut short while it is mapped into memory would end the process.
        storage = Storage(  # type: ignore[no-untyped-call]
            str(path), supports_mmap=False, readonly=True
        )
        reader = FileIndex(storage, _schema(), _NAME).reader()
        return [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []


def read_rowids(reader: Any) -> array[int]:
    """Return the paper of every document of a segment."""
    with damage_reported():
        rowids: array[int] = reader.column_reader(ROWID, translate=False).load()
        return rowids
