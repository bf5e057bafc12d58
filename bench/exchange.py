"""What other programs keep of Recto's exports: each field through each program and back.

It writes the tables of docs/exchange.md. The programs are not installed with Recto: biber, bibtex
and pandoc have to be on the path, citeproc-py, pybtex and rispy in the Python that is named by
`--python`. A field is kept where it comes back as it was, lost where nothing comes back, and wrong
where something else does.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exchange_page import HEAD, TAIL
from exchange_programs import Way, versions, ways
from recto.index import WITHHELD, Library

FIELDS = (
    *("title", "authors", "more_authors", "published", "venue", "volume", "issue", "pages"),
    *("publisher", "type", "doi", "arxiv_id", "categories", "arxiv_comment", "license"),
    *("keywords", "tags", "links", "abstract", "note", "remark", "files", "cite_key"),
)

PAPERS: tuple[dict[str, Any], ...] = (
    {
        "title": "The Large $N$ Limit of Inks & Pens: A Study of H₂O by GANs",
        "abstract": "At $\\sqrt{s}=7$ TeV 50% of the ink_1 dries, as Émile told. It is so.",
        "authors": ["Vera van der Meij", "Frank G. Bennett Jr.", "Gemini Team"],
        "more_authors": True,
        "date": "2024-03-05",
        "venue": "Journal of Inks & Pens",
        "volume": "12",
        "issue": "3",
        "pages": "11-23",
        "publisher": "Quill Press",
        "type": "article-journal",
        "doi": "10.1234/ink.2024_(1)",
        "keywords": ["ink drying", "quills"],
        "tags": ["thesis", "ml/merging"],
        "links": ["https://github.com/someone/inks_2"],
        "note": "My first line\nand my second",
        "remark": "Accepted in March",
        "files": ["/home/me/papers/inks.pdf"],
        "cite_key": "Meij:inks",
    },
    {
        "title": "Drying without Data",
        "abstract": "A preprint has a date as well.",
        "authors": ["Ada Lovelace", "Bo Li"],
        "date": "2023-07",
        "arxiv_id": "2307.00123",
        "categories": ["cs.LG", "stat.ML"],
        "arxiv_comment": "14 pages, 3 figures",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "type": "article",
        "cite_key": "lovelace2023",
    },
    {
        "title": "On Paper",
        "authors": ["Ann Alpha"],
        "date": "2019",
        "venue": "Proceedings of the Ninth Workshop on Paper",
        "pages": "7",
        "publisher": "ACM",
        "type": "paper-conference",
        "cite_key": "alpha19",
    },
    {
        "title": "Pulp",
        "authors": ["Cy Gamma"],
        "date": "2001",
        "publisher": "University of Ink",
        "type": "thesis",
        "cite_key": "gamma01",
    },
)


def papers(library: Library) -> dict[str, dict[str, Any]]:
    """Return what a library holds, by folded titles: programs change their case."""
    found = library.rows(library.listing("").rowids)
    return {re.sub(r"\W|_", "", paper.title).lower()[:9]: paper.as_json() for paper in found}


def judged(before: dict[str, Any], after: dict[str, Any] | None) -> dict[str, str]:
    """Return what became of each field that a paper has."""
    if after is None:
        return dict.fromkeys(FIELDS, "wrong")
    told: dict[str, str] = {}
    for field in FIELDS:
        one, other = before[field], after[field]
        if one or other:
            told[field] = _verdict(field, one, other, before)
        if told.get(field) in ("wrong", "joined"):
            print(f"    {field}: {one!r} is {other!r}", file=sys.stderr)
    return told


def _verdict(field: str, one: Any, other: Any, before: dict[str, Any]) -> str:
    if one == other:
        return "kept"
    if not other:
        return "lost"
    if isinstance(one, list):
        if field == "keywords" and set(one) <= set(other) <= {*one, *before["tags"]}:
            return "kept"  # tags are keywords to others
        return "part" if other and other == one[: len(other)] else "wrong"
    if field == "published" and str(one).startswith(str(other)):
        return "part"
    if str(one).lower() == str(other).lower():
        return "case"
    if str(one).lower().replace("$", "") == str(other).lower():
        return "text"
    return "joined" if one and str(one) in str(other).split("\n") else "wrong"


def tried(way: Way, directory: Path) -> dict[str, set[str]]:
    """Send all papers through a program and return what became of each field."""
    endings = {"bibtex": ".bib", "ris": ".ris", "csl-json": ".json"}
    source = directory / f"sent{endings[way.format]}"
    target = directory / f"back{way.ending}"
    with Library.open(directory / "here", seeds=False) as library:
        library.add_text("papers", "".join(json.dumps(one) + "\n" for one in PAPERS).encode())
        before = papers(library)
        rowids = library.listing("").rowids
        including = tuple(WITHHELD)
        library.export(rowids=rowids, format=way.format, including=including).save(source)
    way.run(source, target)
    with Library.open(directory / "there", seeds=False) as library:
        (report,) = library.add([target], format="ris" if way.ending == ".ris" else None)
        if report.error or report.problems:
            print(f"    {report}", file=sys.stderr)
        after = papers(library)
    found: dict[str, set[str]] = {}
    for title, paper in before.items():
        for field, verdict in judged(paper, after.get(title)).items():
            found.setdefault(field, set()).add(verdict)
    return found


SIGNS = {
    "kept": "✓",
    "case": "case",
    "text": "text",
    "part": "part",
    "joined": "joined",
    "lost": "–",
    "wrong": "wrong",
}
"""What stands in the table; of several the last in this order."""


def cell(verdicts: set[str]) -> str:
    """Return what is said of a field."""
    if verdicts == {"kept", "lost"}:
        return "some"
    return next((SIGNS[one] for one in reversed(SIGNS) if one in verdicts), "")


def table(done: list[tuple[Way, dict[str, set[str]]]]) -> Iterator[str]:
    """Yield the lines of a table, a row for each field."""
    heads = [f"{way.name}{f' {way.about}' if way.about else ''}" for way, _ in done]
    yield f"| | {' | '.join(heads)} |"
    yield f"|---{'|---' * len(done)}|"
    for field in FIELDS:
        cells = (cell(found.get(field, set())) for _, found in done)
        yield f"| `{field}` | {' | '.join(cells)} |"


def main() -> None:
    """Print the page, and say on standard error what came back otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="has citeproc-py, pybtex, rispy")
    interpreter = parser.parse_args().python
    told = ", ".join(f"{name} {version}" for name, version in versions(interpreter).items())
    print(HEAD.replace("{versions}", told))
    titles = {"bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
    for format, title in titles.items():
        done = []
        for way in ways(interpreter):
            if way.format == format:
                print(f"{way.name} {title} {way.about}", file=sys.stderr)
                with tempfile.TemporaryDirectory() as directory:
                    done.append((way, tried(way, Path(directory))))
        print(f"## {title}", "", *table(done), "", sep="\n")
    print(TAIL)


if __name__ == "__main__":
    main()
