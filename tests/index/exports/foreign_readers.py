"""Exports as other programs read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

ATOM = "{http://www.w3.org/2005/Atom}"
"""Stands before the names of a feed's elements."""

_CSL_SCHEMA = Path(__file__).parent / "csl-schema" / "csl-data.json"


def csl_items(text: str) -> list[dict[str, Any]]:
    """Return the items of CSL JSON, having checked them against its schema."""
    items: list[dict[str, Any]] = json.loads(text)
    schema = json.loads(_CSL_SCHEMA.read_text())
    assert list(Draft7Validator(schema).iter_errors(items)) == []
    return items


def markdown_reader() -> MarkdownIt:
    """Return a reader of Markdown with what most sites add to it."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
