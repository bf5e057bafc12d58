"""The recipe that Recto's ranking was made from: floating point, counts of the papers themselves.

Its distance to Recto is what the table that ships, whole numbers and interests kept apart change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from recto.index.taste.terms import stems_of
from scipy.sparse import csr_matrix, diags

from .taste_readers import Question

K1, SOFT, POWER, PAIR, COMMON, FEWEST_PAIRS, LENGTH_POWER = 1.5, 0.3, 1.25, 0.7, 0.25, 3, 0.25


class Recipe:
    """BM25's tf, a power of the idf, unit vectors added up."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        counts: list[Counter[tuple[str, ...]]] = []
        for text in texts:
            title, body = map(stems_of, text)
            found: Counter[tuple[str, ...]] = Counter()
            for stems, times in ((title, 2), (body, 1)):
                for term in [*((stem,) for stem in stems), *pairwise(stems)]:
                    found[term] += times
            counts.append(found)
        papers = Counter(term for found in counts for term in found)
        lengths = [sum(times for term, times in one.items() if len(term) == 1) for one in counts]
        mean = sum(lengths) / len(lengths)
        says = {
            term: np.log((len(texts) + 1) / (df + 0.5)) ** POWER * (PAIR if len(term) > 1 else 1)
            for term, df in papers.items()
            if df <= COMMON * len(texts) and (len(term) == 1 or df >= FEWEST_PAIRS)
        }
        self._terms = list(says)
        places = {term: place for place, term in enumerate(says)}
        rows, columns, values = [], [], []
        for row, (found, length) in enumerate(zip(counts, lengths, strict=True)):
            rest = K1 * (1 - SOFT + SOFT * length / mean)
            for term, times in found.items():
                if term in says:
                    rows.append(row)
                    columns.append(places[term])
                    values.append(times / (times + rest) * says[term])
        shape = len(texts), len(says)
        vectors: Any = csr_matrix((values, (rows, columns)), shape)
        norms = np.maximum(np.sqrt(np.asarray(vectors.multiply(vectors).sum(1)).ravel()), 1e-9)
        self._units = (diags(1 / norms) @ vectors).tocsr()
        self._scored = (diags(norms**-LENGTH_POWER) @ vectors).tocsr()

    def rank(self, question: Question) -> np.ndarray[Any, Any]:
        """Return the scores of all papers."""
        profile = np.asarray(self._units[list(question.liked)].sum(0)).ravel()
        if question.struck:
            stems = {*stems_of(question.struck)}
            for place in np.flatnonzero(profile):
                term = self._terms[place]
                if not stems.isdisjoint(term) and (question.strikes_pairs or len(term) == 1):
                    profile[place] = 0
        return np.asarray(self._scored @ profile)
