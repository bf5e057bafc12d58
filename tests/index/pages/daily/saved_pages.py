"""Texts of saved pages: made-up papers, a page's furniture, and what a plain reading gives."""

from __future__ import annotations

import re
from pathlib import Path

from recto.index.pages.contents import Contents

FURNITURE = [
    "new",
    "Get trending papers in your email inbox once a day!",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
    "by AK and the research community",
    "Daily",
    "Weekly",
    "Monthly",
]


PAPERS = [
    (
        "Deep Sets of Shallow Things",
        "We study sets. Things in them are shallow, and so are we. Nothing else is known of them.",
    ),
    (
        "einspace: Searching for Neural Architectures",
        "The search goes on. It has been going on for long, and our results show that it will.",
    ),
    (
        "How Well Do Sparse Models Transfer?",
        "They transfer well, as we show on twelve data sets. Code: https://github.com/a/b",
    ),
]


def page_of(*papers: tuple[str, str], top: str = "") -> str:
    return top + "\n".join(line for paper in papers for line in paper)


def texts(page: Contents) -> list[tuple[str, str]]:
    return [(record.title, record.abstract) for record in page.records]


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Titles and abstracts as a line-by-line reading of the undamaged page gives them."""
    own = re.compile(
        r"new|Get trending.*|Subscribe|Daily Papers|byAK.*|[A-Z][a-z]{2} \d.*|·|\s+•.*|\s*"
    )
    left = [line for line in lines_of(path) if not own.fullmatch(line)]
    left[0] = left[0].removeprefix("Subscribe")
    return list(zip(left[::2], left[1::2], strict=True))
