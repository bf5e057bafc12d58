"""Draws the README's picture, the morning list of the bundled papers: `python docs/picture.py`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from recto.index import Library, Standing, View
from recto.tui.app import RectoApp

PICTURE = Path(__file__).parent / "recto.svg"
COLUMNS, ROWS = 120, 34

QUEUED = ("Git Re-Basin", "Mechanistic Mode Connectivity")
BOOKMARKED = ("PLeaS Merging Models", "Hidden symmetries of ReLU networks")
TAGGED = (
    ("The Lottery Ticket Hypothesis: Finding Sparse", "pruning"),
    ("Landscaping Linear Mode Connectivity", "merging"),
    ("Soft Merging of Experts", "merging"),
)
NOTED = ("The Empirical Impact of Reducing Symmetries", "ask Ana about the ensembles")
NOT_FOR_ME = ("E(n) Equivariant Graph", "Human motion generation")
SEARCHES = (
    ("fusion", '"model fusion"', Standing("always")),
    ("speech", "speech OR audio", Standing("never")),
)
KEYS = ["g", "n", "j", "b", "j", "j", "j", "x", "k", "k", "k"]
"""A bookmark and a paper that is not for one, then back to a paper above it."""


def mark(library: Library) -> None:
    """Do what teaches the taste; what was marked on former days is read and new no more."""

    def paper(title: str) -> str:
        return library.search(title, limit=1).hits[0].paper.id

    library.queue([paper(title) for title in QUEUED])
    library.bookmark([paper(title) for title in BOOKMARKED])
    for title, tag in TAGGED:
        library.tag([paper(title)], add=[tag])
    library.note(paper(NOTED[0]), NOTED[1])
    former = (*QUEUED, *BOOKMARKED, *(title for title, _ in TAGGED), NOTED[0])
    library.mark_read([paper(title) for title in former])
    library.not_interested([paper(title) for title in NOT_FOR_ME])
    for name, query, standing in SEARCHES:
        library.searches.save(name, query, View(), standing=standing)


async def draw(directory: str) -> None:
    """Open the reader on a fresh library, press the keys, and write what the screen shows."""
    with Library.open(directory) as library:
        library.index.rebuild()
        mark(library)
        app = RectoApp(library, directory)
        async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
            await pilot.pause(1)
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause(0.5)
            await pilot.pause(1)
            svg = app.export_screenshot(title="recto")
    # The picture must not fetch fonts from elsewhere when somebody opens it.
    plain = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL)
    PICTURE.write_text(plain, encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        asyncio.run(draw(data))
