"""The reader's query text as a value; parsing it never fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .words import FUNCTION_WORDS, runs

MAX_WORDS = 64
"""Words of a query that are looked at: a pasted abstract is found by its beginning."""


class Superseded(Exception):  # noqa: N818
    """A search was given up since a newer one has taken its place; no error of anybody."""


@dataclass(frozen=True, slots=True)
class Word:
    """One name that is asked for: a word, or several joined by hyphens or TeX."""

    parts: tuple[str, ...]
    """Its words, folded: `u`, `net`."""
    joined: tuple[str, ...] = ()
    """What it is when written in one word, the fullest first: `unet`."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The words of which any one stands for the whole name."""
        return self.joined or self.parts

    @property
    def is_function_word(self) -> bool:
        """Whether it holds nothing but function words, which need not be found."""
        return all(part in FUNCTION_WORDS for part in self.parts)


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it is asked for."""

    nodes: tuple[Node, ...] = ()


Node = Word | All
"""What a query is made of."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for."""

    text: str = ""
    """The query as it was typed."""
    root: All = All()
    is_open: bool = False
    """Whether the text ends in a word, which may still be unfinished while typing."""

    @classmethod
    def parse(cls, text: str) -> Query:
        """Return the query that a text is; any text is one."""
        found = runs(text)[:MAX_WORDS]
        nodes = tuple(Word(run.parts, run.joined) for run in found)
        is_open = bool(found) and found[-1].end == len(text)
        return cls(text, All(nodes), is_open)

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word that is asked for, in the order of the text."""
        return tuple(_words(self.root))

    def __bool__(self) -> bool:
        return bool(self.root.nodes)


def _words(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case All(nodes):
            for child in nodes:
                yield from _words(child)
