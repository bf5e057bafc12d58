"""Fetching what is new in sources that are followed, on the shell."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Any

from ....index import Followed, Library, Outcome, Progress, SearchIndexError
from ...system.plain_text import count, printable
from ..arguments import ArgumentParser, UsageError
from ..command import LibraryCommand, declare_json, say_outcome
from ..streams import flush, say, say_json, warn
from ..termination import terminated_gently
from .backfill import declare_back, fetch_back
from .fetch_texts import fetch_texts, fetch_texts_too
from .follow import NOBODY, standing_as_json

_HOW = {
    "derived": " (by their first versions: no list of that day can be had)",
    "provisional": " (by arXiv's feed: the list of the day could not be had)",
}
"""What is said of days that came by no list."""
_RESTING = 75
"""The exit status where nothing is to be asked for now."""
_WARNING = ("stalled", "failed")
"""States with which a person should do something."""


def _declare_fetch(parser: ArgumentParser) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="what to fetch from; else all that is followed"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing unless a person is needed"
    )
    switch = parser.add_mutually_exclusive_group()
    switch.add_argument(
        "--offline", action="store_true", help="fetch nothing from now on, until --online"
    )
    switch.add_argument(
        "--complete",
        action="store_true",
        help="instead fill in the papers that are known only by an arXiv id, a DOI or a title",
    )
    switch.add_argument(
        "--texts",
        choices=("queue",),
        help="instead fetch the whole papers of what is in the queue, one at a time",
    )
    switch.add_argument("--online", action="store_true", help="take --offline back, and fetch")
    declare_back(parser)
    declare_json(parser, "print one JSON object per source")
    parser.epilog = "Each morning: 0 7 * * * recto fetch --quiet"


def _fetch(library: Library, given: dict[str, Any]) -> int:
    for mistake in library.mistakes:  # where services answer is a setting
        warn(mistake)
    if given["offline"]:
        if given["names"]:
            raise UsageError("Wrong arguments", "--offline takes no names.")
        library.following.is_offline = True
        text = "Nothing is fetched from now on; recto fetch --online takes that back."
        if not given["quiet"]:
            say_outcome(text, {"offline": True}, given)
        return 0
    if given["yes"] and given["since"] is None:
        raise UsageError("Wrong arguments", "--yes is for --since.")
    if given["texts"]:
        if given["names"] or given["since"] is not None:
            raise UsageError("Wrong arguments", "--texts queue takes no names and no --since.")
        return fetch_texts(library, given)
    if given["complete"]:
        if given["since"] is not None:
            raise UsageError("Wrong arguments", "--complete takes no --since.")
        return _complete(library, given)
    if given["online"]:
        library.following.is_offline = False
    if given["since"] is not None:
        try:
            return fetch_back(library, given)
        finally:
            _make_findable(library)
    if not library.following.all():
        warn(NOBODY)
        return 1
    if given["quiet"] and library.following.is_offline:
        library.following.chosen(given["names"])  # a wrong name is told
        return _RESTING  # the reader's own wish, of which no timer has to remind
    is_told = not (given["quiet"] or given["json"])
    library.index.most_at_once = 0  # what has come is told first
    with terminated_gently(signal.SIGHUP):  # a command that is run ends with it
        outcomes = library.following.fetch(
            given["names"], progress=_say_progress if is_told else _say_nothing
        )
    for outcome in outcomes:
        _say_outcome(outcome, given)
    if any(outcome.new for outcome in outcomes):
        _make_findable(library)
    texts = fetch_texts_too(library, given)
    return _status(outcomes) or texts


def _complete(library: Library, given: dict[str, Any]) -> int:
    if given["names"]:
        raise UsageError("Wrong arguments", "--complete takes no names.")
    library.index.most_at_once = 0
    is_told = not (given["quiet"] or given["json"])
    done = library.following.complete(progress=_say_looked_for if is_told else _say_none)
    for name in done.unknown:
        warn(f"{name.value} is not known to {'arXiv' if name.kind == 'arxiv' else 'Crossref'}.")
    for title in done.missing:
        warn(f"“{printable(title)}” is not known to arXiv and Crossref.")
    if done.error is not None:
        warn(str(done.error))
    text = f"{count(done.filled, 'paper')} of {done.records:,} filled in."
    if done.spared:
        text += f" Left alone for a week, since nobody had them: {count(done.spared, 'title')}."
    told = {"papers": done.records, "filled": done.filled, "missing": list(done.missing)}
    if not given["quiet"]:
        say_outcome(text, told, given)
    if done.filled:
        _make_findable(library)
    return done.error.exit_status if done.error else 0


def _make_findable(library: Library) -> None:
    """Bring the search index up to date; where that fails the next search tries again."""
    try:
        library.index.refresh()
    except SearchIndexError as error:
        warn(str(error))


def _say_none(done: int, total: int) -> None:
    """Leave unsaid how many titles were looked for."""


def _say_looked_for(done: int, total: int) -> None:
    """Say how many titles were looked for, where somebody waits for it."""
    if sys.stderr is not None and sys.stderr.isatty():
        warn(f"{done:,} of {count(total, 'title')}")


def _say_nothing(_: Progress) -> None:
    """Leave unsaid how far it is."""


def _say_progress(progress: Progress) -> None:
    """Say of each day that it has come, as it comes: sources want to be asked slowly."""
    day = progress.taken
    if day is None and sys.stderr is not None and sys.stderr.isatty():
        warn(f"asking {printable(progress.follow.name)} ({progress.number} of {progress.total})")
    if day is not None and day.records and not day.is_known:
        papers = count(day.records, "paper")
        how = _HOW.get(day.kind, "")
        say(f"{printable(day.name)}: {papers}, {day.new:,} new{how}")
        flush()


def _say_outcome(outcome: Outcome, given: dict[str, Any]) -> None:
    standing = outcome.standing
    if given["json"]:
        say_json(_as_json(outcome))
    elif not given["quiet"] and standing.state not in _WARNING:
        came = any(day.records and not day.is_known for day in outcome.days)
        if not came or standing.state == "resting":
            say(printable(f"{outcome.follow.name}: {standing.sentence}"))
        for day in outcome.days:
            if day.left_out:
                say(f"{outcome.follow.name}: {count(day.left_out, 'older paper')} left out")
        if mine := sum(len(day.replaced) for day in outcome.days):
            papers = count(mine, "paper")
            say(f"{outcome.follow.name}: another version of {papers} of yours")
    if standing.state in _WARNING:
        warn(f"{outcome.follow.name}: {standing.sentence}")


def _status(outcomes: Sequence[Outcome]) -> int:
    """Return the exit status: that of what failed, else of what rests."""
    statuses = [outcome.error.exit_status for outcome in outcomes if outcome.error]
    failed = [status for status in statuses if status != _RESTING]
    return max(failed, default=_RESTING if statuses else 0)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    followed = Followed(outcome.follow.name, outcome.standing)
    days = [
        {
            "name": day.name,
            "records": day.records,
            "new": day.new,
            "unchanged": day.is_known,
            "replaced": list(day.replaced),
            "kind": day.kind or "list",
            "left_out": day.left_out,
        }
        for day in outcome.days
    ]
    error = str(outcome.error) if outcome.error else None
    return {**standing_as_json(followed), "days": days, "error": error}


COMMANDS = (
    LibraryCommand(
        "fetch",
        "fetch what is new in followed sources",
        _declare_fetch,
        _fetch,
        example="recto fetch --quiet",
    ),
)
