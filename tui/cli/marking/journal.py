"""What happened in the library, told and taken back on the shell."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ....index import Library, Undone
from ...system.plain_text import PrintedPage, printable
from ..arguments import ArgumentParser, number
from ..command import (
    ID_HELP,
    LibraryCommand,
    declare_json,
    declare_one_object,
    named_id,
    say_outcome,
)
from ..streams import say, say_json, warn

_SHOWN = 8
"""Characters of an act's id that are printed: enough to name it, in any but a huge journal."""

_NARROW = 60
"""Columns below which what happened goes on a line beneath when it did."""


def _declare_log(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help=ID_HELP)
    parser.add_argument("--limit", type=number, metavar="N", help="the newest N only")
    declare_json(parser)


def _log(library: Library, given: dict[str, Any]) -> int:
    ident = None if given["id"] is None else named_id(given["id"])
    page = PrintedPage.of_stdout()
    entries = library.log(ident, given["limit"])
    machines = {one: library.sync.name_of(one) for one in {entry.machine for entry in entries}}
    for entry in entries:
        name = machines[entry.machine]
        if given["json"]:
            say_json({**asdict(entry), "machine_name": name})
            continue
        when = printable(entry.when[:19].replace("T", " "))
        # Of a machine that is not met here the id is all there is, which helps nobody.
        is_told = entry.machine not in (library.journal.machine, name)
        behind = [*([f"on {name}"] if is_told else []), *(["undone"] if entry.undone else [])]
        told = printable(entry.sentence + (f" ({', '.join(behind)})" if behind else ""))
        start = f"{when}  {entry.act[:_SHOWN]}"
        if page.width is not None and page.width < _NARROW:
            lines = [start, *page.wrapped(told, "  ", "  ")]
        else:
            lines = page.wrapped(told, f"{start}  ", " " * (len(start) + 2))
        say(page.styled(start, "2") + lines[0][len(start) :])
        for line in lines[1:]:
            say(line)
    if not entries:
        warn("Nothing has happened yet.")
    return 0 if entries else 1


def steps_or_entry(text: str) -> int | str:
    """Read a number of steps, or the id of an act, for argparse.

    The id of an act may be all digits too, but has to be given with four of them or more.
    """
    if text.isascii() and text.isdigit() and len(text) < 4:
        return number(text)
    if not (text.isascii() and text.isalnum()):
        raise ArgumentTypeError(f"{text!r} is neither a number of steps nor the id of an act")
    return text


def _declare_undo(parser: ArgumentParser) -> None:
    parser.add_argument(
        "which",
        nargs="?",
        type=steps_or_entry,
        metavar="N|ENTRY",
        help="how many acts, up to 999, or one by its id in recto log; one act unless given",
    )
    declare_json(parser)


def _undo(library: Library, given: dict[str, Any]) -> int:
    which = given["which"] or 1
    if isinstance(which, int):
        return _say_steps("undo", library.journal.undo_steps(which), which, given)
    undone = library.undo(which)
    return _say_steps("undo", [undone] if undone else [], 1, given)


def _redo(library: Library, given: dict[str, Any]) -> int:
    which = given["which"] or 1
    if isinstance(which, int):
        return _say_steps("redo", library.journal.redo_steps(which), which, given)
    redone = library.redo(which)
    return _say_steps("redo", [redone] if redone else [], 1, given)


def _say_steps(verb: str, steps: Sequence[Undone], wanted: int, given: dict[str, Any]) -> int:
    for step in steps:
        if given["json"]:
            papers = [paper.id for paper in step.papers]
            told = {"act": step.act, "kind": step.kind, "sentence": step.sentence}
            say_json({**told, "papers": papers, "count": step.count})
        else:
            say(printable(step.sentence))
    if len(steps) < wanted:
        more = "more " if steps else ""
        warn(f"There is nothing {more}to {verb}; recto log tells what happened.")
    return 0 if steps else 1


def _rebuild(library: Library, given: dict[str, Any]) -> int:
    has_agreed = library.journal.rebuild()
    told = "The marks agree with the journal."
    if not has_agreed:
        told = "The marks did not agree with the journal. They do now."
    say_outcome(told, {"agreed": has_agreed}, given)
    return 0 if has_agreed else 1


COMMANDS = (
    LibraryCommand(
        "log",
        "tell what happened, to one paper or at all",
        _declare_log,
        _log,
        example="recto log --limit 5",
    ),
    LibraryCommand(
        "undo", "take acts back, the newest first", _declare_undo, _undo, example="recto undo 2"
    ),
    LibraryCommand(
        "redo",
        "put acts in force again that were undone",
        _declare_undo,
        _redo,
        example="recto redo",
    ),
    LibraryCommand(
        "rebuild-marks",
        "compare the marks with the journal, and put them right",
        declare_one_object,
        _rebuild,
        example="recto rebuild-marks",
    ),
)
