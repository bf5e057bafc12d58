"""First pages of real PDF files, and of what only looks like one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recto.index.pages.pdf import first_pages
from recto.index.pages.pdf.first_pages import FirstPage, FirstPages

from .made_pdfs import pdf


def write(tmp_path: Path, data: bytes, name: str = "file.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_lines_title_and_facts(tmp_path: Path) -> None:
    lines = ["Inks on ordinary paper", "Jane Doe", "(with parentheses) and words " * 9]
    data = pdf(lines, ["second page"], facts={"Title": "Inks", "Subject": "doi:10.1000/xyz"})
    with FirstPages() as pages:
        found = pages.read(write(tmp_path, data))
        assert isinstance(found, FirstPage)
        assert found.lines[:2] == ("Inks on ordinary paper", "Jane Doe")
        assert "second page" not in found.lines
        assert found.title == "Inks"
        assert "doi:10.1000/xyz" in found.facts
        cover = pages.read(write(tmp_path, pdf(["A cover"], ["The first page"])))
        assert isinstance(cover, FirstPage)
        assert cover.lines == ("A cover", "The first page")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"\0" * 5000,
        pdf(["cut off"])[:300],
        pdf(["no pages"]).replace(b"/Kids [5 0 R]", b"/Kids [     ]"),
        pdf(["in a circle"]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        b"",
    ],
)
def test_a_damaged_file_costs_no_other(tmp_path: Path, data: bytes) -> None:
    bad, good = write(tmp_path, data, "bad.pdf"), write(tmp_path, pdf(["good"]), "good.pdf")
    with FirstPages() as pages:
        found = pages.read(bad)
        assert isinstance(found, str) or found.lines == ()
        assert isinstance(pages.read(good), FirstPage)


def test_a_file_that_takes_too_long_costs_no_other(tmp_path: Path) -> None:
    endless = tmp_path / "endless.pdf"
    os.mkfifo(endless)
    good = write(tmp_path, pdf(["good"]), "good.pdf")
    with FirstPages(patience=0.0) as pages:
        assert pages.read(endless) == "It cannot be read, or takes too long."
    with FirstPages() as pages:
        assert isinstance(pages.read(good), FirstPage)


def test_a_process_that_dies_is_begun_anew(tmp_path: Path) -> None:
    good = write(tmp_path, pdf(["good"]))
    with FirstPages() as pages:
        pages.read(good)
        assert pages._process is not None
        pages._process.kill()
        pages._process.wait()
        assert pages.read(good) == "It cannot be read, or takes too long."
        assert isinstance(pages.read(good), FirstPage)


def test_without_pypdf_it_is_said_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with FirstPages() as pages:
        assert pages.read(write(tmp_path, pdf(["good"]))) == first_pages.MISSING
    assert "pip install 'recto[pdf]'" in first_pages.MISSING
