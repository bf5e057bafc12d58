"""Fields of a paper, corrected on the shell or in the reader's own editor."""

from __future__ import annotations

from typing import Any

from ....index import Library, Marked, Paper
from ...system.correcting import correct
from ...system.plain_text import printable
from ..arguments import ArgumentParser, UsageError
from ..command import ID_HELP, LibraryCommand, declare_json, named_id
from ..streams import say, say_json


def _declare_edit(parser: ArgumentParser) -> None:
    parser.usage = "recto edit ID [FIELD=VALUE…]"
    parser.add_argument("id", metavar="ID", help=ID_HELP)
    parser.add_argument(
        "changes",
        nargs="*",
        default=[],
        metavar="FIELD=VALUE",
        help="what the field is; an empty VALUE goes back to what the sources say",
    )
    declare_json(parser, "print the paper as JSON")
    parser.epilog = (
        "Without FIELD=VALUE the paper is opened as BibTeX in $VISUAL or $EDITOR, and what has "
        "changed there is taken over. Names are parted by `;`, keywords and categories by commas. "
        "recto show ID --sources tells the fields."
    )


def _edit(library: Library, given: dict[str, Any]) -> int:
    paper = library.paper(named_id(given["id"]))
    if given["changes"]:
        return _say(library.corrections.edit(paper, _changes(given["changes"])), paper, given)
    return _say(correct(library, paper), paper, given)


def _changes(words: list[str]) -> dict[str, str]:
    changes: dict[str, str] = {}
    for word in words:
        field, sign, value = word.partition("=")
        if not sign:
            raise UsageError("Wrong arguments", f"{word!r} is not FIELD=VALUE.")
        if field in changes:
            raise UsageError("Wrong arguments", f"{field} is given twice.")
        changes[field.strip()] = value
    return changes


def _say(marked: Marked, paper: Paper, given: dict[str, Any]) -> int:
    if given["json"]:
        say_json((marked.papers[0] if marked.papers else paper).as_json())
    else:
        say(printable(marked.sentence))
    return 0


COMMANDS = (
    LibraryCommand(
        "edit",
        "correct what the sources say of a paper",
        _declare_edit,
        _edit,
        True,
        example="recto edit 4fmb published=2024-05 doi=10.1000/182",
    ),
)
