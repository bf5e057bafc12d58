"""What one library on two machines costs: `python bench/sync.py FILE [--acts 50000]`.

Processor time: the first writing and reading of a folder beside `export-library` and
`import-library` of the same library, 100 acts of the other machine, a look at a folder where
nothing has happened; and the room that the folder takes beside what it holds by `gzip -6`. The
same by a repository of git on this machine, with what git takes.
"""

from __future__ import annotations

import gzip
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from figures import median, milliseconds, report
from libraries import arguments_of, prepared
from recto.index import Library

TIMES = 5
ACTS = 100


def mark(library: Library, count: int, seed: int) -> None:
    """Do so much as a reader does in some years."""
    chance = random.Random(seed)
    papers = [paper.id for paper in library.rows(range(1, 30_001))]
    for number in range(count):
        paper = chance.choice(papers)
        match chance.randrange(5):
            case 0:
                library.bookmark(paper, chance.random() < 0.8)
            case 1:
                library.mark_read(paper)
            case 2:
                library.note(paper, f"What this says, and why it matters here: {number}.")
            case 3:
                library.tag(paper, add=[f"subject-{chance.randrange(40)}"])
            case _:
                library.done(paper)


def seconds(milliseconds_: float) -> str:
    return f"{milliseconds_ / 1000:.2f}"


def with_children(work: Callable[[], object]) -> float:
    """Return the CPU time in milliseconds that some work takes, git's among it."""
    start = sum(os.times()[:4])
    work()
    return (sum(os.times()[:4]) - start) * 1000


def measure_git(here: Library, there: Library, place: Path, times: int) -> None:
    """Do the same by a repository; the folder, which is in step, is looked at each time."""
    address = str(place / "recto.git")
    for name, library in (("writing", here), ("reading", there)):
        library.sync.meet(address)
        report(f"git: first {name}, CPU s", seconds(with_children(library.sync.run)))
    far = Library.open(place / "far", seeds=False)
    with far:
        far.sync.set_folder(place / "nowhere", papers="all")
        (place / "nowhere").mkdir()
        far.sync.meet(address)
        report("git: a new machine, CPU s", seconds(with_children(far.sync.run)))
        taken = []
        for number in range(times):
            mark(far, ACTS, number + 100)
            far.sync.run()
            taken.append(with_children(here.sync.run))
        report(f"git: {ACTS} acts of another machine, CPU s", seconds(median(taken)))
        idle = [with_children(here.sync.run) for _ in range(5)]
        report("git: where there is nothing to do, CPU ms", f"{median(idle):.0f}")
        for name, path in (("there", place / "recto.git"), ("here", here.locations.data / "sync")):
            size = sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
            report(f"git: files {name}, MB", f"{size / 1e6:.1f}")


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--acts", type=int, default=50_000)
    options = arguments.parse_args()
    count = 200 if options.quick else options.acts
    with (
        prepared(options) as directory,
        tempfile.TemporaryDirectory(prefix="recto-bench-") as place,
        Library.open(directory, seeds=False) as here,
        Library.open(Path(place) / "there", seeds=False) as there,
        Library.open(Path(place) / "imported", seeds=False) as imported,
    ):
        folder = Path(place) / "folder"
        folder.mkdir()
        for library in (here, there):
            library.sync.set_folder(folder, papers="all")
        mark(here, count, 1)
        exported = Path(place) / "library.jsonl.gz"
        telling = milliseconds(lambda: here.export_library(exported))
        taking = milliseconds(lambda: imported.import_library(exported))
        writing = milliseconds(here.sync.run)
        reading = milliseconds(there.sync.run)
        report("first writing, CPU s; export-library", f"{seconds(writing)}; {seconds(telling)}")
        report("first reading, CPU s; import-library", f"{seconds(reading)}; {seconds(taking)}")
        held = b"".join(
            gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for path in sorted(folder.rglob("*.*"))
            if path.is_file()
        )
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        packed = len(gzip.compress(held, 6))
        report("folder, MB; what it holds by gzip -6", f"{size / 1e6:.1f}; {packed / 1e6:.1f}")
        times = []
        for number in range(1 if options.quick else TIMES):
            mark(there, ACTS, number + 2)
            there.sync.run()
            times.append(milliseconds(here.sync.run))
        report(f"{ACTS} acts of another machine, CPU s", seconds(median(times)))
        looks = [milliseconds(here.sync.folder_changed) for _ in range(20)]
        report("a look where nothing has happened, ms", f"{median(looks):.2f}")
        idle = [milliseconds(here.sync.run) for _ in range(5)]
        report("`recto sync` where there is nothing to do, ms", f"{median(idle):.1f}")
        measure_git(here, there, Path(place), 1 if options.quick else TIMES)


if __name__ == "__main__":
    main()
