"""The links that wait to be opened on another machine, on the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ....index import Library, Outbox, Waiting
from ..arguments import ArgumentParser
from ..command import LibraryCommand, declare_json
from ..streams import flush, say, say_json, warn


def _declare_outbox(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--drain", action="store_true", help="take the links away once they are printed"
    )
    declare_json(parser)
    parser.epilog = (
        "The reader puts a link here that it cannot open where it runs. On the machine with the "
        "browser: ssh HOST recto outbox --drain | xargs -n 1 xdg-open"
    )


def _outbox(library: Library, given: dict[str, Any]) -> int:
    outbox = Outbox(library.locations.outbox)
    if not given["drain"]:
        return _say_links(outbox.links(), given)
    with outbox.draining() as links:
        status = _say_links(links, given)
        # Only what has been taken off our hands is taken out of the file.
        flush()
    return status


def _say_links(links: Sequence[Waiting], given: dict[str, Any]) -> int:
    for link in links:
        if given["json"]:
            say_json(link.as_json())
        else:
            say(link.url)
    if not links:
        warn("The outbox is empty.")
    return 0 if links else 1


COMMANDS = (
    LibraryCommand(
        "outbox",
        "print the links that wait to be opened",
        _declare_outbox,
        _outbox,
        example="ssh host recto outbox --drain",
    ),
)
