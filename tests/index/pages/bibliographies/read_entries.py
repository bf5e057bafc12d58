"""Records of a text in one of the formats of bibliographies, without a library."""

from __future__ import annotations

import io

from recto.index.pages.kinds import open_records
from recto.index.paper import Record


def records_of(kind: str, text: str) -> list[Record]:
    """Return the records; fails where something in the text is reported."""
    file = open_records(kind, io.BytesIO(text.encode()), "file")
    records = list(file.records())
    assert file.problems == ()
    return records


def record_of(kind: str, text: str) -> Record:
    """Return the only record."""
    (record,) = records_of(kind, text)
    return record


def bibtex(fields: str, type: str = "article", key: str = "k") -> Record:
    """Return the record of one entry with a title and these fields."""
    return record_of("bibtex", f"@{type}{{{key}, title = {{A Title}},\n {fields}\n}}\n")


def ris(*lines: str) -> Record:
    """Return the record of one reference with a title and these lines."""
    return record_of("ris", "\n".join(("TY  - JOUR", "TI  - A Title", *lines, "ER  - ", "")))
