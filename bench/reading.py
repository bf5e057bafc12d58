"""What reading files costs, honest and hostile: `python bench/reading.py [KIND[:SHAPE] ...]`.

Each shape of `tests/index/pages/shapes/` is added to an empty library in a process of its own,
at two sizes. Beside it stands what JSON Lines of the same papers cost, added in the same way.
Figures are processor time, and the most memory that was resident; nothing is indexed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from figures import report

sys.path.insert(0, str(Path(__file__).parents[1]))

from recto.index import Library

from tests.index.pages.shapes.catalogue import SHAPES
from tests.index.pages.shapes.shape import Shape

MOST_GROWTH = 2.2
SECONDS_A_MEGABYTE = 1.0
SECONDS_A_RECORD = 0.0004
MEGABYTES = 250
"""What twice the size, a megabyte, a record and memory may cost."""
REFUSED = {
    "json, no papers": "{",
    "json, answer of no papers": "{",
    "jsonl, no papers": "{",
    "ris, no titles": "TY",
    "ris, types": "TY",
    "bibtex, types in lines": "@",
    "bibtex, types in round brackets": "@",
}
"""Shapes of records that are all refused, which cost what records do, and how each begins."""
LEAST = 0.3
"""Seconds below which a growth is the noise of the clock."""
GIVEN_UP = 240


def measure(path: Path, kind: str, out: Path | None) -> dict[str, Any]:
    """Add a file; return what it cost, and keep its papers as JSON Lines where `out` says."""
    with tempfile.TemporaryDirectory() as home, Library.open(Path(home), seeds=False) as library:
        library.index.most_at_once = 0
        start = time.process_time()
        (added,) = library.add([path], format=kind)
        seconds = time.process_time() - start
        most = most_memory()
        if out is not None:
            honest(library, added.records, out)
        told = added.error
        return {
            "seconds": seconds,
            "memory": most,
            "records": added.records,
            "error": f"{told}" if told else "",
        }


def most_memory() -> float:
    """Return the most megabytes that were resident; `getrusage` counts those of the parent too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def honest(library: Library, records: int, out: Path) -> None:
    """Write as many papers as a file had, as JSON Lines; those that it repeats are repeated."""
    papers = library.rows(library.listing("").rowids)
    keys = ("title", "abstract", "authors", "published", "arxiv_id", "links", "tags", "note")
    with out.open("w", encoding="utf-8") as lines:
        for number in range(records if papers else 0):
            told = papers[number % len(papers)].as_json()
            kept = (
                {key: told[key] for key in keys}
                if number < len(papers)
                else {"title": told["title"]}
            )
            lines.write(json.dumps(kept, ensure_ascii=False) + "\n")


def in_child(path: Path, kind: str, out: Path | None = None) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", str(path), "--kind", kind]
    command += ["--out", str(out)] if out else []
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=GIVEN_UP, check=False
        )
    except subprocess.TimeoutExpired:
        return {"seconds": float(GIVEN_UP), "memory": 0.0, "records": 0, "error": "given up"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        return {"seconds": 0.0, "memory": 0.0, "records": 0, "error": f"CRASH {last}"}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def compare(shape: Shape, size: int, directory: Path) -> bool:
    """Measure a shape at a size and twice the size; return whether all is within bounds."""
    path, lines = directory / "file", directory / "honest.jsonl"
    costs = []
    for times in (1, 2):
        path.write_text(shape.text(size * times), encoding="utf-8", errors="surrogatepass")
        megabytes = path.stat().st_size / 1e6
        begins = REFUSED.get(f"{shape.kind}, {shape.name}")
        refused = path.read_text(encoding="utf-8").count(begins) if begins else 0
        costs.append(in_child(path, shape.kind, lines if times == 2 else None))
    once, twice = costs
    beside = in_child(lines, "jsonl")["seconds"] if twice["records"] else 0.0
    above = twice["seconds"] - beside
    allowed = SECONDS_A_MEGABYTE * megabytes + SECONDS_A_RECORD * max(twice["records"], refused)
    growth = twice["seconds"] / max(once["seconds"], 1e-9)
    faults = [
        name
        for name, is_one in (
            ("SLOW", above > allowed),
            ("GROWS", growth > MOST_GROWTH and twice["seconds"] > LEAST),
            ("MEMORY", twice["memory"] > MEGABYTES),
            ("FAILED", twice["error"].startswith(("CRASH", "given"))),
        )
        if is_one
    ]
    report(
        f"reading {shape.kind}, {shape.name}",
        f"{once['seconds']:.2f} / {twice['seconds']:.2f} s, {growth:.2f}x, "
        f"{twice['memory']:.0f} MB, {twice['records']:,} of {megabytes:.1f} MB"
        f"{'  ' + ' '.join(faults) if faults else ''}"
        f"{'  (' + twice['error'][:90] + ')' if twice['error'] else ''}",
        f"{beside:.2f} s",
    )
    return not faults


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("shapes", nargs="*", help="kinds, or a kind and a shape: `ris:names`")
    arguments.add_argument("--size", type=int, default=1_000_000, help="characters of the smaller")
    arguments.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--kind", help=argparse.SUPPRESS)
    arguments.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.kind, options.out)))
        return
    chosen = [
        shape
        for shape in SHAPES
        if not options.shapes or {shape.kind, f"{shape.kind}:{shape.name}"} & {*options.shapes}
    ]
    with tempfile.TemporaryDirectory() as directory:
        faults = sum(not compare(shape, options.size, Path(directory)) for shape in chosen)
    print(f"{len(chosen)} shapes, {faults} out of bounds")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
