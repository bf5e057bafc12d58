"""How much of a day stands above the line of a taste, and how much of what a reader wants.

    .venv/bin/python -m bench.taste_line DAILY.jsonl.xz OTHERS.jsonl

Readers are those of `taste.py`, by 1, 3, 6, 20, 60 and 200 marks; those of 60 and 200 are several
in one. Days are 900 papers of the first file, and of the second, which is of many fields.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import mean
from typing import NamedTuple

from recto.index.taste.background import floor_of
from recto.index.taste.profiles import Taught, make_profile
from recto.index.taste.scoring import score
from recto.index.taste.terms import TermVector, vector_of

from .corpora import lines_of
from .taste_readers import masked, readers_of

DAY = 900
MARKS = (1, 3, 6, 20, 60, 200)
SEVERAL = 12
"""Readers that are several in one."""


class Case(NamedTuple):
    """What a reader likes, and what is to be found."""

    liked: Sequence[int]
    wanted: Sequence[int]


def cases(
    marks: int, readers: Sequence[Sequence[int]], many: Sequence[Sequence[int]]
) -> Iterator[Case]:
    if marks <= 6:
        for own in readers[::3]:
            yield Case(own[:marks], own[6:])
    elif marks == 20:
        for own in many:
            yield Case(own[:20], own[20:])
    else:
        for number in range(SEVERAL):
            chosen = random.Random(number).sample(list(many), marks // 20)
            liked = list(dict.fromkeys(one for own in chosen for one in own[:20]))
            yield Case(liked, [one for own in chosen for one in own[20:] if one not in liked])


def main() -> None:
    records = [json.loads(line) for line in lines_of(sys.argv[1])]
    vectors = [vector_of(*masked(record)) for record in records]
    chance = random.Random(7)
    own_day = chance.sample(range(len(vectors)), DAY)
    # Every hundredth, since neighbours in a file may be of one field.
    others = islice((json.loads(line) for line in lines_of(sys.argv[2])), 0, 100 * DAY, 100)
    other_day = [vector_of(one["title"], one["abstract"] or "") for one in others]
    readers, many = readers_of(records), readers_of(records, least=24, most=60, steady=0.25)
    print("marks, readers: above the line of a day of many fields, of one of this, of the wanted")
    for marks in MARKS:
        shares: list[tuple[float, float, float]] = []
        for case in cases(marks, readers, many):
            liked = [Taught(f"{one:08}", vectors[one]) for one in case.liked]
            profile = make_profile(liked)
            line = floor_of(profile, liked)

            def share(some: Sequence[TermVector], profile=profile, line=line) -> float:  # type: ignore[no-untyped-def]
                return mean(score(vector, profile) >= line for vector in some)

            apart = {*case.liked, *case.wanted}
            day = [vectors[one] for one in own_day if one not in apart]
            wanted = [vectors[one] for one in case.wanted]
            shares.append((share(other_day), share(day), share(wanted)))
        told = "  ".join(f"{mean(column):.3f}" for column in zip(*shares, strict=True))
        print(f"{marks:3}  {len(shares):3}  {told}", flush=True)


if __name__ == "__main__":
    main()
