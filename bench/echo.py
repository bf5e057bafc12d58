"""How long a key takes to be echoed while a search runs: `python bench/echo.py FILE`.

Queries are typed on a terminal, eight keys a second; the figure is the time from the key to its
letter on the terminal. It is time on the wall, which is what a reader sees: run it on a machine
that has nothing else to do. Beside it the same app with its search switched off. Then the index is
taken away, and the same is typed while it is built anew, in processes of its own where cores are
free.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from figures import report, share
from keystrokes import queries
from libraries import arguments_of, prepared, titles_of
from reader import command
from terminal import Terminal, plain

BETWEEN = 0.125
"""Seconds between two keys."""
QUERIES = 12


def echoes(terminal: Terminal, texts: list[str]) -> list[float]:
    """Type queries; return the milliseconds after which every letter stood there."""
    found = []
    for text in texts:
        terminal.send("/")
        terminal.settle(0.4)
        for letter in text:
            start = time.monotonic()
            here = len(terminal.raw)
            terminal.send(letter)
            # A blank shows nothing of its own: any answer will do.
            wanted = letter.strip().encode()
            while time.monotonic() - start < 2:
                data = terminal.read(start + 2 - time.monotonic())
                if data and wanted in plain(terminal.raw[here:]):
                    break
            found.append((time.monotonic() - start) * 1000)
            end = start + BETWEEN
            while (left := end - time.monotonic()) > 0:
                terminal.read(left)
        terminal.send("\x15")
        terminal.settle(0.3)
        terminal.send("\x1b")
        terminal.settle(0.5)
    return found


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    texts = queries()[: 1 if options.quick else QUERIES]
    with prepared(options) as directory:
        title = titles_of(directory)[0][:24]

        def run(*switches: str) -> list[float]:
            with Terminal(command(directory, *switches), Path(directory)) as terminal:
                terminal.wait_for(title)
                terminal.settle(1.0)
                return echoes(terminal, texts)

        ours, others = run("--with-search"), run("--without-search")
        report(
            "key to echo while a search runs, p95, wall ms",
            f"{share(ours, 0.95):.0f} (p50 {share(ours, 0.5):.0f})",
            f"{share(others, 0.95):.0f} (p50 {share(others, 0.5):.0f})",
        )
        shutil.rmtree(directory / "cache" / "index")
        report(
            "key to echo while the index is built, p95, wall ms",
            f"{share(building := run('--with-search'), 0.95):.0f} (p50 {share(building, 0.5):.0f})",
        )


if __name__ == "__main__":
    main()
