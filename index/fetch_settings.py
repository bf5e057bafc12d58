"""Settings about fetching: `[fetch]` in the settings file, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from .services import Bases
from .stream_names import DAILY_NAMES
from .text import clean

_SPAN = re.compile(r"([1-9]\d{0,3})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
"""As in queries, such as `added:2w`."""

_COMMAND_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


class FetchCommand(NamedTuple):
    """A command that brings papers on its standard output, in any format that can be added."""

    name: str
    """What it is fetched by; letters, digits and `._-`."""
    run: str
    """For `sh -c`."""


class Fetch(NamedTuple):
    """How papers are fetched."""

    enabled: bool = True
    """Whether anything is asked of the network at all."""
    here: bool = True
    """Whether this machine fetches what is followed; else it comes from another one, by sync."""
    contact: str = ""
    """How services can reach the user, such as an address for mail; it is sent to them."""
    every: int = 6
    """After how many hours the reader fetches anew when it is opened; 0 for never."""
    keep: str = ""
    """For how long papers of a day stay in sight that nobody has touched, such as `90d`; empty for
    ever."""
    base: Bases = Bases()
    """Where they answer."""
    command: tuple[FetchCommand, ...] = ()
    """Commands that bring papers."""

    def keeps(self, day: date, today: date) -> bool:
        """Tell whether untouched papers of a day stay in sight."""
        days = days_of(self.keep)
        return days is None or (today - day).days <= days


def days_of(keep: str) -> int | None:
    """Return the days in a span such as `90d`, `12w`, `6m` or `1y`; None for an empty one.

    Raises ValueError for anything else.
    """
    if not keep:
        return None
    found = _SPAN.fullmatch(keep)
    if found is None:
        raise ValueError(keep)
    return int(found[1]) * _DAYS[found[2]]


def is_span(text: object) -> bool:
    """Tell whether a text is a span of time, or empty."""
    try:
        return isinstance(text, str) and (days_of(text) or 1) > 0
    except ValueError:
        return False


def is_base(text: object) -> bool:
    """Tell whether a text can be what the addresses of a service begin with."""
    from .addresses import web_address

    return isinstance(text, str) and web_address(text) is not None and not {"?", "#"} & {*text}


def read_commands(value: object, name: str) -> tuple[tuple[FetchCommand, ...], list[str]]:
    """Return the commands under `[[fetch.command]]`, and a sentence for each that is none.

    `name` is that of the file.
    """
    good: dict[str, FetchCommand] = {}
    warnings: list[str] = []
    for number, table in enumerate(value if isinstance(value, list) else [value], 1):
        place = f"{name}: fetch.command {number}"
        if not isinstance(table, dict):
            warnings.append(f"{place} must be a table that begins with [[fetch.command]].")
            continue
        unknown = [key for key in table if key not in FetchCommand._fields]
        warnings += [f"{place}.{clean(key)} is not a setting." for key in unknown]
        called, run = table.get("name"), table.get("run")
        if not isinstance(called, str) or not _COMMAND_NAME.fullmatch(called):
            told = "" if called is None else f", not {clean(repr(called))}"
            warnings.append(f"{place} must have a name of letters, digits, '.', '_' and '-'{told}.")
        elif called.lower() in DAILY_NAMES:
            warnings.append(f"{place}.name must be another: {called} is Hugging Face.")
        elif called in good:
            warnings.append(f"{place}.name must be another: there is one {called} already.")
        elif not isinstance(run, str) or not run.strip() or "\0" in run:
            warnings.append(f"{place} must have what to run, as a text.")
        else:
            good[called] = FetchCommand(called, run)
    return tuple(good.values()), warnings


def as_tables(commands: Sequence[FetchCommand]) -> list[dict[str, Any]]:
    """Return commands as the tables that they are read from."""
    return [command._asdict() for command in commands]
