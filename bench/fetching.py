"""What fetching takes: `python bench/fetching.py CORPUS NEW`.

A day of 40 papers of Hugging Face and one of 900 of arXiv, fetched from a server on this machine
until they are in the library and findable, beside `recto add` of the same answers from files:
processor time and memory of the commands. Then the start of the reader with sources followed beside
one without, and how long a key takes to be echoed while 2,000 papers come, beside the same keys
when nothing is fetched. CORPUS makes the library, NEW has papers that it has not, both as JSON
Lines.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from corpora import lines_of
from echo import BETWEEN
from fetch_services import CATEGORY, daily_answer, listing_answer
from figures import median, report, share
from libraries import arguments_of, prepared, titles_of
from reader import command
from recto.index import Library
from recto.index.fetch.calendars import daily_day, last_listed
from terminal import Terminal, plain

DAILY, LISTED, MANY = 40, 900, 2000
TIMES = 7
TYPED = "permutation of experts and lottery tickets in diffusion transformers"


class Spent(NamedTuple):
    """What a command took."""

    cpu: float
    """Seconds of processor time, its children's too."""
    memory: float
    """The most memory that it had, in MB."""


@contextmanager
def services(directory: Path) -> Iterator[str]:
    """Give the address of a server that answers from the files of a directory."""
    script = Path(__file__).with_name("fetch_services.py")
    run = [sys.executable, str(script), str(directory)]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()


def answers(directory: Path, new: str, listed: int) -> list[Path]:
    """Write what the services answer; return the files."""
    papers = [json.loads(line) for line in lines_of(new, DAILY + listed)]
    now = time.time()
    daily, listing = daily_day(now), last_listed(now)
    directory.mkdir()
    files = {
        f"api_daily_papers?date={daily}&limit=100&p=0.json": daily_answer(
            papers[:DAILY], 10000, daily
        ),
        f"list_{CATEGORY}_new.html": listing_answer(papers[DAILY:], 20000, listing),
    }
    for name, data in files.items():
        (directory / name).write_bytes(data)
    return [directory / name for name in files]


def follow(library: Path, address: str) -> None:
    """Follow both services, which answer at an address."""
    names = ("huggingface", "arxiv", "export", "rss", "oai", "crossref")
    lines = ["[fetch.base]", *(f'{name} = "{address}"' for name in names)]
    (library / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    with Library.open(library, seeds=False) as opened:
        opened.following.follow("huggingface", f"arxiv:{CATEGORY}")


STARTER = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""
"""Starts a command: what has much memory itself cannot, since a child begins with its parent's."""


def run(library: Path, *words: str) -> Spent:
    """Run a command of Recto on a library."""
    line = [sys.executable, "-m", "recto.tui", *words, "--data-dir", str(library)]
    done = subprocess.run(
        [sys.executable, "-c", STARTER, *line], capture_output=True, text=True, check=True
    )
    status, cpu, memory = json.loads(done.stdout)
    if status:
        raise SystemExit(f"{words}: {done.stderr}")
    return Spent(cpu, memory)


def check(library: Path, new: str, count: int) -> None:
    """See that what came is findable."""
    titles = [json.loads(line)["title"] for line in lines_of(new, count)]
    with Library.open(library, seeds=False) as opened:
        for title in (titles[0], titles[DAILY], titles[-1]):
            if not opened.search(title, limit=1).total:
                raise SystemExit(f"{title!r} is not found")


def copied(made: Path, to: Path) -> Path:
    """Return a copy of a library."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(made, to)
    to.chmod(0o700)
    return to


def compare_days(made: Path, work: Path, new: str, listed: int, times: int) -> None:
    """Report what a day takes that is fetched, and one that is added from files."""
    files = answers(work / "day", new, listed)
    fetched: list[Spent] = []
    added: list[Spent] = []
    with services(work / "day") as address:
        follow(made, address)
        for _ in range(times):
            one = copied(made, work / "one")
            fetched.append(run(one, "fetch"))
            check(one, new, DAILY + listed)
            one = copied(made, work / "one")
            added.append(run(one, "add", *map(str, files)))
            check(one, new, DAILY + listed)
    cpu = [one.cpu / other.cpu for one, other in zip(fetched, added, strict=True)]
    more = [one.memory - other.memory for one, other in zip(fetched, added, strict=True)]
    report(
        f"fetch {DAILY} + {listed} papers, CPU",
        f"{median(cpu):.2f}x ({median(one.cpu for one in fetched):.2f} s)",
        f"added from files {median(one.cpu for one in added):.2f} s",
    )
    report(
        f"fetch {DAILY} + {listed} papers, memory",
        f"{median(more):+.1f} MB ({median(one.memory for one in fetched):.0f} MB)",
        f"added from files {median(one.memory for one in added):.0f} MB",
    )


def compare_starts(made: Path, work: Path, times: int) -> None:
    """Report the start with sources followed that are all due, beside one without."""
    first = titles_of(made)[0][:24]
    without = copied(made, work / "without")
    with Library.open(without, seeds=False) as opened:
        opened.following.unfollow(*opened.following.names)
    spent: dict[Path, list[float]] = {made: [], without: []}
    for turn in range(times + 1):
        for library, found in spent.items():
            with Terminal(command(copied(library, work / "one")), work) as one:
                one.wait_for(first)
                taken = one.kill() * 1000
            if turn:  # the first one compiles what was not compiled
                found.append(taken)
    ours, others = spent.values()
    ratio = median(one / other for one, other in zip(ours, others, strict=True))
    report("start with two sources followed, CPU", f"{ratio:.2f}x ({median(ours):.0f} ms)",
           f"without {median(others):.0f} ms")  # fmt: skip


def echoes(terminal: Terminal, letters: Iterable[str], end: bytes = b"") -> list[float]:
    """Type into the search box; return after how many milliseconds each letter stood there.

    It ends where such a text is seen.
    """
    found: list[float] = []
    begin = len(terminal.raw)
    for letter in letters:
        start, here = time.monotonic(), len(terminal.raw)
        terminal.send(letter)
        wanted = letter.strip().encode()
        while (left := start + 2 - time.monotonic()) > 0:
            if terminal.read(left) and wanted in plain(terminal.raw[here:]):
                break
        found.append((time.monotonic() - start) * 1000)
        while (left := start + BETWEEN - time.monotonic()) > 0:
            terminal.read(left)
        if end and end in plain(terminal.raw[begin:]):
            return found
    return found


def compare_echoes(made: Path, work: Path, new: str, many: int, times: int) -> None:
    """Report how long a key takes while many papers come, beside one when none do."""
    answers(work / "many", new, many)
    title = titles_of(made)[0][:24]
    busy: list[float] = []
    idle: list[float] = []
    keys: list[float] = []
    with services(work / "many") as address:
        for _ in range(times):
            for is_fetching in (True, False):
                library = copied(made, work / "one")
                follow(library, address)
                config = library / "config.toml"
                config.write_text("[fetch]\nevery = 0\n" + config.read_text(encoding="utf-8"))
                with Terminal(command(library), Path(library)) as terminal:
                    terminal.wait_for(title)
                    terminal.settle(1.0)
                    if is_fetching:
                        terminal.send("R")
                        terminal.wait_for("fetching")
                    terminal.send("/")
                    if is_fetching:
                        keys = echoes(terminal, TYPED, f"{DAILY + many:,} new".encode())
                        busy += keys
                    else:
                        idle += echoes(terminal, TYPED[: len(keys)])
    for part, name in ((0.5, "median"), (0.95, "p95")):
        ratio = share(busy, part) / share(idle, part)
        report(
            f"key to echo while {many:,} papers come, {name}, wall",
            f"{ratio:.2f}x ({share(busy, part):.1f} ms)",
            f"nothing fetched {share(idle, part):.1f} ms",
        )


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("new", help="papers that come, as JSON Lines")
    options = arguments.parse_args()
    times = 1 if options.quick else TIMES
    with prepared(options) as made, tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        listed, many = (20, 30) if options.quick else (LISTED, MANY)
        compare_days(made, work, options.new, listed, times)
        compare_starts(made, work, times)
        compare_echoes(made, work, options.new, many, times)


if __name__ == "__main__":
    main()
