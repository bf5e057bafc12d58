"""The programs that `exchange.py` sends papers through, and how each is made to read and write."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple


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
