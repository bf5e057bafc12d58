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
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from exchange_page import HEAD, TAIL
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


class Way(NamedTuple):
    """A program that reads a format, and writes what it has read."""

    name: str
    format: str
    ending: str
    """That of what comes back."""
    run: Callable[[Path, Path], None]
    """Reads the first file and writes the second, in a directory of their own."""
    about: str


BST = """ENTRY { {fields} } {} {}
STRINGS { s }
FUNCTION {field} { duplicate$ missing$ { pop$ pop$ }
  { swap$ "  " swap$ * " = {" * swap$ * "}," * write$ newline$ } if$ }
FUNCTION {entry} { "@" type$ * "{" * cite$ * "," * write$ newline$
{calls}
  "}" write$ newline$ newline$ }
FUNCTION {default.type} { entry }
{types}
{macros}
READ
ITERATE {call.type$}
"""
"""A style that writes what BibTeX has read of each entry."""

NAMES = (
    *("title", "author", "year", "month", "day", "journal", "booktitle", "series", "howpublished"),
    *("volume", "number", "pages", "publisher", "school", "institution", "doi", "eprint"),
    *("archiveprefix", "primaryclass", "url", "verba", "verbb", "abstract", "keywords", "note"),
    *("annote", "usera", "userb", "userc", "file", "entrysubtype"),
)
TYPES = ("article", "inproceedings", "phdthesis", "misc")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(source: Path, target: Path) -> None:
    """Have BibTeX read the file and write all fields of all entries."""
    calls = "\n".join(f'  "{name}" {name} field' for name in NAMES)
    style = BST.replace("{fields}", " ".join(NAMES)).replace("{calls}", calls)
    style = style.replace("{types}", "\n".join(f"FUNCTION {{{one}}} {{ entry }}" for one in TYPES))
    macros = "\n".join(f'MACRO {{{month}}} {{"{month}"}}' for month in MONTHS)
    source.with_name("all.bst").write_text(style.replace("{macros}", macros))
    source.with_name("run.aux").write_text(
        f"\\citation{{*}}\n\\bibstyle{{all}}\n\\bibdata{{{source.stem}}}\n"
    )
    call(["bibtex", "run"], source.parent)
    # It breaks lines at 79 characters, and indents what follows.
    target.write_text(re.sub(r"\n {2}(?! |\w+ = )", " ", source.with_name("run.bbl").read_text()))


def biber(source: Path, target: Path) -> None:
    """Have biber write what it has read, with the names that biblatex has for fields."""
    call(["biber", "--tool", "--output-file", target.name, source.name], source.parent)


def pandoc(read: str, write: str) -> Callable[[Path, Path], None]:
    """Return a way from one format of pandoc's into another."""

    def run(source: Path, target: Path) -> None:
        words = ["pandoc", "-f", read, "-t", write, "-s", source.name, "-o", target.name]
        call(words, source.parent)

    return run


PYBTEX = """
import sys
from pybtex.database import parse_file
parse_file(sys.argv[1], "bibtex").to_file(sys.argv[2], "bibtex")
"""
RISPY = """
import sys, rispy
with open(sys.argv[1], encoding="utf-8") as source, open(sys.argv[2], "w") as target:
    rispy.dump(rispy.load(source), target)
"""
CITEPROC = """
import json, sys
from citeproc.source.json import CiteProcJSON
from citeproc.source import Date, Name

def plain(value):
    if isinstance(value, list):
        parts = [dict(one) if isinstance(one, Name) else str(one) for one in value]
        return parts if parts and isinstance(parts[0], dict) else "".join(parts)
    if isinstance(value, Date):
        return {"date-parts": [[value[part] for part in ("year", "month", "day") if part in value]]}
    return str(value)

told = []
for key, reference in CiteProcJSON(json.load(open(sys.argv[1], encoding="utf-8"))).items():
    names = ((name.replace("_", "-"), plain(value)) for name, value in reference.items())
    told.append({"id": key, "type": reference.type, **dict(names)})
json.dump(told, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
"""


def python(program: str, interpreter: str) -> Callable[[Path, Path], None]:
    """Return a way through a few lines of Python."""

    def run(source: Path, target: Path) -> None:
        call([interpreter, "-c", program, source.name, target.name], source.parent)

    return run


def call(words: list[str], directory: Path) -> str:
    """Run a program there, and end with what it says where it fails."""
    done = subprocess.run(words, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode > 1 or (done.returncode and words[0] != "bibtex"):
        sys.exit(f"{words[0]} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def ways(interpreter: str) -> Iterator[Way]:
    """Yield all programs, each with the formats that it reads and writes."""
    yield Way("BibTeX", "bibtex", ".bib", bibtex, "")
    yield Way("biber", "bibtex", ".bib", biber, "`--tool`")
    yield Way("pybtex", "bibtex", ".bib", python(PYBTEX, interpreter), "")
    pairs = (("biblatex", "csljson"), ("biblatex", "biblatex"), ("bibtex", "bibtex"))
    for read, write in pairs:
        yield Way("pandoc", "bibtex", ".json" if write == "csljson" else ".bib",
                  pandoc(read, write), f"`-f {read} -t {write}`")  # fmt: skip
    yield Way("pandoc", "ris", ".json", pandoc("ris", "csljson"), "`-f ris -t csljson`")
    yield Way("rispy", "ris", ".ris", python(RISPY, interpreter), "")
    for write, ending in (("csljson", ".json"), ("biblatex", ".bib")):
        yield Way("pandoc", "csl-json", ending, pandoc("csljson", write),
                  f"`-f csljson -t {write}`")  # fmt: skip
    yield Way(
        "citeproc-py", "csl-json", ".json", python(CITEPROC, interpreter), "as it has read it"
    )


def versions(interpreter: str) -> dict[str, str]:
    """Return the version of each program."""
    here = Path()
    show = "from importlib.metadata import version as v; print(*map(v, {}))"
    libraries = ("pybtex", "rispy", "citeproc-py")
    told = call([interpreter, "-c", show.format(libraries)], here).split()
    return {
        "BibTeX": call(["bibtex", "--version"], here).split()[1],
        "biber": call(["biber", "--version"], here).split()[-1],
        "pandoc": call(["pandoc", "--version"], here).split()[1],
        **dict(zip(libraries, told, strict=True)),
    }


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
