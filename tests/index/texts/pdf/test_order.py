"""The order in which pages of a PDF are read: of the stream, or of places."""

from __future__ import annotations

import pytest

from .conftest import Read
from .set_pages import LEFT, RIGHT_COLUMN, Page
from .set_papers import FIRST, SECOND, cut_in, told


@pytest.mark.parametrize("seed", [1, 2])
def test_a_stream_out_of_order_is_read_by_place(read: Read, seed: int) -> None:
    def page() -> Page:
        made = cut_in()
        made.lines(SECOND, RIGHT_COLUMN, indent=2)
        made.lines(FIRST, RIGHT_COLUMN, indent=2)
        return made

    shuffled = page()
    shuffled.shuffled(seed)
    assert told(read(shuffled)) == told(read(page()))


def test_a_stream_by_rows_is_read_by_columns(read: Read) -> None:
    left, right = Page(), Page()
    for page, x in ((left, LEFT), (right, RIGHT_COLUMN)):
        for text in (FIRST, SECOND, FIRST, SECOND):
            page.lines(text, x, indent=2)
    rows = Page()
    rows.groups = [group for pair in zip(left.groups, right.groups, strict=True) for group in pair]
    assert [block.text for block in read(rows).blocks] == [FIRST, SECOND] * 4


def test_bullets_that_are_drawn_last_stand_before_their_items(read: Read) -> None:
    page = Page()
    page.lines(FIRST)
    for text in ("An offset that is efficient.", "A bound on what is read."):
        page.put(LEFT + 20, page.y, text)
        page.skip()
    page.lines(SECOND)
    for number in (1, 2):
        page.show(LEFT + 8, 720 - 12 * (3 + number), "[(\\033)]")
    listed = read(page)
    assert [(block.kind, block.number) for block in listed.blocks] == [
        ("paragraph", ""),
        ("item", "•"),
        ("item", "•"),
        ("paragraph", ""),
    ]


def test_numbers_of_lines_at_the_edge_are_left_out(read: Read) -> None:
    page = Page()
    for text in (FIRST, SECOND, FIRST, SECOND):
        page.lines(text, indent=2)
    count = len(page.groups)
    for number in range(count):
        page.put(20, 720 - 12 * number, f"{number:03}", size=7)
    assert [block.text for block in read(page).blocks] == [FIRST, SECOND] * 2
