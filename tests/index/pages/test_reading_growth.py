"""Reading a file is linear in its length: counted in calls of functions, at a size and its double.

`bench/reading.py` measures the same shapes in time and memory, at sizes at which that tells.
"""

from __future__ import annotations

import io
import json
from cProfile import Profile
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.adding import imports, parts
from recto.index.errors import SourceError
from recto.index.pages.formats import FORMATS, JSON_LINES, RECORD_FORMATS
from recto.index.pages.json_files.jsonlines import JsonLines
from recto.index.pages.kinds import open_records, read_page, recognise

from .shapes.catalogue import SHAPES
from .shapes.shape import Shape

MOST_GROWTH = 2.2
SIZES = {
    **dict.fromkeys(RECORD_FORMATS, 1500),
    "atom": 3000,
    "oai": 3000,
    "text": 6000,
    "markdown": 6000,
}
"""Characters: beyond the bounds of what begins a page, below those of its lines."""
SIZE = 3000
"""The same where no such bound is above it."""
ALLOWANCE = 300
"""Calls that begin something, whatever the length."""


class Calls:
    """Counts the calls of functions while it is entered, those written in C among them."""

    def __init__(self) -> None:
        self.count = 0
        self._profile = Profile(subcalls=False)

    def __enter__(self) -> Calls:
        self._profile.enable()
        return self

    def __exit__(self, *_: object) -> None:
        self._profile.disable()
        self.count = sum(entry.callcount for entry in self._profile.getstats())


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
    size = SIZES.get(kind, SIZE)
    for shape in shapes:
        read(kind, shape.text(size // 4))  # what is imported, compiled and remembered
        once, twice = calls(shape, size), calls(shape, 2 * size)
        if twice > MOST_GROWTH * once + ALLOWANCE:
            # Where a form is told from another between the two sizes, the next doubling tells.
            four = calls(shape, 4 * size)
            assert four <= MOST_GROWTH * twice + ALLOWANCE, (shape.name, once, twice, four)
            assert four <= MOST_GROWTH**2 * once + ALLOWANCE, (shape.name, once, twice, four)


@pytest.mark.parametrize(
    "line",
    [
        '{{"title": "A", "arxiv_id": "2401.{n:05}"}}\n',
        '{{"title": "A", "links": ["https://a.org/{n}"]}}\n',
        '{{"title": "A {n}", "arxiv_id": "2401.00001"}}\n',
    ],
)
def test_a_paper_that_comes_again_and_again_costs_no_more_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """What there is of one paper in one file: each of the last 300 costs no more than before."""
    monkeypatch.setattr(parts, "TOGETHER", 20)
    counts = []
    for size in (300, 600, 900):
        data = "".join(line.format(n=number) for number in range(size)).encode()
        with Library.open(tmp_path / str(size), seeds=False) as library:
            library.index.most_at_once = 0
            with Calls() as calls:
                library.add_text("file.jsonl", data)
        counts.append(calls.count)
    assert counts[2] - counts[1] <= 1.1 * (counts[1] - counts[0]) + ALLOWANCE, counts


def test_of_one_paper_a_file_tells_so_much_and_no_more(
    empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_TOLD", 3)
    lines = [
        json.dumps(
            {"title": "Wombats", "links": [f"https://a.org/{number}"], "tags": [f"t{number}"]}
        )
        for number in range(5)
    ]
    report = empty.add_text("file.jsonl", "\n".join(lines).encode())
    assert (report.records, report.new) == (5, 1)
    (paper,) = empty.rows(empty.listing("").rowids)
    assert {link.url for link in paper.links} == {f"https://a.org/{number}" for number in range(3)}
    assert paper.tags == ("t0", "t1", "t2", "t3", "t4")  # what is marked is never passed by
