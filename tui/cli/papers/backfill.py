"""Fetching a category of arXiv back to a day, on the shell: its price first, and how far it is."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from datetime import date
from typing import Any

from ....index import Library, Price, Stage
from ...system.plain_text import count, printable
from ..arguments import ArgumentParser, UsageError
from ..streams import flush, say, say_json, warn
from ..termination import terminated_gently

_SINCE = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")
_LEFT_UNDONE = 2
"""The status where the price was said and nobody has said yes to it."""


def declare_back(parser: ArgumentParser) -> None:
    """Take what fetching back needs."""
    parser.add_argument(
        "--since",
        metavar="DAY",
        help="instead fetch a category of arXiv back to a year, a month or a day, such as 2019",
    )
    parser.add_argument("--yes", action="store_true", help="with --since: do not ask whether to")


def fetch_back(library: Library, given: dict[str, Any]) -> int:
    """Say what it costs, ask, and fetch; return the exit status."""
    if len(given["names"]) != 1:
        raise UsageError("Wrong arguments", "--since takes one name, such as arxiv:cs.LG.")
    (name,) = given["names"]
    since = _day(given["since"])
    is_told = not (given["quiet"] or given["json"])
    price = library.former_days.price(name, since)
    if price.is_done:
        text = f"{price.name} since {given['since']} is in the library."
        _say_end(text, _as_json(price, None), given)
        return 0
    sentence = _sentence(price, given["since"])
    kept = library.config.fetch
    if not kept.keeps(price.since, date.today()):
        sentence += f" Of it goes out of sight what is older than {kept.keep}, as the settings say."
    if not given["yes"]:
        if not _is_terminal():
            _say_end(f"{sentence} --yes fetches them.", _as_json(price, None), given)
            return _LEFT_UNDONE
        if not _agrees(sentence):
            say("Nothing was fetched.")
            return 0
    elif is_told:
        say(sentence)
        flush()
    library.index.most_at_once = 0  # what has come is told first
    meter = _Meter(is_told)
    try:
        with terminated_gently(signal.SIGHUP):
            stage = library.former_days.fetch(name, since, progress=meter.tell)
    except KeyboardInterrupt:
        meter.end()
        warn("What has come so far is in the library; the same command goes on from there.")
        raise
    finally:
        meter.end()
    text = (
        f"{price.name} since {given['since']}: {count(stage.records, 'paper')}, "
        f"{stage.new:,} new. `recto undo` takes that back."
    )
    _say_end(text, _as_json(price, stage), given)
    return 0


class _Meter:
    """Says on a terminal how far it is, in one line."""

    def __init__(self, is_told: bool) -> None:
        self._is_told = is_told and sys.stderr is not None and sys.stderr.isatty()
        self._began = time.monotonic()
        self._width = 0

    def tell(self, stage: Stage) -> None:
        """Say how far it is, how fast that went, and how long the rest will take."""
        if not self._is_told:
            return
        took = max(0.001, time.monotonic() - self._began)
        parts = [f"back to {stage.low}", count(stage.records, "paper")]
        if stage.records:
            parts.append(f"{stage.records / took:,.0f} a second")
        if 0 < stage.part < 1:
            parts.append(f"{_duration(took / stage.part * (1 - stage.part))} left")
        self._write(printable(", ".join(parts)))

    def end(self) -> None:
        """Leave the line."""
        if self._width:
            self._write("")
            sys.stderr.write("\r")
            self._width = 0

    def _write(self, text: str) -> None:
        text = text[: _columns() - 1]  # a line that goes on below cannot be taken back
        sys.stderr.write(f"\r{text.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(text)


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80


def _day(text: str) -> date:
    """Return the first day of a year, a month or a day."""
    found = _SINCE.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        pass  # no such day
    message = f"--since takes a day such as 2019, 2019-05 or 2019-05-01, not {text[:40]!r}."
    raise UsageError("Wrong arguments", message)


def _sentence(price: Price, since: str) -> str:
    papers = count(price.papers, "paper")
    pace = _duration(price.seconds)
    return f"{price.name} since {since}: about {papers}, {pace} at arXiv's pace."


def _duration(seconds: float) -> str:
    if seconds < 90:
        return count(max(1, round(seconds)), "second")
    if seconds < 90 * 60:
        return count(round(seconds / 60), "minute")
    return f"{seconds / 3600:.1f} hours"


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _agrees(sentence: str) -> bool:
    """Ask on the terminal; only a yes is one."""
    sys.stderr.write(f"{printable(sentence)} Fetch them? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _say_end(text: str, told: dict[str, Any], given: dict[str, Any]) -> None:
    if given["json"]:
        say_json(told)
    elif not given["quiet"]:
        say(printable(text))


def _as_json(price: Price, stage: Stage | None) -> dict[str, Any]:
    return {
        "name": price.name,
        "since": price.since.isoformat(),
        "estimate": {"papers": price.papers, "seconds": round(price.seconds)},
        "records": stage.records if stage else 0,
        "new": stage.new if stage else 0,
        "done": price.is_done or stage is not None,
    }
