"""Words of a command line: options wherever they stand, words with a dash as data."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import deque
from collections.abc import Iterable
from textwrap import fill
from typing import Any, NoReturn

from ...index import RectoError
from .. import __version__
from .streams import say


class UsageError(RectoError):
    """The command line asks for something that does not exist or is incomplete."""


class ArgumentParser(argparse.ArgumentParser):
    """An argparse parser that takes options and data in any order and never guesses.

    argparse alone reads `-word` as an option, wants options before or after a list but not
    between, and accepts `--li` for `--limit`, which breaks scripts once an option is added.
    """

    def __init__(self, name: str, summary: str, *, are_dashes_data: bool = False) -> None:
        super().__init__(prog=f"recto {name}".strip(), description=summary, allow_abbrev=False)
        self.are_dashes_data = are_dashes_data
        """Whether a word with one leading dash that is no option is data."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print together with the usage, so that it fits in one line."""
        sentence = message if message.endswith("?") else f"{message}."
        raise UsageError("Wrong arguments", sentence, f"See {self.prog} --help.")

    def set_ending(self, *lines: str) -> None:
        """Let the help end with these lines as they are."""
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        self.epilog = "\n".join(lines)

    def add_example(self, example: str) -> None:
        """Let the help end with a command line that shows what the command is good for."""
        if example:
            width = shutil.get_terminal_size().columns - 2  # as argparse has it
            told = [fill(self.epilog, max(width, 11)), ""] if self.epilog else []
            self.set_ending(*told, "example:", f"  {example}")

    def print_help(self, file: Any = None) -> None:
        """Print the help as everything is printed; argparse passes over an output that is full."""
        say(self.format_help().rstrip())

    def split(self, words: Iterable[str], *, stop_at_data: bool = False) -> tuple[list[str], ...]:
        """Return (options, data, rest): each option joined to its value, the data as it came.

        With `stop_at_data` the first word of data ends the reading: it and all that follows is the
        rest.
        """
        options: list[str] = []
        data: list[str] = []
        left = deque(words)
        while left:
            word = left.popleft()
            if word == "--":
                data.extend(left)
                left.clear()
            elif (name := word.partition("=")[0]) in self._option_string_actions:
                takes = self._option_string_actions[name].nargs
                is_bare = takes == argparse.OPTIONAL and (not left or left[0].startswith("-"))
                if name == word and takes != 0 and not is_bare:
                    if not left:
                        self.error(f"{name} needs a value")
                    options.append(f"{name}={left.popleft()}")
                else:
                    options.append(word)
            elif not self._is_option(word):
                if stop_at_data:
                    return options, data, [word, *left]
                data.append(word)
            else:
                near = nearest(name, self._option_string_actions)
                raise UsageError(
                    f"{self.prog} has no option {name}",
                    hint=near or f"To give it as data, write -- before it; see {self.prog} --help.",
                )
        return options, data, []

    def _is_option(self, word: str) -> bool:
        if self.are_dashes_data:
            return word.startswith("--")
        return word.startswith("-") and word != "-"

    def read(self, words: Iterable[str]) -> dict[str, Any]:
        """Return the values of a whole command line, by name."""
        options, data, _rest = self.split(words)
        values, beyond = self.parse_known_args([*options, "--", *data])
        if unknown := [word for word in beyond if word != "--"]:
            self.error(f"nothing like {unknown[0]!r} is expected here")
        return vars(values)


class PrintVersion(argparse.Action):
    """Prints the name and version of the program and ends it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Do so, as everything is printed."""
        say(f"recto {__version__}")
        parser.exit()


_FORMATS = {"csl": "csl-json", "bib": "bibtex", "md": "markdown"}


def format_name(text: str) -> str:
    """Return the name of a format that people also call by a shorter one, for argparse."""
    return _FORMATS.get(text.lower(), text.lower())


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question that offers the known name nearest to a word, empty when none is near."""
    import difflib  # only a mistake pays for it

    found = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean {found[0]}?" if found else ""


def number(text: str) -> int:
    """Read a whole number from 1 for argparse."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return min(int(text), sys.maxsize)


def year(text: str) -> int:
    """Read a year of four digits for argparse."""
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year of four digits")
    return int(text)


def directory(text: str) -> str:
    """Read the name of a directory for argparse; it need not exist."""
    if not text:
        raise argparse.ArgumentTypeError("the name of a directory is empty")
    return text


def add_common_options(parser: ArgumentParser, *, are_defaults_given: bool = False) -> None:
    """Declare what the reader and every command understand.

    Without defaults a value given before the command stands unless one is given behind it.
    """
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        type=directory,
        default=None if are_defaults_given else argparse.SUPPRESS,
        help="keep library, index and configuration in DIR (also: RECTO_DATA_DIR)",
    )
    parser.add_argument(
        "--no-seeds",
        dest="seeds",
        action="store_false",
        default=True if are_defaults_given else argparse.SUPPRESS,
        help="do not take the five bundled pages into a new library",
    )
