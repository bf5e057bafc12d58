"""Reading a file is linear in its length: counted in calls of functions, at a size and its double.

`bench/reading.py` measures the same shapes in time and memory, at sizes at which that tells.
"""

from __future__ import annotations

import io
import sys
from types import FrameType

import pytest
from recto.index import Library
from recto.index.adding import parts
from recto.index.errors import SourceError
from recto.index.pages.formats import FORMATS, JSON_LINES, RECORD_FORMATS
from recto.index.pages.json_files.jsonlines import JsonLines
from recto.index.pages.kinds import open_records, read_page, recognise

from .shapes.catalogue import SHAPES
from .shapes.shape import Shape

MOST_GROWTH = 2.2
SIZE = 6000
"""Characters: beyond the bounds of what begins a page, below those of its lines."""
ALLOWANCE = 300
"""Calls that begin something, whatever the length."""


class Calls:
    """Counts the calls of functions while it is entered, those written in C among them."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> Calls:
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += event in ("call", "c_call")


def read(kind: str, text: str) -> None:
    data = io.BytesIO(text.encode())
    try:
        recognise(text)
        if kind == JSON_LINES:
            list(JsonLines(data, "file").records())
        elif kind in RECORD_FORMATS:
            list(open_records(kind, data, "file").records())
        else:
            read_page(kind, text, "file", None)
    except SourceError:
        pass


def calls(shape: Shape, size: int) -> int:
    text = shape.text(size)
    with Calls() as calls:
        read(shape.kind, text)
    return calls.count


@pytest.mark.parametrize("kind", FORMATS)
def test_twice_the_file_is_at_most_twice_the_work(kind: str) -> None:
    shapes = [shape for shape in SHAPES if shape.kind == kind]
    assert "honest" in {shape.name for shape in shapes}
    for shape in shapes:
        calls(shape, SIZE // 4)  # what is imported, compiled and remembered
        once, twice = calls(shape, SIZE), calls(shape, 2 * SIZE)
        assert twice <= MOST_GROWTH * once + ALLOWANCE, (shape.name, once, twice)


@pytest.mark.parametrize(
    "line",
    [
        '{{"title": "A", "arxiv_id": "2401.{n:05}"}}\n',
        '{{"title": "A", "links": ["https://a.org/{n}"]}}\n',
        '{{"title": "A {n}", "arxiv_id": "2401.00001"}}\n',
    ],
)
def test_a_paper_that_comes_again_and_again_costs_no_more_each_time(
    empty: Library, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(parts, "TOGETHER", 20)
    empty.index.most_at_once = 0
    counts = []
    for start, end in ((0, 50), (50, 450), (450, 850)):
        data = "".join(line.format(n=number) for number in range(start, end)).encode()
        with Calls() as calls:
            empty.add_text(f"{start}.jsonl", data)
        counts.append(calls.count)
    assert counts[2] <= 1.1 * counts[1] + ALLOWANCE, counts
