"""A month of mornings: how many papers that a reader wants are among the first ten, day by day.

    .venv/bin/python -m bench.taste_month PAPERS.jsonl.xz [--readers N] [--half 0|1]

A reader is an author, see `taste_readers.py`, who has liked three papers. Of the first ten of each
day's papers he queues those that are his and says of the last that is not, every third day, that it
is not for him. Each way of ranking learns from what it showed. Days on which nothing of his came
are no days of his.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np

from .corpora import lines_of
from .taste import Rank, Recto, Scores, bars
from .taste_peers import Peers
from .taste_readers import Question, days_of, masked, readers_of

DAYS = 30
FIRST = 10
LIKED = 3


def month(rank: Rank, own: Sequence[int], days: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return of each day its number, how many of the reader's were in the first ten, and came."""
    liked, rejected = [*own[:LIKED]], list[int]()
    wanted, first = {*own[LIKED:]}, days[own[LIKED - 1]]
    found = []
    for number in range(1, DAYS + 1):
        came = [one for one, day in enumerate(days) if day == first + number]
        his = wanted & {*came}
        if not his:
            continue
        question = Question(tuple(liked), sorted(his), (), came, tuple(rejected))
        scores = rank(question)[came]
        shown = [came[at] for at in np.argsort(-scores, kind="stable")[:FIRST]]
        hits = [one for one in shown if one in his]
        found.append((number, len(hits), min(FIRST, len(his))))
        liked += hits
        others = [one for one in shown if one not in his]
        if number % 3 == 0 and others:
            rejected.append(others[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("papers")
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--half", type=int, choices=(0, 1))
    given = parser.parse_args()
    records = [json.loads(line) for line in lines_of(given.papers)]
    texts, days = [masked(record) for record in records], days_of(records)
    readers = readers_of(records)
    readers = (readers if given.half is None else readers[given.half :: 2])[: given.readers]
    recto, others = Recto(texts), Peers([" ".join(text) for text in texts])
    upvotes = np.array([record.get("upvotes") or 0 for record in records], float)
    newest = -np.arange(len(records), dtype=float)
    ranks: dict[str, Callable[[Question], Scores]] = {
        "Recto": recto.rank,
        "arxiv-sanity's SVM": others.svm,
        "upvotes": lambda _: upvotes,
        "as the page has them": lambda _: newest,
    }
    told: dict[str, list[list[tuple[int, int, int]]]] = {
        name: [month(rank, own, days) for own in readers] for name, rank in ranks.items()
    }
    for name, months in told.items():
        weeks = []
        for week in range(0, DAYS, 6):
            in_week = [one for found in months for one in found if week < one[0] <= week + 6]
            hit, came = (sum(one[at] for one in in_week) for at in (1, 2))
            weeks.append(f"{hit:4}/{came}")
        shares = np.array(
            [
                sum(one[1] for one in found) / sum(one[2] for one in found)
                for found in months
                if found
            ]
        )
        low, high = bars(shares)
        print(
            f"{name:22} {' '.join(weeks)}  {shares.mean():.3f} [{low:.3f} {high:.3f}]"
            f"  n={len(shares)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
