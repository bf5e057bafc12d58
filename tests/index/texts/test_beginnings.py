"""What takes long to be read is told from its beginning, before all of it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.texts.apart import derive_apart
from recto.index.texts.blocks import Text
from recto.index.texts.html import beginnings
from recto.index.texts.html.page import read_html
from recto.index.texts.pdf.reading import read_pdf

from .pages import INK, page, para
from .pdf.set_pages import Page, pdf
from .pdf.set_papers import FIRST, SECOND, begun

SECTION = (
    '<section id="S{0}" class="ltx_section"><h2 class="ltx_title ltx_title_section">'
    '<span class="ltx_tag">{0} </span>Part {0}</h2>{1}</section>'
)


def long_page(sections: int) -> str:
    return page("".join(SECTION.format(n, para(f"{n} {INK}") * 4) for n in range(1, sections)))


def told_of(text: Text) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in text.blocks]


def test_a_long_page_is_told_from_its_beginning_more_of_it_each_time() -> None:
    html, whole, parts = long_page(700), read_html(long_page(700)), list[Text]()
    beginnings.read_beginnings(html, parts.append)
    assert len(html) > 5 * beginnings.FIRST
    assert len(parts) >= 1
    for part in parts:
        assert told_of(part) == told_of(whole)[: len(part.blocks)]
    sizes = [len(part.blocks) for part in parts]
    assert 20 < sizes[0] < len(whole.blocks) / 3
    assert sizes == sorted(set(sizes))


def test_a_short_page_is_not_read_twice() -> None:
    assert not list(beginnings.beginnings(long_page(20)))
    assert not list(beginnings.beginnings("x" * 10 * beginnings.FIRST))  # nothing begins in it


def test_the_process_tells_parts_and_ends_when_nobody_wants_them() -> None:
    data, parts = long_page(700).encode(), list[Text]()
    text, packed = derive_apart(data, "html", part=parts.append)
    assert parts
    assert derive_apart(data, "html") == (text, packed)

    def refuse(part: Text) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        derive_apart(data, "html", part=refuse)


def test_the_first_pages_of_a_pdf_are_told_and_change_nothing_of_the_rest(tmp_path: Path) -> None:
    pages, parts = [begun()], list[Text]()
    for number in range(7):
        page = Page()
        page.heading(f"{number + 2} Part {number + 2}")
        page.lines(f"{FIRST} {number}.")
        page.lines(f"{SECOND} {number}.", indent=2)
        pages.append(page)
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(*pages))
    whole = read_pdf(path, part=parts.append)
    assert whole == read_pdf(path)
    assert [max(block.page for block in part.blocks) for part in parts] == [2, 3]
    assert all(told_of(part)[:3] == told_of(whole)[:3] for part in parts)
