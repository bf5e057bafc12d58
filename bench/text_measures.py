"""How well a text is read: its words, paragraphs, headings and notes against what was written.

What was written is a list of `[kind, text]` in reading order, headings with their level: title,
authors, abstract, heading, p, item, thm, footnote, figcap, tabcap, table, algcap, alg, ref, math.
In a text U+0001 stands where an inline formula was, U+0002 where a footnote's mark was.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Written = Sequence[Sequence[str]]

_RUNNING = ("title", "abstract", "heading", "p", "item", "thm", "ref")
_PARAGRAPHS = ("abstract", "p", "item", "thm", "ref")
_SENTENCES = re.compile(r"[\x01\x02]|(?<=[.!?]) ")
_NUMBER = re.compile(r"(?:\d[\d.]*|[IVX]+(?:-[A-Z])?|Appendix [A-Z]|[A-Z](?:\.\d+)?) ")
_LEAST_PIECE, _LEAST_PARAGRAPH = 5, 12
_ENOUGH = 0.97
"""Of the words of a paragraph, a note or a reference so many must be there, in their order."""


class Measures(NamedTuple):
    """What share of a paper was read as it was written."""

    ordered: float
    """Words of the running text that are there in their order."""
    whole: float
    """Pieces of five words and more between formulas, marks and ends of sentences, unbroken."""
    paragraphs: float
    """Paragraphs that are one block with nothing foreign in it."""
    total: float
    """Words printed for each word of the paper."""
    headings: float
    """Headings that are a line."""
    notes: float
    references: float


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


def common(written: Sequence[str], read: Sequence[str]) -> int:
    """Return how long the longest common subsequence is; bit by bit (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(written):
        places[word] = places.get(word, 0) | 1 << at
    full = (1 << len(written)) - 1
    row = full
    for word in read:
        matched = row & places.get(word, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(written) - row.bit_count()


def measure(written: Written, printed: str) -> Measures:
    """Return how well a paper is printed; its blocks are parted by empty lines."""
    read = words_of(printed)
    running = [word for kind, text, *_ in written if kind in _RUNNING for word in words_of(text)]
    everything = sum(len(words_of(text)) for kind, text, *_ in written if kind != "math")
    lines = Counter(" ".join(words_of(line)) for line in printed.splitlines())
    headings = [text for kind, text, *_ in written if kind == "heading"]
    return Measures(
        common(running, read) / len(running),
        _whole(written, read),
        _paragraphs(written, printed),
        len(read) / everything,
        _share([_is_line(text, lines) for text in headings]),
        _share([_is_there(text, read) for kind, text, *_ in written if kind == "footnote"]),
        _share([_is_there(text, read) for kind, text, *_ in written if kind == "ref"]),
    )


def _whole(written: Written, read: Sequence[str]) -> float:
    joined = f" {' '.join(read)} "
    pieces = [
        words_of(piece)
        for kind, text, *_ in written
        if kind in (*_PARAGRAPHS, "footnote")
        for piece in _SENTENCES.split(text)
    ]
    return _share([f" {' '.join(one)} " in joined for one in pieces if len(one) >= _LEAST_PIECE])


def _paragraphs(written: Written, printed: str) -> float:
    blocks = [words_of(block) for block in re.split(r"\n[ \t]*\n|\f", printed)]
    counts = [Counter(block) for block in blocks]
    found = []
    for kind, text, *_ in written:
        wanted = words_of(text)
        if kind not in _PARAGRAPHS or len(wanted) < _LEAST_PARAGRAPH:
            continue
        count = Counter(wanted)
        near = [
            (count & other).total() - len(block) / 5
            for other, block in zip(counts, blocks, strict=True)
        ]
        block = blocks[near.index(max(near))]
        most = 1.15 * len(wanted) + 12 + 12 * text.count("\x01")
        found.append(common(wanted, block) >= _ENOUGH * len(wanted) and len(block) <= most)
    return _share(found)


def _is_line(heading: str, lines: Counter[str]) -> bool:
    """Whether a heading is a line, its number before it or not."""
    title = " ".join(words_of(_NUMBER.sub("", heading, count=1)))
    most = len(title.split()) + 4
    return any(
        line == title or (line.endswith(f" {title}") and len(line.split()) <= most)
        for line in lines
    )


def _is_there(text: str, read: Sequence[str]) -> bool:
    """Whether the words of a note or a reference stand together in their order."""
    wanted = words_of(text)
    known, size = set(wanted), int(len(wanted) * 1.6) + 6
    hits = [word in known for word in read]
    inside = best = end = 0
    for at, hit in enumerate(hits):
        inside += hit - (hits[at - size] if at >= size else 0)
        if inside > best:
            best, end = inside, at
    near = read[max(0, end - size - len(wanted)) : end + len(wanted)]
    return common(wanted, near) >= _ENOUGH * len(wanted)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0
