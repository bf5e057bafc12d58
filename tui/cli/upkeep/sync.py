"""One library on several machines: in step, begun on a new one, left behind on a lost one."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from ....index import AwayError, Library, MachineStanding, SearchIndexError, Synced, write_setting
from ...system.plain_text import columns, count, printable, sync_parts
from ..arguments import ArgumentParser, UsageError
from ..command import LibraryCommand, declare_json, say_outcome
from ..streams import flush, say, say_json, warn

_SHOWN = 8
"""Characters of a machine's id that are printed: enough to name it."""

_NOTHING_DONE = 1
"""The exit status where there was nothing to do."""


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "where",
        nargs="?",
        metavar="FOLDER|ADDRESS",
        help="meet there from now on, which the settings then say",
    )
    parser.add_argument(
        "--status", action="store_true", help="only tell how far each machine is in step"
    )
    parser.add_argument(
        "--retire", metavar="NAME", help="leave a machine behind: what it writes later is not read"
    )
    parser.add_argument("--back", action="store_true", help="take back that --retire left it")
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing unless a person is needed"
    )
    declare_json(parser, "print one JSON object, or one per machine")
    parser.epilog = (
        "Exits with 0 where anything was sent or read, 1 where there was nothing to do, 75 where "
        "the other side cannot be reached now."
    )


def _sync(library: Library, given: dict[str, Any]) -> int:
    for mistake in library.mistakes:  # where libraries meet is a setting
        warn(mistake)
    if sum((bool(given["where"]), given["status"], given["retire"] is not None)) > 1:
        raise UsageError("Wrong arguments", "FOLDER, --status and --retire go one at a time.")
    if given["back"] and given["retire"] is None:
        raise UsageError("Wrong arguments", "--back is for --retire.")
    if given["status"]:
        return _say_status(library, given)
    if given["retire"] is not None:
        return _retire(library, given)
    if given["where"]:
        return _begin(library, given["where"], given)
    return _run(library, given)


def _begin(library: Library, where: str, given: dict[str, Any]) -> int:
    """Meet at a new place; the settings say so once that has worked."""
    done, name, value = library.sync.begin(where, _notice(given))
    _say_sentences(done)
    if write_setting(library.locations.config_file, "sync", name, value) and not given["quiet"]:
        warn(f"{library.locations.config_file} says so from now on.")
    told = f"{count(done.papers, 'paper')}, {done.new:,} new{_waiting(done)}"
    _say_done(told, done, given)
    _make_findable(library, done)
    return _status_of(done, has_begun=True)


def _run(library: Library, given: dict[str, Any]) -> int:
    try:
        done = library.sync.run(_notice(given))
    except AwayError as error:
        if not given["quiet"]:  # it goes with the next round, and needs nobody
            raise
        return error.exit_status
    _say_sentences(done, is_quiet=given["quiet"])
    _say_done(_told(done), done, given)
    _make_findable(library, done)
    return _status_of(done)


def _told(done: Synced) -> str:
    """Return in a line what was done."""
    if done.is_busy:
        return "Another Recto is at it just now."
    return f"{', '.join(sync_parts(done)) or 'Nothing to do'}{_waiting(done)}"


def _waiting(done: Synced) -> str:
    return f"; {done.waiting:,} more on their way" if done.waiting else ""


def _status_of(done: Synced, *, has_begun: bool = False) -> int:
    if done.is_away or done.is_busy:
        return AwayError.exit_status
    has_done = done.sent or done.read or done.new_papers or done.others
    return 0 if has_done or has_begun else _NOTHING_DONE


def _say_done(told: str, done: Synced, given: dict[str, Any]) -> None:
    if not given["quiet"]:
        say_outcome(told, done._asdict(), given)
        flush()


def _say_sentences(done: Synced, *, is_quiet: bool = False) -> None:
    for sentence in done.sentences:
        if not (is_quiet and sentence in done.away):
            warn(sentence)


def _notice(given: dict[str, Any]) -> Callable[[str], None]:
    """Return what is told of work that takes a while: whoever waits for it at a terminal."""
    is_told = not (given["quiet"] or given["json"])
    if is_told and sys.stderr is not None and sys.stderr.isatty():
        return warn
    return lambda sentence: None


def _make_findable(library: Library, done: Synced) -> None:
    """Bring the search index up to date; where that fails the next search tries again."""
    if done.read or done.new_papers:
        try:
            library.index.refresh()
        except SearchIndexError as error:
            warn(str(error))


def _retire(library: Library, given: dict[str, Any]) -> int:
    is_back = given["back"]
    name = library.sync.retire(given["retire"], is_back=is_back)
    told = (
        f"What {name} writes is read again."
        if is_back
        else f"{name} is left behind: what it had written stays, what it writes from now on is "
        f"not read. `recto sync --retire {shlex.quote(given['retire'])} --back` takes that back."
    )
    say_outcome(told, {"name": name, "retired": not is_back}, given)
    return 0


def _say_status(library: Library, given: dict[str, Any]) -> int:
    standings = library.sync.status()
    if given["json"]:
        for one in standings:
            say_json(one._asdict())
        return 0 if standings else _NOTHING_DONE
    if not standings:
        warn("There is nowhere to meet yet; `recto sync FOLDER` begins that.")
        return _NOTHING_DONE
    ways = Counter(one.way for one in standings)
    names = Counter(name for _, name in {(one.machine, one.name) for one in standings})
    for way in ways:
        if len(ways) > 1:
            say(printable(way.partition(":")[2]))
        for line in columns([_row(one, names) for one in standings if one.way == way]):
            say(printable(line))
    return 0


def _row(one: MachineStanding, names: Mapping[str, int]) -> tuple[str, str, str]:
    """Return what is told of a machine: its name, when it wrote last, how far it is in step.

    `names` tells how many machines have a name: of several the id tells which.
    """
    name = one.name if names[one.name] == 1 else f"{one.name} {one.machine[:8]}"
    seen = one.seen[:16].replace("T", " ") or ("" if one.is_here else "never")
    parts = [f"{one.unread:,} to read"] if one.unread else []
    if one.waiting:
        parts.append(f"{one.waiting:,} on their way")
    if one.unsent:
        parts.append(f"{one.unsent:,} to send")
    told = "left behind" if one.is_retired else ", ".join(parts) or "in step"
    return f"{name} (this one)" if one.is_here else name, seen, f"{told}, {size(one.size)}"


def size(bytes_: int) -> str:
    """Return a number of bytes as people say it."""
    amount = float(bytes_)
    for unit in ("bytes", "KB", "MB"):
        if amount < 1000 or unit == "MB":
            break
        amount /= 1000
    return f"{amount:,.0f} {unit}" if unit == "bytes" else f"{amount:,.1f} {unit}"


COMMANDS = (
    LibraryCommand(
        "sync",
        "bring the library in step with those on your other machines",
        _declare,
        _sync,
        begins_empty=lambda given: bool(given["where"]),
        example="recto sync ~/Sync/recto",
    ),
)
