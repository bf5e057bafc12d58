"""What opening whole papers in the reader costs: `python bench/first_texts.py DIRECTORY`.

DIRECTORY has papers as `NAME.html` and `NAME.pdf`; of the longest page one of 1.5 MB is made, and
beside all stands a made-up paper of 120 KB. On a terminal of 80x24, in processor time: the first
screen after `T` of a text that is derived, and of one that is not (with that of the process which
derives it, up to then), beside `less` on its plain text, `w3m -dump` and `pdftotext`. Then what the
reader's memory grows by when a text is opened and paged through, and the bytes of a line, a page
and rest.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from figures import median, report
from recto.index import Library
from recto.tui.system.whole_text import plain_text
from terminal import Terminal, plain
from texts import long_page

from tests.tui.text import sample

SECTIONS = 90
"""Of the made-up paper: 120 KB."""
PAGES = 40
ABOVE = re.compile("1/(?:\\d+|…) . (?:\\d+|…)%".encode().replace(b" . ", b" .{1,3} "))
"""What stands above a text: where one is in it."""
REST = 2.6
"""Seconds after which the reader has done what it does beside."""


class Reader(Terminal):
    """The reader on a library of one paper whose text is here."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "recto.tui", "--data-dir", str(home / "library")]
        super().__init__(command, home, 80, 24)
        self.wait_for("/603")
        self.settle(REST)

    def open(self) -> float:
        """Press `T`; return the milliseconds of processor time until it is on the screen."""
        before = self.running() + self.children()
        at = len(self.raw)
        self.send("T")
        while not ABOVE.search(plain(self.raw[at:])):
            self.read(0.005)
        used = self.running() + self.children()
        return 1000 * (used - before)

    def children(self) -> float:
        """Return the seconds of processor time of processes it has started."""
        ended = self._of_process("stat").rpartition(")")[2].split()[13:15]
        spent = sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        for child in " ".join(task.read_text() for task in tasks).split():
            try:
                spent += int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) / 1e9
            except OSError:
                continue
        return spent

    def memory(self) -> float:
        """Return the memory that is its own, in MB, shared parts in their share."""
        lines = self._of_process("smaps_rollup").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def library_of(put: Callable[[Library, int], object]) -> Iterator[Path]:
    """Make a library whose first paper has a text."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        home = Path(directory)
        with Library.open(home / "library") as library:
            library.index.rebuild()
            put(library, library.listing("").rowids[0])
        yield home


def from_file(path: Path) -> Callable[[Library, int], object]:
    return lambda library, rowid: library.texts.add(library.rows([rowid])[0], path)


def made_up(library: Library, rowid: int) -> None:
    sample.put(library, rowid, sample.text(SECTIONS))
    library.locations.texts.chmod(0o700)


def forget(home: Path) -> None:
    """Let nothing be derived."""
    for path in (home / "library").glob("**/texts/*.blocks"):
        path.unlink()


def first_screens(home: Path, times: int, *, is_derived: bool) -> float:
    """Return the milliseconds of a first screen, the median."""
    found = []
    for _ in range(times):
        with Reader(home) as reader:
            if not is_derived:  # sooner, it would be derived beside the reader before it is opened
                forget(home)
            found.append(reader.open())
    return median(found)


def peer(command: list[str], times: int) -> str:
    """Return the milliseconds of processor time of another program, the median."""
    if shutil.which(command[0]) is None:
        return ""
    found = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return f"{command[0]} {1000 * median(found):.0f} ms"


def less(home: Path, text: str, times: int) -> float:
    """Return the milliseconds until `less` has shown the first screen of a plain text."""
    file = home / "plain.txt"
    file.write_text(text, encoding="utf-8")
    found = []
    for _ in range(times):
        with Terminal(["less", str(file)], home, 80, 24) as terminal:
            terminal.wait_for("plain.txt")
            found.append(1000 * terminal.running())
    return median(found)


def opening(path: Path, times: int) -> None:
    """Report what opening one file costs."""
    with library_of(from_file(path)) as home:
        with Library.open(home / "library") as library:
            text = library.texts.get(library.rows(library.listing("").rowids[:1])[0])
        assert text is not None
        name = f"{path.suffix[1:].upper()} of {path.stat().st_size / 1e6:.2f} MB"
        beside = f"less {less(home, chr(10).join(plain_text(text)), times):.0f} ms"
        derived = first_screens(home, times, is_derived=True)
        report(f"first screen, {name}, derived", f"{derived:.0f} ms", beside)
        is_pdf = path.suffix == ".pdf"
        program = ["pdftotext", str(path), "-"] if is_pdf else ["w3m", "-dump", str(path)]
        new = first_screens(home, times, is_derived=False)
        report(f"first screen, {name}, never derived", f"{new:.0f} ms", peer(program, times))


def reading(times: int) -> None:
    """Report memory and bytes of a made-up paper."""
    with library_of(made_up) as at:
        grown, paged = [], []
        lines, pages = [], []
        for _ in range(times):
            with Reader(at) as reader:
                before = reader.memory()
                reader.open()
                reader.settle(1.5)
                grown.append(reader.memory() - before)
                for keys, sent in (("j", lines), (" ", pages)):
                    for _ in range(PAGES):
                        bytes_before = len(reader.raw)
                        reader.send(keys)
                        reader.settle(0.1)
                        sent.append(len(reader.raw) - bytes_before)
                reader.settle(1.5)
                paged.append(reader.memory() - before)
                bytes_before, begun = len(reader.raw), time.monotonic()
                reader.settle(5)
                rest = len(reader.raw) - bytes_before
                assert time.monotonic() - begun >= 5
        report("memory, a text of 120 KB opened", f"{median(grown):.1f} MB more")
        report(f"memory, and {PAGES} pages of it read", f"{median(paged):.1f} MB more")
        report("bytes of a line forward", f"{median(lines):.0f}, at most {max(lines)}")
        report("bytes of a page forward", f"{median(pages):.0f}")
        report("bytes of five seconds of rest", f"{rest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    pages = sorted(options.directory.glob("*.html"), key=lambda page: page.stat().st_size)
    papers = sorted(options.directory.glob("*.pdf"))
    for path in (*pages[-1:], *papers[:1]):
        opening(path, options.times)
    if pages:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "long.html"
            path.write_text(long_page(pages[-1].read_text("utf-8")), encoding="utf-8")
            opening(path, options.times)
    reading(max(1, options.times // 2))


if __name__ == "__main__":
    main()
