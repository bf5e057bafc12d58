"""`recto open`: the pages of papers, in a browser where there is one, else links on their way."""

from __future__ import annotations

import os
from typing import Any

from ....index import Library, Outbox, Paper, RectoError, page_address, web_address
from ...system.browser import Browser, find_browser, start_apart
from ...system.programs import ended, run_program
from ..command import LibraryCommand, declare_ids, named_ids
from ..streams import say, say_json, warn


def _open(library: Library, given: dict[str, Any]) -> int:
    papers = [library.paper(wanted) for wanted in named_ids(given["ids"])]
    browser, status = find_browser(dict(os.environ)), 0
    for paper in papers:
        url = page_address(paper)
        if not web_address(url):
            warn(f"{paper.id} has no page that can be opened.")
            status = 1
            continue
        problem = _problem(browser, url)
        if problem is not None:
            _send(library, paper, url)
            if problem:
                warn(f"{problem}. The link is in the outbox.")
        if given["json"]:
            say_json({"id": paper.id, "url": url, "opened": problem is None})
        else:
            say(url)
    return status


def _problem(browser: Browser | None, url: str) -> str | None:
    """Open a link; return why it could not be, nothing where there is no browser, None if it is."""
    if browser is None:
        return ""
    words = browser.command(url)
    if not browser.has_terminal:
        return start_apart(words)
    try:
        status = run_program(words)
    except RectoError as error:
        return str(error).rstrip(".")
    return f"{browser.name} {ended(status)}" if status else None


def _send(library: Library, paper: Paper, url: str) -> None:
    """Keep a link for the machine that somebody sits at."""
    Outbox(library.locations.outbox).append(url, paper.title)


COMMANDS = (
    LibraryCommand(
        "open",
        "open the pages of papers, or keep their links in the outbox",
        declare_ids,
        _open,
        example="recto open 4fmb",
    ),
)
