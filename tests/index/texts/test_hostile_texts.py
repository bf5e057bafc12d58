"""Pages, Markdown and plain text made to harm, or of pieces put together at random."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

import pytest
from recto.index.texts.blocks import Block, Span, Text, pack, unpack
from recto.index.texts.deriving import _read
from recto.tui.system.whole_text import plain_text

from ...hostile import HOSTILE
from ..support.chances import seeds
from .pages import INK, bibliography, equation, math, note, para, section

FORMS = ("html", "markdown", "huggingface", "plain")

ENVELOPE = "Title: {0}\n\nURL Source: https://a.org/html/1\n\nMarkdown Content:\n{1}"

PIECES = [
    *(para(INK), note(1, "Ink."), math("a&b"), bibliography("A. One.", "B. Two.")),
    *(equation("S1.E1", [(("a", "=b"), "1"), (("", "=c"), "")]), section("S1", "1", "Ink", "x")),
    *('<li class="ltx_item">', "</li>", '<table class="ltx_tabular">', "</table>", "<tr>", "<td>"),
    *('<tr class="ltx_eqn_row">', '<td class="ltx_eqn_cell ltx_eqn_eqno" rowspan="x">', "</td>"),
    *('<div class="ltx_theorem">', '<h6 class="ltx_title_theorem">', "</h6>", "</div>", "<dt>"),
    *("<dd>", "</dd>", '<cite class="ltx_cite">', "</cite>", '<a href="#S1">', "</a>", "<sup>"),
    *("5</sup>", '<span class="ltx_tag ltx_tag_item">', '<span class="ltx_tag">', "</span>"),
    *(
        '<figure id="F1">',
        "<figcaption>",
        "</figure>",
        '<div class="ltx_authors">',
        "<br>",
        "<pre>",
    ),
    *("</pre>", '<li class="ltx_bibitem">', '<span class="ltx_note">', "<ul>", "</ul>", "word "),
    *(
        "# Head\n",
        "\n\n",
        "$x",
        "$$\n",
        "```\n",
        "| a | b |\n|--|--|\n",
        "- ",
        "1. ",
        "[1] ",
        "\\(",
    ),
    *("\t", "\U0001d460\n", "1Glued\n", "References\n", "Abstract\n", "A.1More\n", "> ", "&#0;"),
]


def texts_in(text: Text) -> Iterator[str]:
    for block in text.blocks:
        yield from (block.number, block.label)
        for span in spans_in(block):
            yield from (span.text, *span.targets)


def spans_in(block: Block) -> Iterator[Span]:
    yield from block.spans
    for row in block.rows:
        for cell in row:
            yield from cell


def assert_sound(text: Text) -> None:
    """Check that nothing a terminal obeys is in a text, and that what leads somewhere does."""
    for told in texts_in(text):
        assert not [char for char in told if unicodedata.category(char) in ("Cc", "Cs")], told
    labels = [block.label for block in text.blocks if block.label]
    assert len(labels) == len({*labels})
    for block in text.blocks:
        for span in spans_in(block):
            assert span.text or block.kind == "code"
            if span.kind in ("cite", "reference", "note"):
                assert {*span.targets} <= {*labels}
    assert unpack(pack(text)) == text
    for block in text.blocks:
        assert len({*map(len, block.rows)}) <= 1  # all rows are as wide
    list(plain_text(text))


@pytest.mark.parametrize("form", FORMS)
def test_hostile_text_is_harmless_wherever_it_stands(form: str) -> None:
    for hostile in HOSTILE:
        if form == "html":
            data = section(hostile, hostile, hostile, para(hostile) + f"<pre>{hostile}</pre>")
            data += f'<a href="{hostile}">x</a>{math(hostile)}{bibliography(hostile)}'
        else:
            data = f"# {hostile}\n\n{hostile}\n\n$${hostile}$$\n\n"
            data += f"```\n{hostile}\n```\n\n[1] {hostile}"
        assert_sound(_read(ENVELOPE.format(hostile, data) if form == "huggingface" else data, form))


@pytest.mark.parametrize("seed", seeds(20, 3000))
def test_pieces_in_any_order_are_read(seed: int) -> None:
    chance = random.Random(seed)
    data = "".join(chance.choices(PIECES, k=60))
    for form in FORMS:
        assert_sound(_read(ENVELOPE.format("Ink", data) if form == "huggingface" else data, form))
