"""How long the reader takes to show its first rows: `python bench/start.py FILE`.

The processor time of the process, all its threads, until the first title was written to the
terminal, beside that of a bare Textual app with the same panes and the same titles. With the
bundled papers also the very first start, when there is neither a library nor an index.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from figures import median, report
from libraries import arguments_of, prepared, titles_of
from reader import bare_command, command
from terminal import Terminal

TIMES = 9
SEEN = 24
"""Letters of the first title that must be there."""


def measure(run: Callable[[Path], list[str]], title: str, times: int) -> list[float]:
    """Return the milliseconds of processor time of every start."""
    spent = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as home, Terminal(run(Path(home)), Path(home)) as one:
            one.wait_for(title)
            spent.append(one.kill() * 1000)
    return spent


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    times = 1 if options.quick else TIMES
    with prepared(options) as directory:
        titles = titles_of(directory)
        first = titles[0][:SEEN]
        bare = bare_command(directory, titles)
        measure(lambda _: command(directory), first, 1)  # compiles what was not compiled
        measure(lambda _: bare, first, 1)
        ours: list[float] = []
        fresh: list[float] = []
        others: list[float] = []
        for _ in range(times):
            ours += measure(lambda _: command(directory), first, 1)
            others += measure(lambda _: bare, first, 1)
            if not options.corpus:
                fresh += measure(lambda home: command(home / "new"), first, 1)
        base = median(others)

        def told(spent: list[float]) -> str:
            return f"{median(spent) / base:.2f}x ({median(spent):.0f} ms)"

        report("first rows, second start, CPU", told(ours), f"{base:.0f} ms")
        if fresh:
            report("first rows, very first start, CPU", told(fresh), f"{base:.0f} ms")


if __name__ == "__main__":
    main()
