"""Verbs that open links: in a browser where one can be seen, otherwise on their way to one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....index import (
    Outbox,
    Paper,
    RectoError,
    clean,
    code_addresses,
    find_pdf,
    page_address,
    pdf_address,
    web_address,
)
from ...system.browser import Browser, find_browser, find_viewer, start_apart
from ...system.programs import ended, run_program
from .yanking import NotCopiedError, copy, start

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen

MANY = 5
"""Pages that are opened at once without asking again."""

Target = tuple[str, str]
"""An address and the title of the paper it belongs to."""


def open_page(screen: MainScreen, count: int | None) -> None:
    """Open the paper's page, or a search for its title where the page is not known."""
    if not (rowids := screen.results.selection.take_targets()):
        return
    screen.presenter.show_state()
    targets = [(page_address(paper), paper.title) for paper in screen.library.rows(rowids)]
    if len(targets) <= MANY:
        open_addresses(screen, targets)
        return

    def answer(text: str) -> None:
        if text.strip().casefold() in ("y", "yes"):
            open_addresses(screen, targets)

    screen.prompt.ask(f"open {len(targets):,} pages? y/n", answer)


def open_code(screen: MainScreen, count: int | None) -> None:
    """Open where the paper's code is; ask which where there are several such places."""
    if (paper := screen.results.paper) is None:
        return
    addresses = code_addresses(paper)
    if len(addresses) > 1:
        _ask_which(screen, paper, addresses)
    elif addresses:
        open_addresses(screen, [(addresses[0], paper.title)])
    else:
        screen.say("The abstract names no place with code.")


def open_pdf(screen: MainScreen, count: int | None) -> None:
    """Open the paper's PDF: the one on this disk, or else the one on arXiv."""
    if (paper := screen.results.paper) is None:
        return
    start(screen, lambda: _open_pdf(screen, paper))


async def _open_pdf(screen: MainScreen, paper: Paper) -> None:
    path, gone = await asyncio.to_thread(find_pdf, paper.files)
    address = pdf_address(paper)
    missing = f"{clean(gone[0])} is gone" if gone else ""
    if path is None:
        if address:
            await _open_here_or_send(screen, [(address, paper.title)], missing)
        else:
            screen.say(f"{missing or 'No PDF of it is known'}.", is_error=bool(gone))
        return
    shown = clean(str(path))
    viewer = await asyncio.to_thread(find_viewer, dict(os.environ))
    problem: str | None = ""
    if viewer is not None:
        try:
            problem = await _open_in(screen, viewer, [(str(path), paper.title)])
        except RectoError as error:
            problem = str(error).rstrip(".")
        if problem is None:
            screen.say(f"{shown} is open in {viewer.name}.", is_whole=True)
            return
    if address:
        await _send(screen, [(address, paper.title)], problem or f"Its file is {shown}")
    else:
        await _copy_path(screen, shown, problem or "")


async def _copy_path(screen: MainScreen, path: str, problem: str) -> None:
    """Show where a file is that cannot be opened here, and copy that."""
    said = [f"{path} (copied)"]
    try:
        await copy(screen, path)
    except NotCopiedError as error:
        said = [path, error.title]
    if problem:
        said.append(problem)
    screen.say(f"{'. '.join(said)}.", is_error=bool(problem), is_whole=True)


def _ask_which(screen: MainScreen, paper: Paper, addresses: Sequence[str]) -> None:
    def matching(text: str) -> list[str]:
        return [address for address in addresses if text.strip() in address]

    def answer(text: str) -> None:
        exact = [address for address in addresses if address == text.strip()]
        if found := exact or matching(text):
            open_addresses(screen, [(found[0], paper.title)])
        else:
            screen.say(f"The abstract names no {text.strip()}.")

    screen.prompt.ask(f"{len(addresses)} links, Tab for the next:", answer, text=addresses[0],
                      complete=matching)  # fmt: skip


def open_addresses(screen: MainScreen, targets: Sequence[Target]) -> None:
    """Open addresses in a browser, or send them on their way to one."""
    # The one door: nothing but plain web addresses goes on from here.
    safe = [(url, title) for url, title in targets if web_address(url)]
    if safe:
        start(screen, lambda: _open_here_or_send(screen, safe))


async def _open_here_or_send(
    screen: MainScreen, targets: Sequence[Target], remark: str = ""
) -> None:
    """Open links, or send them on; the remark is said as well."""
    browser = await asyncio.to_thread(find_browser, dict(os.environ))
    if browser is None:
        await _send(screen, targets, remark)
        return
    try:
        problem = await _open_in(screen, browser, targets)
    except RectoError as error:
        problem = str(error).rstrip(".")
    if problem:
        await _send(screen, targets, problem)
        return
    is_one = len(targets) == 1
    what = f"{targets[0][0]} is" if is_one else f"{len(targets):,} pages are"
    more = f" {remark}." if remark else ""
    screen.say(f"{what} open in {browser.name}.{more}", is_whole=True)


async def _open_in(screen: MainScreen, browser: Browser, targets: Sequence[Target]) -> str | None:
    """Open links in a browser; return what went wrong, or None."""
    for url, _ in targets:
        words = browser.command(url)
        if not browser.has_terminal:
            problem = await asyncio.to_thread(start_apart, words)
        else:
            status = screen.suspender.run(lambda words=words: run_program(words))  # type: ignore[misc]
            problem = f"{browser.name} {ended(status)}" if status else None
        if problem:
            return problem
    return None


async def _send(screen: MainScreen, targets: Sequence[Target], problem: str = "") -> None:
    """Show a link in full, copy it and put it into the outbox: it is opened somewhere else."""
    done, problems = [], [problem] if problem else []
    try:
        await copy(screen, "\n".join(url for url, _ in targets))
        done.append("copied")
    except NotCopiedError as error:
        problems.append(error.title)
    try:
        await asyncio.to_thread(_post, screen, targets)
        done.append("in the outbox")
    except RectoError as error:
        problems.append(str(error).rstrip("."))
    is_one = len(targets) == 1
    what = targets[0][0] if is_one else f"{len(targets):,} links"
    state = f" ({' and '.join(done)})" if done else ""
    screen.say(
        f"{what}{state}" + "".join(f". {one}." for one in problems),
        is_error=not done,
        is_whole=True,
    )


def _post(screen: MainScreen, targets: Sequence[Target]) -> None:
    outbox = Outbox(screen.library.locations.outbox)
    for url, title in targets:
        outbox.append(url, title)
