"""Makes the table of weights that comes with Recto: what each word and pair of words says.

    .venv/bin/python -m bench.term_weights LARGE.jsonl DAILY.jsonl

Both are JSON Lines with `title` and `abstract`: one of many papers of many years and fields, one of
what is on lists of the day now. A term's weight is the mean of ln((n + 1) / (df + .5)) in both, of
which the second counts for `DAILY` of ten, to the power of 1.25, times `SCALE`, at most 255; of a
pair seven tenths of that. Words in more than a quarter of either have the weight 0. Kept are words
in three papers and pairs in twenty.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from itertools import pairwise
from math import log
from pathlib import Path
from typing import NamedTuple

from recto.index.taste.terms import hash_of, stems_of
from recto.index.taste.weights import MAGIC

DAILY = 6
SCALE = 13.0
POWER = 1.25
PAIR = 0.7
COMMON = 0.25
FEWEST, FEWEST_PAIRS = 3, 20
UNKNOWN, UNKNOWN_PAIR = 1, 5
"""Papers that are assumed of what is not kept; of pairs so many in a hundred thousand."""

TARGET = Path(__file__).parents[1] / "index" / "taste" / "weights.bin"

Term = tuple[str, str]


class Counts(NamedTuple):
    """In how many papers each term is."""

    papers: int
    found: Counter[Term]


def counts_of(path: Path) -> Counts:
    found: Counter[Term] = Counter()
    papers = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            seen: set[Term] = set()
            for text in (told["title"], told["abstract"]):
                stems = stems_of(text or "")
                seen.update((stem, "") for stem in stems)
                seen.update(pairwise(stems))
            found.update(seen)
            papers += 1
    return Counts(papers, found)


def weight(papers: list[int], counts: list[float], is_pair: bool) -> int:
    shares = (10 - DAILY, DAILY)
    says = sum(
        share * log((n + 1) / (df + 0.5))
        for share, n, df in zip(shares, papers, counts, strict=True)
    )
    value = max(0.0, says / 10) ** POWER * SCALE * (PAIR if is_pair else 1)
    return min(255, round(value))


def main() -> None:
    corpora = [counts_of(Path(name)) for name in sys.argv[1:3]]
    papers = [one.papers for one in corpora]
    table: dict[int, int] = {}
    for term in set().union(*(one.found for one in corpora)):
        counts = [one.found[term] for one in corpora]
        is_pair = bool(term[1])
        if (max(counts) < FEWEST_PAIRS) if is_pair else (sum(counts) < FEWEST):
            continue
        is_common = any(df > COMMON * n for df, n in zip(counts, papers, strict=True))
        value = 0 if is_common else weight(papers, list(map(float, counts)), is_pair)
        table[hash_of(*term)] = value
    terms = sorted(table)
    data = array("I", terms)
    if sys.byteorder == "big":
        data.byteswap()
    number = len(terms).to_bytes(4, "little")
    TARGET.write_bytes(MAGIC + number + data.tobytes() + bytes(table[term] for term in terms))
    unknown = weight(papers, [UNKNOWN] * 2, False)
    pair = weight(papers, [UNKNOWN_PAIR * n / 100_000 for n in papers], True)
    print(f"{len(terms):,} terms, {TARGET.stat().st_size:,} bytes; unknown {unknown}, pair {pair}")


if __name__ == "__main__":
    main()
