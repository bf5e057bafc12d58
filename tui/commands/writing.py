"""Asks for a file, and writes to it beside the event loop what is to be in it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...index import RectoError
from ..system.saving import FileThereError, file_named, save_text

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

Make = Callable[[Path], Iterable[str]]
"""Returns what is to be written to a file of this name, in pieces; not on the event loop."""

Said = Callable[[Path], str]
"""Returns what is said once it is written."""


def ask_for_file(
    screen: MainScreen,
    sign: str,
    name: str,
    make: Make,
    said: Said = lambda path: f"Written to {path}.",
    *,
    names: Sequence[str] = (),
    check: Callable[[Path], object] = lambda path: None,
    answered: str = "",
    named: Callable[[str], str] = str.strip,
) -> None:
    """Ask where to write, `name` being proposed, and again before a file would be replaced.

    Where the file is named already, it is `answered`.

    `names` are offered besides the files there are. `check` raises RectoError for a file that
    cannot be meant; `named` returns the name of the file that stands in an answer.
    """

    def answer(text: str) -> None:
        if not text.strip():
            return
        try:
            path = file_named(named(text))
            check(path)
        except RectoError as error:
            screen.say(str(error), is_error=True)
        else:
            _write(screen, path, make, said)

    def complete(text: str) -> list[str]:
        # Behind a name that stands there Tab goes to the other formats.
        others = [one for one in names if one != text] if text in names else []
        begun = [one for one in names if one != text and text and one.startswith(text)]
        return list(dict.fromkeys([*others, *begun, *complete_file(text)]))

    if answered:
        answer(answered)
    else:
        screen.prompt.ask(sign, answer, text=name, complete=complete)


def _write(screen: MainScreen, path: Path, make: Make, said: Said, *, over: bool = False) -> None:
    def write() -> str:
        if path.exists() and not over:
            raise FileThereError("Nothing was written", f"{path} is there already.")
        save_text(path, make(path), over=over)
        return said(path)

    def answer(text: str) -> None:
        if text.strip().casefold() in ("y", "yes"):
            _write(screen, path, make, said, over=True)
        else:
            screen.say(f"{path} is as it was.")

    async def go() -> None:
        try:
            screen.say(await asyncio.to_thread(write), is_whole=True)
        except FileThereError:
            screen.prompt.ask(f"{path.name} is there already; replace it? y/n", answer)
        except RectoError as error:
            screen.say(str(error), is_error=True)

    screen.run_beside(go, group="out")


def complete_file(text: str) -> list[str]:
    """Return the files and directories whose names go on from a text."""
    head, tail = os.path.split(text)
    try:
        found = sorted(Path(head or ".").expanduser().iterdir())
    except (OSError, RuntimeError, ValueError):
        return []
    ends = (f"{path.name}/" if path.is_dir() else path.name for path in found)
    return [
        os.path.join(head, end)  # noqa: PTH118 - what is typed, `./` and all
        for end in ends
        if end.startswith(tail) and end.isprintable() and (tail or not end.startswith("."))
    ]
