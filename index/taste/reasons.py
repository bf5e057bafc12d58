"""Why a paper stands where it does, in a few words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from .occurrences import Occurrence
from .profiles import Profile
from .scoring import Score

Kind = Literal["word", "near", "author", "against", "always"]

MOST = 3
"""Words that are told."""

_LEAST = 25_000
"""Millionths of the whole that a word has which is told."""

_TELLING = 80
"""The weight of a word in the table from which on it may tell something by itself."""

_FEWEST = 2
"""Papers in which a word is that is told before others."""


class TasteReason(NamedTuple):
    """One reason for a paper's place."""

    kind: Kind
    text: str
    """A word as the paper writes it, a title, an author's name, or that of a standing search."""
    part: int
    """Its part of what speaks for the paper, in thousandths; below 0 where it speaks against it."""
    papers: tuple[int, ...] = ()
    """The row numbers of the papers that it was learned from, the nearest first."""
    way: str = ""
    """Of a paper that is near: how it taught, such as `queued`."""


class Told(NamedTuple):
    """A word or two that are told as one."""

    text: str
    part: int
    """In millionths of what the words add, or take off where it is below 0."""
    terms: tuple[int, ...]
    is_in_title: bool


def told_words(parts: Mapping[int, int], found: Mapping[int, Occurrence]) -> list[Told]:
    """Return the parts of terms as words: a pair and its words are one, each word once.

    What the paper does not write as one is told by its words.
    """
    free = dict(parts)
    told: list[Told] = []
    used: set[int] = set()
    pairs = [term for term in parts if len(found[term].words) > 1 and found[term].text]
    pairs.sort(key=lambda term: (-abs(parts[term]), found[term].text))
    for pair in pairs:
        words = found[pair].words
        own = parts[pair]
        is_one = own * sum(free.get(word, 0) for word in words) >= 0
        if not used.isdisjoint(words) or not is_one:
            continue  # one of its words stands elsewhere by now, where its own part goes too
        used.update(words)
        terms = (pair, *(word for word in dict.fromkeys(words) if word in free))
        told.append(
            Told(
                found[pair].text,
                sum(free.pop(term) for term in terms),
                terms,
                found[pair].is_in_title,
            )
        )
    for pair, occurrence in found.items():
        if pair in free and len(occurrence.words) > 1:
            _give(free, pair, occurrence, told)
    for term, part in free.items():
        told.append(Told(found[term].text, part, (term,), found[term].is_in_title))
    return told


def _give(free: dict[int, int], pair: int, occurrence: Occurrence, told: list[Told]) -> None:
    """Give the part of a pair that is not told to what has one of its words."""
    part = free.pop(pair)
    for word in occurrence.words:
        if word in free:
            free[word] += part
            return
    for place, one in enumerate(told):
        if occurrence.words[0] in one.terms:
            told[place] = one._replace(part=one.part + part, terms=(*one.terms, pair))
            return


def chosen_words(
    told: Sequence[Told], papers: Mapping[int, Sequence[int]], weights: Mapping[int, int]
) -> list[Told]:
    """Return the words that say most, those that are told first: of two papers or in the title.

    `papers` are those that a term was learned from, `weights` what the table says of it.
    """

    def says(one: Told) -> bool:
        return len(one.terms) > 1 or max(weights[term] for term in one.terms) >= _TELLING

    def learned(one: Told) -> int:
        return max(len(papers.get(term, ())) for term in one.terms)

    fit = [one for one in told if one.part >= _LEAST and one.text and says(one)]
    fit.sort(key=lambda one: (-one.part * _preference(one, learned(one)), one.text))
    once = {one.text: one for one in reversed(fit)}  # one name may be written of several words
    return [one for one in fit if once[one.text] == one][:MOST]


def _preference(one: Told, papers: int) -> int:
    return 1 + (papers >= _FEWEST) + one.is_in_title


def least_wanted(told: Sequence[Told], score: Score) -> Told | None:
    """Return the word that speaks most against a paper, where that is worth a word."""
    if score.against * 20 < score.wanted:
        return None
    return min(
        (one for one in told if one.part < 0 and one.text), key=lambda one: one.part, default=None
    )


def author_among(names: Sequence[str], hashes: Sequence[int], profile: Profile) -> str:
    """Return the author who is known best; empty where none is."""
    known = [(profile.authors.get(one, 0), name) for name, one in zip(names, hashes, strict=True)]
    best = max(known, key=lambda one: one[0], default=(0, ""))
    return best[1] if best[0] else ""
