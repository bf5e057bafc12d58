"""Puts a corpus into arTui's database: `python bench/artui_library.py FILE DIRECTORY`.

`artui --user-dir DIRECTORY` made the database at its first start; see `peers.md`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from corpora import lines_of

_COLUMNS = (
    "id, entry_id, title, authors, summary, categories, published_date, pdf_url, "
    "created_at, updated_at"
)


def rows(corpus: str, most: int | None) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(lines_of(corpus, most)):
        record = json.loads(line)
        name = record.get("arxiv_id") or f"0000.{number:06}"
        day = f"{record.get('date') or '2000-01-01'}T00:00:00+00:00"
        authors = json.dumps(record.get("authors", []))
        url = f"https://arxiv.org/abs/{name}"
        abstract = record.get("abstract") or ""
        yield name, url, record["title"], authors, abstract, '["cs.AI"]', day, url, day, day


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--most", type=int, help="papers to read of the corpus")
    options = arguments.parse_args()
    for path in options.directory.rglob("*.db"):
        with sqlite3.connect(path) as database:
            marks = ", ".join("?" * 10)
            database.executemany(
                f"INSERT OR IGNORE INTO articles({_COLUMNS}) VALUES ({marks})",
                rows(options.corpus, options.most),
            )


if __name__ == "__main__":
    main()
