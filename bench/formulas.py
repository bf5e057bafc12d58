"""How formulas are shown, and what that costs: `python bench/formulas.py FILE [--peer PYTHON]`.

FILE has one formula a line in TeX, as LaTeXML writes `alttext`; a line that ends in `%` goes on in
the next. Printed are each as it is written, on one line and laid out; then how many of them keep
TeX, how many are drawn on several lines, and processor time. `--peer` names a Python in whose
environment TeXicode is installed (`pip install TeXicode==1.0.5`), which draws the same formulas.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from figures import median, report
from recto.index import cells, lay_out, read_formula

PASSES = 15
ROUNDS = 1000
"""Formulas that a pass reads: those of the file over and over."""
PEER = """
import json, sys, time
from texicode.pipeline import render_tex
told = []
for tex in json.load(sys.stdin):
    start = time.process_time()
    try:
        drawn = render_tex(tex, False, False, "raw", {"fonts": "normal"})
    except Exception as error:
        drawn = f"{type(error).__name__}: {error}"
    told.append((drawn, time.process_time() - start))
json.dump(told, sys.stdout)
"""


def formulas(path: Path) -> list[str]:
    """Return the formulas of a file."""
    whole = re.sub(r"(?<!\\)%\n", "", path.read_text("utf-8"))
    return [line for line in whole.splitlines() if line.strip()]


def milliseconds(read: Callable[[str], object], told: list[str]) -> float:
    """Return what a thousand formulas take; the first pass warms up and is not counted."""
    many = (told * (ROUNDS // len(told) + 1))[:ROUNDS]
    taken = []
    for _ in range(PASSES + 1):
        start = time.process_time()
        for tex in many:
            read(tex)
        taken.append(1000 * (time.process_time() - start))
    return median(taken[1:])


def main() -> None:
    """Print formulas as they are shown, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--width", type=int, default=76)
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--peer", metavar="PYTHON")
    given = parser.parse_args()
    told = formulas(given.file)
    kept = drawn = 0
    most = 0
    for tex in told:
        line = read_formula(tex, is_ascii=given.ascii)
        rows = lay_out([tex], given.width, is_ascii=given.ascii)
        print(f"{tex}\n    {line}")
        if rows != [line]:
            print(*(f"        {row}" for row in rows), sep="\n")
        kept += "\\" in line
        drawn += len(rows) > 1
        most = max(most, *map(cells, rows), 0)
    print()
    report("formulas on one line without TeX", f"{len(told) - kept} of {len(told)}")
    report("formulas drawn on several lines", f"{drawn} of {len(told)}, at most {most} columns")
    beside = ""
    if given.peer:
        answer = subprocess.run(
            [given.peer, "-c", PEER], input=json.dumps(told), text=True, capture_output=True,
            check=True,
        )  # fmt: skip
        peers = json.loads(answer.stdout)
        failed = sum("rror:" in shown or "?" in shown or "\\" in shown for shown, _ in peers)
        beside = f"{1e6 * sum(taken for _, taken in peers) / len(peers):.0f} ms, {failed} fail"
    one = milliseconds(read_formula, told)
    laid = milliseconds(lambda tex: lay_out([tex], given.width), told)
    report("a thousand formulas on one line", f"{one:.0f} ms")
    report("a thousand formulas laid out", f"{laid:.0f} ms", beside)


if __name__ == "__main__":
    main()
