"""Verbs that copy: papers go to the clipboard of whoever sits at the terminal, near or far."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from ....index import Paper, RectoError, page_address
from ...system.clipboard import LIMIT, load_into_tmux, refusal, sequence
from ...system.plain_text import printable
from ...terminal.driver import send
from ..writing import ask_for_file

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen


class NotCopiedError(RectoError):
    """A text could not go to the clipboard."""


def yank(screen: MainScreen, count: int | None) -> None:
    """Copy title and link, a paper to a line."""
    _yank_lines(screen, "title and link", lambda paper: f"{paper.title} {page_address(paper)}")


def yank_link(screen: MainScreen, count: int | None) -> None:
    """Copy the link."""
    _yank_lines(screen, "link", page_address)


def yank_id(screen: MainScreen, count: int | None) -> None:
    """Copy the arXiv id, or Recto's own where none is known; `recto show` takes both."""
    _yank_lines(screen, "id", lambda paper: paper.arxiv_id or paper.id)


def yank_key(screen: MainScreen, count: int | None) -> None:
    """Copy the citation keys, parted by commas as LaTeX takes them; who has none is given one."""
    if rowids := screen.results.selection.take_targets():

        def write() -> str:
            papers = screen.library.keys.of(rowids=rowids)
            return ",".join(printable(paper.cite_key or "") for paper in papers)

        start(screen, lambda: _yank(screen, write, named(rowids, "citation key"), "keys.txt"))


def yank_bibtex(screen: MainScreen, count: int | None) -> None:
    """Copy BibTeX."""
    if rowids := screen.results.selection.take_targets():

        def write() -> str:
            return screen.library.export(rowids=rowids, format="bibtex").text.rstrip("\n")

        start(screen, lambda: _yank(screen, write, named(rowids, "BibTeX"), "papers.bib"))


def _yank_lines(screen: MainScreen, what: str, line: Callable[[Paper], str]) -> None:
    if rowids := screen.results.selection.take_targets():

        def write() -> str:
            # No line end behind the last line: pasted into a shell, one line does nothing yet.
            return "\n".join(printable(line(paper)) for paper in screen.library.rows(rowids))

        start(screen, lambda: _yank(screen, write, named(rowids, what), "papers.txt"))


def named(rowids: Sequence[int], what: str) -> str:
    """Return what is copied, with the number of papers where there are several."""
    return f"{what} of {len(rowids):,} papers" if len(rowids) > 1 else what


def start(screen: MainScreen, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do something that takes a while beside the event loop, and say what goes wrong."""

    async def go() -> None:
        try:
            await work()
        except RectoError as error:
            screen.say(str(error), is_error=True)

    screen.run_beside(go, group="out")


async def _yank(screen: MainScreen, write: Callable[[], str], what: str, file: str) -> None:
    text = await asyncio.to_thread(write)
    screen.presenter.show_state()
    if not text:
        return
    try:
        ways = await copy(screen, text)
    except NotCopiedError as error:
        ask_for_file(screen, f"{error.title}; write to", file, lambda _path: (text + "\n",))
    else:
        screen.say(f"Copied {what}, {ways}.")


async def copy(screen: MainScreen, text: str) -> str:
    """Copy a text every way there is, and return how much of it went which ways.

    Raises NotCopiedError where there is no way, or the text is too much for a terminal.
    """
    data = text.encode("utf-8", "replace")
    env = os.environ
    if len(data) > LIMIT:
        raise NotCopiedError(f"{len(data):,} bytes, more than terminals take")
    ways, problem = [], refusal(env)
    if problem is None and send(screen.app, sequence(data, env)):
        ways.append("OSC 52")
    if env.get("TMUX"):
        problem = await asyncio.to_thread(load_into_tmux, data)
        if problem is None:
            ways.append("tmux")
    if not ways:
        raise NotCopiedError(problem or "There is no terminal to copy with")
    lacking = f" alone ({problem})" if problem else ""
    size = f"{len(data):,} byte" + ("s" if len(data) != 1 else "")
    return f"{size}: {' and '.join(ways)}{lacking}"
