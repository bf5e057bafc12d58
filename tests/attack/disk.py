"""Every command that writes, on a disk that is full: one of memory in a namespace of its own."""

from __future__ import annotations

import json
import os
import random
import shlex
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from recto.index import Library

from ..index.support.namespaces import UNSHARE, has_namespaces
from .commands import Commands, Server
from .ground import FaultError, Figures, Ground, acts_of, check_soundness
from .writes import NAMES, Writes

MEGABYTES = 48
TOGETHER = 6
ROOT = Path(__file__).parents[2]


class Disk:
    """Fills the disk before commands."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground = ground

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Run a few commands on a new disk, each with another amount of room."""
        if not has_namespaces():
            pytest.skip("no user namespaces here")
        self._ground.copy("used")
        disk = self._ground.directory / "disk"
        disk.mkdir(exist_ok=True)
        mount = f'mount -t tmpfs -o size={MEGABYTES}m tmpfs "{disk}" && exec "$@"'
        words = [str(self._ground.directory), str(chance.getrandbits(64))]
        done = subprocess.run(
            [
                *(str(UNSHARE), "-Urm", "sh", "-c", mount, "sh"),
                *(sys.executable, "-m", "tests.attack.disk", *words),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if done.returncode:
            raise FaultError("the attack itself fails", done.stderr[-3000:])
        told = json.loads(done.stdout)
        figures.update(told["figures"])
        if told["fault"]:
            raise FaultError("on a full disk", told["fault"], **told["more"])


def fill(disk: Path, leave: int) -> None:
    """Leave so many bytes free on the disk, and no more."""
    with (disk / "ballast").open("wb", 0) as file:
        with suppress(OSError):
            while True:
                file.write(bytes(4096))
        os.truncate(file.fileno(), max(0, file.tell() - leave) // 4096 * 4096)


def attack(directory: Path, chance: random.Random, figures: Figures, steps: list[str]) -> None:
    """Run commands on the disk; raise a FaultError."""
    disk = directory / "disk"
    ground = Ground(directory, is_made=True)
    path = ground.copy("used", "disk/library")
    server = Server()
    commands = Commands(directory, server)
    writes = Writes(chance, path)
    for name in chance.sample(NAMES, TOGETHER):
        write = writes.draw(name)
        leave = chance.choice((0, 4096, 8192, 30_000, 100_000, 400_000, 2_000_000))
        steps.append(f"recto {shlex.join(write.words)[:300]} # {leave} bytes free")
        before = acts_of(path)
        fill(disk, leave)
        ran = commands.run(path, *write.words, stdin=write.stdin)
        (disk / "ballast").unlink()
        figures["disks"] += 1
        ran.check()
        with Library.open(path, seeds=False) as library:
            check_soundness(library)
            after = set(acts_of(path))
            if not set(write.replaces or before) <= after:
                raise FaultError("acts are lost", str(ran), lost=1)
            if ran.status == 0 and not write.holds(library):
                raise FaultError("what was acknowledged is not in force", str(ran), lost=1)
            if ran.status == 2 and not write.replaces and after != set(before):
                raise FaultError("a refused command has done something", str(ran))
    server.close()


def main() -> None:
    figures: Figures = Counter()
    steps: list[str] = []
    fault, more = "", {}
    try:
        attack(Path(sys.argv[1]), random.Random(int(sys.argv[2])), figures, steps)
    except FaultError as found:
        fault = "\n".join((str(found), *steps))
        more = {"lost": found.lost, "is_traceback": found.is_traceback}
    print(json.dumps({"figures": figures, "fault": fault, "more": more}))


if __name__ == "__main__":
    main()
