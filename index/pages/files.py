"""Files and streams of foreign text: read with care, refused with a sentence."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from ..errors import SourceError
from ..text import clean
from .contents import Problem
from .encodings import Decoder, encoding_of, wide_codec
from .strangers import MAGIC, describe_binary

_FIRST = 1 << 20
"""Bytes within which a text must have a line break."""
LARGEST = 1 << 28
"""Bytes of the largest file taken in: 256 MB, about 180,000 papers."""

_PIECE = 1 << 18

_SPACE = codecs.BOM_UTF8 + b" \t\r\n"
_TEXT = bytes({*range(0x20, 0x100)} - {0x7F}) + b"\t\n\v\f\r\x1b\x1a\x1c\x1d\x1e"
"""Bytes of which a text may have any number."""
_LOOKED_AT = 1 << 12
_MOST_CONTROLS = 0.05
"""Of the bytes looked at, the part that may be none of them."""
_FEW_ZEROS, _ZEROS_APART = 2, 1000
"""Zeros that any text may have by an accident, and bytes for each of more."""
_SAVE_AS_TEXT = "Save the page as text (UTF-8) and add that file."
_UNREADABLE = {
    errno.ENOENT: "There is no such file.",
    errno.ENOTDIR: "There is no such file.",
    errno.EISDIR: "It is a directory.",
    errno.EACCES: "It may not be read: permission denied.",
    errno.EPERM: "It may not be read: permission denied.",
    errno.ELOOP: "It is a link that leads in a circle.",
    errno.ENAMETOOLONG: "Its name is too long.",
}


class Readable(Protocol):
    """Whatever bytes can be read from: a file, a pipe, standard input."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


@contextlib.contextmanager
def open_source(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file to read it; SourceError where that, or reading from it, fails."""
    with explain_unreadable(clean(str(path))), path.open("rb") as stream:
        yield stream


@contextlib.contextmanager
def explain_unreadable(name: str) -> Iterator[None]:
    """Raise what the system refuses of a file or stream as a SourceError about it."""
    try:
        yield
    except OSError as error:
        message = _UNREADABLE.get(error.errno or 0, f"{error.strerror or error}.")
        hint = "Name the files in it one by one." if error.errno == errno.EISDIR else ""
        raise _refused(name, message, hint) from error
    except ValueError as error:  # a NUL in the path
        if "null" not in str(error):
            raise
        raise _refused(name, "There is no such file.") from error


def load_stream(stream: Readable, name: str) -> bytes:
    """Return what a stream holds; SourceError for far too much, or a beginning without lines.

    Only the first megabyte is read of what turns out to be no text, so a huge file costs nothing.
    """
    first = _read(stream, _FIRST)
    is_marked_up = first[:64].lstrip(_SPACE)[:1] in (b"{", b"[", b"<")
    if len(first) == _FIRST and not (is_marked_up or b"\n" in first or b"\r" in first):
        raise _refused(name, "It has no line break in its first megabyte.", _SAVE_AS_TEXT)
    refuse_binary(first, name)
    data = first + _read(stream, LARGEST + 1 - len(first))
    if len(data) > LARGEST:
        raise _too_large(name)
    return data


class Joined:
    """A stream of which the beginning was read already."""

    def __init__(self, beginning: bytes, rest: Readable) -> None:
        self._beginning, self._rest = beginning, rest

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        if not self._beginning:
            return self._rest.read(size)
        given, self._beginning = self._beginning[:size], self._beginning[size:]
        return given


def iterate_pieces(stream: Readable, name: str) -> Iterator[bytes]:
    """Yield what a stream of text holds; SourceError for far too much, and for what is no text."""
    size, is_text = 0, False
    while piece := stream.read(_PIECE):
        if not size:
            refuse_binary(piece, name)
            is_text = not is_wide(piece)  # only the beginning says so
        elif is_text and _has_zeros(piece):
            raise _refused(name, *describe_binary(b"", name))
        size += len(piece)
        if size > LARGEST:
            raise _too_large(name)
        yield piece


def refuse_empty(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield the pieces of a text; SourceError at their end where nothing stands in it."""
    is_empty = True
    for piece in pieces:
        is_empty = is_empty and not piece.strip()
        yield piece
    if is_empty:
        raise _refused(name, "It is empty.")


def decode(data: bytes, name: str) -> str:
    """Return the text that the bytes are; SourceError where they are none."""
    return decode_page(data, name)[0]


def decode_page(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text that the bytes are, and what was amiss; SourceError where they are none."""
    refuse_binary(data, name)
    encoding = encoding_of(data)
    decoder = Decoder(encoding)
    text = decoder.decode(data, is_last=True)
    if not text.strip():
        raise _refused(name, "It is empty.")
    return text, decoder.problems


def as_text(beginning: bytes) -> str:
    """Return the text of a file's beginning, which may be cut off anywhere."""
    return beginning.decode(encoding_of(beginning).codec, "replace")


def is_wide(beginning: bytes) -> bool:
    """Whether a text that begins so is UTF-16 or UTF-32."""
    return wide_codec(beginning) is not None


def is_binary(beginning: bytes) -> bool:
    """Whether a file that begins so is no text: a picture, a PDF, a program."""
    if is_wide(beginning):
        return False
    head = beginning[:_LOOKED_AT]
    controls = len(head.translate(None, _TEXT)) - head.count(b"\0")
    return (
        beginning.startswith(MAGIC)
        or _has_zeros(beginning)
        or controls > max(_FEW_ZEROS, _MOST_CONTROLS * len(head))
    )


def _has_zeros(data: bytes) -> bool:
    zeros = data.count(b"\0")
    return zeros > _FEW_ZEROS and zeros * _ZEROS_APART > len(data)


def _read(stream: Readable, size: int) -> bytes:
    """Return up to `size` bytes; a pipe gives them in pieces."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(size, _FIRST))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise SourceError for bytes that are a picture, a PDF, a program."""
    if is_binary(data):
        raise _refused(name, *describe_binary(data, name))


def _too_large(name: str) -> SourceError:
    return _refused(name, f"It is larger than {LARGEST >> 20} MB.", "Split it and add the parts.")


def _refused(name: str, message: str, hint: str = "") -> SourceError:
    return SourceError(f"Cannot read {name}", message, hint)
