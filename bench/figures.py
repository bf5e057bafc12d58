"""What the benches do with their figures: medians, shares, and lines that a table is made of."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

FIGURES = "RECTO_BENCH_FIGURES"
"""The environment variable that names the file which collects figures for the table."""


def report(row: str, figure: str, baseline: str = "") -> None:
    """Print one figure of the table, with that of what it is compared with."""
    beside = f"   beside it {baseline}" if baseline else ""
    print(f"{row}: {figure}{beside}", flush=True)
    path = os.environ.get(FIGURES)
    if path:
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"row": row, "figure": figure, "baseline": baseline}) + "\n")


def share(values: Iterable[float], part: float) -> float:
    """Return the value below which such a part of the values lies."""
    ordered = sorted(values)
    return ordered[int(part * (len(ordered) - 1))]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return the 50th and 95th percentile and the largest value."""
    found = share(values, 0.5), share(values, 0.95), max(values)
    return " / ".join(f"{value:.{digits}f}" for value in found)


def median(values: Iterable[float]) -> float:
    """Return the middle one."""
    return statistics.median(values)


def milliseconds(work: Callable[[], object]) -> float:
    """Return the CPU time of this process that some work takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
