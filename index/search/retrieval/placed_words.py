"""Words one behind the other as if they were one term: a list of the papers that have them so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...function_words import FUNCTION_WORDS
from ..analysis.words import Stem
from ..lists.operations import Docs
from ..postings.fields import TEXT
from ..postings.postings import Postings
from ..query.effort import LOOKED_UP, Effort
from ..query.nodes import Scope
from .phrases import phrase_docs

if TYPE_CHECKING:
    from ..reader import IndexReader

_MOST = 5000
"""Papers with all of the words, above which it is not looked where these stand."""
_ANY = list(range(256))
"""A table by which what scores is the impact itself."""


_PLACE = 3
"""Units of effort that the places of a word in one paper take."""


class PlacedWords:
    """Looks up words that stand one behind the other, letter for letter."""

    def __init__(self, index: IndexReader, stem: Stem) -> None:
        self._index = index
        self._stem = stem

    def are_too_many(self, text: str, effort: Effort) -> bool:
        """Whether too many papers have the words, which blanks part, in any places."""
        return self._candidates(text, self._stems(text), effort) is None

    def postings(self, text: str, scope: Scope, effort: Effort) -> Postings | None:
        """Return the papers that have the words so; their impacts are those of the rarest word.

        None where there are none, or too many that have the words at all.
        """
        stems = self._stems(text)
        docs = self._candidates(text, stems, effort)
        if docs is None or not len(docs):
            return None
        words = text.split(" ")
        # The places of all papers that have a word are read to look at those of some.
        papers = sum(self._index.document_frequency(TEXT, stem) for stem in stems)
        effort.read((text, scope), len(words) * (LOOKED_UP + len(docs)) + _PLACE * papers)

        def look() -> Postings | None:
            found = phrase_docs(self._index, words, False, scope, docs, effort.check)
            rarest = self._index.postings(TEXT, stems[0])
            if found is None or not len(found) or rarest is None:
                return None
            return self._index.lists.listed(rarest, found)

        known: Postings | None = self._index.remember((text, scope), look)
        return known

    def _stems(self, text: str) -> list[str]:
        """Return the stems of the words that say something, the rarest first."""
        words = text.split(" ")
        telling = [word for word in words if word not in FUNCTION_WORDS] or words
        stems = list(dict.fromkeys(map(self._stem, telling)))
        return sorted(stems, key=lambda stem: self._index.document_frequency(TEXT, stem))

    def _candidates(self, text: str, stems: Sequence[str], effort: Effort) -> Docs | None:
        """Return the papers with all of the words, ascending; None for too many."""
        rarest = self._index.document_frequency(TEXT, stems[0])
        effort.read((text, "words"), len(stems) * LOOKED_UP + rarest)

        def look() -> Any:
            lists = self._index.lists
            table = lists.known_table("any", lambda: _ANY)
            first, *others = (self._index.postings(TEXT, stem) for stem in stems)
            if first is None:
                return ()
            found = lists.alive(lists.scored(first, table, False))
            for other in others:
                if other is None:
                    return ()
                found = lists.intersected(found, lists.look_up(other, table, found.docs))
            return found.docs if len(found.docs) <= _MOST else None

        docs: Sequence[int] | None = self._index.remember((text, "words"), look)
        return docs
