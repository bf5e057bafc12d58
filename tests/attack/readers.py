"""Files of every kind, put together by hypothesis of what readers stumble over."""

from __future__ import annotations

import io
import random
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from recto.index.errors import SourceError
from recto.index.pages.files import decode
from recto.index.pages.formats import FORMATS, JSON_LINES, RECORD_FORMATS
from recto.index.pages.json_files.jsonlines import JsonLines
from recto.index.pages.kinds import open_records, read_page, recognise
from recto.index.paper import Record

from ..index.pages.reading_texts import bytes_of
from .commands import Commands
from .ground import Figures, Ground

SHORT, TOGETHER = 100, 400
"""Files of a round, all of one kind."""


def tried(count: int) -> settings:
    """Return how so many examples are tried: others with each seed, none kept."""
    return settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


class Readers:
    """Has files read, record by record."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._together = TOGETHER

    def shorten(self) -> None:
        """Read fewer files."""
        self._together = SHORT

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Read files of one kind."""
        kind = chance.choice(FORMATS)

        @seed(chance.getrandbits(64))
        @tried(self._together)
        @given(st.one_of(bytes_of(kind), bytes_of(chance.choice(FORMATS))))
        def check(data: bytes) -> None:
            figures["inputs"] += 1
            with suppress(SourceError):
                for record in read(kind, data):
                    assert record.title, (kind, data)
                    assert record.title.isprintable(), (kind, data)
            recognise(data.decode("utf-8", "replace"))

        check()


def read(kind: str, data: bytes) -> list[Record]:
    """Return the records of a file; raises SourceError where it is refused."""
    if kind == JSON_LINES:
        return list(JsonLines(io.BytesIO(data), "file").records())
    if kind in RECORD_FORMATS:
        return list(open_records(kind, io.BytesIO(data), "file").records())
    return list(read_page(kind, decode(data, "file"), "file", None).records)
