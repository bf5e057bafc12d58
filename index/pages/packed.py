"""Packed files, xz and gzip: unpacked as they are read, never more than is honest.

A few kilobytes can unpack to gigabytes, and the header of an xz file may ask for as much memory.
"""

from __future__ import annotations

import io
import lzma
import zlib
from typing import TYPE_CHECKING

from ..errors import SourceError
from .files import Readable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BEGINNING = 6
"""Bytes that tell a packed file."""
_XZ = b"\xfd7zXZ\x00"
_GZIP = b"\x1f\x8b\x08"

_PIECE = 1 << 16
_MOST_MEMORY = 1 << 27
"""Bytes that unpacking may take; `xz -9` asks for 65 MB."""
_TIMES = 50
"""How many times larger than the file its content may be; text grows to five or ten times."""
_ALWAYS = 1 << 23
"""Bytes up to which that does not matter."""

_DAMAGED = "It is damaged, or was cut off while it was copied."


class _Gzip:
    """`zlib` behind the manners of `lzma`: what it has not yet unpacked it keeps."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    def decompress(self, data: bytes, most: int, /) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, most)


def is_packed(beginning: bytes) -> bool:
    """Whether a file begins like one of xz or gzip."""
    return beginning.startswith((_XZ, _GZIP))


class Unpacked(io.RawIOBase):
    """A packed stream as the stream of its content; SourceError where it is damaged."""

    def __init__(self, packed: Readable, name: str) -> None:
        super().__init__()
        self._packed = packed
        self._name = name
        self._unpacker: lzma.LZMADecompressor | _Gzip | None = None
        self._input = b""
        self._read = self._given = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read some of the content into a buffer; return how many bytes, 0 at its end."""
        room = memoryview(buffer).cast("B")
        try:
            content = self._next(len(room))
        except lzma.LZMAError as error:
            raise self._refused(_explain(error)) from error
        except (zlib.error, EOFError) as error:
            raise self._refused(_DAMAGED) from error
        self._given += len(content)
        if self._given > max(_ALWAYS, _TIMES * self._read):
            raise self._refused(
                f"It unpacks to more than {_TIMES} times its size, as no list of papers does."
            )
        room[: len(content)] = content
        return len(content)

    def _next(self, size: int) -> bytes:
        while True:
            if self._unpacker is None:
                self._fill(BEGINNING)
                # Both may be several streams one behind the other, and zeros behind the last.
                self._input = self._input.lstrip(b"\0") if self._given else self._input
                if not self._input and not self._fill(BEGINNING):
                    return b""
                self._unpacker = self._begin()
            unpacker = self._unpacker
            if unpacker.needs_input and not self._fill(1):
                raise EOFError
            given, self._input = (self._input, b"") if unpacker.needs_input else (b"", self._input)
            content = unpacker.decompress(given, size)
            if unpacker.eof:
                self._input = unpacker.unused_data + self._input
                self._unpacker = None
            if content:
                return content

    def _begin(self) -> lzma.LZMADecompressor | _Gzip:
        if self._input.startswith(_XZ):
            return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
        if self._input.startswith(_GZIP):
            return _Gzip()
        raise EOFError

    def _fill(self, least: int) -> bool:
        """Have at least so many packed bytes at hand; return whether there are any."""
        while len(self._input) < least and (piece := self._packed.read(_PIECE)):
            self._input += piece
            self._read += len(piece)
        return bool(self._input)

    def _refused(self, message: str) -> SourceError:
        return SourceError(f"Cannot read {self._name}", message)


def _explain(error: lzma.LZMAError) -> str:
    is_limit = "limit" in str(error).lower()
    return "Unpacking it would take too much memory." if is_limit else _DAMAGED
