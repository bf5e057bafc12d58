"""How long it takes until 50 new papers are found: `python bench/adding.py FILE`.

They are added as one file and searched for by a word that only they have; processor time, the
median of five such files one after the other.
"""

from __future__ import annotations

import json

from figures import median, milliseconds, report
from libraries import arguments_of, prepared
from recto.index import Library

TIMES = 5
PAPERS = 50


def page(number: int) -> bytes:
    """Return a file of new papers, with abstracts of the usual length."""
    text = "we show how a model of this kind learns what data of that kind says of it"
    words = text.split()
    abstract = " ".join(words[place % len(words)] for place in range(150))
    papers = (
        {"title": f"Paper {place} of newcomers{number}", "abstract": f"{abstract} {place}."}
        for place in range(PAPERS)
    )
    return "".join(json.dumps(paper) + "\n" for paper in papers).encode()


def add_and_find(library: Library, number: int) -> None:
    library.add_text(f"new{number}.jsonl", page(number))
    found = library.search(f"newcomers{number}", limit=PAPERS)
    if found.total != PAPERS:
        raise SystemExit(f"{found.total} of {PAPERS} new papers are found")


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    with prepared(options) as directory, Library.open(directory, seeds=False) as library:
        library.search("learning")
        times = [
            milliseconds(lambda number=number: add_and_find(library, number))  # type: ignore[misc]
            for number in range(1 if options.quick else TIMES)
        ]
    report("adding 50 papers until found, CPU s", f"{median(times) / 1000:.2f}")


if __name__ == "__main__":
    main()
