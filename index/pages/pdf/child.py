"""Reads the first pages of PDF files, as a process of its own: what such a file does ends with it.

Each line of standard input is a path as JSON; each line of the answer is an object with `text`,
`title` and `facts`, or with `error`.
"""

from __future__ import annotations

import contextlib
import json
import logging
import resource
import sys
from typing import Any

MOST_TEXT = 20_000
"""Characters of the first page; titles and ids stand at its beginning, or in its margin."""

_MEMORY = 1 << 30
_LITTLE = 200
"""Characters below which a first page is a cover, and the second is read as well."""


def main() -> None:
    """Answer until there is no more to read."""
    logging.disable()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for line in sys.stdin:
        print(json.dumps(_read(json.loads(line))), flush=True)


def _read(path: str) -> dict[str, Any]:
    from pypdf import PdfReader

    try:
        with PdfReader(path, strict=False) as reader:
            if reader.is_encrypted:
                reader.decrypt("")
            told: dict[str, Any] = dict(reader.metadata or {})
            pages = reader.pages
            text = pages[0].extract_text() if len(pages) else ""
            if len(text) < _LITTLE and len(pages) > 1:
                text = f"{text}\n{pages[1].extract_text()}"
    except Exception as error:  # noqa: BLE001 - whatever a file makes of its reader, it is the file's
        return {"error": type(error).__name__}
    facts = [str(value) for name, value in told.items() if name != "/Title"]
    return {
        "text": text[:MOST_TEXT],
        "title": str(told.get("/Title") or ""),
        "facts": [fact[:1000] for fact in facts[:100]],
    }


if __name__ == "__main__":
    main()
