"""What crosses the line, and how long leaving takes: `python bench/line.py`.

The bytes are those that tests/e2e/test_bytes.py holds to their budgets, at 80x24 and 256 colours
on the bundled pages. Leaving is timed on the wall, from the signal to the end of the process.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import termios
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from recto.index import Library

from tests.e2e import byte_counts
from tests.e2e.terminal import Terminal, start_recto


def start(home: Path) -> Terminal:
    terminal = start_recto(home, f"--data-dir={home / 'library'}")
    byte_counts.to_top(terminal)
    return terminal


def show_bytes(terminal: Terminal) -> None:
    highlight, in_all = byte_counts.moves(terminal)
    rows = (
        ("a letter typed, no new results", byte_counts.letters(terminal), 250),
        ("a cursor move, the highlight", highlight, 300),
        ("a cursor move with the abstract", in_all, 1400),
        ("a key held for a second", byte_counts.held(terminal), 12_000),
        ("ten seconds of nothing", byte_counts.idle(terminal, byte_counts.rest(terminal)), 0),
    )
    terminal.send("\x1b")
    rows = (*rows, ("another pane and back", byte_counts.focus(terminal), 1000))
    print(f"{'bytes':34}{'sent':>8}{'budget':>8}")
    for name, sent, budget in rows:
        print(f"{name:34}{sent:8.0f}{budget:8}")


def show_leaving(home: Path) -> None:
    print(f"\n{'leaving, seconds':34}{'':8}{'limit':>8}")
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        terminal = start(home)
        begun = time.monotonic()
        terminal.kill(number)
        show_time(number.name, time.monotonic() - begun)
    terminal = start(home)
    begun = time.monotonic()
    terminal.hang_up()
    show_time("the terminal is closed", time.monotonic() - begun)
    terminal = start(home)
    termios.tcflow(terminal.slave, termios.TCOOFF)
    terminal.send("?q" * 20)
    begun = time.monotonic()
    terminal.process.send_signal(signal.SIGTERM)
    terminal.process.wait()
    show_time("SIGTERM, output stalled", time.monotonic() - begun)


def show_time(name: str, seconds: float) -> None:
    print(f"{name:34}{seconds:8.2f}{2:8}")


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory)
        with Library.open(home / "library") as library:
            library.index.rebuild()
        terminal = start(home)
        show_bytes(terminal)
        terminal.close()
        show_leaving(home)


if __name__ == "__main__":
    main()
