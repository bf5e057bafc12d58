"""What one library on two machines that meet in a folder costs: `python bench/sync.py FILE`.

Processor time: the first writing and reading beside `export-library` and `import-library` of the
same library, 100 acts of the other machine, a run and a look where nothing has happened, the same
with places in many texts, and a machine that comes back after a year; the room that the folder
takes beside what it holds by `gzip -6`. `sync_git.py` does the same by a repository.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import subprocess
import sys
from pathlib import Path

from figures import median, milliseconds, report
from machines import (
    ACTS,
    TIMES,
    Pair,
    arguments_of_pair,
    held_by,
    mark,
    pair,
    seconds,
    signs,
    size_of,
    used,
    write_log,
)
from recto.index import Library
from recto.index.store.positions import Position

READ = 2_000
"""Texts in which somebody is somewhere."""
YEAR = 100_000
"""Acts of the other machine while this one was away."""


def begin(here: Library, machines: Pair) -> None:
    """Measure the first writing and reading, and the room that the folder takes."""
    folder, there = machines.folder, machines.there
    for library in (here, there):
        library.sync.set_folder(folder)
    exported = machines.place / "library.jsonl.gz"
    telling = milliseconds(lambda: here.export_library(exported))
    with Library.open(machines.place / "imported", seeds=False) as imported:
        taking = milliseconds(lambda: imported.import_library(exported))
    writing = milliseconds(here.sync.run)
    reading = milliseconds(there.sync.run)
    report("first writing, CPU s", seconds(writing), f"export-library {seconds(telling)}")
    report("first reading, CPU s", seconds(reading), f"import-library {seconds(taking)}")
    report("first reading beside import-library", f"{reading / taking:.2f}x")
    size, packed = size_of(folder), len(gzip.compress(held_by(folder), 6))
    report("folder, MB", f"{size / 1e6:.1f}", f"what it holds by gzip -6 {packed / 1e6:.1f}")
    report("folder beside gzip -6", f"{size / packed:.3f}x")
    copying = used(lambda: shutil.copytree(folder, machines.place / "copy"))
    report("copying the folder, CPU s", seconds(copying))


def acts(here: Library, there: Library, times: int) -> None:
    """Measure what each of 100 acts on the other machine costs here, and what they cost there."""
    reading, writing = [], []
    for number in range(times):
        mark(there, ACTS, number + 2)
        writing.append(milliseconds(there.sync.run))
        reading.append(milliseconds(here.sync.run))
    report(f"{ACTS} acts of another machine, CPU s", seconds(median(reading)))
    report(f"{ACTS} acts of one's own, CPU s", seconds(median(writing)))


def idle(here: Library, machines: Pair, times: int) -> None:
    """Measure a look and a run where there is nothing to do, and whether anything is written."""
    here.sync.run()
    before = signs(machines.here), signs(machines.folder)
    looks = [milliseconds(here.sync.folder_changed) for _ in range(20)]
    report("a look where nothing has happened, ms", f"{median(looks):.2f}")
    runs = [milliseconds(here.sync.run) for _ in range(times)]
    report("a run where there is nothing to do, ms", f"{median(runs):.1f}")
    writes = "nothing" if (signs(machines.here), signs(machines.folder)) == before else "something"
    report("looks and runs with nothing to do write", writes)


def shell(directory: Path, folder: Path, times: int) -> None:
    """Measure `recto sync` with nothing to do, as a process, beside the least command there is."""
    with (directory / "config.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'folder = "{folder}"\n')
    command = [sys.executable, "-m", "recto.tui", "--data-dir", str(directory)]
    syncing, beside = [], []
    for _ in range(times):
        for told, arguments in ((syncing, ["sync"]), (beside, ["search", "--limit", "1", "zzzz"])):
            run = [*command, *arguments]
            told.append(used(lambda run=run: subprocess.run(run, capture_output=True, check=False)))
    report(
        "`recto sync` with nothing to do, CPU ms",
        f"{median(syncing):.0f}",
        f"`recto search` {median(beside):.0f}",
    )


def read_texts(library: Library, count: int) -> None:
    """Be somewhere in so many texts."""
    for number, paper in enumerate(library.rows(range(1, count + 1))):
        library.positions.keep(number + 1, Position(number % 90, 0, paper.title[:60], number % 100))


def main() -> None:
    arguments = arguments_of_pair(__doc__)
    arguments.add_argument("--year", type=int, default=YEAR)
    options = arguments.parse_args()
    times = 1 if options.quick else TIMES
    with pair(options) as machines, Library.open(machines.here, seeds=False) as here:
        measure(here, machines, options, times)


def measure(here: Library, machines: Pair, options: argparse.Namespace, times: int) -> None:
    """Take all figures, in this order."""
    there = machines.there
    begin(here, machines)
    acts(here, there, times)
    idle(here, machines, times)
    shell(machines.here, machines.folder, times)
    read_texts(here, 50 if options.quick else READ)
    report("places sent, CPU s", seconds(milliseconds(here.sync.run)))
    runs = [milliseconds(here.sync.run) for _ in range(times)]
    report(f"a run with nothing to do and places in {READ:,} texts, ms", f"{median(runs):.1f}")
    acts(here, there, times)
    write_log(machines.folder, here, 200 if options.quick else options.year, 99)
    report(f"{options.year:,} acts after a year, CPU s", seconds(milliseconds(here.sync.run)))


if __name__ == "__main__":
    main()
