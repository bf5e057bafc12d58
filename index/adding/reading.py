"""Bytes into records, whatever format they are in, for whoever does not take all of them in."""

from __future__ import annotations

import io
from typing import NamedTuple

from ..pages.files import as_text, decode_page, iterate_pieces, refuse_empty
from ..pages.formats import JSON_LINES, RECORD_FORMATS
from ..pages.json_files.jsonlines import JsonLines, is_json_lines
from ..pages.kinds import open_records, read_page, recognise
from ..paper import Record
from .streams import unpacked

_HEAD = 1 << 18
"""Bytes that tell what a file is."""


class Read(NamedTuple):
    """The papers that were read."""

    records: tuple[Record, ...]
    kind: str
    """The format that they were read as."""


def read_records(data: bytes, name: str) -> Read:
    """Return the papers in the content of a file, packed or not, as `Adding` would take them in.

    `name` is for sentences about it. Raises SourceError for what is no list of papers.
    """
    content = unpacked(io.BufferedReader(io.BytesIO(data)), name)
    text = b"".join(refuse_empty(iterate_pieces(content, name), name))
    if is_json_lines(text):
        return Read(tuple(JsonLines(io.BytesIO(text), name).records()), JSON_LINES)
    kind = recognise(as_text(text[:_HEAD]))
    if kind in RECORD_FORMATS:
        return Read(tuple(open_records(kind, io.BytesIO(text), name).records()), kind)
    decoded, _ = decode_page(text, name)
    kind = recognise(decoded)
    return Read(read_page(kind, decoded, name, None).records, kind)
