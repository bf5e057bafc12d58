"""arXiv and Hugging Face asked for a query, on the shell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....index import Library
from ...system.plain_text import PrintedPage, count, entry
from ..arguments import ArgumentParser
from ..command import LibraryCommand, declare_json
from ..streams import say, say_json, warn


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORD", help="a query, as for recto search")
    parser.add_argument("--keep", action="store_true", help="take what they have into the library")
    declare_json(parser)
    parser.epilog = "Without --keep nothing of it stays; recto add ID takes one paper in."


def _ask(library: Library, given: dict[str, Any]) -> int:
    for mistake in library.mistakes:  # where services answer is a setting
        warn(mistake)
    asked = library.asking.ask(" ".join(given["words"]))
    kept = library.asking.keep(asked.rowids) if given["keep"] else None
    # What the library does not have goes by the id that `recto add` takes.
    papers = [
        paper if paper.rowid >= 0 else replace(paper, id=paper.arxiv_id or paper.id)
        for paper in library.asking.papers(asked)
    ]
    services = library.asking.services(asked)
    page = PrintedPage.of_stdout()
    for paper in papers:
        if given["json"]:
            told = {"in_library": paper.rowid >= 0, "services": services[paper.rowid].split(", ")}
            say_json({**paper.as_json(), **told})
        else:
            for line in entry(paper, page):
                say(line)
    for remark in asked.remarks:
        warn(remark)
    if kept is not None and kept.act and not given["json"]:
        say(f"{kept.sentence} `recto undo` takes that back.")
    if not papers:
        warn("They have no paper for that.")
    elif page.width is not None and not given["json"]:
        say()
        say(count(len(papers), "paper"))
    return 0 if papers else 1


COMMANDS = (
    LibraryCommand(
        "ask",
        "ask arXiv and Hugging Face for papers, without keeping them",
        _declare,
        _ask,
        example="recto ask '\"graph neural\" author:kipf'",
    ),
)
