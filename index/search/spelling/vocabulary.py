"""Which words the papers of an index have, and which of them are written with a hyphen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import SearchIndexError
from ..analysis.words import fold
from ..postings.impacts import TEXT

if TYPE_CHECKING:
    from ..analysis.words import Stem
    from ..reader import IndexReader

_PAPERS = 30
"""Papers with a word that are looked at for how it is written."""
_ONE_WORD = 4
"""One paper in so many that writes it in one word makes it one word."""


class Vocabulary:
    """The words of an index, as a container: `word in vocabulary`.

    The index has `largescale` of every `large-scale`, so that either is found; but only of what is
    written in one word it knows where that stands in a paper.
    """

    def __init__(self, ask: Callable[[Callable[[IndexReader, Stem], bool]], bool]) -> None:
        """Take what puts a question to an open index, such as `SearchIndex.ask_reader`."""
        self._ask = ask
        self._known: dict[str, bool] = {}

    def __contains__(self, word: object) -> bool:
        """Tell whether papers have a word; one with a hyphen, whether most of them write it so."""
        if not isinstance(word, str):
            return False
        word = fold(word)
        known = self._known.get(word)
        if known is None:
            try:
                known = self._ask(lambda index, stem: _has(index, stem, word))
            except SearchIndexError:
                known = False  # there is no index, or a damaged one: what is asked does without
            self._known[word] = known
        return known


def _has(index: IndexReader, stem: Stem, word: str) -> bool:
    joined = word.replace("-", "")
    term = stem(joined)
    if not joined.isalnum() or joined not in index.forms(TEXT, term):
        return False
    if joined == word:
        return True
    postings = index.postings(TEXT, term)
    papers = list(postings.ids[:_PAPERS]) if postings else []
    placed = len(set(index.positions(TEXT, term, papers).docs))
    return placed * _ONE_WORD < len(papers)
