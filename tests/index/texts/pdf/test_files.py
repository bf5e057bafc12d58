"""PDF files that hold no text, have a password, are damaged or meant to do harm."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from recto.index.errors import RectoError
from recto.index.texts.pdf import reading, shown
from recto.index.texts.pdf.reading import read_pdf

from .conftest import Read
from .set_pages import Page, pdf

SENTENCE = "A sentence that is long enough to be running text here."


def written(tmp_path: Path, *pages: Page) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(*pages))
    return path


def one_line() -> Page:
    page = Page()
    page.put(60, 700, SENTENCE)
    return page


def locked(path: Path, password: str) -> None:
    writer = PdfWriter(PdfReader(path))
    writer.encrypt(user_password=password, owner_password="owner")
    with path.open("wb") as file:
        writer.write(file)


def test_a_scan_holds_pictures_only(tmp_path: Path) -> None:
    page = Page()
    page.groups.append("0 0 612 792 re f")
    with pytest.raises(RectoError, match="This PDF holds pictures only"):
        read_pdf(written(tmp_path, page, page))


def test_a_password_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, one_line())
    locked(path, "secret")
    with pytest.raises(RectoError, match="This PDF has a password"):
        read_pdf(path)


def test_a_password_for_changing_only_is_none_for_reading(tmp_path: Path) -> None:
    path = written(tmp_path, one_line())
    locked(path, "")
    assert [block.text for block in read_pdf(path).blocks] == [SENTENCE]


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n"])
def test_what_is_no_pdf_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    with pytest.raises(RectoError, match="cannot be read as a PDF file"):
        read_pdf(path)


def test_half_a_file_is_told_or_read(tmp_path: Path) -> None:
    path = written(tmp_path, one_line(), one_line())
    data = path.read_bytes()
    for end in range(100, len(data), 531):
        path.write_bytes(data[:end])
        try:
            blocks = read_pdf(path).blocks
        except RectoError as error:
            assert str(error).startswith("This ")
        else:
            assert {block.text for block in blocks} <= {SENTENCE, f"{SENTENCE} {SENTENCE}"}


def test_a_file_without_pypdf_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RectoError, match=re.escape("pip install 'recto[pdf]'")):
        read_pdf(written(tmp_path, one_line()))


def test_a_file_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(RectoError, match="This PDF is not read: It is larger"):
        read_pdf(written(tmp_path, one_line()))


def test_of_more_pages_than_are_read_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    text = read_pdf(written(tmp_path, one_line(), one_line(), one_line()))
    assert "pages after 2" in text.lacks
    assert {block.page for block in text.blocks} <= {1, 2}


def test_a_damaged_page_costs_none_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, one_line(), one_line())
    data = path.read_bytes()
    broken = data.replace(b"/Contents 4 0 R", b"/Contents [ 9 9", 1)
    assert broken != data
    path.write_bytes(broken)
    text = read_pdf(path)
    assert [block.page for block in text.blocks] == [2]
    monkeypatch.setattr(shown, "pieces_of", None)  # as what is broken on each page
    with pytest.raises(RectoError, match="None of its pages"):
        read_pdf(path)


def test_operators_that_make_no_sense_are_passed_over(read: Read) -> None:
    page = one_line()
    page.groups[:0] = [
        "BT /CMR10 Tf /None 10 Tf (x) Td 1 0 0 Tm 5 TJ ET",
        "1 0 0 1 cm Q Q Q [1 2] Tj /X9 Do",
        "1e400 0 0 1 0 0 cm",
    ]
    assert SENTENCE in [block.text for block in read(page).blocks]


def test_what_is_drawn_twice_is_read_once_and_what_is_beyond_the_page_not(read: Read) -> None:
    page = one_line()
    page.put(60.3, 700, SENTENCE)
    page.put(60, -40, "What is beyond the page.")
    assert [block.text for block in read(page).blocks] == [SENTENCE]


def test_layers_that_are_off_are_not_read(tmp_path: Path) -> None:
    page = one_line()
    page.groups.append("/OC /L BDC")
    page.put(60, 600, "An answer that is to be shown later on.")
    page.groups.append("EMC")
    path = written(tmp_path, page)
    writer = PdfWriter(PdfReader(path))
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    resources = writer.pages[0]["/Resources"]
    assert isinstance(resources, DictionaryObject)
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L"): layer})
    for state, count in (("/ON", 2), ("/OFF", 1)):
        usual = DictionaryObject({NameObject(state): ArrayObject([layer])})
        writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): usual}
        )
        with path.open("wb") as file:
            writer.write(file)
        assert len(read_pdf(path).blocks) == count


def test_a_form_within_itself_ends(read: Read) -> None:
    page = Page()
    page.groups.append("/X0 Do")
    inner = f"/X0 Do BT /CMR10 10 Tf 60 700 Td ({SENTENCE}) Tj ET"
    blocks = read(page, forms=[inner]).blocks
    assert SENTENCE in blocks[0].text


def test_long_words_and_many_scripts_take_little(read: Read) -> None:
    page = Page()
    page.put(60, 700, "a" * 10_000)
    page.put(60, 650, "a-" * 5_000)
    for number in range(500):
        page.put(60 + number, 600 - number % 3, "2", "CMR7", 7)
    text = read(page)
    assert sum(block.text.count("a") for block in text.blocks) == 15_000
