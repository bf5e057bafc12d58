"""An attack on Recto that can be repeated by its seed: kills, damages, full disks, hostile input.

    python -m tests.attack --seed 7 --seconds 600
    python -m tests.attack --seed 7 --only kills --round 12
    python -m tests.attack --add-up figures.jsonl

It runs on libraries of its own in a temporary directory and touches no other. Everything that is
tried is drawn from the seed, in rounds that do not depend on each other: a fault is printed with
its round and the steps of it, and `--round` repeats that one alone. What the seed does not settle
is how far a process has come when it is killed or the next key comes, since machines are not
equally fast; such a round is to be repeated a few times.

`--figures FILE` adds a line of JSON for each kind to a file: what was tried, the minutes it took,
the acts that were acknowledged, those that were lost without a word, and the tracebacks. `--add-up
FILE` prints the sums over all runs. What nobody can tell (docs/promises.md) is counted apart.

The status is 0 where nothing was found, else 1. `test_attack.py` runs a few rounds of each kind.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .building import Building
from .commands import Commands, Server
from .damages import Damages
from .days import Days
from .descriptors import Descriptors
from .disk import Disk
from .ground import FaultError, Figures, Ground
from .imports import Imports
from .keys import Keys
from .kills import Kills
from .news import News
from .queries import Queries
from .readers import Readers

KINDS: dict[str, Callable[..., object]] = {
    "kills": Kills,
    "damages": Damages,
    "days": Days,
    "disk": Disk,
    "descriptors": Descriptors,
    "imports": Imports,
    "readers": Readers,
    "queries": Queries,
    "keys": Keys,
    "news": News,
    "building": Building,
}
"""The kinds of attacks, each a class whose `round` is one independent attack."""


class Options(NamedTuple):
    """What one run tries."""

    seed: int
    seconds: float
    only: list[str]
    round: int | None = None
    rounds: int | None = None
    """How many rounds of each kind, whatever time they take."""
    is_short: bool = False
    """Whether a round tries less."""


@contextmanager
def battlefield(server: Server, bases: Path | None = None) -> Iterator[tuple[Ground, Commands]]:
    """Give a directory of the attack's own and what runs commands there, for as long as needed.

    The libraries that are copied there are made in `bases`, or found there; without it in the
    directory itself.
    """
    with tempfile.TemporaryDirectory(prefix="recto-attack-") as directory:
        if bases is not None:
            (Path(directory) / "bases").symlink_to(bases)
        yield Ground(Path(directory), is_made=bases is not None), Commands(Path(directory), server)


def attack(kind: str, options: Options, ground: Ground, commands: Commands) -> Figures:
    """Run the rounds of one kind, print the faults, and return the figures."""
    figures: Figures = Counter()
    attacker = KINDS[kind](ground, commands)
    if options.is_short and isinstance(attacker, Building | Kills | Keys | News | Readers):
        attacker.shorten()
    began, number = time.monotonic(), options.round or 0
    while True:
        chance = random.Random(f"{options.seed} {kind} {number}")
        try:
            attacker.round(chance, figures)  # type: ignore[attr-defined]
        except Exception as error:  # noqa: BLE001 - each is a fault that is told
            figures["faults"] += 1
            if isinstance(error, FaultError):
                figures["acts lost without being said"] += error.lost
                figures["tracebacks"] += error.is_traceback
                what = str(error)
            else:
                figures["tracebacks"] += not isinstance(error, AssertionError)
                what = traceback.format_exc()
            notes = "\n".join(getattr(error, "__notes__", ()))
            again = f"python -m tests.attack --seed {options.seed} --only {kind} --round {number}"
            print(f"FAULT: {what}\n{notes}\nagain: {again}\n", file=sys.stderr, flush=True)
        figures["rounds"] += 1
        number += 1
        spent = time.monotonic() - began
        is_done = options.rounds is not None and figures["rounds"] >= options.rounds
        is_late = options.rounds is None and spent > options.seconds
        if options.round is not None or is_done or is_late:
            figures["seconds"] = round(spent)
            return figures


def add_up(path: Path) -> dict[str, float]:
    """Return the sums over all runs that a file of figures tells of."""
    sums: Figures = Counter()
    for line in path.read_text().splitlines():
        told = json.loads(line)
        sums.update(told["figures"])
        sums["runs"] += 1
    return {**sums, "minutes": round(sums["seconds"] / 60, 1)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--seed", type=int, default=0, help="what everything is drawn from")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long, all kinds together")
    parser.add_argument("--only", action="append", choices=KINDS, help="only this kind")
    parser.add_argument("--round", type=int, help="only this round, to repeat a fault")
    parser.add_argument("--figures", type=Path, help="a file of JSON Lines to add the figures to")
    parser.add_argument("--add-up", type=Path, metavar="FILE", help="print the sums of figures")
    given = parser.parse_args()
    if given.add_up:
        print(json.dumps(add_up(given.add_up), indent=2))
        return 0
    only = given.only or list(KINDS)
    options = Options(given.seed, given.seconds / len(only), only, given.round)
    faults = 0
    server = Server()
    for kind in only:
        with battlefield(server) as (ground, commands):
            figures = attack(kind, options, ground, commands)
        faults += figures["faults"]
        line = json.dumps({"kind": kind, "seed": given.seed, "figures": figures})
        print(line, flush=True)
        if given.figures:
            with given.figures.open("a") as file:
                file.write(f"{line}\n")
    server.close()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
