"""Records made at random, so that whatever they say overlaps in nasty ways."""

from __future__ import annotations

import random
from typing import Any

from recto.index.paper import Link, Record

KINDS = (None, "text", "atom", "bibtex", "jsonl", "ris")

DAYS = (None, "2024-05-26", "2024-05-27", "2024-05-28")

_ABSTRACTS = (
    "Short.",
    "About inks, at https://github.com/a/inks.",
    "About inks and their pap…",
    "About inks and their papers, at length, and with all that belongs to it.",
    "An abstract that is cut although it is the longest of them all by far, truly ever so lo…",
    "ABOUT INKS AND THEIR PAPERS, AT LENGTH, AND WITH ALL THAT BELONGS TO IT.",
)

_VALUES: dict[str, tuple[Any, ...]] = {
    "abstract": ("", *_ABSTRACTS),
    "authors": ((), ("Ann A",), ("Bob B",), ("Ann A", "Bob B"), ("A. A", "B. B")),
    "author_count": (None, 1, 2, 9),
    "organisation": (None, "Lab", "LAB"),
    "published": (None, "--05-28", "2020", "2020-05", "2020-05-28", "2020-05-27", "2021"),
    "comments": (None, 0, 3),
    "upvotes": (None, 0, 7, 8),
    "doi": (None, "10.1000/one", "10.1000/other", "10.5281/zenodo.1"),
    "links": (
        (),
        (Link("https://github.com/a/inks", "code"),),
        (Link("https://example.org/a", "project"), Link("https://example.org/b", "project")),
    ),
    "has_more_authors": (False, True),
    "updated": (None, "2021", "2021-02-03", "2022-01"),
    "published_journal": (None, "2021", "2021-07", "2021-08"),
    "venue": (None, "Journal of Inks", "J. Inks", "JOURNAL OF INKS"),
    "volume": (None, "7", "8"),
    "pages": (None, "1-9", "101"),
    "type": (None, "article", "article-journal"),
    "categories": ((), ("cs.LG",), ("cs.LG", "cs.CL"), ("math.AG",)),
    "arxiv_version": (None, 1, 3),
    "keywords": ((), ("inks", "paper"), ("Inks",), ("pens",)),
    "remark": (None, "One.", "Two.\nOne.", "Two."),
    "files": ((), ("a.pdf",), ("b.pdf", "a.pdf")),
}


def random_record(rng: random.Random, title: str, **more: Any) -> Record:
    """Return a record that says some things, whichever."""
    told = {
        name: rng.choice(values) for name, values in _VALUES.items() if rng.random() < 0.45
    } | more
    return Record(**{"abstract": "", "rank": 1, "line": 1, **told}, title=title)
