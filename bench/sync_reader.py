"""What another machine costs an open reader: `python bench/sync_reader.py FILE [--acts 50000]`.

A reader is open on a terminal, and the other machine writes 100 acts into the folder, or with
`--git` into a repository, which is asked with `$` then. Told are the processor time that the reader
takes until they are in force and shown, git's among it, less what it takes in as long a while
without; the longest turn of its event loop meanwhile; what an idle reader takes beside one that
does not sync, and whether it writes anything; and what start and leaving take, with sync and
without, in turns.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from figures import median, report
from machines import ACTS, TIMES, Pair, arguments_of_pair, mark, pair, signs
from reader import command
from recto.index import Library
from terminal import Terminal

WHILE = 15.0
"""Seconds in which the folder is looked at, and what has come is shown."""
SETTLING = 24.0
"""Seconds after which what is done once a day is done."""
SHORT = 2.0
"""Seconds that a reader is open of which start and leaving are measured."""


def main() -> None:
    arguments = arguments_of_pair(__doc__)
    arguments.add_argument("--git", action="store_true", help="by a repository, not by a folder")
    options = arguments.parse_args()
    times = 1 if options.quick else TIMES
    with pair(options) as machines:
        here, there = machines.here, machines.there
        where = machines.place / "recto.git" if options.git else machines.folder
        alone = idle_alone(here)
        with Library.open(here, seeds=False) as library:
            for one in (library, there):
                one.sync.meet(str(where))
                one.sync.run()
        settings = here / "config.toml"
        without = settings.read_text("utf-8")
        settings.write_text(f'{without}{"git" if options.git else "folder"} = "{where}"\n', "utf-8")
        idle = acts(machines, times, by_git=options.git)
        each, beside = (1000 * used / WHILE for used in (idle, alone))
        report("idle, CPU ms a second", f"{each:.1f}", f"without sync {beside:.1f}")
        turns = start_and_leave(here, without, settings.read_text("utf-8"), times)
        beside, synced = (median(used) * 1000 for used in turns)
        report("start and leaving, CPU ms", f"{synced:.0f}", f"without sync {beside:.0f}")


def idle_alone(directory: Path) -> float:
    """Return the processor time that a reader takes in a while without sync."""
    with Terminal(command(directory, "--fresh"), directory) as terminal:
        terminal.wait_for("\x1b[?1049h", is_raw=True)
        used_in(terminal, SETTLING)
        return settled(terminal)


def acts(machines: Pair, times: int, *, by_git: bool) -> float:
    """Measure 100 acts of the other machine in an open reader; return what it takes when idle."""
    here, there = machines.here, machines.there
    turns = machines.place / "turns"
    turns.touch()
    run = command(here, "--watch", str(turns), "--fresh")
    with Terminal(run, here) as terminal:
        terminal.wait_for("\x1b[?1049h", is_raw=True)
        used_in(terminal, SETTLING)
        before = signs(here), signs(machines.folder)
        idle = settled(terminal)
        writes = "nothing" if (signs(here), signs(machines.folder)) == before else "something"
        report("an idle reader writes", writes)
        took = []
        begun = len(turns.read_text("utf-8").splitlines())
        for number in range(times):
            mark(there, ACTS, number + 2)
            there.sync.run()
            if by_git:
                terminal.send("$")
            took.append(used_in(terminal, WHILE) - idle)
        with Library.open(here, seeds=False) as library:
            if library.counts().bookmarks != there.counts().bookmarks:
                raise SystemExit("What the other machine has marked is not in force.")
    lines = turns.read_text("utf-8").splitlines()[begun:]
    longest = max((json.loads(line)[2] for line in lines), default=0.0)
    report(f"{ACTS} acts in an open reader, CPU s", f"{median(took):.2f}")
    report("longest hold of its event loop meanwhile, CPU ms", f"{longest:.0f}")
    return idle


def start_and_leave(
    directory: Path, without: str, synced: str, times: int
) -> tuple[list[float], list[float]]:
    """Return the seconds that readers take that are left soon, without sync and with it."""
    used: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for told, settings in zip(used, (without, synced), strict=True):
            (directory / "config.toml").write_text(settings, "utf-8")
            with Terminal(command(directory, "--fresh"), directory) as terminal:
                terminal.wait_for("\x1b[?1049h", is_raw=True)
                used_in(terminal, SHORT)
                terminal.settle()
                told.append(terminal.leave())
    return used


def settled(terminal: Terminal) -> float:
    """Return the processor time that a reader takes in a while in which nothing happens."""
    return median(used_in(terminal, WHILE) for _ in range(3))


def used_in(terminal: Terminal, seconds: float) -> float:
    """Return the processor time that the reader takes in a while."""
    before, end = terminal.cpu(with_children=True), time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(end - time.monotonic())
    return terminal.cpu(with_children=True) - before


if __name__ == "__main__":
    main()
