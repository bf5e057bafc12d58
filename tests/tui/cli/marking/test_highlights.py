"""What was highlighted in papers' texts, on the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library, quote
from recto.index.texts import keeping

from ....index.texts.pages import derive_here
from ...shells import Shell

INK = "Pens write in cold rooms, as everybody knows who has written in one. " * 5
PAPER = f"""# Drying of Ink

## Abstract

{INK}

## 1 Ink

It is wet, see $t^2$. Ink dries slowly.

## 2 Paper

Paper dries as slowly.
"""
ID, OTHER = "4fmbdg4sb2", "gys5dsbd35"


@pytest.fixture
def highlights(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of three highlights in one paper with a text, and of one in a paper without."""
    monkeypatch.setattr(keeping, "derive_apart", derive_here)
    shell.lines("text", ID, "--from", "-", stdin=PAPER)
    with Library.open(shell.library) as library:
        rowid, text = library.paper(ID).rowid, library.texts.get(ID)
        assert text is not None
        numbers = [n for n, block in enumerate(text.blocks) if block.kind == "paragraph"][-2:]
        made = []
        for number in reversed(numbers):
            block = text.blocks[number]
            text_, *around = quote(text, (number, 0), (number, len(block.text)))
            section, before, after = around
            told = {"section": section, "before": before, "after": after}
            made.append(library.highlights.add(rowid, text_, **told, note="so\nit is")[1])
        made.append(library.highlights.add(rowid, "Nowhere \x1b[31mto be found at all.")[1])
        made.append(library.highlights.add(library.paper(OTHER).rowid, "Of another.")[1])
    return made


def test_highlights_are_listed_in_the_order_of_the_text(
    shell: Shell, highlights: list[str]
) -> None:
    second, first, orphan, other = highlights
    lines = shell.lines("highlights", "4fmb")
    assert lines == [
        f"{ID}  “It is wet, see $t^2$. Ink dries slowly.”  (1 Ink · {first} · note: so it is)",
        f"{ID}  “Paper dries as slowly.”  (2 Paper · {second} · note: so it is)",
        f"{ID}  “Nowhere to be found at all.”  ({orphan} · not in the text that is here)",
    ]
    assert set(shell.lines("highlights")) == {*lines, f"{OTHER}  “Of another.”  ({other})"}
    told = shell.objects("highlights", ID, OTHER)
    assert list(told[0]) == [
        *("id", "highlight", "section", "text", "before", "after", "note", "made", "orphan"),
    ]
    assert [(one["highlight"], one["orphan"]) for one in told] == [
        *((first, False), (second, False), (orphan, True), (other, None)),
    ]
    assert (told[2]["note"], told[2]["section"]) == (None, None)
    shell("text", ID, "--remove")
    assert [one["highlight"] for one in shell.objects("highlights", ID)] == highlights[:3]
    assert shell.objects("show", ID)[0]["highlights"][0]["text"] == "Paper dries as slowly."


def test_a_highlight_is_removed_by_its_id(shell: Shell, highlights: list[str]) -> None:
    said = shell.lines("highlights", "--remove", highlights[3][:8])
    assert said[0].startswith("Removed the highlight “Of another.” in ")
    assert shell("highlights", OTHER)[0] == 1
    shell.lines("undo")
    assert len(shell.lines("highlights", OTHER)) == 1
    assert "None goes by the id “zz”" in shell.fails("highlights", "--remove", "zz")
    assert "No such highlight" in shell.fails("highlights", "--remove", "")
    (told,) = shell.objects("highlights", "--remove", highlights[2])
    assert told == {"id": ID, "highlight": highlights[2], "removed": True}


def test_markdown_quotes_them_under_the_paper_once_that_is_asked_for(
    shell: Shell, highlights: list[str], tmp_path: Path
) -> None:
    page = "\n".join(
        shell.lines("export", f"id:{ID}", "--format", "markdown", "--with", "highlights")
    )
    assert (
        """  > “It is wet, see \\$t\\^2\\$. Ink dries slowly.”
  >
  > — 1 Ink

  so\\
  it is

  > “Paper dries as slowly.”
  >
  > — 2 Paper
"""
        in page
    )
    assert page.index("Paper dries") < page.index("Nowhere")
    assert "Ink dries" not in "\n".join(shell.lines("export", f"id:{ID}", "--format", "markdown"))
