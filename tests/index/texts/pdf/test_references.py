"""References of a PDF, and what cites them."""

from __future__ import annotations

from textwrap import wrap

from .conftest import Read
from .set_pages import LEFT
from .set_papers import SECOND, begun, of_kind

NUMBERED = (
    "[1] S. Kim and J. Lee. How we turn all leaves now. 2023.",
    "[2] D. Patel. Margins of it.",
)


def test_numbered_references_are_entries_that_citations_lead_to(read: Read) -> None:
    page = begun()
    page.lines("As shown in [2, 1], and in [1]-[3] or [7], it works.", indent=2)
    page.heading("References")
    for entry in (*NUMBERED, "[3] K. Sato. More of that."):
        for number, line in enumerate(wrap(entry, 40)):
            page.put(LEFT + (15 if number else 0), page.y, line)
            page.skip()
    page.heading("A Proofs")
    page.lines(SECOND)
    text = read(page)
    entries = of_kind(text, "entry")
    assert [(one.number, one.place) for one in entries] == [
        ("1", "references"),
        ("2", "references"),
        ("3", "references"),
    ]
    assert entries[0].text == "S. Kim and J. Lee. How we turn all leaves now. 2023."
    cited = [
        (span.text, span.targets)
        for block in of_kind(text, "paragraph")
        for span in block.spans
        if span.kind == "cite"
    ]
    assert cited == [("[2, 1]", ("ref.2", "ref.1")), ("[1]-[3]", ("ref.1", "ref.2", "ref.3"))]
    assert text.blocks[-1].place == "appendix"


def test_references_without_a_heading_and_with_letters(read: Read) -> None:
    page = begun()
    page.lines("As shown in [KL23, Pat18] and in [1], it works.", indent=2)
    page.heading("References")
    for sign, entry in (("KL23", "S. Kim and J. Lee. Reading."), ("Pat18", "D. Patel. Notes.")):
        page.put(LEFT, page.y, f"[{sign}] {entry}")
        page.skip()
    text = read(page)
    assert [one.number for one in of_kind(text, "entry")] == ["KL23", "Pat18"]
    assert [s.targets for b in text.blocks for s in b.spans if s.kind == "cite"] == [
        ("ref.1", "ref.2")
    ]
    bare = begun()
    bare.lines(SECOND, indent=2)
    bare.skip(2)
    for entry in ("[1] S. Kim. Reading slowly.", "[2] D. Patel. Margins of it."):
        bare.put(LEFT, bare.y, entry, size=9)
        bare.skip()
    assert [one.text for one in of_kind(read(bare), "entry")] == [
        "S. Kim. Reading slowly.",
        "D. Patel. Margins of it.",
    ]


def test_raised_numbers_are_citations_where_no_footnote_has_them(read: Read) -> None:
    page = begun()
    page.put(LEFT, page.y, "It was shown")
    page.put(LEFT + 60, page.y + 4, "1,3-4", "CMR7", 7)
    page.put(LEFT + 85, page.y, "for 10")
    page.put(LEFT + 115, page.y + 4, "2", "CMR7", 7)
    page.put(LEFT + 123, page.y, "of them.")
    page.skip(2)
    page.heading("References")
    for number in range(1, 5):
        page.put(LEFT, page.y, f"{number}. Kim, S. On reading. 2023.")
        page.skip()
    cited = [s for b in read(page).blocks for s in b.spans if s.kind == "cite"]
    assert [(s.text, s.targets) for s in cited] == [("1,3-4", ("ref.1", "ref.3", "ref.4"))]


def test_references_by_author_and_year(read: Read) -> None:
    page = begun()
    page.lines(
        "As shown by Kim et al. (2023) and others (Patel, 2018; Wu and Kim, 2025), it works.",
        indent=2,
    )
    page.heading("References")
    for first, second in (
        ("S. Kim, P. Nagy and J. Lee. How all pages are", "turned. Letters, 2023."),
        ("D. Patel. What margins are for.", "Report, 2018."),
        ("Y. Wu and S. Kim. Rules of thumb for all", "margins. Letters, 2025."),
    ):
        page.put(LEFT, page.y, first)
        page.put(LEFT + 10, page.y - 12, second)
        page.skip(2)
    text = read(page)
    assert [one.text[:8] for one in of_kind(text, "entry")] == ["S. Kim, ", "D. Patel", "Y. Wu an"]
    assert [s.targets for b in text.blocks for s in b.spans if s.kind == "cite"] == [
        ("ref.1",),
        ("ref.2",),
        ("ref.3",),
    ]
