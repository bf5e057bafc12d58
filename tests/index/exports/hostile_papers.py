"""Papers whose texts mean something to one format or another, and what is exported of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from recto.index import WITHHELD, Library, Paper

TITLES = (
    r"\input{/etc/passwd} and \write18{rm -rf}",
    "Unbalanced { braces",
    "Closing } only",
    "100% of # & _ ~ ^ $x$ signs",
    "@misc{evil, title={x}} BERT",
    "=cmd|' /C calc'!A1",
    "+1 is -1",
    "@SUM(A1)",
    "<script>alert('&amp;')</script> ]]> \"q\"",
    "![link](javascript:x) *b* `c` _d_ ~~e~~ | :smile:",
    "Ends in a backslash\\",
    "--- rule",
    "1. list",
    "# heading",
    "日本語のタイトル",
    "Émile’s σ–algebra “x” ≤ y",
    "TY  - a\ttab",
)

AUTHORS = (
    "Ada Lovelace",
    "Laurens van der Maaten",
    "John Smith Jr.",
    "Gemini Team",
    "Search and Rescue Lab",
    "王小明",
    "others",
    "Ludwig {van} B",
    "de la Cruz",
)

NOTE = "first line\n    - indented = 100% \\cite{x}\n\n# last <b>"


_OWN: dict[str, Any] = {"sources": [], "kept_from": None}
"""What Recto's own JSON Lines have: nothing in them is read as markup, and any name is one."""


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Library]:
    """A library of titles that mean something to one format or another, each with marks."""
    page = tmp_path / "page.jsonl"
    records = [
        {
            "title": title,
            "abstract": f"{title} – and more of it. Code: https://example.org/a_b%20c#d&e=1",
            "date": f"2024-05-{number:02}",
            "authors": AUTHORS,
            "arxiv_id": f"2405.{number:05}" if number % 2 else None,
            "tags": ["ml/x", "c_d&%"],
            "note": NOTE,
            "highlights": [
                {"text": f"{' '.join(title.split())}\n{title}", "section": title, "note": NOTE}
            ],
            **_OWN,
        }
        for number, title in enumerate(TITLES, 1)
    ]
    page.write_text("".join(json.dumps(record) + "\n" for record in records))
    with Library.open(tmp_path / "hostile", seeds=False) as library:
        (report,) = library.add([page])
        assert (report.records, report.problems) == (len(TITLES), ())
        yield library


def papers_of(library: Library) -> list[Paper]:
    return library.rows(library.listing("", sort="title").rowids)


def written(library: Library, format: str, **options: Any) -> str:
    told = {"including": tuple(WITHHELD), **options}
    return library.export(ids=papers_of(library), format=format, **told).text


def one(
    directory: Path, format: str, *, including: Sequence[str] = tuple(WITHHELD), **record: object
) -> str:
    """Return a single paper in a format."""
    told = {"title": "A Title", "abstract": "It is short.", **_OWN, **record}
    with Library.open(directory / "one", seeds=False) as library:
        library.add_text("page", json.dumps(told).encode() + b"\n")
        return written(library, format, including=including)
