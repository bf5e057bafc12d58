"""Streams of which it is not known yet what they hold: looked into, unpacked, read twice."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator

from ..errors import SourceError
from ..pages.encodings import Encoding, Sniffer
from ..pages.packed import BEGINNING, Unpacked, is_packed

_PIECE = 1 << 20
_LARGEST_PIPE = 1 << 31

Stream = io.BufferedReader | io.BufferedRandom


def encoding_of(stream: Stream, start: int, path: str) -> Encoding:
    """Return how a file is encoded that is being read, which goes on from where it is."""
    place = stream.tell()
    stream.seek(start)
    sniffer = Sniffer()
    content = unpacked(stream, path)
    while piece := content.read(_PIECE):
        sniffer.feed(piece)
    stream.seek(place)
    return sniffer.encoding()


def sniffed(pieces: Iterable[bytes], sniffer: Sniffer) -> Iterator[bytes]:
    """Yield the pieces of a text while it is found out how it is encoded."""
    for piece in pieces:
        sniffer.feed(piece)
        yield piece


def unpacked(stream: Stream, path: str) -> Stream:
    """Return the content of a stream that may be packed."""
    if is_packed(peeked(stream)):
        return io.BufferedReader(Unpacked(stream, path))
    return stream


def peeked(stream: Stream) -> bytes:
    """Return what is at hand of a stream, which stays where it is."""
    return stream.peek(BEGINNING)


@contextlib.contextmanager
def copied(stream: Stream) -> Iterator[Stream]:
    """Let a pipe be read twice: it goes into a file without a name."""
    from tempfile import TemporaryFile

    size = 0
    with TemporaryFile() as copy:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > _LARGEST_PIPE:
                raise SourceError(
                    "Too much to read", f"The pipe gives more than {_LARGEST_PIPE >> 30} GB."
                )
            copy.write(piece)
        copy.seek(0)
        yield copy
