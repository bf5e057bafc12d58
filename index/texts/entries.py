"""What references name: arXiv ids and DOIs, and every stretch that may be a title, as keys.

A title is looked for at the beginning of each stretch, so that the work grows with the length of a
reference and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from ..identity.family_keys import family_key
from ..identity.titles import title_key
from ..pasted import name_of, stretches
from .blocks import Block, Span, Text

_LONGEST = 3000
"""Characters of a reference that are looked at."""
_MOST_CHARACTERS = 500_000
"""Of all references of a text in which titles are looked for: those of long surveys have half."""
_MOST_NAMES = 8
_MOST_PEOPLE = 40
FEWEST_LETTERS = 8
"""Letters and digits of a title that is recognised within a reference."""
BEGINNING = 20
"""Characters by which titles are looked up that have as many."""
_DASHES = "-–—_―"


class Entry(NamedTuple):
    """A reference as it is looked up."""

    block: int
    """Which block of its text it is."""
    names: tuple[str, ...]
    """As `records.keys` has them: `arxiv:2209.04836`, `doi:10.1038/nature14539`."""
    key: str
    """The title keys of all its stretches, one behind the other."""
    starts: tuple[int, ...]
    """Where in it stretches begin."""
    people: frozenset[str]
    """Family keys that its capitalised words would be."""

    def has_title(self, key: str, at: int) -> bool:
        """Whether whole stretches from a place on are a title of this key."""
        end = at + len(key)
        is_edge = end == len(self.key) or self._begins_at(end)
        # A sign stands between two digits that are not one number.
        is_edge = is_edge or (self.key[end : end + 1] == "-" and self._begins_at(end + 1))
        return is_edge and self.key.startswith(key, at)

    def _begins_at(self, place: int) -> bool:
        at = bisect_left(self.starts, place)
        return at < len(self.starts) and self.starts[at] == place

    def short_titles(self, start: int) -> Iterator[str]:
        """Yield the titles from a place on that are too short to be told by their beginning."""
        low, high = start + FEWEST_LETTERS, start + BEGINNING
        ends = self.starts[bisect_left(self.starts, low) : bisect_left(self.starts, high)]
        for end in (*ends, len(self.key)):
            if low <= end < high:
                key = self.key[start:end]
                yield key[:-1] if key.endswith("-") else key

    def title_signs(self) -> Iterator[str]:
        """Yield what `sign_of_title` may be of the titles that it can have."""
        for start in self.starts:
            if len(beginning := self.key[start : start + BEGINNING]) == BEGINNING:
                yield beginning
            yield from self.short_titles(start)


def sign_of_title(key: str) -> str:
    """Return what a title is looked up by first: how it begins, or all of a short one."""
    return key[:BEGINNING]


def entries_of(text: Text) -> Iterator[Entry]:
    """Yield the references of a text in their order."""
    before: frozenset[str] = frozenset()
    left = _MOST_CHARACTERS
    for number, block in enumerate(text.blocks):
        if block.kind == "entry" and left > 0:
            entry = entry_of(block, number, before)
            before = entry.people
            left -= sum(len(span.text) for span in block.spans)
            yield entry
        elif block.kind == "entry":
            yield Entry(number, tuple(_names_of(block)), "", (), frozenset())


def entry_of(block: Block, number: int = 0, before: frozenset[str] = frozenset()) -> Entry:
    """Return what one reference names; a dash for its authors is those of the one `before`."""
    text = "".join(map(_read, block.spans))[:_LONGEST]
    key, starts = _key_of(text)
    people = _people_of(text)
    if text.lstrip()[:2].strip(_DASHES) == "" != text.strip():
        people |= before
    return Entry(number, tuple(_names_of(block)), key, starts, people)


def _read(span: Span) -> str:
    return f"${span.text}$" if span.kind == "formula" else span.text


def _names_of(block: Block) -> list[str]:
    """Return the arXiv ids and DOIs that a reference names, as words or as addresses."""
    words = chain.from_iterable(span.text.split() for span in block.spans)
    targets = (target for span in block.spans if span.kind == "link" for target in span.targets)
    found = (name_of(word) for word in chain(words, targets) if len(word) < _LONGEST)
    names = dict.fromkeys(f"{name.kind}:{name.value}" for name in found if name is not None)
    return list(names)[:_MOST_NAMES]


def _key_of(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the keys of all stretches as one, and where in it each begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for stretch in stretches(text):
        if not any(map(str.isalnum, stretch)):
            continue
        key = title_key(stretch)
        if parts and parts[-1][-1:].isdigit() and key[:1].isdigit():
            parts.append("-")
            length += 1
        starts.append(length)
        parts.append(key)
        length += len(key)
    return "".join(parts), tuple(starts)


def _people_of(text: str) -> frozenset[str]:
    """Return the family keys of all words that may be a family's name."""
    found: set[str] = set()
    for word in text.replace("-", " - ").split():
        bare = word.strip(".,;:()[]“”\"'’")
        if bare and bare[0].isalpha() and (bare[0].isupper() or not bare.isascii()):
            key = family_key(bare)
            if key is not None:
                found.add(key)
            if len(found) >= _MOST_PEOPLE:
                break
    return frozenset(found)
