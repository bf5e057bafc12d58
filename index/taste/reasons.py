"""Why a paper stands where it does, in a few words of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from .dull_words import is_dull_alone
from .occurrences import Occurrence, is_name
from .profiles import Profile
from .scoring import Score
from .weights import UNKNOWN_PAIR, UNKNOWN_WORD, term_weights

Kind = Literal["word", "near", "author", "against", "always"]

MOST = 3
"""Words that are told."""

_LEAST = 35_000
"""Millionths of the whole that a word has which is told."""

_TELLING, _RARE, _IN_TITLE = 60, 80, 38
"""The weights in the table from which on a word tells something: one that papers are about, any,
and one in the title that two papers were about."""

_TELLING_PAIR, _RARE_PAIR = 33, 45
"""The same of two neighbours: those that papers are about, and any."""

_FEWEST = 2
"""Papers in which a word is that is told before others."""

_LONGEST = 32
"""Letters of three neighbours that are told as one."""


class TasteReason(NamedTuple):
    """One reason for a paper's place."""

    kind: Kind
    text: str
    """A word as the paper writes it, a title, an author's name, or that of a standing search."""
    part: int
    """Its part of what speaks for the paper, or against it where that is more, in thousandths;
    below 0 where it speaks against it."""
    papers: tuple[int, ...] = ()
    """The row numbers of the papers that it was learned from, the nearest first."""
    way: str = ""
    """Of a paper that is near: how it taught, such as `queued`."""


class Told(NamedTuple):
    """A word, or neighbours, that are told as one."""

    text: str
    part: int
    """In millionths of what the words add, or take off where it is below 0."""
    terms: tuple[int, ...]


def told_words(parts: Mapping[int, int], found: Mapping[int, Occurrence]) -> list[Told]:
    """Return the parts of terms as words: neighbours and their words are one, each word once.

    What the paper does not write as one is told by its words.
    """
    joined, single = _joined(parts, found)
    return joined + [one._replace(text=_text_of(one, found)) for one in single]


def best_told(parts: Mapping[int, int], found: Mapping[int, Occurrence], most: int) -> list[Told]:
    """Return the words that say most, and behind them what else speaks against the paper.

    Those that tell something. How a word is written is looked at only where it may be among them.
    """
    joined, single = _joined(parts, found)
    single.sort(key=lambda one: -one.part)
    told = [one for one in joined if one.text]
    for one in single:
        better = sum(other.part > one.part for other in told)
        if better >= most and one.part >= 0:
            continue
        if text := _text_of(one, found):
            told.append(one._replace(text=text))
    told.sort(key=lambda one: (-one.part, one.text))
    return [*told[:most], *(one for one in told[most:] if one.part < 0)]


def _text_of(one: Told, found: Mapping[int, Occurrence]) -> str:
    own = found[one.terms[0]]
    return "" if own.pairs else own.text


def _joined(
    parts: Mapping[int, int], found: Mapping[int, Occurrence]
) -> tuple[list[Told], list[Told]]:
    """Return what is told as one, and single words, of which it is not looked how they are written.

    Behind those stand pairs that neither are told nor have a word that is.
    """
    free = dict(parts)
    told: list[Told] = []
    used: set[int] = set()
    longer: dict[int, list[Occurrence]] = {}
    for one in found.values():
        for pair in one.pairs if len(one.pairs) > 1 else ():
            longer.setdefault(pair, []).append(one)

    def is_free(pair: int) -> bool:
        own = found[pair]
        return pair in free and used.isdisjoint(own.words) and _is_one(free, own)

    for pair in _ordered([term for term in parts if found[term].pairs], parts, found, is_free):
        own = found[pair]
        if not is_free(pair):
            continue  # its part goes to where one of its words stands by now
        for whole in longer.get(pair, ()):
            is_usual = 2 * whole.times > own.times and 0 < len(whole.text) <= _LONGEST
            if is_usual and used.isdisjoint(whole.words) and _is_one(free, whole):
                own = whole
                break
        if not own.text:
            continue
        used.update(own.words)
        terms = tuple(dict.fromkeys(term for term in (*own.pairs, *own.words) if term in free))
        told.append(Told(own.text, sum(free.pop(term) for term in terms), terms))
    single = [Told("", part, (term,)) for term, part in free.items() if not found[term].pairs]
    # Each word stands in one of these alone.
    held = {
        term: (some, at)
        for some in (single, told)
        for at, one in enumerate(some)
        for term in one.terms
    }
    for pair in [term for term in free if found[term].pairs]:
        _give(free[pair], pair, found, held, single)
    return told, single


def _ordered(
    pairs: list[int],
    parts: Mapping[int, int],
    found: Mapping[int, Occurrence],
    is_free: Callable[[int], bool],
) -> Iterator[int]:
    """Yield pairs that are free by how much they say, of equals by how they are written."""
    pairs.sort(key=lambda term: -abs(parts[term]))
    for _, alike in groupby(pairs, key=lambda term: abs(parts[term])):
        some = list(filter(is_free, alike))  # none of the others will be
        yield from some if len(some) < 2 else sorted(some, key=lambda term: found[term].text)


def _is_one(free: Mapping[int, int], own: Occurrence) -> bool:
    """Whether neighbours and their words all speak for a paper, or all against it."""
    if not free.keys() >= {*own.pairs}:
        return False
    parts = [free.get(term, 0) for term in (*own.pairs, *own.words)]
    return min(parts) * max(parts) >= 0


def _give(
    part: int,
    pair: int,
    found: Mapping[int, Occurrence],
    held: Mapping[int, tuple[list[Told], int]],
    single: list[Told],
) -> None:
    """Give the part of a pair that is not told to what has one of its words, best one told."""
    words = [word for word in found[pair].words if word in held]
    if not words:
        single.append(Told("", part, (pair,)))
        return
    best = words[0]
    if len(words) > 1:
        best = next((word for word in words if found[word].text), best)
    some, at = held[best]
    some[at] = some[at]._replace(part=some[at].part + part, terms=(*some[at].terms, pair))


def can_be_told(one: Told) -> bool:
    """Whether a word speaks against a paper, or so much for it that it may be told."""
    return bool(one.text) and (one.part < 0 or one.part >= _LEAST)


class Source(NamedTuple):
    """A paper that taught a term."""

    rowid: int
    is_about: bool
    """Whether it has the term more than once, or in its title."""
    written: Occurrence | None
    """How it writes a word, where that is known."""


def chosen_words(
    told: Sequence[Told],
    found: Mapping[int, Occurrence],
    sources: Mapping[int, Sequence[Source]],
) -> list[Told]:
    """Return the words that say most, by which a reader knows why the paper is there.

    `found` is what the paper has, `sources` from which papers each term was learned. First come
    those of two papers, those in a title, and names; a word that both papers have by the way tells
    only where nothing else does.
    """
    rated: list[tuple[int, Told]] = []
    others: list[Told] = []
    for one in told:
        shown = _shown(one, found, sources)
        if one.part < _LEAST or not shown:
            continue
        named = one._replace(text=shown)
        use = _use(one, found, sources)
        is_pair = bool(found[one.terms[0]].pairs)
        by_the_way = not is_pair and use.is_here + bool(use.about) + (use.papers > 1) < 2
        if by_the_way or not _says(one, found, use):
            others.append(named)
            continue
        rate = 1 + (use.papers >= _FEWEST) + use.is_in_title + bool(use.about) + is_name(shown)
        rated.append((-one.part * rate, named))
    rated.sort(key=lambda one: (one[0], one[1].text))
    best = [one for _, one in rated] or sorted(others, key=lambda one: (-one.part, one.text))[:1]
    once = {one.text.casefold(): one for one in reversed(best)}  # a name may be of several words
    return [one for one in best if once[one.text.casefold()] == one][:MOST]


class _Use(NamedTuple):
    """What papers make of a word."""

    is_here: bool
    """Whether the paper is about it: has it in the title, or more than once."""
    is_in_title: bool
    papers: int
    """From how many it was learned."""
    about: int
    """How many of these are about it."""


def _use(
    one: Told, found: Mapping[int, Occurrence], sources: Mapping[int, Sequence[Source]]
) -> _Use:
    others: dict[int, bool] = {}
    for term in one.terms:
        for source in sources.get(term, ()):
            others[source.rowid] = others.get(source.rowid, False) or source.is_about
    return _Use(
        any(found[term].times > 1 for term in one.terms),
        any(found[term].is_in_title for term in one.terms),
        len(others),
        sum(others.values()),
    )


def _says(one: Told, found: Mapping[int, Occurrence], use: _Use) -> bool:
    """Whether a word is rare enough to tell something; less so if it is what papers are about."""
    table = term_weights()
    is_topic = use.is_here and use.about > 0
    is_pair = bool(found[one.terms[0]].pairs)
    if is_pair and (
        pairs := [term for term in one.terms if found[term].text and found[term].pairs]
    ):
        least = _TELLING_PAIR if is_topic else _RARE_PAIR
        if max(table.of(pair, UNKNOWN_PAIR) for pair in pairs) >= least:
            return True
    words = [term for term in one.terms if not found[term].pairs and not is_dull_alone(term)]
    best = max((table.of(word, UNKNOWN_WORD) for word in words), default=0)
    if use.is_in_title and use.about >= _FEWEST:
        return best >= _IN_TITLE
    return best >= (_TELLING if is_topic else _RARE)


def _shown(
    one: Told, found: Mapping[int, Occurrence], sources: Mapping[int, Sequence[Source]]
) -> str:
    """Return how a word is told: the whole name where the others have it, else the word.

    Nothing where the stem is the same and only one of both is a name: `LOCUS` is no locus.
    """
    own = found[one.terms[0]]
    others = [source.written for source in sources.get(one.terms[0], ()) if source.written]
    if own.pairs or not one.text or not others:
        return one.text
    if own.name and own.name.casefold() in {other.name.casefold() for other in others}:
        return own.name
    written = [other.text for other in others if other.text]
    if is_name(own.text) and own.text.casefold().rstrip("s") not in {
        text.casefold().rstrip("s") for text in written if is_name(text)
    }:
        return ""
    return "" if written and not is_name(own.text) and all(map(is_name, written)) else own.text


def is_worth_a_word(score: Score) -> bool:
    """Whether there is so much against a paper that it is told."""
    return score.against * 20 >= score.wanted


def least_wanted(
    told: Sequence[Told], found: Mapping[int, Occurrence], sources: Mapping[int, Sequence[Source]]
) -> Told | None:
    """Return the word that speaks most against a paper, where there is one.

    One by which a reader knows what it is about, where there is one.
    """
    return min(
        (one for one in told if one.part < 0 and one.text),
        key=lambda one: (not _says(one, found, _use(one, found, sources)), one.part, one.text),
        default=None,
    )


def author_among(names: Sequence[str], hashes: Sequence[int], profile: Profile) -> str:
    """Return the author who is known best; empty where none is."""
    known = [(profile.authors.get(one, 0), name) for name, one in zip(names, hashes, strict=True)]
    best = max(known, key=lambda one: one[0], default=(0, ""))
    return best[1] if best[0] else ""
