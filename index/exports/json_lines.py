"""Papers as JSON Lines, with the keys of `--json`: what adding reads back as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from .formats import EXPORT_FIELDS
from .papers import Papers


def write_json_lines(papers: Papers, fields: Sequence[str]) -> Iterator[str]:
    """Yield an object for each paper, with all that is known or some fields of it."""
    for paper in papers:
        told = paper.as_json()
        chosen = {field: told[field] for field in fields or EXPORT_FIELDS}
        yield json.dumps(chosen, ensure_ascii=False) + "\n"
