"""How Whoosh's files are opened: what it pickles may name the few classes of an index, no others.

A pickle may have anything called that it names. Whoosh writes a list of segments, a table of what
is in a file, and the names of fields in that way; numbers, texts and a few classes do for them.
"""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.codec.whoosh3 import W3PerDocReader, W3TermInfo, W3TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound

from ..disk.exhaustion import are_descriptors_short, no_descriptor, refuse_exhaustion
from ..errors import RectoError, SearchIndexError

_SCHEMA = f"{__package__}.schema"

_KNOWN = frozenset(
    {
        ("whoosh.codec.whoosh3", "W3Segment"),
        (_SCHEMA, "FlatCodec"),
        (_SCHEMA, "_ignore"),
        ("collections", "defaultdict"),  # of Whoosh's tables of terms
        ("builtins", "int"),
    }
)
"""What segments and their tables are made of, by module and name."""


_AMPLE = 4 << 20
"""Bytes, many times what the tables of an index take."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """Return a class of an index; SearchIndexError for any other, which is not imported."""
        if (module_name, global_name) not in _KNOWN:
            raise SearchIndexError(
                "The search index cannot be used",
                f"Its files name {module_name}.{global_name}, which no index of Recto's does.",
                "Rebuild it.",
            )
        return super().find_class(module_name, global_name)


class Storage(FileStorage):
    """A directory of Whoosh's files."""

    def open_file(self, name: str, **given: Any) -> Any:
        """Open a file for reading."""
        return guarded(super().open_file(name, **given))  # type: ignore[no-untyped-call]


def guarded(file: Any) -> Any:
    """Let an open file of Whoosh's name the classes of an index alone; return it."""
    file.read_pickle = lambda: _unpickled(file.file)
    return file


def _unpickled(file: Any) -> Any:
    with contextlib.suppress(MemoryError):
        return _Unpickler(file).load()
    # A flipped bit in a length asks for any amount. What is there takes some kilobytes: where there
    # is memory for much more, that was damage, and where there is not, this raises MemoryError.
    bytearray(_AMPLE)
    raise SearchIndexError("The search index is damaged", "A table in it is of no possible size.")


class FlatTerms(W3TermsReader):
    """Whoosh's dictionary, but for terms that have their postings in it, which it would unpickle.

    FlatPostingsWriter puts none there.
    """

    def term_info(self, fieldname: str, tbytes: bytes) -> Any:
        """Return what is known of a term."""
        try:
            data = self._tindex[self._key(fieldname, tbytes)]
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}") from None
        return _info_of(data)

    def items(self) -> Iterator[Any]:
        """Yield every term, by field and bytes, with what is known of it."""
        return self._decoded(self._tindex.items())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[Any]:
        """Yield the terms that follow on one, with what is known of them."""
        return self._decoded(self._tindex.items_from(self._key(fieldname, prefix)))

    def cursor(self, fieldname: str, fieldobj: object) -> Any:
        """Walk a field's terms, as nothing does that Recto asks of Whoosh."""
        raise NotImplementedError

    def _key(self, field: str, term: bytes) -> Any:
        return self._keycoder(field, term)  # type: ignore[no-untyped-call]

    def _decoded(self, found: Iterable[tuple[bytes, bytes]]) -> Iterator[Any]:
        decode: Any = self._keydecoder
        return ((decode(key), _info_of(data)) for key, data in found)


def _info_of(data: bytes) -> Any:
    if data[0]:
        raise SearchIndexError("The search index is damaged", "A term has no place for its papers.")
    return W3TermInfo.from_bytes(data)


class FlatDocuments(W3PerDocReader):
    """Whoosh's reader of columns, but for stored fields, which it would unpickle. None are."""

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document besides its columns."""
        return {}


@contextlib.contextmanager
def damage_reported() -> Iterator[None]:
    """Turn whatever Whoosh raises over damaged files into a SearchIndexError."""
    try:
        yield
    except RectoError:
        raise
    except Exception as error:
        refuse_exhaustion(error)
        if are_descriptors_short():  # Whoosh takes a directory that it cannot list for an empty one
            raise no_descriptor() from error
        # Cut, emptied or overwritten files end in anything from NameError to UnpicklingError.
        reason = f"{type(error).__name__}: {error}."
        raise SearchIndexError("The search index is damaged", reason, "Rebuild it.") from error
