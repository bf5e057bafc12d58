"""What one library on two machines that meet in a repository of git costs.

`python bench/sync_git.py FILE [--acts 50000] [--rounds 30]`; the repository is on this machine.
Processor time, git's among it: the first writing and reading beside git alone that commits, pushes
and clones the same files, 100 acts of the other machine, a round with nothing to do beside `git
fetch` alone; and how large the repository is after one round and after many of 100 acts, there and
in the copy of it here.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from figures import median, report
from machines import (
    ACTS,
    TIMES,
    Pair,
    arguments_of_pair,
    held_by,
    mark,
    pair,
    seconds,
    size_of,
    used,
)
from recto.index import Library
from recto.index.sync.git.addresses import read_address
from recto.index.sync.git.replica import directory_of


def main() -> None:
    arguments = arguments_of_pair(__doc__)
    arguments.add_argument("--rounds", type=int, default=30)
    options = arguments.parse_args()
    rounds = 2 if options.quick else options.rounds
    with pair(options) as machines, Library.open(machines.here, seeds=False) as here:
        address = str(machines.place / "recto.git")
        for library in (here, machines.there):
            library.sync.meet(address)
        first(here, machines, Path(address))
        several(here, machines, Path(address), rounds, 1 if options.quick else TIMES)


def first(here: Library, machines: Pair, repository: Path) -> None:
    """Measure the first writing and reading, beside git alone."""
    writing, reading = used(here.sync.run), used(machines.there.sync.run)
    files = replica_of(here, repository) / "files"
    alone = machines.place / "alone"
    shutil.copytree(files, alone)
    bare, clone = machines.place / "alone.git", machines.place / "clone"

    def commit() -> None:
        git("init", "--quiet", "--bare", str(bare))
        git("init", "--quiet", "--initial-branch=main", str(alone))
        git("-C", str(alone), "add", "--all")
        git("-C", str(alone), "commit", "--quiet", "--message=all")
        git("-C", str(alone), "push", "--quiet", str(bare), "main")

    committing = used(commit)
    # By its protocol, as from another machine: of a path git would copy the files.
    address = f"file://{bare}"
    cloning = used(lambda: git("clone", "--quiet", "--branch=main", address, str(clone)))
    report("git: first writing, CPU s", seconds(writing), f"git alone {seconds(committing)}")
    report("git: first reading, CPU s", seconds(reading), f"git clone {seconds(cloning)}")
    sizes(here, repository, 1)


def several(here: Library, machines: Pair, repository: Path, rounds: int, times: int) -> None:
    """Measure rounds of 100 acts, and those where there is nothing to do."""
    there = machines.there
    reading, writing = [], []
    for number in range(rounds):
        mark(there, ACTS, number + 100)
        writing.append(used(there.sync.run))
        reading.append(used(here.sync.run))
    last = f", of the last {times} {seconds(median(reading[-times:]))}"
    report(f"git: {ACTS} acts of another machine, CPU s", seconds(median(reading)) + last)
    report(f"git: {ACTS} acts of one's own, CPU s", seconds(median(writing)))
    sizes(here, repository, rounds + 1)
    directory = replica_of(here, repository) / "git"
    fetch = ("fetch", "--quiet", str(repository), "main")
    beside = [used(lambda: git(f"--git-dir={directory}", *fetch)) for _ in range(times)]
    idle = [used(here.sync.run) for _ in range(times)]
    report(
        "git: a round with nothing to do, CPU ms",
        f"{median(idle):.0f}",
        f"git fetch {median(beside):.0f}",
    )


def sizes(here: Library, repository: Path, rounds: int) -> None:
    """Tell how much room is taken."""
    replica = replica_of(here, repository)
    packed = len(gzip.compress(held_by(replica / "files"), 6))
    there, kept, files = map(size_of, (repository, replica / "git", replica / "files"))
    report(
        f"git: after round {rounds}, MB",
        f"{there / 1e6:.1f} there, {kept / 1e6:.1f} in the copy here, {files / 1e6:.1f} its files",
        f"what they hold by gzip -6 {packed / 1e6:.1f}: {there / packed:.3f}x",
    )


def replica_of(library: Library, repository: Path) -> Path:
    """Return where a library keeps its copy of a repository."""
    return directory_of(library.locations.data, read_address(str(repository)))


def git(*arguments: str) -> None:
    """Run git without anybody's settings."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "Recto" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "recto@localhost" for who in ("AUTHOR", "COMMITTER")},
    }
    subprocess.run(["git", *arguments], check=True, env=environment, capture_output=True)


if __name__ == "__main__":
    main()
