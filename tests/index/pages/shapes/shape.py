"""Shapes of files, honest ones and such as cost a careless reader its time, and papers for them.

A shape is a function of a size: of so many characters, about, and twice the size is twice of the
same. Nothing in them harms other programs; most are what a broken export or download looks like.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

WORDS = [
    *("a", "model", "of", "this", "kind", "learns", "what", "data", "says", "and", "we", "show"),
    *("that", "results", "of", "long", "training", "are", "better", "where", "pruning", "keeps"),
    *("weights", "which", "nobody", "needs", "while", "attention", "is", "spread", "over"),
]

Paper = dict[str, Any]
"""A paper as a listing tells it."""

LONG_LINE = " ".join(WORDS * 8)[:90].capitalize() + "\n"
LINK = "https://huggingface.co/papers/2401."


class Shape(NamedTuple):
    """One way in which a file can look."""

    kind: str
    """The format that it is read as."""
    name: str
    text: Callable[[int], str]


class Shapes:
    """The shapes of one format."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._shapes: list[Shape] = []

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._shapes)

    def shape(self, name: str) -> Callable[[Callable[[int], str]], Callable[[int], str]]:
        """Note a shape that a function of the size makes."""

        def keep(text: Callable[[int], str]) -> Callable[[int], str]:
            self._shapes.append(Shape(self._kind, name, text))
            return text

        return keep

    def of_papers(
        self, name: str, begin: str = "", end: str = "", between: str = ""
    ) -> Callable[[Callable[[Paper], str]], Callable[[Paper], str]]:
        """Note a shape of as many papers as there is room for, as a function writes one."""

        def keep(write: Callable[[Paper], str]) -> Callable[[Paper], str]:
            @self.shape(name)
            def text(size: int) -> str:
                return begin + between.join(until(size, map(write, papers()))) + end

            return write

        return keep

    def repeated(self, name: str, piece: str, begin: str = "", end: str = "") -> None:
        """Note a shape that is one piece again and again; `%d` in it is its number."""

        @self.shape(name)
        def text(size: int) -> str:
            if "%d" not in piece:
                return begin + piece * (size // len(piece)) + end
            pieces = (piece.replace("%d", str(n)) for n in itertools.count(10_000))
            return begin + "".join(until(size, pieces)) + end

    def each(
        self, pieces: dict[str, str], begin: str = "", end: str = "", name: str = "{}"
    ) -> None:
        """Note a shape of each piece again and again, by its name within `name`."""
        for of_piece, piece in pieces.items():
            self.repeated(name.format(of_piece), piece, begin, end)


def until(size: int, pieces: Iterator[str]) -> Iterator[str]:
    """Yield pieces until they are so many characters."""
    while size > 0:
        piece = next(pieces)
        size -= len(piece)
        yield piece


def papers() -> Iterator[Paper]:
    """Yield papers as a listing tells them, without end and always the same."""
    random = Random(7)
    for number in itertools.count():
        yield {
            "title": f"Paper {number} of {' '.join(random.choices(WORDS, k=6))}".title(),
            "abstract": f"{' '.join(random.choices(WORDS, k=150))}. It is number {number}.",
            "authors": [f"Ada{number} Lovelace", "Jan van der Berg", "Grace Hopper"],
            "date": f"20{10 + number % 15}-0{1 + number % 9}-1{number % 9}",
            "arxiv_id": f"{10 + number % 15}0{1 + number % 9}.{number % 100_000:05}",
        }


def daily(paper: Paper) -> dict[str, Any]:
    """Return a paper as an answer of the site tells it."""
    people = [{"name": name} for name in paper["authors"]]
    return {
        "paper": {
            "id": paper["arxiv_id"],
            "title": paper["title"],
            "summary": paper["abstract"],
            "authors": people,
            "publishedAt": f"{paper['date']}T00:00:00.000Z",
            "upvotes": 12,
        },
        "numComments": 2,
    }
