"""`gp` opens a paper's PDF: its file first, then arXiv's, on the desktop or on its way to one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from recto.index import Library, Outbox, find_pdf
from recto.tui.system.browser import find_viewer

from ....index.pages.pdf.made_pdfs import pdf
from ....index.pages.zotero.databases import ZoteroDatabase
from ...conftest import Reader, ReaderFactory
from ...stand_ins import Tools, copied, tools

__all__ = ["tools"]

SSH = {"SSH_CONNECTION": "10.0.0.1 5000 10.0.0.2 22"}
DESKTOP = {"DISPLAY": ":0"}


def papers(tmp_path: Path, *, has_arxiv: bool, path: Path) -> None:
    """Make a library of one paper with a file."""
    with ZoteroDatabase(tmp_path / "Zotero") as zotero:
        more = {"archiveID": "arXiv:2105.00001"} if has_arxiv else {}
        item = zotero.item("preprint", title="Inks on ordinary paper", **more)  # type: ignore[arg-type]
        zotero.attachment(str(path), item, 2)
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_zotero(tmp_path / "Zotero")
        library.index.rebuild()


def links(r: Reader) -> list[str]:
    return [link.url for link in Outbox(r.main.library.locations.outbox).links()]


@pytest.mark.parametrize(
    ("env", "there", "has_arxiv", "opened", "said", "sent"),
    [
        (DESKTOP, True, True, "FILE", "FILE is open in xdg-open.", []),
        (DESKTOP, True, False, "FILE", "FILE is open in xdg-open.", []),
        (
            *(DESKTOP, False, True, "https://arxiv.org/pdf/2105.00001"),
            "https://arxiv.org/pdf/2105.00001 is open in xdg-open. FILE is gone.",
            [],
        ),
        (DESKTOP, False, False, None, "FILE is gone.", []),
        (
            *(SSH, True, True, None),
            "https://arxiv.org/pdf/2105.00001 (copied and in the outbox). Its file is FILE.",
            ["https://arxiv.org/pdf/2105.00001"],
        ),
        (SSH, True, False, None, "FILE (copied).", []),
        (
            *(SSH, False, True, None),
            "https://arxiv.org/pdf/2105.00001 (copied and in the outbox). FILE is gone.",
            ["https://arxiv.org/pdf/2105.00001"],
        ),
        (SSH, False, False, None, "FILE is gone.", []),
    ],
)
async def test_the_file_comes_before_the_page_and_one_that_is_gone_is_said(
    reader: ReaderFactory,
    tools: Tools,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    env: Mapping[str, str],
    there: bool,
    has_arxiv: bool,
    opened: str | None,
    said: str,
    sent: list[str],
) -> None:
    file = tmp_path / "Inks on paper; rm -rf $HOME.pdf"
    if there:
        file.write_bytes(pdf(["Inks"]))
    papers(tmp_path, has_arxiv=has_arxiv, path=file)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    tools.put("xdg-open")
    async with reader(seeds=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("g", "p")
        expected = said.replace("FILE", str(file))
        await r.until(lambda: r.main.bottom.message == expected, expected)
        assert tools.calls("xdg-open") == ([opened.replace("FILE", str(file))] if opened else [])
        assert links(r) == sent
        if "copied" in said:
            assert texts == [sent[0] if sent else str(file)]


async def test_no_pdf_at_all_is_a_sentence(reader: ReaderFactory, tools: Tools) -> None:
    async with reader() as r:
        await r.press("g", "p")
        await r.sees("No PDF of it is known.")


async def test_a_viewer_that_fails_is_told_and_the_link_is_sent(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "inks.pdf"
    file.write_bytes(pdf(["Inks"]))
    papers(tmp_path, has_arxiv=True, path=file)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PDFVIEWER", "nosuch:my-viewer --page 1")
    tools.put("my-viewer", "exit 4")
    async with reader(seeds=False) as r:
        copied(r, monkeypatch)
        await r.press("g", "p")
        await r.sees("my-viewer ended with status 4")
        assert tools.calls("my-viewer") == ["--page", "1", str(file)]
        assert links(r) == ["https://arxiv.org/pdf/2105.00001"]


@pytest.mark.parametrize(
    ("programs", "env", "name", "has_terminal"),
    [
        (["xdg-open", "zathura"], DESKTOP, "xdg-open", False),
        (["zathura"], DESKTOP, "zathura", False),
        (["zathura"], {}, None, False),
        (["zathura"], SSH | DESKTOP, None, False),
        (["tdf"], SSH | {"PDFVIEWER": "tdf"}, "tdf", True),
        (["tdf", "xdg-open"], DESKTOP | {"PDFVIEWER": "tdf"}, "tdf", True),
        (["mupdf", "xdg-open"], DESKTOP | {"PDFVIEWER": "mupdf -r 96"}, "mupdf", False),
        (["firefox", "xdg-open"], DESKTOP | {"BROWSER": "firefox"}, "xdg-open", False),
        ([], DESKTOP, None, False),
    ],
)
def test_the_viewer_is_one_that_can_be_seen(
    tools: Tools,
    programs: list[str],
    env: dict[str, str],
    name: str | None,
    has_terminal: bool,
) -> None:
    for program in programs:
        tools.put(program)
    viewer = find_viewer(env | {"PATH": str(tools.path)})
    assert (viewer.name if viewer else None) == name
    assert viewer is None or viewer.has_terminal == has_terminal


def test_which_of_a_paper_s_files_is_its_pdf(tmp_path: Path, home: Path) -> None:
    there, page, script = tmp_path / "b.PDF", tmp_path / "a.html", tmp_path / "run.pdf"
    there.write_bytes(b"\n\n" + pdf(["there"]))
    page.write_text("<p>")
    script.write_text("#!/bin/sh\n")
    gone = str(tmp_path / "gone.pdf")
    found = find_pdf([str(page), gone, str(script), str(there)])
    assert found == (there, (gone, str(script)))
    assert find_pdf([str(page), "relative.pdf", "a\0.pdf"]).path is None
    (home / "mine.pdf").write_bytes(pdf(["mine"]))
    assert find_pdf(["~/mine.pdf"]).path == home / "mine.pdf"
    assert find_pdf([]) == (None, ())
