"""The key by which a paper is cited, on the shell."""

from __future__ import annotations

from typing import Any

from ....index import Library, Marked
from ...system.plain_text import printable
from ..arguments import ArgumentParser, UsageError
from ..command import ID_HELP, LibraryCommand, declare_json, named_id, named_ids, say_papers
from ..streams import say, say_json


def _declare(parser: ArgumentParser) -> None:
    parser.usage = "recto key ID [KEY | --new]"
    parser.add_argument("id", metavar="ID", help=ID_HELP)
    parser.add_argument("key", nargs="?", metavar="KEY", help="the new key; '' takes it off")
    parser.add_argument(
        "--new", action="store_true", help="make one of what is known now, as the settings say"
    )
    declare_json(parser, "print the papers as JSON")
    parser.epilog = "Without KEY the keys are printed; a paper without one is given it."


def _key(library: Library, given: dict[str, Any]) -> int:
    key: str | None = given["key"]
    if key is not None and given["new"]:
        raise UsageError("Wrong arguments", "--new and a key exclude each other.")
    if given["new"]:
        return _say(library.keys.renew(named_id(given["id"])), given)
    if key is not None:
        return _say(library.keys.change(named_id(given["id"]), key), given)
    for paper in library.keys.of(named_ids([given["id"]])):
        if given["json"]:
            say_json(paper.as_json())
        else:
            say(printable(paper.cite_key or ""))
    return 0


def _say(marked: Marked, given: dict[str, Any]) -> int:
    (paper,) = marked.papers
    said = f"cited as {printable(paper.cite_key)}" if paper.cite_key else "cited by no key"
    say_papers(said, [paper], given)
    return 0


COMMANDS = (
    LibraryCommand(
        "key",
        "print or change the key a paper is cited by",
        _declare,
        _key,
        example="recto key 4fmb ainsworth2023git",
    ),
)
