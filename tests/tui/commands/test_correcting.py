"""`i` tells who says what of a paper, `E` has it corrected in the reader's own editor."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from recto.index import Library

from ..conftest import Reader, ReaderFactory


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "editor.py"
    monkeypatch.setenv("VISUAL", f"{sys.executable} {path}")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return path


@pytest.fixture
def two_sources(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("my.bib", b"@misc{a, title = {Inks}, author = {Ann A}, year = 2024}")
        library.add_text("their.ris", b"TY  - JOUR\nTI  - Inks\nAU  - A, Ann\nPY  - 2023\nER  - \n")


def lend(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs run without the terminal that there is not."""
    monkeypatch.setattr(reader.main.suspender, "run", lambda work: work())


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24), (120, 40)])
@pytest.mark.usefixtures("two_sources")
async def test_who_says_what_is_shown(reader: ReaderFactory, columns: int, rows: int) -> None:
    async with reader(columns, rows, seeds=False) as r:
        await r.press("i")
        await r.sees("title")
        assert "Inks" in r.text
        shown = [r.text]
        while "their.ris" not in shown[-1] or "2023" not in shown[-1]:
            await r.press("j")
            assert len(shown) < 100
            shown.append(r.text)
        await r.press("q")
        await r.sees("Inks")


@pytest.mark.usefixtures("two_sources")
async def test_a_paper_is_corrected(
    reader: ReaderFactory, editor: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text().replace('Inks', 'Pens and Papers'))"
    )
    async with reader(seeds=False) as r:
        lend(r, monkeypatch)
        await r.press("E")
        await r.sees("Corrected title of “Pens and Papers”")
        await r.until(lambda: "Pens and Papers" in r.lines[1] + r.lines[2] + r.lines[3])
        assert not list(tmp_path.glob("recto-*/*"))
        await r.press("u")
        await r.sees("Undone: corrected title")
        await r.until(lambda: r.main.results.paper and r.main.results.paper.title == "Inks")


@pytest.mark.usefixtures("two_sources")
async def test_what_cannot_be_taken_is_said_and_kept(
    reader: ReaderFactory, editor: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor.write_text("import sys\nopen(sys.argv[1], 'w').write('Dear aunt,')")
    async with reader(seeds=False) as r:
        lend(r, monkeypatch)
        await r.press("E")
        await r.sees("no BibTeX entry")
        (path,) = tmp_path.glob("recto-*/*")
        assert path.read_text() == "Dear aunt,"
        assert r.main.results.paper
        assert r.main.results.paper.title == "Inks"
