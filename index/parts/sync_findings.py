"""What there is to know of other machines, for whoever looks after a library."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..config import Config
from ..database.tables import VERSION
from ..errors import RectoError
from ..exports.wording import counted
from ..locations import Locations
from ..safety.examination import Finding, State
from ..safety.whole import open_whole
from ..sync.names import NAMING
from ..sync.standing import MachineStanding, standings
from .meeting_places import MeetingPlaces


def examine_sync(data_dir: str | os.PathLike[str] | None = None) -> Iterator[Finding]:
    """Tell how far each machine is in step; nothing where libraries meet nowhere.

    Nothing is written and nobody is asked. RectoError without a home.
    """
    locations = Locations.find(data_dir)
    config, _ = Config.load(locations.config_file)
    if not (config.sync.folder or config.sync.git) or not locations.database.exists():
        return
    try:
        database = open_whole(locations.database, VERSION, read_only=True)
    except RectoError:
        return  # it was said of the library itself
    try:
        ways = MeetingPlaces(locations, config).ways()
        for way in ways:
            if way.name.startswith("folder:") and not way.folder.is_dir():
                advice = "What there is for it waits until it is there again."
                yield Finding("sync", f"{way.folder} is not there now", "note", advice)
        for one in standings(database, ways):
            yield _finding(one)
    except RectoError as error:
        yield Finding("sync", str(error), "wrong", "recto config --edit changes the settings.")
    finally:
        database.close()


def _finding(one: MachineStanding) -> Finding:
    kind, _, place = one.way.partition(":")
    if one.is_retired:
        back = f"recto sync --retire {one.machine[:NAMING]} --back"
        advice = f"{back} on another machine takes that back." if one.is_here else ""
        state: State = "wrong" if one.is_here else "ok"
        return Finding("sync", f"{one.name} is left behind", state, advice)
    told = [f"{counted(one.unread, 'act')} to read"] if one.unread else []
    if one.waiting:
        told.append(f"{counted(one.waiting, 'line')} on the way")
    if one.unsent:
        told.append(f"{counted(one.unsent, 'act')} to send")
    in_words = ", ".join(told) or "in step"
    if one.is_here:
        return Finding("sync", f"{kind} {place}: this machine ({one.name}), {in_words}")
    seen = one.seen[:10] or "never"
    return Finding("sync", f"{one.name}, seen last {seen}, {in_words}")
