"""What it costs to keep what each source says: `python bench/records.py FILE`.

With `--before PYTHON --after PYTHON`, interpreters in whose environments builds of Recto are
installed, both take turns: processor time of adding FILE to an empty library, of adding 50 new
papers to that one, and of adding a second file in which another source tells the same papers. Else,
and last, `library.db` beside the text it holds where each paper comes from three sources: as arXiv
tells it, as a daily page does (the beginning of the abstract, numbers) and as a bibliography does.
Each distinct text is counted once, in UTF-8.
"""

from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from adding import PAPERS, TIMES, page
from figures import median, milliseconds, report

QUICK = 40
BEGINNING = 300
"""Characters of an abstract that a page shows."""

PAIRS = 3


def papers_of(corpus: str, is_quick: bool) -> Iterator[dict[str, Any]]:
    """Yield the papers of a corpus, JSON Lines packed or not."""
    opened = lzma.open if corpus.endswith(".xz") else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if is_quick and number == QUICK:
                return
            yield json.loads(line)


def sayings(paper: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    """Yield what each of three sources says of a paper."""
    names = [name for name in paper.get("authors") or () if name]
    same = {key: paper[key] for key in ("title", "arxiv_id") if paper.get(key)}
    yield {
        **same,
        "abstract": paper.get("abstract") or "",
        "authors": names,
        "published": paper.get("date") or paper.get("published"),
        "categories": ["cs.LG", "cs.CL"],
    }
    shown = (paper.get("abstract") or "")[:BEGINNING].rstrip() + "…"
    counts = {"upvotes": number % 90, "comments": number % 7, "author_count": len(names) or None}
    yield {**same, "abstract": shown, **counts}
    yield {
        **same,
        "authors": [_turned(name) for name in names],
        "published": "2025",
        "venue": f"Proceedings of Conference {number % 40}",
        "keywords": ["learning", "models"],
    }


def _turned(name: str) -> str:
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else name


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in a JSON value."""
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from texts_of(one)
        case dict():
            for one in value.values():
                yield from texts_of(one)


def measure_space(corpus: str, is_quick: bool) -> None:
    """Report how much room a library takes in which each paper has three sources."""
    from recto.index import Library

    with tempfile.TemporaryDirectory(prefix="recto-bench-") as directory:
        texts: set[str] = set()
        files = [Path(directory) / name for name in ("arxiv.jsonl", "page.jsonl", "own.jsonl")]
        streams = [file.open("w", encoding="utf-8") for file in files]
        for number, paper in enumerate(papers_of(corpus, is_quick)):
            for stream, told in zip(streams, sayings(paper, number), strict=True):
                texts.update(texts_of(told))
                stream.write(json.dumps(told) + "\n")
        for stream in streams:
            stream.close()
        with Library.open(Path(directory) / "library", seeds=False) as library:
            library.add(files)
            database = library.locations.database
        size = sum(path.stat().st_size for path in database.parent.glob("library.db*"))
    held = sum(len(text.encode()) for text in texts)
    report("`library.db`, three sources a paper, times its distinct text", f"{size / held:.2f}")


def measure_adding(corpus: str) -> None:
    """Print processor seconds of adding as JSON; runs inside the build that is measured."""
    from recto.index import Library

    with tempfile.TemporaryDirectory(prefix="recto-bench-") as directory:
        second = Path(directory) / "second.jsonl"
        with second.open("w", encoding="utf-8") as stream:
            for number, paper in enumerate(papers_of(corpus, is_quick=False)):
                _, told, _ = sayings(paper, number)
                stream.write(json.dumps(told) + "\n")
        with Library.open(Path(directory) / "library", seeds=False) as library:
            took = {"all": milliseconds(lambda: library.add([corpus])) / 1000}
            pages = [(f"{number}.jsonl", page(number)) for number in range(TIMES)]
            fifty = [milliseconds(partial(library.add_text, *one)) for one in pages]
            took["fifty"] = median(fifty) / 1000
            took["second"] = milliseconds(lambda: library.add([second])) / 1000
    print(json.dumps(took))


def compare(corpus: str, before: str, after: str, pairs: int) -> None:
    """Let two builds take turns, and report the ratio of what each costs."""
    taken: dict[str, list[dict[str, float]]] = {before: [], after: []}
    for _ in range(pairs):
        for python, figures in taken.items():
            words = [python, __file__, corpus, "--inside"]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            figures.append(json.loads(done.stdout))
    rows = {
        "all": "adding the corpus, CPU s",
        "fifty": f"adding {PAPERS} new papers, CPU s",
        "second": "adding what a second source says of them, CPU s",
    }
    for name, row in rows.items():
        was, now = (median(one[name] for one in taken[python]) for python in (before, after))
        report(row, f"{now:.2f} ({now / was:.2f}x)", f"{was:.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", help="JSON Lines, packed with xz or not")
    arguments.add_argument("--before", help="the Python of a build to compare with")
    arguments.add_argument("--after", default=sys.executable, help="that of the build measured")
    arguments.add_argument("--pairs", type=int, default=PAIRS)
    arguments.add_argument("--quick", action="store_true", help="few papers: does it run?")
    arguments.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.inside:
        measure_adding(options.corpus)
        return
    if options.before:
        compare(options.corpus, options.before, options.after, options.pairs)
    measure_space(options.corpus, options.quick)


if __name__ == "__main__":
    main()
