"""A taste in words: why papers stand where they do, and what was learned from which."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from itertools import compress
from typing import NamedTuple

from ..database.database import Database
from .dull_words import is_dull_alone
from .learned import Learned, TasteProfile, TasteWord
from .occurrences import Occurrence, occurrences, words_of
from .profiles import AGAINST, field_of
from .reasons import (
    Source,
    TasteReason,
    Told,
    author_among,
    best_told,
    can_be_told,
    chosen_words,
    is_worth_a_word,
    least_wanted,
    told_words,
)
from .scoring import score_of, shares
from .terms import TermVector, author_hash, weight_of
from .texts import texts_of
from .weights import UNKNOWN_PAIR, UNKNOWN_WORD, term_weights

_NEAR = 50_000
"""Millionths from which on two papers are near, as one pair in thousands is by chance."""

_SOURCES = 3
"""Papers that a word's reason names."""

_LOOKED_AT = 8
"""Words of a paper that are looked at more closely, those that say most."""

_WORDS = 40
"""Words of a profile that are told."""

_OF_INTEREST = 4

_BY_THE_WAY = 4
"""What part of the words that are told is made up by others where papers are about fewer."""


def reasons_of(
    database: Database, taste: Learned, vectors: Mapping[int, TermVector]
) -> dict[int, tuple[TasteReason, ...]]:
    """Return why these papers stand where they do, for each what says most first."""
    papers = [
        _Paper(rowid, vectors[rowid], authors, *_told(title, abstract, vectors[rowid], taste))
        for rowid, title, abstract, authors in texts_of(database, list(vectors))
    ]
    asked = {term for vector in vectors.values() for term in vector.terms}
    liked = _Sources(database, taste.liked, asked)
    rejected = _Sources(database, taste.rejected, asked)
    return {one.rowid: tuple(_reasons(database, taste, liked, rejected, one)) for one in papers}


class _Paper(NamedTuple):
    """A paper whose place is told."""

    rowid: int
    vector: TermVector
    authors: Sequence[str]
    found: Mapping[int, Occurrence]
    told: Sequence[Told]
    """The words that say most for it and against it."""


def _told(
    title: str, abstract: str, vector: TermVector, taste: Learned
) -> tuple[dict[int, Occurrence], list[Told]]:
    parts = shares(vector, taste.profile)
    found = occurrences(title, abstract, parts)
    own = {term: part for term, part in parts.items() if term in found}
    return found, best_told(own, found, _LOOKED_AT)


class _Taught:
    """Knows which papers taught each of the terms that are asked for, and its weight in each."""

    def __init__(self, papers: Mapping[int, TermVector], asked: AbstractSet[int]) -> None:
        self._papers = papers
        self._having: dict[int, list[tuple[int, int]]] = {}
        for rowid, vector in papers.items():
            is_asked = [*map(asked.__contains__, vector.terms)]
            terms, weights = compress(vector.terms, is_asked), compress(vector.weights, is_asked)
            for term, weight in zip(terms, weights, strict=True):
                if term in self._having:
                    self._having[term].append((rowid, weight))
                else:
                    self._having[term] = [(rowid, weight)]
        self._best: dict[int, Sequence[tuple[int, int]]] = {}

    def having(self, term: int) -> Sequence[tuple[int, int]]:
        """Return row numbers and weights, in no order that matters."""
        return self._having.get(term, ())

    def best(self, term: int) -> Sequence[tuple[int, int]]:
        """Return the same, those first in which it says most."""
        found = self._best.get(term)
        if found is None:
            papers = self._papers
            found = self._best[term] = sorted(
                self.having(term), key=lambda one: (-one[1] * 1000 // papers[one[0]].norm, one[0])
            )
        return found


class _Sources:
    """Knows what papers that taught make of what is to be told."""

    def __init__(
        self, database: Database, papers: Mapping[int, TermVector], asked: AbstractSet[int]
    ) -> None:
        self.taught = _Taught(papers, asked)
        self._papers = papers
        self._database = database
        self._written: dict[tuple[int, int], Occurrence] = {}
        """By row number and term how a paper writes a word."""

    def of(self, told: Sequence[Told], found: Mapping[int, Occurrence]) -> dict[int, list[Source]]:
        """Return of each term of words the papers that it was learned from, those of most first.

        Only of single words it is known how these write them.
        """
        single = [one.terms[0] for one in told if not found[one.terms[0]].pairs]
        self._read({term: found[term].stem for term in single})
        says = {
            term: term_weights().of(term, UNKNOWN_PAIR if found[term].pairs else UNKNOWN_WORD)
            for one in told
            for term in one.terms
        }
        return {
            term: [
                Source(
                    rowid,
                    weight > weight_of(says[term], 1, self._papers[rowid].length),
                    self._written.get((rowid, term)),
                )
                for rowid, weight in self.taught.best(term)[:_SOURCES]
            ]
            for term in says
        }

    def _read(self, stems: Mapping[int, str]) -> None:
        """Look how papers write words, those that have no text there left out."""
        wanted: dict[int, set[str]] = {}
        for term, stem in stems.items():
            for rowid, _ in self.taught.best(term)[:_SOURCES]:
                if (rowid, term) not in self._written:
                    wanted.setdefault(rowid, set()).add(stem)
        for rowid, title, abstract, _ in texts_of(self._database, sorted(wanted)):
            for term, own in words_of(title, abstract, wanted[rowid]).items():
                self._written[rowid, term] = own


def _reasons(
    database: Database, taste: Learned, liked: _Sources, rejected: _Sources, paper: _Paper
) -> Iterable[TasteReason]:
    rowid, vector, authors, found, told = paper
    score = score_of(vector, taste.profile)
    # Of what speaks for it, or against it where that is more: nothing may be for it at all.
    whole = max(score.wanted + score.by_authors, score.against, 1)
    worth = [one for one in told if one.part > 0 and can_be_told(one)]
    for one in chosen_words(worth, found, liked.of(worth, found)):
        papers = _together(liked.taught, one)
        yield TasteReason("word", one.text, one.part * score.wanted // whole // 1000, papers)
    near = _nearest(taste, liked.taught, rowid, vector)
    # The taste may be of a moment ago, and what taught it be joined with another paper since.
    if near and (row := database.row("SELECT title FROM texts WHERE pid = ?", (near,))):
        yield TasteReason("near", row[0], 0, (near,), taste.lessons.liked[near].way)
    hashes = [author_hash(name) for name in authors]
    if name := author_among(authors, hashes, taste.profile):
        part = score.by_authors * 1000 // whole
        yield TasteReason("author", name, part, _written(taste.liked, author_hash(name)))
    unwanted = [one for one in told if one.part < 0]
    if (
        unwanted
        and is_worth_a_word(score)
        and (least := least_wanted(unwanted, found, rejected.of(unwanted, found))) is not None
    ):
        part = least.part * score.against // whole // 1000
        yield TasteReason("against", least.text, part, _together(rejected.taught, least))


def profile_of(database: Database, taste: Learned, struck: Sequence[str]) -> TasteProfile:
    """Return a taste in words."""
    names: Counter[str] = Counter()
    ids: dict[str, int] = {}
    rows = taste.profile.rows
    sizes = taste.profile.sizes
    whole = sum(sizes) or 1
    each = [
        {term: field_of(row, place) for term, row in rows.items()} for place in range(len(sizes))
    ]
    says = {
        term: sum(size * field_of(row, place) for place, size in enumerate(sizes)) // whole
        for term, row in rows.items()
    }
    against = {term: field_of(row, AGAINST) for term, row in rows.items()}
    # Of a long tail nothing is told, and finding it in hundreds of papers takes seconds.
    worth = {*_leading(says, _WORDS), *_leading(against, _WORDS)}
    worth.update(term for own in each for term in _leading(own, _OF_INTEREST))
    found: dict[int, Occurrence] = {}
    for _, title, abstract, authors in texts_of(database, [*taste.rejected, *taste.liked]):
        for term, one in occurrences(title, abstract, worth).items():
            other = found.get(term, one)  # what some paper writes as one, and is about, is told so
            if (bool(one.text), one.times) >= (bool(other.text), other.times):
                found[term] = one
        names.update(name for name in authors if author_hash(name))
    for rowid, key in database.rows(
        "SELECT pid, id FROM papers WHERE pid IN (SELECT value FROM json_each(?))",
        (json.dumps(list(taste.liked)),),
    ):
        ids[key] = rowid
    interests = [
        TasteWord(
            ", ".join(one.text for one in _best(each[place], found, _OF_INTEREST)),
            sizes[place] * 1000 // whole,
            tuple(ids[key] for key in keys if key in ids),
        )
        for place, keys in enumerate(taste.profile.interests)
    ]
    taught = Counter[str](lesson.way for lesson in taste.lessons.liked.values())
    return TasteProfile(
        tuple(_words(says, found, taste.liked)),
        tuple(_words(against, found, taste.rejected)),
        tuple(sorted(interests, key=lambda one: (-one.part, one.text))),
        tuple(
            TasteWord(
                name, 1000 * count // len(taste.liked), _written(taste.liked, author_hash(name))
            )
            for name, count in sorted(names.items(), key=lambda one: (-one[1], one[0]))
            if count > 1 and taste.profile.authors.get(author_hash(name), 0) > 1
        ),
        tuple(struck),
        {**taught, "rejected": len(taste.lessons.rejected)},
    )


def _words(
    says: Mapping[int, int], found: Mapping[int, Occurrence], papers: Mapping[int, TermVector]
) -> Iterable[TasteWord]:
    whole = sum(says.values()) or 1
    best = _best(says, found, _WORDS)
    taught = _Taught(papers, {term for one in best for term in one.terms})
    for one in best:
        yield TasteWord(one.text, one.part * 1000 // whole, _together(taught, one))


def _best(says: Mapping[int, int], found: Mapping[int, Occurrence], most: int) -> list[Told]:
    """Return the words that say most, each pair with its words.

    Those by which somebody knows what is wanted: that a paper is about, since it has them in its
    title or more than once. What papers only say by the way is told where there is little else.
    """
    best = [term for term in _leading(says, most) if term in found]
    told = told_words({term: says[term] for term in best}, found)
    worth = sorted((one for one in told if one.text), key=lambda one: (-one.part, one.text))
    about = [one for one in worth if _is_about(one, found)]
    least = max(1, most // _BY_THE_WAY)
    if len(about) < least:
        about = sorted((*about, *_others(worth, about)[: least - len(about)]), key=worth.index)
    return about[:most]


def _leading(says: Mapping[int, int], most: int) -> list[int]:
    """Return the terms that so many words are made of, those first that say most."""
    some = (term for term in says if says[term] > 0)
    return nsmallest(8 * most, some, key=lambda term: (-says[term], term))


def _others(worth: Sequence[Told], about: Sequence[Told]) -> list[Told]:
    """Return the words that no paper is about, those last that tell nothing alone."""
    others = [one for one in worth if one not in about]
    return sorted(others, key=lambda one: is_dull_alone(one.terms[0]))


def _is_about(one: Told, found: Mapping[int, Occurrence]) -> bool:
    """Whether any paper is about this, and not about what any paper may be about."""
    first = found[one.terms[0]]
    return first.times > 1 and (bool(first.pairs) or not is_dull_alone(one.terms[0]))


def _together(taught: _Taught, told: Told) -> tuple[int, ...]:
    """Return the papers that taught a word, those first that taught most of it."""
    found = [rowid for term in told.terms for rowid, _ in taught.best(term)]
    return tuple(dict.fromkeys(found))[:_SOURCES]


def _nearest(taste: Learned, taught: _Taught, rowid: int, vector: TermVector) -> int | None:
    """Return the paper that is nearest to one, if any is near."""
    found: dict[int, int] = {}
    for term, weight in zip(vector.terms, vector.weights, strict=True):
        for other, own in taught.having(term):
            found[other] = found.get(other, 0) + weight * own
    near = {
        other: product * 1_000_000 // (vector.norm * taste.liked[other].norm)
        for other, product in found.items()
        if other != rowid
    }
    best = max(near, key=lambda other: (near[other], -other), default=None)
    return best if best is not None and near[best] >= _NEAR else None


def _written(papers: Mapping[int, TermVector], author: int) -> tuple[int, ...]:
    return tuple(rowid for rowid, vector in papers.items() if author in vector.authors)[:_SOURCES]
