"""How long anything holds the event loop: `python bench/loop.py FILE`.

A reader is used on a terminal: typing, moving, marking, views, other orders, the help. Every turn
of its event loop is watched from inside; the figure is the longest, in milliseconds of processor
time of that thread, and beside it on the wall, which busy neighbours make longer. What happens
before the first screen stands is no turn that anybody waits for: `start.py` measures it.
"""

from __future__ import annotations

import json
from pathlib import Path

from figures import report
from keystrokes import queries
from libraries import arguments_of, prepared
from reader import command
from terminal import Terminal

SIZES = ((80, 24), (120, 36), (200, 50))
MOVES = ("j" * 30, "k" * 10, "G", "gg", "\x1b[6~", "\x1b[6~", "\x1b[5~", "n", "l", "h", "\t", "\t")
MARKS = ("b", "m", "mj", "u", "x", "j", "x", "b", "V", "j", "j", "b", "u")
VIEWS = ("gb", "ga", "gu", "gq", "ga", "gn", "ga", "o", "o", "o", "o", "o", "o", "?", "\x1b")


def use(terminal: Terminal, texts: list[str]) -> None:
    for text in texts:
        terminal.send("/")
        for letter in text:
            terminal.send(letter)
            terminal.read(0.08)
        terminal.settle(0.6)
        terminal.send("\r")
        terminal.settle(0.3)
        for keys in ("jjj", "\r", "jj", "\x1b", "\x1b"):
            terminal.send(keys)
            terminal.settle(0.15)
    for keys in (*MOVES, *MARKS, *VIEWS):
        terminal.send(keys)
        terminal.settle(0.2)


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--longest", type=int, default=0, help="list so many turns")
    options = arguments.parse_args()
    texts = queries()[:: 40 if options.quick else 9]
    turns: list[tuple[float, float, float, str]] = []
    with prepared(options) as directory:
        for columns, lines in SIZES[: 1 if options.quick else None]:
            seen = directory / f"turns-{columns}"
            seen.touch()
            run = command(directory, "--watch", str(seen), "--fresh")
            with Terminal(run, Path(directory), columns, lines) as terminal:
                terminal.wait_for("\x1b[?1049h", is_raw=True)
                terminal.settle(0.7)
                before = len(seen.read_text(encoding="utf-8").splitlines())
                terminal.settle(2.5)
                use(terminal, texts)
            written = seen.read_text(encoding="utf-8").splitlines()[before:]
            turns += [tuple(json.loads(line)) for line in written]
    turns.sort(key=lambda turn: -turn[2])
    for _, wall, cpu, name in turns[: options.longest]:
        print(f"    {cpu:7.1f} CPU ms {wall:7.1f} wall ms  {name}")
    cpu = max((turn[2] for turn in turns), default=0.0)
    wall = max((turn[1] for turn in turns), default=0.0)
    report("longest hold of the event loop, CPU ms", f"{cpu:.0f} (wall {wall:.0f})")


if __name__ == "__main__":
    main()
