"""A year of five machines by seed: acts, files that are torn, kills, clocks that are years apart.

At the end everything that was acknowledged has to be everywhere, and all libraries are the same.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from unittest import mock

from recto.index import RectoError
from recto.index.journal import clocks
from recto.index.sync import writing

from ..support.soundness import assert_is_sound
from .accounting import Account
from .meeting import Killed, Machine, act, carry, heal, in_step, machines, tear

FEWEST = 12
"""Papers of a short run; in a long one are more, so that each has as much to say of it."""

YEAR = 365 * 24 * 3600 * 1000

SYNC, TEAR, KILL, VANISH = 0.2, 0.2, 0.05, 0.01
"""How often each happens beside an act."""


def simulate(
    place: Path,
    seed: int,
    count: int,
    *,
    number: int = 5,
    repository: Path | None = None,
    watch: Callable[[Machine], object] = lambda machine: None,
) -> list[Machine]:
    """Let machines do so many acts, and compare them; raises AssertionError where they differ.

    Where there is a repository the last two meet there, and the last one there alone. `watch` is
    given whichever machine has done anything, each time.
    """
    rng = random.Random(seed)
    titles = [f"Paper number {n} about things" for n in range(max(FEWEST, count // 20))]
    present = itertools.count(clocks.now(), 1000)
    ahead = [rng.choice((0, 0, -3 * YEAR, 2 * YEAR, 5000)) for _ in range(number)]
    names = [f"m{number_}" for number_ in range(number)]
    account = Account()
    at = 0
    with (
        mock.patch("os.urandom", rng.randbytes),
        mock.patch.object(writing, "OPEN", rng.choice((max(2000, 10 * count), 1 << 18))),
        mock.patch.object(clocks, "now", lambda: next(present) + ahead[at]),
        machines(place, *names) as all_,
    ):
        # Two of them meet in a second place as well, and one of those in that alone.
        for machine in all_[-2:]:
            machine.second = place / "second" if repository is None else None
            machine.repository = repository
        (place / "second").mkdir()
        all_[-1].folder = place / "second"
        all_[-1].is_far = repository is not None
        done = 0
        while done < count:
            at = rng.randrange(number)
            machine = all_[at]
            chance = rng.random()
            if chance < SYNC:
                synced(machine, rng)
            elif chance < SYNC + TEAR:
                tear(all_[:-1], rng, is_long=len(titles) > FEWEST)
            elif chance < SYNC + TEAR + VANISH and machine.log_files(machine.id):
                lose(machine, rng)
            else:
                with account.acting(machine.store.database):
                    act(machine, rng, titles)
                done += 1
            watch(machine)
        at = 0
        # What another has made private long ago may come with what is told now.
        while sum(map(publish, all_)):
            in_step(all_)
        in_step(all_)
        compare(all_)
        for machine in all_:
            account.check(machine.store.database)
        return all_


def publish(machine: Machine) -> bool:
    """Let nothing of a machine be private any more; return whether anything was."""
    rows = machine.store.database.rows(
        "SELECT pid FROM marks WHERE name = 'private' AND value IS NOT NULL"
    )
    machine.library.marks.keep_private((), False, rowids=[pid for (pid,) in rows])
    return bool(rows)


def synced(machine: Machine, rng: random.Random) -> None:
    """Bring a machine in step, or kill it while it is at it."""
    left = rng.randrange(1, 12) if rng.random() < KILL / SYNC else -1

    def step(name: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    if machine.repository is not None and (machine.is_far or rng.random() < 0.5):
        with suppress(Killed, RectoError):
            machine.meet(step)
        if rng.random() < VANISH * 5:
            spoil(machine, rng)
        return
    folder = machine.second if machine.second is not None and rng.random() < 0.5 else None
    with suppress(Killed, RectoError):
        machine.sync(step, folder=folder)


def spoil(machine: Machine, rng: random.Random) -> None:
    """Let something of a replica of the repository go, or be left as a killed git leaves it."""
    for directory in (machine.library.locations.data / "sync").glob("git-*"):
        match rng.randrange(4):
            case 0:
                shutil.rmtree(directory)
            case 1:
                shutil.rmtree(directory / "git", ignore_errors=True)
            case 2:
                (directory / "files.json").unlink(missing_ok=True)
            case _:
                for path in (directory / "git" / "objects").rglob("*"):
                    if path.is_file() and rng.random() < 0.3:
                        path.chmod(0o600)
                        path.write_bytes(b"")


def lose(machine: Machine, rng: random.Random) -> None:
    """Let a machine's own file go, or come back as it was earlier."""
    path = machine.folder / rng.choice(machine.log_files(machine.id))
    data = path.read_bytes()
    if rng.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(data[: rng.randrange(len(data) + 1)])
        os.utime(path, (1, 1))


def compare(all_: list[Machine]) -> None:
    """See that all is everywhere, and the same."""
    first = all_[0].canonical()
    for machine in all_:
        told = machine.canonical()
        if told != first:
            raise AssertionError(f"{machine.name}:\n{difference(first, told)}")
        assert_is_sound(machine.store)
    for machine in all_:
        before = {path: (machine.folder / path).read_bytes() for path in machine.log_files()}
        done = machine.meet() if machine.is_far else machine.sync()
        assert (done.sent, done.read) == (0, 0), machine.name
        after = {path: (machine.folder / path).read_bytes() for path in machine.log_files()}
        assert before == after


def difference(first: str, second: str) -> str:
    """Return the first lines that only one of two libraries tells."""
    one, two = set(first.splitlines()), set(second.splitlines())
    lines = [f"- {line}" for line in sorted(one - two)] + [
        f"+ {line}" for line in sorted(two - one)
    ]
    return "\n".join(line[:700] for line in lines[:12])


__all__ = ["carry", "heal", "simulate"]
