"""Phrases by the places of words: which papers have words just so, one behind the other.

The index knows the place of every word of a text as it is shown and, where that differs, as it
came, and which form of its stem stands there. So a phrase is found without a look at texts.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...function_words import FUNCTION_WORDS
from ..analysis.stemming import stem
from ..postings.fields import AS_IT_CAME, FUNCTION, IN_ABSTRACT, TEXT
from ..query.nodes import Scope

if TYPE_CHECKING:
    from ..reader import IndexReader

_BEGINNING = 3
"""Letters from which the words are looked up that an unfinished one may become."""
_MOST_BEGUN = 150
"""Terms up to which that is done."""
_LONGEST_SUFFIX = 8
"""Letters that the stemmer takes off."""

_DOC_SHIFT = 16
"""The bits of a place."""


class Wanted(NamedTuple):
    """A term that may stand at a place of a phrase."""

    field: str
    term: str
    forms: frozenset[int] | None = None
    """Which of its forms; None for any."""


def phrase_docs(
    reader: IndexReader,
    words: Sequence[str],
    is_open: bool,
    scope: Scope,
    docs: Sequence[int],
    check: Callable[[], object] = bool,
) -> Sequence[int] | None:
    """Return those of the documents that have folded words one behind the other, letter for letter.

    `docs` ascend, and so does what is returned. The last word may be the beginning of one if the
    phrase `is_open`. None where the index cannot tell at no great cost: the texts do. `check` is
    called before each term, and may raise.
    """
    steps = [_written(reader, word) for word in words[: -1 if is_open else None]]
    if is_open:
        begun = _begun(reader, words[-1])
        if begun is None:
            return None
        steps.append(begun)
    return chain_docs(reader, steps, scope, docs, check)


def _written(reader: IndexReader, word: str) -> list[Wanted]:
    """Return the one term that stands where a word does; none if no paper has it."""
    if word in FUNCTION_WORDS:
        return [Wanted(FUNCTION, word)]
    stemmed = stem(word)
    forms = reader.forms(TEXT, stemmed)
    if word not in forms:
        return []
    return [Wanted(TEXT, stemmed, _only(forms, {forms.index(word)}))]


def _begun(reader: IndexReader, prefix: str) -> list[Wanted] | None:
    """Return the terms of words that begin so; None where there are too many."""
    if len(prefix) < _BEGINNING:
        return None
    found = [term for term, _ in reader.terms(TEXT, prefix, _MOST_BEGUN + 1)]
    if len(found) > _MOST_BEGUN:
        return None
    wanted = [Wanted(FUNCTION, term) for term, _ in reader.terms(FUNCTION, prefix, _MOST_BEGUN)]
    for term in dict.fromkeys((*found, *_shorter_stems(prefix))):
        forms = reader.forms(TEXT, term)
        fitting = {number for number, form in enumerate(forms) if form.startswith(prefix)}
        if fitting:
            wanted.append(Wanted(TEXT, term, _only(forms, fitting)))
    return wanted


def _shorter_stems(prefix: str) -> Iterator[str]:
    """Yield what may be the stem of a word that begins so, and does not itself: of `pruning`."""
    yield stem(prefix)
    for end in range(max(2, len(prefix) - _LONGEST_SUFFIX), len(prefix)):
        yield prefix[:end]
        yield prefix[:end] + "e"


def _only(forms: Collection[str], numbers: Collection[int]) -> frozenset[int] | None:
    return None if len(numbers) == len(forms) else frozenset(numbers)


def chain_docs(
    reader: IndexReader,
    steps: Sequence[Sequence[Wanted]],
    scope: Scope,
    docs: Sequence[int],
    check: Callable[[], object] = bool,
) -> Sequence[int]:
    """Return those of the documents where something of each step stands behind one of the last."""
    rarity = [
        sum(reader.document_frequency(each.field, each.term) for each in step) for step in steps
    ]
    keys: Any = None
    narrowed: Any = _narrowed
    if reader.has_arrays:
        from ..postings.arrays import chained as narrowed
    for place in sorted(range(len(steps)), key=rarity.__getitem__):
        keys, docs = narrowed(_standing(reader, steps[place], docs, check), place, scope, keys)
        if not len(docs):
            break
    return docs


def _standing(
    reader: IndexReader, step: Sequence[Wanted], docs: Sequence[int], check: Callable[[], object]
) -> list[Any]:
    """Return where the terms of a step stand, each with the forms that are meant."""
    found = []
    for field, term, forms in step:
        check()
        found.append((reader.positions(field, term, docs), forms))
    return found


def _narrowed(
    found: list[Any], offset: int, scope: Scope, keys: set[int] | None
) -> tuple[set[int], Sequence[int]]:
    """Return where phrases may begin, and in which documents."""
    begin: set[int] = set()
    is_title, within = scope == "title", AS_IT_CAME - 1
    for (docs, places, forms), wanted in found:
        begin |= {
            (doc << _DOC_SHIFT) + place - offset
            for doc, place, form in zip(docs, places, forms, strict=True)
            if place >= offset
            and (wanted is None or form in wanted)
            and (not scope or (place & within < IN_ABSTRACT) == is_title)
        }
    if keys is not None:
        begin &= keys
    return begin, array("I", sorted({key >> _DOC_SHIFT for key in begin}))
