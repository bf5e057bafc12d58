"""Draws the README's pictures of the reader from the bundled dumps: `python docs/picture.py`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from recto.index import Library
from recto.tui.app import RectoApp

HERE = Path(__file__).parent
SIZES = {"recto.svg": (120, 36), "recto-80x24.svg": (80, 24)}
QUERY = "network pruning"
TAGS = (("Stitchable Neural Networks", "ideas"), ("Rewrite the Stars", "architectures"))


async def draw(path: Path, columns: int, rows: int, directory: str) -> None:
    """Open the reader on a fresh library, search, and write what the screen shows."""
    with Library.open(directory) as library:
        library.index.rebuild()
        for title, tag in TAGS:
            library.tag([library.search(title, limit=1).hits[0].paper.id], add=[tag])
        hits = library.search(QUERY, limit=6).hits
        library.bookmark([hits[1].paper.id, hits[4].paper.id])
        library.tag([hits[1].paper.id], add=["pruning"])
        library.tag([hits[2].paper.id], add=["pruning"])
        library.mark_read([hits[0].paper.id, hits[3].paper.id])
        app = RectoApp(library, directory)
        async with app.run_test(size=(columns, rows)) as pilot:
            await pilot.press("slash", *(key.replace(" ", "space") for key in QUERY), "enter")
            await pilot.pause(1)
            await pilot.press("j")
            await pilot.pause(1)
            svg = app.export_screenshot(title="recto")
    # The picture must not fetch fonts from elsewhere when somebody opens it.
    path.write_text(re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")


def main() -> None:
    """Draw every picture."""
    for name, (columns, rows) in SIZES.items():
        with tempfile.TemporaryDirectory() as directory:
            asyncio.run(draw(HERE / name, columns, rows, directory))


if __name__ == "__main__":
    main()
