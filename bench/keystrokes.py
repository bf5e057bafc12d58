"""How long a keystroke's search takes: `python bench/keystrokes.py FILE`.

45 queries are typed letter by letter; after every letter the fifty best papers are asked for. The
figures are CPU milliseconds of the process, the median of the passes for every keystroke, beside
SQLite's FTS5 with prefix indexes and Whoosh's own prefix query on the same keystrokes.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from baselines import FullText5, PlainWhoosh
from figures import report, spread
from libraries import QUICK, arguments_of, documents_of
from recto.index.search.query.query import Query
from recto.index.search.search_index import SearchIndex

LIMIT = 50
PASSES = 5


def queries() -> list[str]:
    return Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").splitlines()


def keystrokes(most: int | None = None) -> list[str]:
    return [line[:end] for line in queries()[:most] for end in range(1, len(line) + 1)]


def measure(
    texts: list[str], search: Callable[[str], object], begin: Callable[[], object], passes: int
) -> list[float]:
    """Return the CPU milliseconds of every keystroke, the median of the passes."""
    times: list[list[float]] = [[] for _ in texts]
    for _ in range(passes):
        begin()
        for place, text in enumerate(texts):
            start = time.process_time()
            search(text)
            times[place].append((time.process_time() - start) * 1000)
    return [statistics.median(each) for each in times]


def show(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    print(f"{name:34}{len(ordered):6}{p50:9.2f}{p95:9.2f}{ordered[-1]:9.2f}", flush=True)


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--most", type=int, help="papers to read of the corpus")
    arguments.add_argument(
        "--every", type=int, default=1, help="ask Whoosh's prefix query only every so many keys"
    )
    arguments.add_argument("--without-whoosh", action="store_true")
    arguments.add_argument("--slowest", type=int, default=0, help="list so many keystrokes")
    options = arguments.parse_args()
    documents = documents_of(options, QUICK if options.quick else options.most)
    texts = keystrokes(4 if options.quick else None)
    passes = 1 if options.quick else PASSES
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        recto = SearchIndex(folder / "recto", "bench")
        recto.build(documents, 1)

        def begin() -> None:
            recto.close()
            recto.refresh()

        print(f"{len(documents):,} papers, CPU ms {'keys':>15}{'p50':>9}{'p95':>9}{'max':>9}")
        times = measure(
            texts,
            lambda text: recto.search(Query.parse(text), typing=True, limit=LIMIT),
            begin,
            passes,
        )
        show("Recto", times)
        for cost, text in sorted(zip(times, texts, strict=True), reverse=True)[: options.slowest]:
            print(f"    {cost:7.2f}  {text}")
        lists = {text: re.findall(r"[^\W_]+", text) for text in texts}
        words = [text for text in texts if lists[text]]
        plain = FullText5(folder / "fts5.db", documents, "1 2 3")
        others = measure(
            words,
            lambda text: plain.search(lists[text], not text.endswith(" "), LIMIT),
            lambda: None,
            passes,
        )
        show("SQLite FTS5 prefix='1 2 3'", others)
        beside = f"FTS5 {spread(others)}"
        if not options.without_whoosh:
            whoosh = PlainWhoosh(folder / "whoosh", documents)
            prefixes = measure(
                words[:: options.every],
                lambda text: whoosh.search_terms(lists[text], LIMIT),
                lambda: None,
                1 if options.every > 1 else passes,
            )
            show("Whoosh's prefix query", prefixes)
            beside += f"; Whoosh {spread(prefixes)}"
        report("keystroke to ranked ids, p50 / p95 / max, CPU ms", spread(times), beside)


if __name__ == "__main__":
    main()
