"""References of a PDF, and what cites them."""

from __future__ import annotations

from .conftest import Read
from .set_pages import LEFT
from .set_papers import SECOND, begun, of_kind

NUMBERED = ("[1] S. Kim and J. Lee. Learning to read slowly. 2023.", "[2] D. Patel. Notes on it.")


def test_numbered_references_are_entries_that_citations_lead_to(read: Read) -> None:
    page = begun()
    page.lines("As shown in [2, 1], and in [1]-[3] or [7], it works.", indent=2)
    page.heading("References")
    for entry in (*NUMBERED, "[3] K. Sato. More of that."):
        page.put(LEFT, page.y, entry[:40])
        page.skip()
        page.put(LEFT + 15, page.y, entry[40:] or "2020.")
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
    assert entries[0].text == "S. Kim and J. Lee. Learning to read slowly. 2023."
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
    for entry in ("[1] S. Kim. Reading slowly.", "[2] D. Patel. Notes on it."):
        bare.put(LEFT, bare.y, entry, size=9)
        bare.skip()
    assert [one.text for one in of_kind(read(bare), "entry")] == [
        "S. Kim. Reading slowly.",
        "D. Patel. Notes on it.",
    ]


def test_references_by_author_and_year(read: Read) -> None:
    page = begun()
    page.lines(
        "As shown by Kim et al. (2023) and others (Patel, 2018; Wu and Kim, 2025), it works.",
        indent=2,
    )
    page.heading("References")
    for first, second in (
        ("S. Kim, P. Nagy and J. Lee. Learning to read", "slowly. Letters, 2023."),
        ("D. Patel. Notes on the nearest afterthought.", "Report, 2018."),
        ("Y. Wu and S. Kim. Laws for footnotes in the", "margin. Letters, 2025."),
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
