"""JSON Lines into papers: one object a line, read as it comes, packed or not."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator

from ...errors import SourceError
from ...paper import Record
from ..contents import Problem
from ..encodings import DAMAGED, GUESSED, UTF_8, Encoding, Sniffer, decode_line, wide_codec
from ..files import Joined, Readable
from ..strangers import describe_text
from ..streams import LOOKED_AT, TextStream
from ..values import NoPaperError
from .objects import read_object

MOST_PROBLEMS = 100
"""Lines reported one by one; of more only the number is told."""

_PIECE = 1 << 18
_LONGEST_LINE = 1 << 22
"""Bytes of a line; no abstract fills a thousandth of it."""
_MOST_LINES = 5_000_000

_WRAPPED = re.compile(
    rb"\"(?:papers|dailyPapers|items|results|data|recommendedPapers)\"[ \t]*:[ \t]*\[[ \t]*[{\]]"
)
_LOOKED_AT = 300
"""Bytes within which a service says that a line is its answer."""
_NO_JSON = "It is no JSON."
_SPACE = b" \t\r\n"


def is_json_lines(beginning: bytes) -> bool:
    """Whether a file that begins so is one of JSON Lines: with an object on its first line.

    An object that goes on over several lines is JSON of another kind.
    """
    first, _, _ = beginning.removeprefix(codecs.BOM_UTF8).lstrip(_SPACE).partition(b"\n")
    first = first.rstrip(_SPACE)
    if (wrapped := _WRAPPED.search(first)) and b'"title"' not in first[: wrapped.start()]:
        return False  # an answer with its papers in a list, on one line
    if b'"message-type"' in first[:_LOOKED_AT]:
        return False  # an answer of Crossref
    is_object = first[:1] == b"{" and first[1:].lstrip(_SPACE)[:1] in (b'"', b"}")
    return is_object and not first.endswith((b",", b"{", b"["))


class JsonLines:
    """The records of a file, and what in it could not be read; to be gone through once."""

    def __init__(
        self, stream: Readable, name: str, encoding: Callable[[], Encoding] | None = None
    ) -> None:
        self._stream = stream
        self._name = name
        self._find_encoding = encoding or self._sniff
        self._encoding: Encoding | None = None
        """How the file is encoded; found out at the first byte that is no UTF-8."""
        self._head = b""
        """The first line, for what the file is if it has no papers."""
        self._is_guess_told = False
        self._left_out = 0
        self._found: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The lines that hold no paper, as far as was read."""
        if not self._left_out:
            return tuple(self._found)
        more = Problem(self._found[-1].line, f"And {self._left_out:,} more lines after this one.")
        return (*self._found, more)

    def records(self) -> Iterator[Record]:
        """Yield a record for every line with a paper.

        Raises SourceError for a file that is damaged, or no list of papers at all.
        """
        rank = 0
        for number, line in enumerate(self._lines(), 1):
            if number > _MOST_LINES:
                raise self._refused(f"It has more than {_MOST_LINES:,} lines.")
            told = line.strip(_SPACE)
            if not told:
                continue
            self._head = self._head or told[:LOOKED_AT]
            if told.startswith(b"{") and not told.endswith(b"}"):
                self._report(number, _NO_JSON)
                continue
            try:
                record = _read_record(self._decode(line, number), rank + 1, number)
            except NoPaperError as error:
                self._report(number, str(error))
                continue
            rank += 1
            yield record
        if rank == 0:
            if stranger := describe_text(self._head.decode("utf-8", "replace")):
                raise SourceError(f"No papers in {self._name}", *stranger)
            first = self._found[0] if self._found else None
            reason = f"Line {first.line}: {first.reason}" if first else "It is empty."
            raise SourceError(f"No papers in {self._name}", reason)

    def _lines(self) -> Iterator[bytes]:
        rest = b""
        number = 1
        is_first = True
        is_cut = False  # what is longer than any line of papers costs no other line
        while piece := self._stream.read(_PIECE):
            if is_first and wide_codec(piece):
                wide = TextStream(Joined(piece, self._stream), self._name)
                yield from (line.encode() for line in wide.lines())
                return
            *lines, rest = (rest + piece).split(b"\n")
            if is_cut and lines:
                lines[0], is_cut = b"", False
            if is_first and lines:
                lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
            elif is_first:
                rest = rest.removeprefix(codecs.BOM_UTF8)
            is_first = False
            yield from lines
            number += len(lines)
            if len(rest) > _LONGEST_LINE and not is_cut:
                is_cut = True
                self._report(number, f"It is longer than {_LONGEST_LINE >> 20} MB.")
            if is_cut:
                rest = b""
        if rest:
            yield rest

    def _decode(self, line: bytes, number: int) -> bytes | str:
        """Return a line as it is, or as text where it is not UTF-8, which is reported."""
        if line.isascii():
            return line
        try:
            line.decode()
        except UnicodeDecodeError:
            encoding = self._encoding = self._encoding or self._find_encoding()
            if not (encoding.is_guessed and self._is_guess_told):
                self._is_guess_told = True
                self._report(number, GUESSED if encoding.is_guessed else DAMAGED)
            return decode_line(line, encoding)
        return line

    def _sniff(self) -> Encoding:
        """Return how a file is encoded of which it was never asked: by what is still to come."""
        stream = self._stream
        if not isinstance(stream, io.IOBase) or not stream.seekable():
            return UTF_8
        place = stream.tell()
        stream.seek(0)
        sniffer = Sniffer()
        while piece := stream.read(_PIECE):
            sniffer.feed(piece)
        stream.seek(place)
        return sniffer.encoding()

    def _report(self, number: int, reason: str) -> None:
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(Problem(number, reason))
        else:
            self._left_out += 1

    def _refused(self, message: str) -> SourceError:
        return SourceError(f"Cannot read {self._name}", message)


def _read_record(line: bytes | str, rank: int, number: int) -> Record:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NoPaperError(_NO_JSON) from error
    if number == 1 and isinstance(told, dict) and told.get("type") == "recto-library":
        raise SourceError(
            "An exported library is no list of papers",
            "It also holds what is marked.",
            "`recto import-library FILE` takes it in.",
        )
    return read_object(told, rank, number)
