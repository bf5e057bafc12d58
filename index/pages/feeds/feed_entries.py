"""The entries of a feed, one at a time, from XML as it comes.

`Mender` puts right what is wrong with single signs, and expat parses what comes of it. A document
that declares a type or an entity is refused at once: feeds have neither, and what a few lines of
them can blow up fills the memory. Behind a mistake it is read on from the next entry, by a parser
that is told what the feed had declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from ...errors import SourceError
from ..contents import Problem
from .mending import Mender
from .rescuing import KNOWN_SPACES, meant, whole_entry


class Shape(NamedTuple):
    """What the entries of a kind of document are."""

    names: tuple[str, ...]
    """What their elements are called, without a namespace."""
    attributes: tuple[str, ...]
    """Those that tell something; others are left out."""
    begin: re.Pattern[bytes]
    """Where one begins."""


FEED = Shape(
    ("entry", "item"),
    ("href", "term"),
    re.compile(rb"<(?:[A-Za-z_][\w.-]{0,50}:)?(?:entry|item)[\s/>]"),
)
"""Atom and RSS: attributes say where links lead, and categories."""
_LONGEST_BEGIN = 64
"""Bytes at the end of a piece in which an entry may begin of which the rest is to come."""
_DEEPEST = 100
_MOST_PARTS = 20_000
_MOST_TEXT = 1 << 20
"""Elements and characters of an entry that are kept; one with a thousand authors has 2,000."""
_MOST_RETURNS = 10
"""How often a document is gone through again behind an entry that is not closed at its end."""
_MOST_SPACES = 40
"""Namespaces declared outside of entries that are kept for reading on."""
_LONGEST_SPACE = 100
"""Characters of a namespace and of its prefix; whatever is longer, Recto reads nothing of it."""
_MOST_FAILURES, _BYTES_A_FAILURE = 1000, 250
"""How often a document is read on behind a mistake: so often, and once more each so many bytes.

No entry with a title and an id is so short, so that none is left out although each has a mistake.
"""
TOO_MANY = "It stops being XML again and again; what follows is not read."
"""Why a document is given up."""
_UNKNOWN_SPACE = "urn:unknown"
_SPACES: dict[str | None, str] = {None: "http://www.w3.org/2005/Atom"}


class _EntryError(ValueError):
    """An entry holds what none does, for the reason it gives."""


class _Failure(NamedTuple):
    """Where a parser had to stop."""

    at: int
    """How many bytes it came in what it was given last, and is not to look at again."""
    line: int
    reason: str
    """Empty where it concerns no entry."""


class _EntryParser:
    """One parser of the document, or of its rest from an entry on."""

    def __init__(
        self, name: str, spaces: dict[str | None, str], shape: Shape, *, is_first: bool
    ) -> None:
        self.done: list[Element] = []
        """Entries that have come to their end, which know their line."""
        self._name = name
        self._spaces = spaces
        self._shape = shape
        self._is_first = is_first
        self._depth = self._ignored = self._parts = self._size = 0
        self._entry: TreeBuilder | None = None
        self._entry_depth = self._entry_at = 0
        self._fed = self._end_at = 0
        self.held = b""
        """What was read since the end of the last entry, and the line on which that is."""
        self.held_line = 1
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.buffer_text = True
        if not is_first:
            told = "".join(
                f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(uri)}"
                for prefix, uri in spaces.items()
            )
            self.feed(f"<feed{told}>".encode(), is_last=False)
            self.held = b""

    def feed(self, data: bytes, *, is_last: bool) -> _Failure | None:
        """Read on; return how far it came where that fails.

        What is wrong between entries is no reason but for the first parser.
        """
        fed, self._fed = self._fed, self._fed + len(data)
        parser = self._parser
        self.held += data
        try:
            parser.Parse(data, is_last)
        except _EntryError as error:
            at, line, reason = parser.CurrentByteIndex, parser.CurrentLineNumber, str(error)
        except expat.ExpatError as error:
            at, line = parser.ErrorByteIndex + 1, error.lineno
            reason = f"It is no well-formed XML: {expat.ErrorString(error.code)}."
        else:
            self._drop()
            return None
        is_told = self._is_first or self._entry is not None
        return _Failure(max(0, at - fed), line, reason if is_told else "")

    def rescued(self) -> tuple[Element | None, int]:
        """Return the entry that it stopped in, read by what it can only mean, and where it ends.

        It is None where that tells nothing; where it ends is said in bytes of what is held.
        """
        begin = self._entry_at - (self._fed - len(self.held))
        if self._entry is None or begin < 0:
            return None, 0
        entry = whole_entry(self.held[begin:])
        if entry is None:
            return None, 0
        spaces = {**KNOWN_SPACES, **self._spaces}
        parser = _EntryParser(self._name, spaces, self._shape, is_first=False)
        if parser.feed(meant(entry), is_last=False) is not None or len(parser.done) != 1:
            return None, 0
        (read,) = parser.done
        read.set("line", str(self.held_line + self.held.count(b"\n", 0, begin)))
        return read, begin + len(entry)

    def _drop(self) -> None:
        """Let go of what was read up to the end of the last entry."""
        begin = self._fed - len(self.held)
        done = self._end_at - begin
        if len(self.held) - done > _MOST_TEXT:
            done = len(self.held)
        if done > 0:
            self.held_line += self.held.count(b"\n", 0, done)
            self.held = self.held[done:]

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if self._entry is not None or not uri or len(self._spaces) >= _MOST_SPACES:
            return
        if len(prefix or "") <= _LONGEST_SPACE:
            self._spaces[prefix] = uri if len(uri) <= _LONGEST_SPACE else _UNKNOWN_SPACE

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _EntryError("It is nested too deeply.")
        told = {name: attributes[name] for name in self._shape.attributes if name in attributes}
        if self._entry is None:
            if _local(tag) not in self._shape.names:
                return
            self._entry, self._entry_depth = TreeBuilder(), self._depth
            self._entry_at = self._parser.CurrentByteIndex
            self._parts = self._size = self._ignored = 0
            told["line"] = str(self._parser.CurrentLineNumber)
        elif _local(tag) in self._shape.names:
            raise _EntryError("It is no well-formed XML: an entry begins within another.")
        self._parts += 1
        if self._ignored or self._parts > _MOST_PARTS:
            self._ignored += 1
        else:
            self._entry.start(_braced(tag), told)

    def _text(self, text: str) -> None:
        if self._entry is not None and not self._ignored:
            self._size += len(text)
            if self._size <= _MOST_TEXT:
                self._entry.data(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._entry is None:
            return
        if self._ignored:
            self._ignored -= 1
            return
        self._entry.end(_braced(tag))
        if self._depth < self._entry_depth:
            self.done.append(self._entry.close())
            self._end_at = self._parser.CurrentByteIndex
            self._entry = None

    def _refuse(self, *_: object) -> None:
        raise SourceError(
            f"Cannot read {self._name}",
            "It declares a document type or entities, as no feed does.",
        )


def read_entries(
    pieces: Iterable[str], name: str, shape: Shape = FEED
) -> Iterator[tuple[int, Element] | Problem]:
    """Yield the entries of a document with their lines, and where it stops being XML.

    `shape` says what its entries are. Raises SourceError for a document with a type or with
    entities.
    """
    spaces = dict(_SPACES)
    parser: _EntryParser | None = _EntryParser(name, spaces, shape, is_first=True)
    lines, carried, returns, failures_left = 0, b"", 0, float(_MOST_FAILURES)
    mender = Mender()
    told: Problem | None = None
    for piece in _encoded(mender.mend(_trimmed(pieces))):
        yield from mender.problems
        mender.problems.clear()
        data, carried = carried + piece, b""
        failures_left += len(piece) / _BYTES_A_FAILURE
        while True:
            if parser is None:
                begin = shape.begin.search(data)
                if begin is None:
                    kept = max(0, len(data) - _LONGEST_BEGIN)
                    lines += data.count(b"\n", 0, kept)
                    carried = data[kept:]
                    break
                lines += data.count(b"\n", 0, begin.start())
                data = data[begin.start() :]
                parser = _EntryParser(name, spaces, shape, is_first=False)
            failure = parser.feed(data, is_last=not piece)
            for entry in parser.done:
                yield lines + int(entry.get("line", "1")), entry
            parser.done.clear()
            if failure is None:
                break
            read, end = parser.rescued() if failure.reason else (None, 0)
            if failure.reason:
                reason = (
                    f"{failure.reason[:-1]}; it was read all the same." if end else failure.reason
                )
                before, told = told, Problem(lines + failure.line, reason)
                if told != before:
                    yield told
            failures_left -= 1
            if failures_left < 0:
                yield Problem(lines + failure.line, TOO_MANY)
                return
            if read is not None:
                yield lines + int(read.get("line", "1")), read
                lines += parser.held_line - 1 + parser.held.count(b"\n", 0, end)
                data = parser.held[end:]
            elif not piece and parser.held and returns < _MOST_RETURNS:
                # What is not closed has swallowed all that follows, which is gone through again.
                returns += 1
                lines, data = lines + parser.held_line - 1, parser.held[1:]
            else:
                lines, data = lines + failure.line - 1, data[failure.at :]
            parser = None


def _trimmed(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the document from its first sign on; what it declares has to stand there."""
    is_first = True
    for piece in pieces:
        text = piece.lstrip("\ufeff \t\r\n") if is_first else piece
        is_first = is_first and not text
        if text:
            yield text


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield the document in UTF-8, as the parser takes it for, and nothing at its end."""
    for piece in pieces:
        if piece:
            yield piece.encode()
    yield b""


def _braced(tag: str) -> str:
    return f"{{{tag}" if "}" in tag else tag


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
