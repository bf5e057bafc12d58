"""Writes a corpus as arxiv-subscription-viewer reads it: `python bench/viewer_library.py FILE TO`.

`arxiv-viewer browse --input TO` opens it: the digest that arXiv sends by mail; see `peers.md`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from corpora import lines_of

# A title cut inside square brackets ends version 0.4.0: it takes them for markup of its own.
_BRACKETS = str.maketrans("[]", "()")


def entries(corpus: str, most: int | None) -> Iterator[str]:
    """Yield the papers as the digest has them."""
    for number, line in enumerate(lines_of(corpus, most)):
        record = json.loads(line)
        # Papers of one number are one paper there; arXiv gave none that begins with 99.
        name = record.get("arxiv_id") or f"{9900 + number // 100_000}.{number % 100_000:05}"
        day = date.fromisoformat(record.get("date") or "2000-01-01")
        yield "\n".join(
            (
                "-" * 78,
                "\\\\",
                f"arXiv:{name}",
                f"Date: {day:%a, %d %b %Y} (v1)",
                "",
                f"Title: {on_one_line(record['title']).translate(_BRACKETS)}",
                f"Authors: {on_one_line(', '.join(record.get('authors', [])))}",
                "Categories: cs.AI",
                "\\\\",
                f"  {on_one_line(record.get('abstract') or '')}",
                f"\\\\ ( https://arxiv.org/abs/{name} ,  1kb)",
                "",
            )
        )


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--most", type=int, help="papers to read of the corpus")
    options = arguments.parse_args()
    with options.file.open("w", encoding="utf-8") as digest:
        digest.writelines(entries(options.corpus, options.most))


if __name__ == "__main__":
    main()
