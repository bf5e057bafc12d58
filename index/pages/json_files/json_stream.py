"""JSON documents gone through value by value, as they come, and on behind what is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

from ...text import clean
from ..streams import LONGEST_LINE, is_damaged

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_OBJECT = re.compile(r"\{[ \t\r\n]*\"")
_TRIFLES = re.compile(
    r"(?:(?:[\d.eE+-]{1,30}|true|false|null|\{\}|\[\])[ \t\r\n]*+,[ \t\r\n]*+){10,100000}"
    r"(?=[\d{\[])"
)
"""Ten and more values of a list that are no papers, where another follows."""
_DEEPEST = 100
_MOST_RETURNS = 10
"""How often a text is gone through again behind the beginning of what is not closed at its end."""
_AT_THE_END = 16
"""Characters at the end of what is there, where a mistake may be only that more is to come."""
_LEAST_DEEP = 500
_LEAST_DIGITS = 4000
"""Characters that nesting and a number have at least of which Python says that it is too much."""


class BrokenError(ValueError):
    """The text stops being JSON, for the reason it gives."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.at = at


class JsonStream:
    """The text of a document, as far as it has come and is still needed."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = self._counted = 0
        self._line = 1
        self._is_over = False
        self._returns = 0
        self._decoder = json.JSONDecoder()

    @property
    def line(self) -> int:
        """The line that is read now, from 1."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def next_char(self) -> str:
        """Return the next character that is no space, without going past it; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._fill():
                return self._text[self._at : self._at + 1]

    def take(self, char: str) -> bool:
        """Go past a character if it is the next one; return whether it is."""
        is_next = self.next_char() == char
        self._at += is_next
        return is_next

    def pass_trifles(self) -> None:
        """Go past numbers and the like, in a list in which they are nothing; not the last one."""
        self.next_char()
        if found := _TRIFLES.match(self._text, self._at):
            self._at = found.end()

    def value(self) -> tuple[str, Any]:
        """Go past the value that begins here, and return it as text and as data.

        Raises BrokenError where there is none, or one too long; then the place is where it breaks,
        or behind its beginning where that is nowhere.
        """
        try:
            end, told = self._decode()
        except BrokenError as error:
            is_to_its_end = error.at >= len(self._text) - _AT_THE_END
            if is_to_its_end and self._returns < _MOST_RETURNS:
                # What is not closed has taken all that follows for its own.
                self._returns += 1
                self._at += 1
            else:
                self._at = max(self._at + 1, error.at)
            raise
        start, self._at = self._at, end
        return self._text[start:end], told

    def whole(self) -> tuple[str, Any] | None:
        """Do the same where the value is sound; otherwise return None and stay."""
        try:
            end, told = self._decode()
        except BrokenError:
            return None
        start, self._at = self._at, end
        return self._text[start:end], told

    def _decode(self) -> tuple[int, Any]:
        """Return where the value ends that begins here, and the value."""
        self.next_char()
        while True:
            try:
                told, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_cut = error.pos >= len(self._text) - _AT_THE_END or "Untermin" in error.msg
                if is_cut and self._grow():
                    continue
                raise BrokenError(f"It is no JSON: {error.msg}.", error.pos) from error
            except RecursionError as error:
                at = self._at + _LEAST_DEEP
                raise BrokenError("It is nested too deeply.", at) from error
            except ValueError as error:
                at = self._at + _LEAST_DIGITS
                raise BrokenError("It holds a number that is none.", at) from error
            if end == len(self._text) and self._grow():
                continue  # a number may go on
            return end, told

    def find_object(self) -> bool:
        """Go on to where an object may begin; return whether there is one."""
        while True:
            found = _OBJECT.search(self._text, self._at)
            if found:
                self._at = found.start()
                return True
            # What stands at the very end may be the beginning of one.
            last = self._text.rfind("{", self._at)
            self._at = len(self._text) if last < 0 else last
            if not self._fill():
                return False
            if len(self._text) - self._at > LONGEST_LINE:
                self._at += 1

    def _fill(self) -> bool:
        """Have another piece at hand; return whether there is one."""
        piece = "" if self._is_over else next(self._pieces, "")
        self._is_over = not piece
        if piece:
            _ = self.line  # counts what is dropped now
            self._text = self._text[self._at :] + piece
            self._at = self._counted = 0
        return bool(piece)

    def _grow(self) -> bool:
        """Have twice as much at hand of a value; return whether there is more, and may be."""
        present = len(self._text) - self._at
        if self._is_over or present > LONGEST_LINE:
            return False
        has_more = False
        while len(self._text) - self._at < 2 * present and self._fill():
            has_more = True
        return has_more


def iterate_entries(stream: JsonStream, lists: Collection[str]) -> Iterator[tuple[int, str, Any]]:
    """Yield each entry of the lists that documents are or hold: its line, its text, its data.

    A mistake is an entry as well, without a text and with a BrokenError for its data.

    Several documents may follow one another, as answers of several pages do. `lists` are the keys
    under which an object may keep its list. Behind a mistake every object counts that has a title.
    """
    while stream.next_char():
        try:
            if stream.take("["):
                yield from _elements(stream)
            elif stream.next_char() != "{":
                yield (stream.line, *stream.value())
            else:
                yield from _object(stream, lists)
        except BrokenError as error:
            yield stream.line, "", error
            yield from _salvaged(stream)


def _elements(stream: JsonStream) -> Iterator[tuple[int, str, Any]]:
    """Yield the elements of an array that was begun, and those of arrays in it."""
    depth = 1
    while True:
        while stream.take("["):
            depth += 1
            if depth > _DEEPEST:
                raise BrokenError("It is nested too deeply.")
        if stream.take("]"):
            depth -= 1
            if not depth:
                return
        else:
            stream.pass_trifles()
            yield (stream.line, *stream.value())
        if not stream.take(",") and stream.next_char() != "]":
            raise BrokenError("It is not JSON any more.")


def _object(stream: JsonStream, lists: Collection[str]) -> Iterator[tuple[int, str, Any]]:
    """Yield the entries of the list that an object holds, or else itself."""
    line = stream.line
    found = stream.whole()
    if found is None:
        yield from _members(stream, lists)
        return
    text, told = found
    if "title" not in told:
        if isinstance(message := told.get("error"), str):
            raise BrokenError(f"It is an error answer: {clean(message[:200])}")
        if "message-type" in told and isinstance(message := told.get("message"), dict):
            items = message.get("items")
            for entry in items if isinstance(items, list) else [message]:  # of Crossref
                if isinstance(entry, dict) and "title" in entry:
                    yield line, text if is_damaged(text) else "", entry
            return
        for key in lists:
            if isinstance(told.get(key), list):
                is_bad = is_damaged(text)
                for entry in told[key]:
                    yield line, json.dumps(entry, ensure_ascii=False) if is_bad else "", entry
                return
    yield line, text, told


def _members(stream: JsonStream, lists: Collection[str]) -> Iterator[tuple[int, str, Any]]:
    """Yield the entries of the first list in an object that is too long, or broken further on."""
    is_given = False
    stream.take("{")
    while not stream.take("}"):
        _, key = stream.value()
        if not stream.take(":"):
            raise BrokenError("It is not JSON any more.")
        if key in lists and not is_given and stream.take("["):
            is_given = True
            yield from _elements(stream)
        else:
            stream.value()
        if not stream.take(",") and stream.next_char() != "}":
            raise BrokenError("It is not JSON any more.")


def _salvaged(stream: JsonStream) -> Iterator[tuple[int, str, Any]]:
    """Yield the objects with a title that follow, wherever they stand."""
    while stream.find_object():
        line = stream.line
        with suppress(BrokenError):
            text, told = stream.value()
            if "title" in told or "paper" in told:
                yield line, text, told
