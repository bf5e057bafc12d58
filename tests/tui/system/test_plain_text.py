"""Papers as plain text: widths, wrapping, dates, and nothing a terminal would obey."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recto.index import Kept, Link, Paper, Place, cells
from recto.tui.system.plain_text import PrintedPage, columns, count, day, entry, printable, sheet

PAPER = Paper(
    rowid=1,
    id="abcdefghjk",
    title="Name: what it is and why it matters to everyone who reads it",
    abstract="One sentence of it. " * 9,
    author_count=12,
    published="2025-03-20",
    comments=4,
    links=(Link("https://github.com/a/b", "code"),),
    sources=(Place("one.txt", 3), Place("two.txt", 1)),
    bookmarked=True,
    read=True,
    tags=("later", "rl"),
)
BARE = Paper(rowid=2, id="zzzzzzzzzz", title="Bare", abstract="")


def test_in_a_pipe_a_paper_is_one_line() -> None:
    assert entry(PAPER, PrintedPage()) == [
        f"abcdefghjk  {PAPER.title}"
        "  (bookmarked · #later · #rl · read · 2025-03-20 · 12 authors · 4 comments)"
    ]
    assert entry(BARE, PrintedPage()) == ["zzzzzzzzzz  Bare"]


def test_on_a_terminal_a_paper_is_wrapped_beside_its_id() -> None:
    lines = entry(PAPER, PrintedPage(40))
    assert lines[0].startswith("abcdefghjk  Name: what it is")
    assert all(line.startswith(" " * 12) for line in lines[1:])
    assert max(map(cells, lines)) <= 40
    assert " ".join(" ".join(lines).split()).startswith(f"abcdefghjk {PAPER.title} bookmarked")


@pytest.mark.parametrize("width", [20, 33, 80, 200])
def test_a_sheet_fits_its_page(width: int) -> None:
    lines = sheet(PAPER, PrintedPage(width))
    assert max(cells(line) for line in lines if "https" not in line) <= width
    assert "https://github.com/a/b  (code)" in lines
    assert " ".join("One sentence of it. " * 9).split() != []
    assert "In one.txt at 3, two.txt at 1" in " ".join(" ".join(lines).split())


def test_a_bare_paper_is_a_short_sheet() -> None:
    assert sheet(BARE, PrintedPage()) == ["Bare", "zzzzzzzzzz"]


def test_marks_are_told_with_a_paper() -> None:
    marked = replace(BARE, queue=1200, read=True, note="why", sources=(Place("a.txt", 2, "Mine"),))
    assert entry(marked, PrintedPage()) == ["zzzzzzzzzz  Bare  (1,200 in the queue · note · read)"]
    done = replace(BARE, read=True, done="2026-03-20", has_draft=True)
    assert entry(done, PrintedPage()) == ["zzzzzzzzzz  Bare  (half-written note · done 2026-03-20)"]
    assert sheet(marked, PrintedPage())[-1] == "In Mine at 2"


def test_remains_of_tex_are_read_on_a_terminal_and_kept_in_a_pipe() -> None:
    paper = replace(BARE, title="S^{2}FT", abstract=r"Only {sim}13\% of R^{n times k}")
    assert entry(paper, PrintedPage(60)) == ["zzzzzzzzzz  S²FT"]
    assert "Only ~13% of ℝⁿˣᵏ" in sheet(paper, PrintedPage(60))
    assert entry(paper, PrintedPage()) == ["zzzzzzzzzz  S^{2}FT"]
    assert paper.abstract in sheet(paper, PrintedPage())


def test_a_note_keeps_its_lines_on_a_sheet() -> None:
    noted = replace(BARE, note="One:\n- of several words\n    deeper\n\nlast")
    assert sheet(noted, PrintedPage())[2:] == [
        "",
        "Note: One:",
        "      - of several words",
        "          deeper",
        "",
        "      last",
    ]
    assert max(map(cells, sheet(noted, PrintedPage(20)))) <= 20


@pytest.mark.parametrize(
    ("query", "view", "told"),
    [
        ("pruning", "all", "“pruning”"),
        ("pruning", "tag:ml", "“pruning” in tag:ml"),
        ("", "queue", "queue"),
        ("", "all", "all"),
    ],
)
def test_what_led_to_a_paper_is_on_its_sheet(query: str, view: str, told: str) -> None:
    kept = replace(BARE, bookmarked=True, kept_from=Kept(query, view))
    assert sheet(kept, PrintedPage())[-2:] == ["", f"Kept from {told}"]


def test_columns_stand_one_above_the_other() -> None:
    rows = [("a", 1200, "", "x"), ("漢字", 3, "", ""), ("three", 45, "", "yy")]
    assert columns(rows) == ["a      1,200  x", "漢字       3", "three     45  yy"]
    assert columns([]) == []


def test_colour_is_where_it_is_taken_only() -> None:
    assert "\x1b" in "".join(entry(PAPER, PrintedPage(80, has_colour=True)))
    assert "\x1b" not in "".join(entry(PAPER, PrintedPage(80)) + sheet(PAPER, PrintedPage(80)))


def test_a_word_wider_than_the_page_is_broken_and_nothing_is_lost() -> None:
    lines = PrintedPage(20).wrapped("x" * 50 + " yy", "> ", "  ")
    assert max(map(cells, lines)) <= 20
    assert "".join(lines).replace(" ", "") == ">" + "x" * 50 + "yy"


def test_wide_and_combining_characters_take_their_room() -> None:
    assert cells("漢字") == 4
    assert cells("e\u0301") == 1
    assert max(map(cells, PrintedPage(20).wrapped("漢字" * 30))) <= 20


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "\x9b31m", "a\u202eb", "a\u200bb", "a\r\nb", "\ufeff", "a\u2028b"]
)
def test_what_a_terminal_would_obey_is_not_printed(text: str) -> None:
    paper = Paper(rowid=3, id="a", title=text, abstract=text, organisation=text, tags=(text,))
    shown = "".join([*entry(paper, PrintedPage()), *sheet(paper, PrintedPage()), printable(text)])
    assert shown.isprintable()


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2025-03-20", "2025-03-20"),
        ("2025-03", "2025-03"),
        ("--03-04", "03-04"),
        (None, ""),
        ("2025-99-01", "2025-99-01"),
    ],
)
def test_dates_are_written_in_one_way(published: str | None, shown: str) -> None:
    assert day(published) == shown


def test_numbers_agree_with_their_nouns() -> None:
    assert (count(1, "paper"), count(0, "paper"), count(1200, "paper")) == (
        "1 paper",
        "0 papers",
        "1,200 papers",
    )
