"""Papers as a table of comma-separated values (RFC 4180) in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from .formats import EXPORT_FIELDS
from .papers import Papers

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets begin to compute at, also in its full width."""


def write_csv(papers: Papers, fields: Sequence[str]) -> Iterator[str]:
    """Yield the row of names, then one for each paper; every cell in quotes, lines end in CRLF."""
    columns = fields or EXPORT_FIELDS
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)

    def row(cells: Sequence[str]) -> str:
        text.seek(0)
        text.truncate()
        writer.writerow(cells)
        return text.getvalue()

    yield row(columns)
    for paper in papers:
        told = paper.as_json()
        yield row([_cell(column, told[column]) for column in columns])


def _cell(column: str, value: object) -> str:
    """Return a value as a cell's text; names are parted by semicolons, addresses by spaces."""
    if isinstance(value, list):
        if column == "sources":
            value = [f"{place['name']} ({place['rank']})" for place in value]
        if column in ("annotations", "highlights"):
            value = [json.dumps(mark, ensure_ascii=False) for mark in value]
        value = (" " if column in ("links", "categories") else "; ").join(value)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool):
        value = "true" if value else "false"
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
