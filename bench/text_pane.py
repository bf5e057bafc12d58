"""What a whole paper costs in the reader: `python bench/text_pane.py`.

A made-up paper of 120 KB, derived already: processor time until its first screen is laid out and
drawn, at its beginning and at the place where it was left; of a page forward; of finding what is
nowhere; and what memory Python holds for it once all of it was looked at. On a terminal of 80x24
also the bytes of a page, beside those of its letters.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from figures import median
from recto.index import Library, sought
from recto.index.texts.blocks import pack, unpack
from recto.tui.painting.themes import PLAIN
from recto.tui.widgets.text.finding import find
from recto.tui.widgets.text.flow import At, Flow, Place

from tests.e2e.terminal import start_recto
from tests.tui.text import sample

SECTIONS, ROOM, ROWS, TIMES, PAGES = 90, 76, 22, 9, 25


def spent(work: Callable[[], object]) -> float:
    """Return the processor time of some work in milliseconds, the median of several times."""
    times = []
    for _ in range(TIMES):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return median(times)


def first_screen(packed: bytes, block: int) -> Flow:
    text = unpack(packed)
    assert text is not None
    flow = Flow(text, PLAIN, ROOM)
    top = min(flow.at(Place(block)), flow.last_top(ROWS))
    for at in flow.window(top, ROWS):
        if flow.line(at):
            flow.shape(at.nth).pieces(at.line - flow.above(at.nth), PLAIN, (), 0)
    return flow


def held(packed: bytes) -> float:
    """Return the memory that a paper takes once all of it is laid out, in MB."""
    tracemalloc.start()
    flow = first_screen(packed, 0)
    for index in range(len(flow.blocks)):
        flow.shape(index)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1e6


def pages(home: Path) -> tuple[float, float]:
    """Return the bytes that a page forward sends, and those that it shows."""
    with Library.open(home / "library") as library:
        library.index.rebuild()
        sample.put(library, library.listing("").rowids[0], sample.text(SECTIONS))
    terminal = start_recto(home, f"--data-dir={home / 'library'}")
    terminal.wait_for("/603")
    terminal.settle(0.8)
    terminal.send("T")
    terminal.wait_for("José Ruiz")
    terminal.settle(0.8)
    sent, shown = [], []
    for _ in range(PAGES):
        before = len(terminal.raw)
        terminal.send(" ")
        terminal.settle()
        sent.append(float(len(terminal.raw) - before))
        lines = (line.rstrip() for line in terminal.text.splitlines())
        shown.append(float(len("\n".join(lines).encode())))
    terminal.close()
    return median(sent), median(shown)


def main() -> None:
    text = sample.text(SECTIONS)
    packed, letters = pack(text), sum(len(block.text) for block in text.blocks)
    print(f"{len(text.blocks):,} blocks, {letters:,} letters, {len(packed):,} bytes packed")
    print(f"first screen at the beginning, ms {spent(lambda: first_screen(packed, 0)):9.1f}")
    half = len(text.blocks) // 2
    print(f"first screen in the middle, ms    {spent(lambda: first_screen(packed, half)):9.1f}")
    flow = first_screen(packed, 0)
    at = At(0, 0)

    def page() -> None:
        nonlocal at
        at = flow.step(at, ROWS - 1)
        flow.window(at, ROWS)

    print(f"a page forward, laid out, ms      {spent(page):9.1f}")
    begun = time.process_time()
    find(flow, sought("nowhere"), 1, (0, -1))
    print(f"what is nowhere, first time, ms   {1000 * (time.process_time() - begun):9.1f}")
    print(f"memory, all of it laid out, MB    {held(packed):9.1f}")
    with tempfile.TemporaryDirectory() as directory:
        sent, shown = pages(Path(directory))
    print(f"bytes of a page, and its letters  {sent:9.0f} {shown:9.0f}")


if __name__ == "__main__":
    main()
