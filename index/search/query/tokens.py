"""The text of a query as tokens: words, phrases, filters, parentheses and operators.

Nothing in a text is an error. What looks like a part of the language and is none is taken for
words, and a hint says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

from ...function_words import FUNCTION_WORDS
from .fields import (
    ALIASES,
    FIELDS,
    TEXT_FIELDS,
    explain,
    explain_field,
    is_half_typed,
    near_field,
    read_value,
)
from .names import names, word_of
from .nodes import MAX_WORDS, And, Inside, Node, Phrase, Scope

MAX_DEPTH = 16
"""Parentheses within each other that are looked at."""

_MOST_HINTS = 3
_LONGEST_HINT = 40

_QUOTES = '"“”„'
_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r"([^\W\d_]+):")
_VALUE = re.compile(rf"[^\s(){_QUOTES}]+")
_NAME = re.compile(rf"[^\s{_QUOTES}]+")
"""What names of some fields may be, which have parentheses in them."""
_CHUNK = re.compile(rf"(?:\\[{_QUOTES}]|[^\s(){_QUOTES}])+")
_UNKNOWN = re.compile(r"([^\W\d_]{2,}):(?=[^\W_]|$)")
_TAG = re.compile(r"#(?=[^\W_])")
_OPENING = ("(", *_QUOTES)
_SHORT = 4
"""Words of a query up to which any small word before a colon is taken for a field."""
_FORM = re.compile(r"[^\W_].*[*~]", re.DOTALL)

OPERATORS = ("OR", "AND", "NOT")

Kind = Literal["leaf", "open", "close", "OR", "AND", "NOT"]


class Token(NamedTuple):
    """A piece of the text."""

    kind: Kind
    node: Node = And()
    """What it asks for, of a leaf."""


class Tokenizer:
    """Reads one text."""

    def __init__(self, text: str, typing: bool) -> None:
        self._text = text
        self._typing = typing
        self._at = 0
        self._scopes: list[str] = [""]
        """The fields of the parentheses that are open, the outermost first."""
        self._ignored = 0
        """Parentheses that are open beyond those that are looked at."""
        self._words = 0
        self._end_of_word = -1
        """Where the last word ends, if nothing but it may be unfinished."""
        self._hints: dict[str, None] = {}
        self.asks_nothing = False
        """Whether it names a field or a value that there is not."""
        self.found = list(self._read())
        """The tokens in their order."""
        self._finish()

    @property
    def is_open(self) -> bool:
        """Whether the text ends in a word or an operator."""
        return self._words > 0 and self._end_of_word == len(self._text)

    @property
    def hints(self) -> tuple[str, ...]:
        """Short sentences about what could not be understood."""
        return tuple(self._hints)[:_MOST_HINTS]

    def _finish(self) -> None:
        if self._typing:
            return
        if len(self._scopes) > 1:
            self._hint("A parenthesis is not closed.")
        if self._text.strip() and not self._words and not self._hints:
            self._hint(f"Nothing in “{short(self._text)}” can be searched for.")

    def _is_field(self, name: str) -> bool:
        """Whether a word before a colon is meant for a field, and no part of a title."""
        if name.lower() in FIELDS:
            return False
        return bool(near_field(name)) or (name.islower() and len(self._text.split()) <= _SHORT)

    def _refuse(self, sentence: str) -> None:
        """Say what cannot be asked: nothing is found then, rather than everything else."""
        self._hint(sentence)
        self.asks_nothing = True

    def _hint(self, sentence: str) -> None:
        self._hints[sentence] = None

    def _read(self) -> Iterator[Token]:
        text = self._text
        while True:
            match = _SPACE.match(text, self._at)
            self._at = match.end() if match else self._at
            if self._at >= len(text):
                return
            if self._words >= MAX_WORDS:
                self._hint(f"Only the first {MAX_WORDS} words are looked at.")
                return
            if self._has_sign("-"):
                yield Token("NOT")
            yield from self._read_one()

    def _has_sign(self, sign: str) -> bool:
        """Whether a sign stands here before something; if so, go behind it."""
        following = self._text[self._at + 1 : self._at + 2]
        if self._text[self._at] != sign or not following:
            return False
        if following.isspace() or following in ")-*~,.;:":
            return False
        self._at += 1
        return True

    def _read_one(self) -> Iterator[Token]:
        text, char = self._text, self._text[self._at]
        if char == "(":
            self._at += 1
            yield from self._open(self._scopes[-1])
        elif char == ")":
            self._at += 1
            yield from self._close()
        elif char in _QUOTES:
            yield from self._quoted(self._scopes[-1])
        elif self._scopes[-1] and self._scopes[-1] not in TEXT_FIELDS:
            yield from self._chunk_of(self._scopes[-1], self._at)
        else:
            field = _FIELD.match(text, self._at)
            name = field[1].lower() if field else ""
            name = ALIASES.get(name, name)
            if field and name in FIELDS and not text[field.end() : field.end() + 1].isspace():
                yield from self._field(name, field.end())
            elif _TAG.match(text, self._at):
                self._at += 1
                yield from self._chunk_of("tag", self._at - 1)
            else:
                yield from self._chunk()

    def _open(self, scope: str) -> Iterator[Token]:
        if len(self._scopes) > MAX_DEPTH:
            self._ignored += 1
            self._hint("So many parentheses within each other are not looked at.")
            return
        self._scopes.append(scope)
        yield Token("open")

    def _close(self) -> Iterator[Token]:
        if self._ignored:
            self._ignored -= 1
        elif len(self._scopes) > 1:
            self._scopes.pop()
            yield Token("close")
        else:
            self._hint("A parenthesis closes none.")

    def _field(self, name: str, end: int) -> Iterator[Token]:
        """Read what stands behind a field's name."""
        text, start = self._text, self._at
        if end == len(text):
            if not self._typing:
                self._refuse(explain(name, "", f"{name}:"))
            self._at = end
            return
        self._at = end
        if text[end] == "(":
            self._at += 1
            yield from self._open(name)
        elif text[end] in _QUOTES:
            yield from self._quoted(name)
        elif name in TEXT_FIELDS:
            yield from self._chunk(name)
        else:
            yield from self._chunk_of(name, start)

    def _quoted(self, scope: str) -> Iterator[Token]:
        """Read a phrase, or a field's value with spaces in it."""
        start = self._at + 1
        end = next((at for at in range(start, len(self._text)) if self._text[at] in _QUOTES), -1)
        is_closed = end >= 0
        end = end if is_closed else len(self._text)
        self._at = end + 1
        if not is_closed and not self._typing:
            self._hint("A quotation mark is not closed.")
        inside = self._text[start:end]
        if scope and scope not in TEXT_FIELDS:
            value = inside.strip()
            yield from self._value(scope, value, value, is_open=not is_closed)
            return
        found = names(inside, MAX_WORDS - self._words)
        if found:
            self._words += len(found)
            self._end_of_word = start + found[-1].end
            words = tuple(word_of(run, "exact", _scope(scope)) for run in found)
            if scope == "text":
                self._end_of_word = -1
                is_begun = self._typing and not is_closed
                yield Token("leaf", Inside(Phrase(words), is_begun))
                return
            if scope != "title" and all(FUNCTION_WORDS.issuperset(run.parts) for run in found):
                self._hint(f"“{short(inside)}” is looked for in titles only.")
            yield Token("leaf", Phrase(words, _scope(scope)))

    def _chunk_of(self, name: str, start: int) -> Iterator[Token]:
        """Read the value of a field, or of parentheses behind its name."""
        match = (_NAME if name in ("doi", "key", "citing") else _VALUE).match(self._text, self._at)
        value = _closed(match[0]) if match else ""
        self._at += len(value)
        if value in OPERATORS and start + len(value) == self._at:
            yield Token(cast(Kind, value))
            return
        yield from self._value(name, value, self._text[start : self._at], is_open=True)

    def _value(self, name: str, value: str, written: str, *, is_open: bool) -> Iterator[Token]:
        self._words += 1
        self._end_of_word = -1
        is_unfinished = self._typing and is_open and self._at >= len(self._text)
        node = read_value(name, value, is_unfinished)
        if node is not None:
            yield Token("leaf", node)
        elif not (is_unfinished and is_half_typed(name, value)):
            self._refuse(explain(name, value, short(written)))

    def _chunk(self, scope: str = "") -> Iterator[Token]:
        """Read what stands up to the next space: an operator, a word, or several."""
        match = _CHUNK.match(self._text, self._at)
        if not match:
            self._at += 1
            return
        chunk, start = match[0], self._at
        self._at = match.end()
        scope = scope or self._scopes[-1]
        if chunk in OPERATORS:
            # Where it stands between nothing it is taken for a word, which may be unfinished.
            self._end_of_word = self._at
            self._words += 1
            yield Token(cast(Kind, chunk))
            return
        unknown = _UNKNOWN.match(chunk)
        following = self._text[self._at : self._at + 1]
        has_value = unknown and (unknown.end() < len(chunk) or following in _OPENING)
        if unknown and has_value and self._is_field(unknown[1]):
            self._refuse(explain_field(short(unknown[1])))
            return
        found = names(chunk, MAX_WORDS - self._words)
        if not found:
            return
        self._words += len(found)
        kind: Literal["stem", "prefix", "fuzzy", "exact"] = "stem"
        if chunk[0] == "=" and found[0].start == 1:
            kind = "exact"
        elif _FORM.fullmatch(chunk) and found[-1].end == len(chunk) - 1:
            kind = "prefix" if chunk[-1] == "*" else "fuzzy"
        last = found[-1]
        words = [word_of(run, "stem", _scope(scope)) for run in found[:-1]]
        words.append(word_of(last, kind, _scope(scope)))
        leaves: list[Node] = list(words)
        self._end_of_word = start + last.end
        if scope == "text":
            is_begun = self._typing and self._end_of_word == len(self._text) and kind == "stem"
            self._end_of_word = -1
            leaves = [Inside(word, is_begun and word is words[-1]) for word in words]
        yield Token("leaf", leaves[0] if len(leaves) == 1 else And(tuple(leaves)))


def _closed(name: str) -> str:
    """Return a name up to a parenthesis that opens before it."""
    depth = 0
    for at, char in enumerate(name):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return name[:at]
    return name


def _scope(field: str) -> Scope:
    return cast(Scope, field) if field in ("title", "abstract") else ""


def short(text: str) -> str:
    """Return the beginning of a text, to be quoted in a hint."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_HINT else text[: _LONGEST_HINT - 1] + "…"
