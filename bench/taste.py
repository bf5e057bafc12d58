"""How well papers are ranked by what was liked, beside others, and how long that takes.

    .venv/bin/python -m bench.taste PAPERS.jsonl.xz [--half 0|1] [--without-peers]

The file has `title`, `abstract`, `authors`, `date`, `upvotes`. The constants of `index/taste/` were
tuned on readers of even numbers (`--half 0`); those of odd numbers were kept back. SciPy and
scikit-learn are this bench's alone. Brackets are the
95 % of a bootstrap over readers; `±` is half of that of the difference to Recto, reader by reader.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from recto.index.taste.profiles import (
    AGAINST,
    NOTHING,
    Profile,
    Taught,
    field_of,
    make_profile,
)
from recto.index.taste.scoring import AGAINST_PART, scale_of, score
from recto.index.taste.terms import TermVector, hash_of, stems_of, vector_of
from scipy.sparse import csr_matrix

from .corpora import lines_of
from .taste_peers import Peers
from .taste_readers import (
    Question,
    days_of,
    hidden_names,
    masked,
    mornings,
    pairs,
    readers_of,
    recalls,
    refusals,
)
from .taste_recipe import Recipe

Scores = np.ndarray[Any, Any]
Rank = Callable[[Question], Scores]


class Recto:
    """Ranks as the product does, but for authors."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._texts = texts
        self.vectors: list[TermVector] = [vector_of(*text) for text in texts]
        papers = Counter(term for vector in self.vectors for term in vector.terms)
        self._places = {
            term: place
            for place, term in enumerate(term for term, count in papers.items() if count > 1)
        }  # a term of one paper says nothing of another
        kept = [
            (row, self._places[term], weight)
            for row, vector in enumerate(self.vectors)
            for term, weight in zip(vector.terms, vector.weights, strict=True)
            if term in self._places
        ]
        rows, columns, weights = zip(*kept, strict=True)
        shape = len(self.vectors), len(self._places)
        self._matrix: Any = csr_matrix((np.array(weights, float), (rows, columns)), shape)
        self._scales = np.array([scale_of(vector.norm) for vector in self.vectors], float)

    def profile(self, question: Question) -> Profile:
        """Return what the question's papers teach."""
        liked = [self._taught(one) for one in question.liked]
        rejected = [self._taught(one) for one in question.rejected]
        return make_profile(liked, rejected, self._struck(question) if question.struck else ())

    def rank(self, question: Question) -> Scores:
        """Return the scores of all candidates: the product's, by matrices and floating point."""
        profile = self.profile(question)
        sizes = np.array(profile.sizes, float)
        columns = [*range(len(sizes)), *([AGAINST] if question.rejected else [])]
        rows = np.zeros((len(self._places), len(columns)))
        for term, row in profile.rows.items():
            if (at := self._places.get(term)) is not None:
                rows[at] = [field_of(row, place) for place in columns]
        among: Any = slice(None) if question.candidates is None else list(question.candidates)
        matrix = self._matrix if question.candidates is None else self._matrix[among]
        found = np.asarray(matrix @ rows) * 1e6 / self._scales[among, None]
        near = found[:, : len(sizes)] ** 1.25 @ sizes / sizes.sum()
        scores = np.zeros(len(self._scales))
        scores[among] = near**0.8
        if question.rejected:
            scores[among] -= found[:, -1] * AGAINST_PART / 100
        return scores

    def check(self, question: Question) -> None:
        """Raise AssertionError unless the first hundred but for the liked have their scores."""
        found, profile = self.rank(question), self.profile(question)
        best = [one for one in np.argsort(-found, kind="stable") if one not in question.liked]
        for one in best[:100]:
            own = score(self.vectors[one], profile)
            assert abs(own - found[one]) <= 20 + abs(own) / 1000, (own, found[one])

    def _taught(self, one: int) -> Taught:
        return Taught(f"{one:08}", self.vectors[one])

    def _struck(self, question: Question) -> set[int]:
        stems = {*stems_of(question.struck)}
        struck = {hash_of(stem) for stem in stems}
        for one in question.liked if question.strikes_pairs else ():
            for text in self._texts[one]:
                own = stems_of(text)
                struck.update(
                    hash_of(first, second)
                    for first, second in pairwise(own)
                    if first in stems or second in stems
                )
        return struck


def recall(scores: Scores, question: Question, most: int = 100) -> float:
    """Return which share of what is wanted is among the first."""
    scores = scores.astype(np.float64)
    scores[list(question.left_out)] = -np.inf
    best = np.argsort(-scores, kind="stable")[:most]
    return len({*best.tolist()} & {*question.wanted}) / len(question.wanted)


def in_ten(scores: Scores, question: Question) -> float:
    """Return which share of what could be among the first ten of a list is."""
    among = np.array(question.candidates)
    best = among[np.argsort(-scores[among], kind="stable")[:10]]
    return len({*best.tolist()} & {*question.wanted}) / min(10, len(question.wanted))


def by_reader(rank: Rank, questions: Sequence[Question], measure: Any) -> Scores:
    """Return a figure for each reader, the mean of his lists."""
    found: dict[int, list[float]] = {}
    for question in questions:
        found.setdefault(question.reader, []).append(measure(rank(question), question))
    return np.array([np.mean(found[reader]) for reader in sorted(found)])


def bars(values: Scores, draws: int = 2000) -> tuple[float, float]:
    chance = np.random.default_rng(1)
    means = values[chance.integers(0, len(values), (draws, len(values)))].mean(1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def show(name: str, columns: Sequence[tuple[str, Scores]], recto: Scores | None = None) -> None:
    for title, values in columns:
        low, high = bars(values)
        line = f"{title:34} {name:18} {values.mean():.3f} [{low:.3f} {high:.3f}]"
        if recto is not None:
            low, high = bars(values - recto)
            line += f"  {np.mean(values - recto):+.3f} ± {(high - low) / 2:.3f}"
        print(f"{line}  n={len(values)}", flush=True)


def speed(recto: Recto, texts: Sequence[tuple[str, str]]) -> None:
    """Print what a morning and a profile cost, in milliseconds of CPU; medians of five."""
    rest = recto.vectors
    for marks in (6, 20, 200):
        liked = [Taught(f"{one:08}", rest[one * 7]) for one in range(marks)]

        def profile(liked: Sequence[Taught] = liked) -> Profile:
            return make_profile(liked)

        made, spent = measured(profile)

        def ranking(made: Profile = made) -> list[int]:
            return [score(vector, made) for vector in rest[-1000:]]

        _, morning = measured(ranking)
        print(f"{marks:3} marks: profile {spent:.1f} ms, 1,000 papers {morning:.1f} ms")
    _, cutting = measured(lambda: [vector_of(*text) for text in texts[:200]])
    print(f"terms of a paper: {cutting / 200:.2f} ms")


def measured(work: Callable[[], Any]) -> tuple[Any, float]:
    spent, made = [], NOTHING
    for _ in range(5):
        start = time.process_time()
        made = work()
        spent.append((time.process_time() - start) * 1000)
    return made, sorted(spent)[2]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--without-peers", action="store_true")
    given = parser.parse_args()
    records = [json.loads(line) for line in lines_of(given.papers)]
    texts = [masked(record) for record in records]
    days = days_of(records)
    recto = Recto(texts)
    speed(recto, texts)
    readers = readers_of(records)
    many = readers_of(records, least=24, most=60, steady=0.25)
    names = hidden_names(records, days)
    if given.half is not None:
        readers, many, names = (some[given.half :: 2] for some in (readers, many, names))
    print(f"{len(records):,} papers, {len(readers)} readers, {len(many)} of 24, {len(names)} names")
    asked: list[tuple[str, Any, Sequence[Question]]] = [
        ("recall@100, 3 liked", recall, recalls(readers, 3)),
        ("recall@100, 6 liked", recall, recalls(readers, 6)),
        ("recall@100, 20 liked", recall, recalls(many, 20, 20)),
        ("morning, 3 liked", in_ten, mornings(readers, days, 3)),
        ("morning, 6 liked", in_ten, mornings(readers, days, 6)),
        ("hidden names, 6 liked", recall, names),
        (
            "the same, but for its pairs",
            recall,
            [one._replace(strikes_pairs=False) for one in names],
        ),
        ("two readers in one", recall, pairs(readers)),
    ]
    recto.check(asked[1][2][0])
    recto.check(asked[-1][2][0])
    peers: dict[str, Rank] = {"the recipe": Recipe(texts).rank}
    if not given.without_peers:
        others = Peers([" ".join(text) for text in texts])
        upvotes = np.array([record.get("upvotes") or 0 for record in records], float)
        newest = np.array(days, float)
        peers |= {
            "TF-IDF centroid": others.centroid,
            "arxiv-sanity's SVM": others.svm,
            "upvotes": lambda _: upvotes,
            "newest": lambda _: newest,
        }
    for title, measure, questions in asked:
        own = by_reader(recto.rank, questions, measure)
        show("Recto", [(title, own)])
        for name, rank in peers.items():
            show(name, [(title, by_reader(rank, questions, measure))], own)
    first = recalls(readers, 6)
    ranked = [np.argsort(-recto.rank(one), kind="stable")[:200].tolist() for one in first]
    for name, refused in zip(
        ("other topics", "near"), refusals(readers, ranked, len(records)), strict=True
    ):
        without = [one._replace(rejected=()) for one in refused]
        own = by_reader(recto.rank, without, recall)
        show("ignored", [(f"20 rejected, {name}", own)])
        show("Recto", [(f"20 rejected, {name}", by_reader(recto.rank, refused, recall))], own)


if __name__ == "__main__":
    main()
