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


class Shape(NamedTuple):
    """One way in which a file can look."""

    kind: str
    """The format that it is read as."""
    name: str
    text: Callable[[int], str]


SHAPES: list[Shape] = []
"""Those of `page_shapes` and `record_shapes`, once they are imported."""


def shape(kind: str, name: str) -> Callable[[Callable[[int], str]], Callable[[int], str]]:
    def keep(text: Callable[[int], str]) -> Callable[[int], str]:
        SHAPES.append(Shape(kind, name, text))
        return text

    return keep


def repeated(kind: str, name: str, piece: str, begin: str = "", end: str = "") -> None:
    """Note a shape that is one piece again and again; `%d` in it is its number."""

    def text(size: int) -> str:
        if "%d" not in piece:
            return begin + piece * (size // len(piece)) + end
        return begin + "".join(until(size, (piece.replace("%d", str(n)) for n in count()))) + end

    SHAPES.append(Shape(kind, name, text))


def count() -> Iterator[int]:
    return itertools.count(10_000)


def until(size: int, pieces: Iterator[str]) -> Iterator[str]:
    """Yield pieces until they are so many characters."""
    while size > 0:
        piece = next(pieces)
        size -= len(piece)
        yield piece


def papers() -> Iterator[dict[str, Any]]:
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


def of_papers(size: int, write: Callable[[dict[str, Any]], str]) -> str:
    return "".join(until(size, map(write, papers())))


def daily(paper: dict[str, Any]) -> dict[str, Any]:
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


LONG_LINE = " ".join(WORDS * 8)[:90].capitalize() + "\n"
