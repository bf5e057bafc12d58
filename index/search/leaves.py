"""What the index and the papers' own texts are asked for a word or a phrase of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..function_words import FUNCTION_WORDS
from ..tex import readable
from .needs import Lexicon, Need
from .query import Phrase, Scope, TextLeaf, Word
from .words import MAX_WORD, fold

_BETWEEN = r"(?:'s)?[\W_]+"
_BEHIND = r"(?=(?:'s)?(?![^\W_]))"
_LETTERS = r"[^\W_]*"


class Leaf(NamedTuple):
    """A word or a phrase, as it is looked up."""

    needs: tuple[Need, ...]
    """What every paper that has it meets."""
    check: Check | None = None
    """What the texts of those papers have to pass; None where the index knows enough."""
    sure: Need = ()
    """What needs no check when a paper meets it."""


class Check(NamedTuple):
    """What is looked for in a text itself, since the index keeps no places and no endings."""

    pattern: re.Pattern[str]
    scope: Scope

    def passes(self, title: str, abstract: str) -> bool:
        """Whether it stands in the title or the abstract."""
        if self.scope != "abstract" and self._is_in(title):
            return True
        return self.scope != "title" and self._is_in(abstract)

    def _is_in(self, text: str) -> bool:
        """Tell whether it stands in a text as it came, or as it is shown."""
        shown = readable(text)
        return any(self.pattern.search(fold(form)) for form in {text, shown})


def as_written(parts: Sequence[str], is_open: bool = False) -> re.Pattern[str]:
    """Return the pattern of folded words one behind the other, the last one perhaps unfinished."""
    found = [re.escape(part) for part in parts]
    # What stands before the first word is looked at behind it: a pattern that begins with letters
    # is searched for many times faster.
    found[0] += f"(?<![^\\W_]{found[0]})"
    found = [
        part + (_LETTERS if len(word) == MAX_WORD else "")
        for part, word in zip(found, parts, strict=True)
    ]
    return re.compile(_BETWEEN.join(found) + (_LETTERS if is_open else _BEHIND))


def look_up(lexicon: Lexicon, leaf: TextLeaf, is_open: bool) -> Leaf:
    """Return how a leaf is looked up; an open one may be the beginning of what is meant."""
    match leaf:
        case Word(kind="stem"):
            return Leaf((lexicon.unfinished(leaf) if is_open else lexicon.need(leaf),))
        case Word(kind="near"):
            return Leaf((lexicon.near(leaf),))
        case Word(kind="beginning"):
            return _begun(lexicon, leaf.parts, leaf.scope)
        case Word():
            return _as_written(lexicon, leaf.parts, leaf.scope, is_open)
        case Phrase(words, scope):
            parts = [part for word in words for part in word.parts]
            return _as_written(lexicon, parts, scope, is_open)


def _begun(lexicon: Lexicon, parts: tuple[str, ...], scope: Scope) -> Leaf:
    """Return how names are looked up of which the last word is a beginning."""
    if len(parts) > 1:
        return _as_written(lexicon, parts, scope, True)
    sure = lexicon.begun(parts[0], scope)
    perhaps = lexicon.perhaps_begun(parts[0], scope)
    check = Check(as_written(parts, True), scope) if perhaps else None
    return Leaf(((*sure, *perhaps),), check, tuple(sure))


def _as_written(lexicon: Lexicon, parts: Sequence[str], scope: Scope, is_open: bool) -> Leaf:
    """Return how words are looked up that have to stand there letter for letter.

    Function words are in the index for titles only, so that alone they are found only there.
    """
    *finished, last = parts
    asked = dict.fromkeys(part for part in finished if part not in FUNCTION_WORDS)
    needs = [lexicon.need(Word((part,), scope=scope)) for part in asked]
    if is_open and (len(last) > 2 or not needs):
        ways = (*lexicon.begun(last, scope), *lexicon.perhaps_begun(last, scope))
        needs.append(ways)
    elif not is_open and last not in asked and (last not in FUNCTION_WORDS or not needs):
        needs.append(lexicon.need(Word((last,), scope=scope)))
    return Leaf(tuple(needs), Check(as_written([*finished, last], is_open), scope))
