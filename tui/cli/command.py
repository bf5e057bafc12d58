"""What every command of the shell is made of, and how it takes and gives papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...index import Library, NotFoundError, Paper
from ..system.plain_text import printable
from .arguments import ArgumentParser, UsageError, nearest
from .streams import read_input, say, say_json

ID_HELP = "a paper's id or its beginning, or its arXiv id; - reads ids from standard input"
"""What an argument says that names papers."""

_NAMED = re.compile(r"(\S+)(?: {2}.*)?")
"""An id, or a line that `recto search` prints, which begins with one."""


@dataclass(frozen=True, slots=True)
class ShellCommand:
    """One verb of the shell, and how it is called."""

    name: str
    summary: str
    """What it does, in a few words without a full stop."""
    declare: Callable[[ArgumentParser], object]
    example: str = field(kw_only=True)
    """A command line that shows what it is good for."""


@dataclass(frozen=True, slots=True)
class LibraryCommand(ShellCommand):
    """A verb that is about the library."""

    run: Callable[[Library, dict[str, Any]], int]
    """Does it and returns the exit status."""
    are_dashes_data: bool = False
    """Whether a word with one leading dash that is no option is data."""
    begins_empty: Callable[[dict[str, Any]], bool] = lambda given: False
    """Whether a library that it makes is to have no bundled pages."""


@dataclass(frozen=True, slots=True)
class StandaloneCommand(ShellCommand):
    """A verb that works without a library, and makes none."""

    run: Callable[[dict[str, Any]], int]
    """Does it and returns the exit status."""
    are_dashes_data: bool = False


def declare_json(parser: ArgumentParser, text: str = "print one JSON object per line") -> None:
    """Declare `--json`, which every command has that prints something."""
    parser.add_argument("--json", action="store_true", help=text)


def declare_one_object(parser: ArgumentParser) -> None:
    """Declare `--json` alone, for a command that has one thing to say."""
    declare_json(parser, "print one JSON object")


def declare_ids(parser: ArgumentParser) -> None:
    """Declare a list of papers as people name them."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=ID_HELP)
    declare_json(parser)


def named_ids(words: Iterable[str]) -> list[str]:
    """Return ids of papers, those on standard input in place of each `-`.

    Raises NotFoundError when there are none, so that a search without results is none of success.
    """
    ids: list[str] = []
    for word in words:
        if word == "-":
            ids += _ids_of_input()
        else:
            ids.append(word)
    if not ids:
        raise NotFoundError("No paper is named", "Standard input holds no id.")
    return ids


def named_id(word: str) -> str:
    """Return the one paper that a word names; raises UsageError where `-` gives several."""
    ids = list(dict.fromkeys(named_ids([word])))
    if len(ids) > 1:
        raise UsageError("One paper is wanted", f"Standard input names {len(ids)}.")
    return ids[0]


def _ids_of_input() -> list[str]:
    text = read_input().decode("utf-8-sig", "replace")
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return [_id_of_line(number, line) for number, line in lines if line]


def _id_of_line(number: int, line: str) -> str:
    """Return the id that a line is or holds: bare, before a title, or as JSON."""
    found = None
    if line[0] in '{"':
        import json

        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        found = value.get("id") if isinstance(value, dict) else value
    elif match := _NAMED.fullmatch(line):
        found = match[1]
    if not isinstance(found, str):
        raise UsageError(
            "An id is wanted on each line of standard input",
            f"Line {number} is none, and no JSON object with an “id”.",
            "Nothing was done.",
        )
    return found


def say_papers(done: str, papers: Sequence[Paper], given: dict[str, Any]) -> None:
    """Say of each paper what was done to it, or print the papers as JSON."""
    for paper in papers:
        if given["json"]:
            say_json(paper.as_json())
        else:
            say(f"{done}  {paper.id}  {printable(paper.title)}")


def say_outcome(text: str, value: dict[str, Any], given: dict[str, Any]) -> None:
    """Print what came of a command, in words or as one JSON object."""
    if given["json"]:
        say_json(value)
    else:
        say(printable(text))


def choose_form(
    name: str, words: Sequence[str], forms: dict[str, tuple[str, ...]]
) -> tuple[str, list[str]]:
    """Return which form of a command is meant and the words it takes; `""` is the bare command.

    `forms` are the names of the words that each takes; one that ends in `…` takes all the rest.
    Raises UsageError.
    """
    if not words:
        return "", []
    form, *rest = words
    wanted = forms.get(form)
    if wanted is None:
        raise UsageError(
            f"recto {name} has no “{form}”",
            hint=nearest(form, forms) or f"See recto {name} --help.",
        )
    takes_rest = bool(wanted) and wanted[-1].endswith("…")
    needed = len(wanted) - takes_rest
    if len(rest) < needed or (len(rest) > needed and not takes_rest):
        raise UsageError("Wrong arguments", f"recto {name} {' '.join((form, *wanted))} is meant.")
    return form, rest
