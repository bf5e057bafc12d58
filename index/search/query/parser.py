"""What belongs together in the text of a query: from its tokens to its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...identifiers import doi
from .names import names, word_of
from .nodes import MAX_WORDS, NOTHING, And, Filter, Node, Not, Or, Word
from .tokens import OPERATORS, Kind, Token, Tokenizer

_LANGUAGE = re.compile(r"[\"“”„()=~*:]|(?:^|\s)#|(?:^|\s)-|\b(?:OR|AND|NOT)\b")
"""What no text has that is words alone, as most are."""

_CUT = f"Only the first {MAX_WORDS} words are looked at."


class Parsed(NamedTuple):
    """What a text says."""

    root: And
    is_open: bool
    """Whether the text ends in a word, which may still be unfinished while typing."""
    hints: tuple[str, ...] = ()
    """Short sentences about what could not be understood."""


def parse(text: str, typing: bool) -> Parsed:
    """Return what a text says; any text says something."""
    if name := doi(text):
        # It may be mentioned in an abstract as well.
        words = list(map(word_of, names(text)))
        return Parsed(And((Or((Filter("doi", name), And(tuple(words)))),)), False)
    is_plain = not _LANGUAGE.search(text)
    if is_plain or len(text) > 2 * MAX_WORDS:
        found = names(text, MAX_WORDS + 1)
        if len(found) > MAX_WORDS:
            # Who has so much to ask has pasted it: its quotation marks are no phrases.
            words = list(map(word_of, found[:MAX_WORDS]))
            return Parsed(And(tuple(words)), False, (_CUT,))
        if is_plain and (found or typing):
            words = list(map(word_of, found))
            return Parsed(And(tuple(words)), bool(found) and found[-1].end == len(text))
    return QueryParser(text, typing).parse()


class QueryParser:
    """Reads one text."""

    def __init__(self, text: str, typing: bool) -> None:
        self._read = Tokenizer(text, typing)
        self._tokens = list(_settled(self._read.found))
        self._next = 0

    def parse(self) -> Parsed:
        """Return what it says."""
        nodes: list[Node] = []
        while self._next < len(self._tokens):
            node = self._either()
            nodes.extend(node.nodes if isinstance(node, And) else (node,))
            self._next += 1  # a parenthesis that closes nothing
        if self._read.asks_nothing:
            return Parsed(And((NOTHING,)), False, self._read.hints)
        return Parsed(And(tuple(nodes)), self._read.is_open, self._read.hints)

    def _either(self) -> Node:
        """Return what stands up to the closing parenthesis or the end."""
        groups = [self._all()]
        while self._next < len(self._tokens) and self._tokens[self._next].kind == "OR":
            self._next += 1
            groups.append(self._all())
        groups = [group for group in groups if group != And()]
        if len(groups) > 1:
            return Or(tuple(groups))
        return groups[0] if groups else And()

    def _all(self) -> Node:
        nodes: list[Node] = []
        while self._next < len(self._tokens):
            is_wanted = True
            while self._tokens[self._next].kind == "NOT":
                is_wanted = not is_wanted
                self._next += 1
            token = self._tokens[self._next]
            if token.kind in ("OR", "close"):
                break
            self._next += 1
            node = token.node
            if token.kind == "open":
                node = self._either()
                self._next += 1
            if not is_wanted and node != And():
                nodes.append(Not(node))
            else:
                nodes.extend(node.nodes if isinstance(node, And) else (node,))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _settled(tokens: list[Token]) -> Iterator[Token]:
    """Yield tokens in which every operator stands where it can: others are words."""
    behind: list[Kind] = ["close"]
    """What follows every token, signs of NOT left out, the last one first."""
    for token in reversed(tokens):
        behind.append(behind[-1] if token.kind == "NOT" else token.kind)
    before: Kind = "open"
    for position, token in enumerate(tokens):
        kind = token.kind
        if kind in OPERATORS:
            has_left = kind == "NOT" or before in ("leaf", "close")
            if not has_left or behind[len(tokens) - position - 1] not in ("leaf", "open"):
                yield Token("leaf", Word((kind.lower(),)))
                before = "leaf"
                continue
            if kind == "AND":
                continue
        before = kind
        yield token
