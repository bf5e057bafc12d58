"""JSON documents into papers: answers of the Daily Papers API, lists, CSL-JSON.

A list is read entry by entry, so that what comes before a mistake is not lost with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...errors import SourceError
from ...paper import Record
from ...text import clean
from ..contents import Contents, Problem
from ..values import NoPaperError
from .objects import read_object

_LARGEST = 1 << 26
"""Characters; what is longer comes as JSON Lines, which need no memory."""

_LISTS = ("papers", "dailyPapers", "items", "results", "references", "data")
"""Under which key an object may keep its list of papers."""

_MOST_PROBLEMS = 100
_SPACE = " \t\r\n"


def read_json(text: str, name: str) -> Contents:
    """Return the papers of a document; SourceError where it is no JSON from its beginning."""
    if len(text) > _LARGEST:
        raise SourceError(
            f"Cannot read {name}",
            f"It is one piece of JSON of more than {_LARGEST >> 20} MB.",
            "Make JSON Lines of it, one paper on each line.",
        )
    reading = _Reading(text)
    records: list[Record] = []
    problems: list[Problem] = []
    left_out = 0
    try:
        for line, told in reading.values():
            try:
                records.append(read_object(told, len(records) + 1, line))
            except NoPaperError as error:
                left_out += len(problems) == _MOST_PROBLEMS
                if len(problems) < _MOST_PROBLEMS:
                    problems.append(Problem(line, f"Record {reading.number}: {error}"))
    except _BrokenError as error:
        if not records:
            raise SourceError(f"Cannot read {name}", f"Line {error.line}: {error}") from error
        problems.append(Problem(error.line, f"{error} What follows was left out."))
    if left_out:
        problems.append(Problem(reading.line, f"And {left_out:,} more records that are no papers."))
    return Contents(tuple(records), tuple(problems), None, "json")


class _BrokenError(ValueError):
    """The text stops being JSON at a line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class _Reading:
    """Goes through a document, and knows at which line and record it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder()
        self._at = self._counted = 0
        self.line = 1
        self.number = 0

    def values(self) -> Iterator[tuple[int, Any]]:
        """Yield each entry of the list that a document is or holds, with its line.

        Several documents may follow one another, as answers of several pages do.
        """
        self._skip("\ufeff" + _SPACE)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                yield from self._elements()
            else:
                line, told = self._next()
                yield from ((line, entry) for entry in self._entries(told))
            self._skip(_SPACE)

    def _elements(self) -> Iterator[tuple[int, Any]]:
        """Yield the elements of the array that begins here."""
        self._at += 1
        while True:
            self._skip(_SPACE)
            if self._text.startswith("]", self._at):
                self._at += 1
                return
            yield self._counting(*self._next())
            self._skip(_SPACE)
            if self._text.startswith(",", self._at):
                self._at += 1
            elif not self._text.startswith("]", self._at):
                raise _BrokenError(self._line(), "It is not JSON any more.")

    def _entries(self, told: Any) -> Iterator[Any]:
        """Yield the entries of the list that an object holds, or else itself."""
        if isinstance(told, dict) and "title" not in told:
            if isinstance(message := told.get("error"), str):
                raise _BrokenError(self.line, f"It is an error answer: {clean(message[:200])}")
            for key in _LISTS:
                if isinstance(told.get(key), list):
                    for entry in told[key]:
                        self.number += 1
                        yield entry
                    return
        self.number += 1
        yield told

    def _counting(self, line: int, told: Any) -> tuple[int, Any]:
        self.number += 1
        return line, told

    def _next(self) -> tuple[int, Any]:
        line = self._line()
        try:
            told, self._at = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            self._at = error.pos
            raise _BrokenError(self._line(), f"It is no JSON: {error.msg}.") from error
        except RecursionError as error:
            raise _BrokenError(line, "It is nested too deeply.") from error
        except ValueError as error:  # a number of thousands of digits
            raise _BrokenError(line, "It holds a number that is none.") from error
        return line, told

    def _skip(self, signs: str) -> None:
        while self._at < len(self._text) and self._text[self._at] in signs:
            self._at += 1

    def _line(self) -> int:
        self.line += self._text.count("\n", self._counted, self._at)
        self._counted = max(self._counted, self._at)
        return self.line
