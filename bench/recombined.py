"""Makes a large corpus of a real one: `python bench/recombined.py FILE PAPERS OUT`.

Every paper is put together of real ones by a seed: the title of the halves of two titles, the
abstract of as many sentences as some abstract has, drawn from all of them, the authors and the day
of a third paper. So words are as frequent, and stand together in sentences, as they are in the
corpus; what a real corpus of that size has besides are new words, which are missing here.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpora import lines_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

SEED = 13


def recombined(records: Sequence[dict[str, Any]], number: int, seed: int) -> Iterator[Any]:
    """Yield so many papers, no two with one title."""
    draw = random.Random(seed)
    abstracts = [_SENTENCE.split(record.get("abstract") or "") for record in records]
    sentences = [sentence for abstract in abstracts for sentence in abstract if sentence]
    titles = [record["title"].split() for record in records]
    known: set[str] = set()
    while len(known) < number:
        first, second = draw.choice(titles), draw.choice(titles)
        head = first[: max(1, (len(first) + 1) // 2)]
        title = " ".join((*head, *second[len(second) // 2 :]))
        if title in known:
            continue
        known.add(title)
        other = draw.choice(records)
        length = len(draw.choice(abstracts))
        yield {
            "title": title,
            "abstract": " ".join(draw.choice(sentences) for _ in range(length)),
            "authors": other.get("authors") or [],
            "date": other.get("date") or other.get("published"),
            "arxiv_id": f"{2001 + len(known) // 100_000 % 12}.{len(known) % 100_000:05}",
        }


def write(corpus: str, number: int, out: Path, seed: int = SEED) -> None:
    """Write a corpus of so many papers as JSON Lines, packed where the name ends in `.xz`."""
    records = [json.loads(line) for line in lines_of(corpus)]
    opened = lzma.open if out.suffix == ".xz" else open
    with opened(out, "wt", encoding="utf-8") as lines:
        for paper in recombined(records, number, seed):
            lines.write(json.dumps(paper, ensure_ascii=False) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("papers", type=int)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--seed", type=int, default=SEED)
    options = arguments.parse_args()
    write(options.corpus, options.papers, options.out, options.seed)


if __name__ == "__main__":
    main()
