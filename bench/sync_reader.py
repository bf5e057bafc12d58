"""What another machine costs an open reader: `python bench/sync_reader.py FILE [--acts 50000]`.

A reader is open on a terminal, and the other machine writes 100 acts into the folder. Told are the
processor time that the reader takes until they are in force and shown, less what it takes in as
long a while without, the longest turn of its event loop meanwhile, and what an idle reader that
meets in a folder takes beside one that does not.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from figures import median, report
from libraries import arguments_of, prepared
from reader import command
from recto.index import Library
from sync import ACTS, mark
from terminal import Terminal

TIMES = 5
WHILE = 8.0
"""Seconds in which the folder is looked at, and what has come is shown."""


def used_in(terminal: Terminal, seconds: float) -> float:
    """Return the processor time that the reader takes in a while."""
    before, end = terminal.cpu(), time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(end - time.monotonic())
    return terminal.cpu() - before


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--acts", type=int, default=50_000)
    options = arguments.parse_args()
    count = 200 if options.quick else options.acts
    with (
        prepared(options) as directory,
        tempfile.TemporaryDirectory(prefix="recto-bench-") as place,
        Library.open(Path(place) / "there", seeds=False) as there,
    ):
        folder, turns = Path(place) / "folder", Path(place) / "turns"
        folder.mkdir()
        with Terminal(command(directory, "--fresh"), directory) as terminal:
            terminal.wait_for("\x1b[?1049h", is_raw=True)
            used_in(terminal, WHILE)
            alone = used_in(terminal, WHILE)
        with Library.open(directory, seeds=False) as here:
            mark(here, count, 1)
            here.sync.set_folder(folder, papers="all")
            here.sync.run()
        there.sync.set_folder(folder, papers="all")
        there.sync.run()
        (directory / "config.toml").write_text(f'[sync]\nfolder = "{folder}"\npapers = "all"\n')
        turns.touch()
        run = command(directory, "--watch", str(turns), "--fresh")
        with Terminal(run, directory) as terminal:
            terminal.wait_for("\x1b[?1049h", is_raw=True)
            for _ in range(3):
                used_in(terminal, WHILE)
            idle = median(used_in(terminal, WHILE) for _ in range(3))
            took = []
            begun = len(turns.read_text("utf-8").splitlines())
            for number in range(1 if options.quick else TIMES):
                mark(there, ACTS, number + 2)
                there.sync.run()
                took.append(used_in(terminal, WHILE) - idle)
            with Library.open(directory, seeds=False) as here:
                if here.counts().bookmarks != there.counts().bookmarks:
                    raise SystemExit("What the other machine has marked is not in force.")
        lines = turns.read_text("utf-8").splitlines()[begun:]
        longest = max((json.loads(line)[2] for line in lines), default=0.0)
        report(f"{ACTS} acts in an open reader, CPU s", f"{median(took):.2f}")
        report("longest hold of its event loop meanwhile, CPU ms", f"{longest:.0f}")
        each = 1000 * (idle - alone) / WHILE
        report("idle, CPU ms a second; without sync", f"{each:.1f} more than {125 * alone:.1f}")


if __name__ == "__main__":
    main()
