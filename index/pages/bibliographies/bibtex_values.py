"""The values of BibTeX fields: pieces in braces or quotes and words of `@string`, joined by `#`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bibtexparser.library import Library

_MOST_STRINGS = 10_000
_LONGEST_STRING = 2000
"""Definitions that are kept, and the characters of one: names of journals, and not more."""
_LONGEST_VALUE = 1 << 20
"""Characters of a value that is put together of others."""

_AT = "\ue000"
"""What stands for `@` while bibtexparser reads; no text keeps private characters."""

_SIGN = re.compile(r"\\.|[{}\"]", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
"""What counts in a piece, and within braces in it."""
_WORD = re.compile(r"[^\s#{}\"]+")
_SEAM = re.compile(r"[\s#]*")


class Entry(NamedTuple):
    """One entry of a file, with its fields as they are written, without what encloses them."""

    line: int
    type: str
    """In small letters."""
    key: str
    fields: dict[str, str]
    """By their names in small letters."""


class Strings:
    """The words that `@string` defines, set in wherever a field names them."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def learn(self, text: str) -> None:
        """Take in a definition, of two of one word the first; entries further down may use it."""
        from bibtexparser.model import String

        for block in _split(text).blocks:
            if isinstance(block, String) and len(self._values) < _MOST_STRINGS:
                value = self.value_of(block.value)
                if len(value) <= _LONGEST_STRING:
                    self._values.setdefault(block.key.lower(), value)

    def entry(self, text: str, line: int) -> Entry | None:
        """Return an entry, of a field that is given twice the first; None where it is broken."""
        from bibtexparser.model import Entry as Parsed
        from bibtexparser.model import ParsingFailedBlock

        for block in _split(text).blocks:
            # Twice the same field leaves an entry readable.
            entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
            if isinstance(entry, Parsed):
                fields = {
                    field.key.lower(): self.value_of(str(field.value)).replace(_AT, "@")
                    for field in reversed(entry.fields)
                }
                return Entry(line, entry.entry_type.lower(), entry.key.replace(_AT, "@"), fields)
        return None

    def value_of(self, raw: str) -> str:
        """Return a value without what encloses it, its pieces joined; a broken one as it stands."""
        raw = raw.strip()
        if raw[:1] == "{" and _end(raw, 0) == len(raw):
            return raw[1:-1]
        pieces: list[str] = []
        size, at = 0, _SEAM.match(raw).end()  # type: ignore[union-attr]
        while at < len(raw):
            if raw[at] in '{"':
                end = _end(raw, at)
                if end is None:
                    return raw
                piece = raw[at + 1 : end - 1]
            else:
                found = _WORD.match(raw, at)
                if found is None:
                    return raw
                end, piece = found.end(), self._values.get(found[0].lower(), found[0])
            size += len(piece)
            if size > _LONGEST_VALUE:
                return "".join(pieces)
            pieces.append(piece)
            seam = _SEAM.match(raw, end)
            at = seam.end() if seam else end
            if at < len(raw) and seam and "#" not in seam[0]:
                return raw if len(pieces) > 1 or raw[0] in '{"' else f"{piece} {raw[at:]}"
        return "".join(pieces)


def _end(text: str, at: int) -> int | None:
    """Return where a piece ends that opens with a brace or a quote; None where it does not."""
    is_quoted = text[at] == '"'
    depth = 0 if is_quoted else 1
    at += 1
    while found := (_BRACE if depth > 0 else _SIGN).search(text, at):
        at, sign = found.end(), found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0 and not is_quoted:
                return at
        elif sign == '"' and is_quoted and depth <= 0:
            return at
    return None


def _split(text: str) -> Library:
    """Return what bibtexparser makes of a block.

    It ends an entry at a line like the beginning of another, also within the braces of a field.
    """
    from bibtexparser.splitter import Splitter

    return Splitter(text[:1] + text[1:].replace("@", _AT)).split()
