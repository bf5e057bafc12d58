"""What the index and the papers' own texts are asked for a word or a phrase of the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from ...function_words import FUNCTION_WORDS
from ...tex import readable
from ..analysis.patterns import as_written
from ..analysis.words import fold
from ..query.nodes import Phrase, Scope, TextLeaf, Word
from .clauses import Clause, Lexicon
from .signs import plain, signed


class LeafPlan(NamedTuple):
    """A word or a phrase, as it is looked up."""

    clauses: tuple[Clause, ...]
    """What every paper that has it meets."""
    check: Check | None = None
    """What the texts of those papers have to pass; None where the index knows enough."""
    sure: Clause = ()
    """What needs no check when a paper meets it."""


class Check(NamedTuple):
    """What has to stand in a paper word for word: the index knows its places, or its text tells."""

    pattern: Callable[[], re.Pattern[str]]
    """What makes the pattern of it, once: that takes longer than most look-ups of places."""
    scope: Scope
    words: tuple[str, ...]
    """The words, folded."""
    is_open: bool
    """Whether the last one may be the beginning of one."""
    is_signed: bool = False
    """Whether it has a sign, of which only texts tell."""

    def passes(self, title: str, abstract: str) -> bool:
        """Whether it stands in the title or the abstract."""
        if self.scope != "abstract" and self._is_in(title):
            return True
        return self.scope != "title" and self._is_in(abstract)

    def _is_in(self, text: str) -> bool:
        """Tell whether it stands in a text as it came, or as it is shown."""
        shown = readable(text)
        make, pattern = plain if self.is_signed else fold, self.pattern()
        return any(pattern.search(make(form)) for form in {text, shown})


def plan_leaf(lexicon: Lexicon, leaf: TextLeaf, is_open: bool) -> LeafPlan:
    """Return how a leaf is looked up; an open one may be a prefix of what is meant."""
    match leaf:
        case Word(kind="stem", sign=sign):
            clause = lexicon.unfinished(leaf) if is_open and not sign else lexicon.clause(leaf)
            check = (
                Check(cache(partial(signed, leaf)), leaf.scope, leaf.parts, False, True)
                if sign
                else None
            )
            return LeafPlan((clause,), check)
        case Word(kind="fuzzy"):
            return LeafPlan((lexicon.fuzzy(leaf),))
        case Word(kind="prefix"):
            return _prefixed(lexicon, leaf.parts, leaf.scope)
        case Word():
            return _as_written(lexicon, leaf.parts, leaf.scope, is_open)
        case Phrase(words, scope):
            parts = [part for word in words for part in word.parts]
            return _as_written(lexicon, parts, scope, is_open)


def _prefixed(lexicon: Lexicon, parts: tuple[str, ...], scope: Scope) -> LeafPlan:
    """Return how names are looked up of which the last word is a prefix."""
    if len(parts) > 1:
        return _as_written(lexicon, parts, scope, True)
    sure = lexicon.prefixed(parts[0], scope)
    perhaps = lexicon.perhaps_prefixed(parts[0], scope)
    check = _check(parts, scope, True) if perhaps else None
    return LeafPlan(((*sure, *perhaps),), check, tuple(sure))


def _as_written(lexicon: Lexicon, parts: Sequence[str], scope: Scope, is_open: bool) -> LeafPlan:
    """Return how words are looked up that have to stand there letter for letter.

    Function words are in the index for titles only, so that alone they are found only there.
    """
    *finished, last = parts
    asked = dict.fromkeys(part for part in finished if part not in FUNCTION_WORDS)
    clauses = [lexicon.clause(Word((part,), scope=scope)) for part in asked]
    if is_open and (len(last) > 2 or not clauses):
        alternatives = (*lexicon.prefixed(last, scope), *lexicon.perhaps_prefixed(last, scope))
        clauses.append(alternatives)
    elif not is_open and last not in asked and (last not in FUNCTION_WORDS or not clauses):
        clauses.append(lexicon.clause(Word((last,), scope=scope)))
    return LeafPlan(tuple(clauses), _check(parts, scope, is_open))


def _check(parts: Sequence[str], scope: Scope, is_open: bool) -> Check:
    pattern = cache(partial(as_written, parts, is_open))
    return Check(pattern, scope, tuple(parts), is_open)
