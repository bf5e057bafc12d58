"""Runs the benches and writes the table of their results: `python bench/table.py FILE FILE`.

Each script runs on the bundled papers and on each corpus. The table goes to standard output, or
with `--write` between the markers in `bench/README.md`. Interrupted, it has lost nothing but the
script that ran: the next call with the same `--figures` goes on behind it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from figures import FIGURES

HERE = Path(__file__).parent
README = HERE / "README.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"

SCRIPTS = (
    "start",
    "keystrokes",
    "echo",
    "memory",
    "moves",
    "build",
    "adding",
    "filters",
    "order",
    "counts",
    "disk",
    "loop",
)
OPTIONS = {"keystrokes": ("--every", "40")}
"""Whoosh's own prefix query takes seconds at 100,000 papers: a few keystrokes have to do."""
WITHOUT_BUNDLED = ("build",)

TARGETS = {
    "first rows, second start, CPU": "1.3x",
    "first rows, very first start, CPU": "1.6x",
    "keystroke to ranked ids, p50 / p95 / max, CPU ms": "2/8/40, 3/10/50, 6/35/150",
    "key to echo while a search runs, p95, wall ms": "30",
    "peak memory after 20 searches, MB": "65, 80, 160",
    "cursor down, CPU ms a key": "4",
    "`G`, CPU ms a key": "4",
    "`gg`, CPU ms a key": "4",
    "page down, CPU ms a key": "4",
    "index build, papers per CPU-second / peak MB": "700/330 at 6,799, 600/400 at 100,000",
    "adding 50 papers until found, CPU s": "0.5 at 6,799, 1 at 100,000",
    "filters with a word, p95, CPU ms": "10, 15, 60",
    "the whole list in default order, CPU ms": "5, 10, 40",
    "sidebar counts following a query, p50 / p95 / max, CPU ms": "5, 10, 50",
    "index, bytes a paper": "2,000 at 6,799, 1,200 at 100,000",
    "`library.db`, times the text it holds": "1.5",
    "longest hold of the event loop, CPU ms": "30",
}
"""What is to be reached; where it differs, at 603, 6,799 and 100,000 papers."""

Figures = dict[str, dict[str, tuple[str, str]]]
"""A row's figure and that of what it is compared with, for every corpus."""


def run(script: str, corpus: str, libraries: Path, quick: bool) -> list[dict[str, str]]:
    """Run one script on one corpus, the bundled papers if empty; return what it reports."""
    with tempfile.TemporaryDirectory() as directory:
        figures = Path(directory) / "figures"
        command = [sys.executable, str(HERE / f"{script}.py"), *([corpus] if corpus else [])]
        command += ["--libraries", str(libraries), *OPTIONS.get(script, ())]
        if quick:
            command.append("--quick")
        subprocess.run(command, env=os.environ | {FIGURES: str(figures)}, check=False)
        if not figures.exists():
            return []
        return [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]


def collect(
    corpora: list[str], scripts: list[str], kept: Path, libraries: Path, quick: bool
) -> None:
    """Run what has not been run yet, and keep every figure as soon as it is there."""
    known = {(line["script"], line["corpus"]) for line in lines_in(kept)}
    left = [
        (script, corpus)
        for corpus in corpora
        for script in scripts
        if (script, corpus) not in known and (corpus or script not in WITHOUT_BUNDLED)
    ]
    begin = time.monotonic()
    for number, (script, corpus) in enumerate(left):
        spent = time.monotonic() - begin
        minutes = spent / number * (len(left) - number) / 60 if number else 0
        remaining = f", about {minutes:.0f} min left" if number else ""
        name = Path(corpus).name or "bundled"
        print(f"[{number + 1} of {len(left)}{remaining}] {script} {name}", file=sys.stderr)
        with kept.open("a", encoding="utf-8") as out:
            for line in run(script, corpus, libraries, quick):
                out.write(json.dumps({"script": script, "corpus": corpus} | line) + "\n")


def lines_in(kept: Path) -> list[dict[str, str]]:
    if not kept.exists():
        return []
    return [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]


def table(corpora: list[str], kept: Path, sizes: dict[str, int]) -> str:
    """Return the figures in Markdown, with the day and the machine."""
    found: Figures = {}
    for line in lines_in(kept):
        row = found.setdefault(line["row"], {})
        row[line["corpus"]] = line["figure"], line["baseline"]
    heads = [f"{sizes[corpus]:,}" for corpus in corpora]
    lines = [
        f"Taken on {date.today().isoformat()} with {machine()}.",
        "",
        f"| | {' | '.join(heads)} | to reach | beside it, at {', '.join(heads)} |",
        "|---" * (len(corpora) + 3) + "|",
    ]
    rows = [*TARGETS, *(row for row in found if row not in TARGETS)]
    for row in filter(found.__contains__, rows):
        cells = [found[row].get(corpus, ("", "")) for corpus in corpora]
        beside = " · ".join(cell[1] for cell in cells if cell[1])
        figures = " | ".join(cell[0] for cell in cells)
        lines.append(f"| {row} | {figures} | {TARGETS.get(row, '')} | {beside} |")
    return "\n".join(lines)


def machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = pages * size / (1 << 30)
    return (
        f"{os.cpu_count()} shared cores and {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def count(corpus: str, libraries: Path, quick: bool) -> int:
    from libraries import Library, name_of

    with Library.open(libraries / name_of(corpus, quick), seeds=False) as library:
        return library.counts().all


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", nargs="*", help="beside the bundled papers")
    arguments.add_argument("--only", nargs="+", choices=SCRIPTS, default=list(SCRIPTS))
    arguments.add_argument("--figures", type=Path, help="keeps the figures for the next call")
    arguments.add_argument("--libraries", type=Path, help="keeps the libraries for the next call")
    arguments.add_argument("--write", action="store_true", help="put the table into the README")
    arguments.add_argument("--quick", action="store_true", help="do the scripts run?")
    options = arguments.parse_args()
    corpora = ["", *options.corpora]
    with tempfile.TemporaryDirectory(prefix="recto-table-") as directory:
        kept = options.figures or Path(directory) / "figures.jsonl"
        libraries = options.libraries or Path(directory) / "libraries"
        collect(corpora, options.only, kept, libraries, options.quick)
        sizes = {corpus: count(corpus, libraries, options.quick) for corpus in corpora}
        text = table(corpora, kept, sizes)
    if options.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
