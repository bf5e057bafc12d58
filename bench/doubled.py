"""Makes a corpus of twice the papers: `python bench/doubled.py FILE OUT`.

Every paper is followed by one with another title and the same abstract, to see how Recto grows.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpora import lines_of


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("out", type=Path, help="JSON Lines, not packed")
    options = arguments.parse_args()
    with options.out.open("w", encoding="utf-8") as out:
        for line in lines_of(options.corpus):
            record = json.loads(line)
            out.write(json.dumps(record) + "\n")
            other = record | {"title": f"{record['title']} revisited"}
            other.pop("arxiv_id", None)
            out.write(json.dumps(other) + "\n")


if __name__ == "__main__":
    main()
