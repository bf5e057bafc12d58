"""How long a query with filters takes: `python bench/filters.py FILE`.

The papers are put into a library with marks on some; every query is asked cold once and then again
while nothing changes, as it is while one types. The figures are CPU milliseconds.
"""

from __future__ import annotations

import statistics
import time

from figures import report, share
from libraries import arguments_of, prepared
from recto.index import Library

PASSES = 5

WORDS = ("learning", "network pruning", "diffusion models", "large language", "attention", "graph")
FILTERS = (
    "is:unread",
    "is:read",
    "is:bookmarked",
    "tag:ml",
    "-tag:ml",
    "has:code",
    "year:2023..",
    "date:2024-01..2024-06",
    "upvotes:>5",
    "authors:<4",
    "author:wang",
    "source:a",
    "added:7d",
    "is:unread has:code -tag:ml year:2022..",
)
USUAL = ("is:unread", "tag:ml", "year:2024")
"""What is asked for most, for the table."""
SHAPES = ("{word} {filter}", "{filter} {word}", "({word} OR sparsity) {filter}", "{filter}")
"""Where a filter can stand; the last one is alone."""
OTHERS = ('"neural network"', '"large language models"', "title:learning", "learn*", "prunning~")
"""What costs more than a word, shown apart."""


def queries() -> list[str]:
    return [
        shape.format(word=word, filter=each)
        for shape in SHAPES
        for word in (WORDS if "{word}" in shape else WORDS[:1])
        for each in FILTERS
    ]


def measure(library: Library, texts: list[str], passes: int) -> list[float]:
    """Return the CPU milliseconds of every query, the median of the passes."""
    times: list[list[float]] = [[] for _ in texts]
    for _ in range(passes):
        for place, text in enumerate(texts):
            start = time.process_time()
            library.listing(text, typing=True, limit=50)
            times[place].append((time.process_time() - start) * 1000)
    return [statistics.median(each) for each in times]


def show(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    print(f"{name:34}{len(ordered):6}{p50:9.2f}{p95:9.2f}{ordered[-1]:9.2f}", flush=True)


def mark(library: Library) -> None:
    rowids = list(library.listing("").rowids)
    library.mark_read(rowids=rowids[::5])
    library.bookmark(rowids=rowids[::20])
    library.tag(rowids=rowids[::25], add=["ml/pruning"])
    library.tag(rowids=rowids[::30], add=["ml"])


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    passes = 1 if options.quick else PASSES
    with prepared(options) as directory, Library.open(directory, seeds=False) as library:
        mark(library)
        cold = measure(library, [f"learning {each}" for each in FILTERS], 1)
        print(
            f"{library.counts().all:,} papers, CPU ms {'queries':>15}{'p50':>9}{'p95':>9}{'max':>9}"
        )
        show("asked for the first time", cold)
        show("with filters", measure(library, queries(), passes))
        for text in OTHERS:
            show(text, measure(library, [text], passes))
        texts = [f"{word} {each}" for word in WORDS for each in USUAL]
        p95 = share(measure(library, texts, passes), 0.95)
        report("filters with a word, p95, CPU ms", f"{p95:.1f}")


if __name__ == "__main__":
    main()
