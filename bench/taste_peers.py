"""Others that rank by what was liked: arxiv-sanity-lite's SVM, its centroid, upvotes, newest.

TF-IDF of words and pairs, 20,000 of them, in five papers at least, sublinear, and a linear SVM with
balanced classes and C = 0.01, all other papers against: as `compute.py` and `serve.py` of
arxiv-sanity-lite have it. They need scikit-learn, which only this bench does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from recto.index.search.analysis.stemming import stem
from recto.index.taste.terms import stems_of

from .taste_readers import Question


class Peers:
    """The vectors of all papers, as arxiv-sanity-lite makes them."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectors = TfidfVectorizer(
            sublinear_tf=True, strip_accents="unicode", ngram_range=(1, 2), min_df=5, max_df=0.1,
            max_features=20_000, stop_words="english", lowercase=True, dtype=np.float32,
            token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
        )  # fmt: skip
        self._vectors: Any = vectors.fit_transform(texts)
        names: dict[str, int] = vectors.vocabulary_
        self._stems = {at: [stem(word) for word in name.split()] for name, at in names.items()}

    def _of(self, question: Question) -> Any:
        """Return the vectors, without what is struck."""
        if not question.struck:
            return self._vectors
        # By stems, as Recto does it: its plural is the name of a topic as well.
        wanted = {*stems_of(question.struck)}
        struck = [
            at
            for at, words in self._stems.items()
            if not wanted.isdisjoint(words) and (question.strikes_pairs or len(words) == 1)
        ]
        kept = np.ones(self._vectors.shape[1], np.float32)
        kept[struck] = 0
        return self._vectors.multiply(kept[None, :]).tocsr()

    def centroid(self, question: Question) -> np.ndarray[Any, Any]:
        """Return the products with the mean of what is liked."""
        vectors = self._of(question)
        mean = np.asarray(vectors[list(question.liked)].sum(0)).ravel()
        return np.asarray(vectors @ mean).ravel()

    def svm(self, question: Question) -> np.ndarray[Any, Any]:
        """Return the distances from the plane that parts what is liked from all others."""
        from sklearn.svm import LinearSVC

        vectors = self._of(question)
        wanted = np.zeros(vectors.shape[0], np.int8)
        wanted[list(question.liked)] = 1
        model = LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-4, C=0.01, dual=True)
        model.fit(vectors, wanted)
        return np.asarray(model.decision_function(vectors)).ravel()
