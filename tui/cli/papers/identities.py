"""Papers put together and taken apart on the shell, and those that may be the same."""

from __future__ import annotations

from typing import Any

from ....index import Library, Paper
from ...system.plain_text import printable
from ..arguments import ArgumentParser
from ..command import LibraryCommand, declare_ids, declare_json, named_ids
from ..streams import say, say_json


def _declare_split(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the paper, by its id or the beginning of it")
    parser.add_argument(
        "source", nargs="?", metavar="SOURCE", help="the page whose record becomes its own paper"
    )
    parser.epilog = (
        "Without SOURCE the paper becomes those that were merged, else one for each page that "
        "tells of it, else one for each record. Its marks stay with the first."
    )
    declare_json(parser)


def _merge(library: Library, given: dict[str, Any]) -> int:
    merged = library.identities.merge(named_ids(given["ids"]))
    for paper in merged.papers:
        _say("merged, shows as", paper, given)
    return 0


def _split(library: Library, given: dict[str, Any]) -> int:
    papers = library.identities.split(given["id"], given["source"]).papers
    for place, paper in enumerate(papers):
        _say("split off as" if place else "stays", paper, given)
    return 0


def _say(done: str, paper: Paper, given: dict[str, Any]) -> None:
    if given["json"]:
        say_json(paper.as_json())
    else:
        say(f"{done}  {paper.id}  {printable(paper.title)}")


def _duplicates(library: Library, given: dict[str, Any]) -> int:
    found = library.identities.duplicates()
    for number, alike in enumerate(found):
        if given["json"]:
            papers = [paper.as_json() for paper in alike.papers]
            say_json({"reason": alike.reason, "papers": papers})
            continue
        if number:
            say("")
        say(f"{alike.reason}:")
        for paper in alike.papers:
            facts = [*paper.authors[:1], *filter(None, [(paper.published or "")[:4]])]
            ids = [f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "", paper.doi or ""]
            told = " · ".join(printable(fact) for fact in [*facts, *filter(None, ids)])
            say(f"  {paper.id}  {printable(paper.title)}" + (f"  ({told})" if told else ""))
    if not found and not given["json"]:
        say("No two papers look the same.")
    return 0


COMMANDS = (
    LibraryCommand(
        "merge", "make one of several papers", declare_ids, _merge, example="recto merge 4fmb 9pva"
    ),
    LibraryCommand(
        "split",
        "take a paper apart that is several",
        _declare_split,
        _split,
        example="recto split 4fmb refs.bib",
    ),
    LibraryCommand(
        "duplicates",
        "list papers that may be the same, and why they are not",
        declare_json,
        _duplicates,
        example="recto duplicates --json",
    ),
)
