"""A small paper as LaTeXML would write it, with the furniture of arXiv's pages around it."""

from __future__ import annotations

from collections.abc import Sequence

from recto.index.texts.blocks import Block, Text, pack
from recto.index.texts.deriving import derive
from recto.index.texts.html.page import read_html

INK = 3 * (
    "Ink dries slowly, as everybody knows who has written with it in a cold room for a while. "
)
"""Enough words to be a paper."""


def derive_here(data: bytes, form: str, **_: object) -> tuple[Text, bytes]:
    """Derive a text without a process of its own, which takes longer than most tests."""
    text = derive(data, form)
    return text, pack(text)


def math(tex: str, display: str = "inline") -> str:
    """Return a formula with all the MathML that is to be passed over."""
    return (
        f'<math id="m" class="ltx_Math" alttext="{tex}" display="{display}"><semantics>'
        f'<mrow><mi>NEVER</mi><mo>&gt;</mo></mrow><annotation encoding="application/x-tex">{tex}'
        "</annotation></semantics></math>"
    )


def equation(label: str, rows: Sequence[tuple[Sequence[str], str]], kind: str = "align") -> str:
    """Return displayed formulas: of each row the cells, and its number."""
    shown = []
    for at, (cells, number) in enumerate(rows):
        told = "".join(
            f'<td class="ltx_td ltx_align_right ltx_eqn_cell">{math(cell) if cell else ""}</td>'
            for cell in cells
        )
        eqno = (
            '<td rowspan="1" class="ltx_eqn_cell ltx_eqn_eqno ltx_align_right">'
            f'<span class="ltx_tag ltx_tag_equation">({number})</span></td>'
        )
        shown.append(
            f'<tbody id="{label}.{at}"><tr class="ltx_equation ltx_eqn_row ltx_align_baseline">'
            f'<td class="ltx_eqn_cell ltx_eqn_center_padleft"></td>{told}'
            f'<td class="ltx_eqn_cell ltx_eqn_center_padright"></td>{eqno if number else ""}'
            "</tr></tbody>"
        )
    return f'<table id="{label}" class="ltx_equationgroup ltx_eqn_{kind} ltx_eqn_table">\n' + (
        "\n".join(shown) + "</table>"
    )


def note(number: int, text: str) -> str:
    """Return a footnote, whose number stands there three times."""
    return (
        f'<span id="footnote{number}" class="ltx_note ltx_role_footnote">'
        f'<sup class="ltx_note_mark">{number}</sup><span class="ltx_note_outer">'
        f'<span class="ltx_note_content"><sup class="ltx_note_mark">{number}</sup>'
        f'<span class="ltx_tag ltx_tag_note">{number}</span>{text}</span></span></span>'
    )


def section(label: str, tag: str, title: str, inside: str, kind: str = "section") -> str:
    """Return a section of some kind."""
    head = f'<span class="ltx_tag ltx_tag_{kind}">{tag} </span>' if tag else ""
    return (
        f'<section id="{label}" class="ltx_{kind}">\n<h2 class="ltx_title ltx_title_{kind}">\n'
        f"{head}{title}</h2>\n{inside}</section>"
    )


def para(text: str) -> str:
    """Return a paragraph."""
    return f'<div class="ltx_para"><p class="ltx_p">{text}</p></div>'


def bibliography(*entries: str) -> str:
    """Return references, numbered from 1."""
    items = "".join(
        f'<li id="bib.bib{at}" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[{at}]'
        f'</span><span class="ltx_bibblock">{entry}\n</span></li>'
        for at, entry in enumerate(entries, 1)
    )
    return section("bib", "", "References", f'<ul class="ltx_biblist">{items}</ul>', "bibliography")


def page(article: str) -> str:
    """Return a page of arXiv."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>Never this</title>
<base href="/html/2401.00042v3/"><style>.never {{ }}</style></head><body>
<dialog id="modal-form"><form><h5>Report</h5><label>never a label</label></form></dialog>
<div class="ds-announcement"><span>never a banner</span><button>x</button></div>
<nav class="ltx_page_navbar"><nav class="ltx_TOC"><ol><li>never a list</li></ol></nav></nav>
<div class="ltx_page_main">
<div class="infobox" id="infobox"><a id="license-tr" href="https://arxiv.org/licenses">License: CC \
BY 4.0</a><div id="watermark-tr">arXiv:2401.00042v3 [cs.LG] 02 Jan 2024</div></div>
<div class="ltx_page_content"><article class="ltx_document ltx_authors_1line">
{article}
</article></div><footer class="ltx_page_footer">never a footer</footer></div></body></html>"""


def read(article: str) -> Text:
    """Return what is read of an article on a page of arXiv."""
    return read_html(page(article))


def told(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    return [(block.kind, block.text) for block in blocks]
