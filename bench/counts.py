"""How long the sidebar's counts take to follow a query: `python bench/counts.py FILE`.

Of what each of 40 queries finds it is counted how many every view, tag and source has; processor
time, the median of five for every query. A fifth of the papers is read, some are tagged.
"""

from __future__ import annotations

from figures import median, milliseconds, report, spread
from filters import mark
from keystrokes import queries
from libraries import arguments_of, prepared
from recto.index import Library

TIMES = 5
QUERIES = 38
COMMON = ("learning", "model")
"""What a large share of the papers has."""


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    times = []
    with prepared(options) as directory, Library.open(directory, seeds=False) as library:
        mark(library)
        for text in (*COMMON, *queries()[:QUERIES]):
            rowids = library.listing(text).rowids
            passes = [
                milliseconds(lambda: library.counts.within(library.counts(), rowids))  # noqa: B023
                for _ in range(1 if options.quick else TIMES)
            ]
            times.append(median(passes))
    report("sidebar counts following a query, p50 / p95 / max, CPU ms", spread(times))


if __name__ == "__main__":
    main()
