"""Copying: over OSC 52, through tmux, and to a file where neither goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library

from ...conftest import ReaderFactory
from ...shells import PAGE
from ...stand_ins import Tools, copied, tools

__all__ = ["tools"]


async def test_each_key_copies_its_part_of_the_paper(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as r:
        texts = copied(r, monkeypatch)
        paper = r.main.results.paper
        assert paper is not None
        link = "https://huggingface.co/papers?q=" + paper.title.replace(" ", "+")
        for key, text in (("y", f"{paper.title} {link}"), ("u", link), ("i", paper.id)):
            await r.press("y", key)
            await r.until(lambda text=text: texts[-1:] == [text], key)  # type: ignore[misc]
            await r.sees(f"{len(text.encode()):,} bytes: OSC 52.")
        await r.press("y", "b")
        await r.until(lambda: texts[-1].startswith("@"), "BibTeX")
        await r.sees("Copied BibTeX")
        assert paper.title in texts[-1]
        key = texts[-1].partition("{")[2].partition(",")[0]
        await r.press("y", "k")
        await r.until(lambda: texts[-1] == key, "the key")
        await r.press("v", "v", "y", "k")
        await r.sees("Copied citation key of 2 papers")
        assert texts[-1].startswith(f"{key},")


async def test_a_selection_is_copied_in_its_order_and_ends(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as r:
        texts = copied(r, monkeypatch)
        titles = [paper.title for paper in r.main.library.rows(r.main.results.rowids[:3])]
        await r.press("v", "v", "v", "y", "y")
        await r.sees("Copied title and link of 3 papers")
        assert [line.partition(" https://")[0] for line in texts[0].split("\n")] == titles
        assert not r.main.results.selection.papers


async def test_inside_tmux_it_goes_both_ways(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "socket,1,0")
    monkeypatch.setenv("TERM", "screen")
    tools.put("tmux")
    async with reader() as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "i")
        await r.sees("10 bytes: OSC 52 and tmux.")
        assert tools.calls("tmux") == ["load-buffer", "-w", "-"]
        paper = r.main.results.paper
        assert paper is not None
        assert tools.taken("tmux").decode() == texts[0] == paper.id


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (None, "there is no program tmux"),
        ("echo 'no server running' >&2; exit 1", "no server running"),
        ("exit 3", "tmux ended with status 3"),
        (r"printf '\033]0;x\007bad' >&2; exit 1", "bad"),
    ],
)
async def test_a_tmux_that_fails_is_said_and_harmless(
    reader: ReaderFactory,
    tools: Tools,
    monkeypatch: pytest.MonkeyPatch,
    program: str | None,
    said: str,
) -> None:
    monkeypatch.setenv("TMUX", "socket,1,0")
    if program is not None:
        tools.put("tmux", program)
    async with reader() as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "i")
        await r.sees("OSC 52 alone")
        assert said in r.main.bottom.message
        assert "\x1b" not in r.main.bottom.message
        assert len(texts) == 1


async def test_what_is_too_much_for_a_terminal_is_written_to_a_file(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "papers.bib"
    file.write_text("mine")
    async with reader() as r:
        texts = copied(r, monkeypatch)
        await r.press("V", "G", "y", "b")
        await r.sees("more than terminals take; write to papers.bib")
        await r.press("enter")
        await r.sees("papers.bib is there already; replace it? y/n")
        await r.press("n", "enter")
        await r.sees("papers.bib is as it was")
        assert file.read_text() == "mine"
        assert not texts
        await r.press("V", "g", "g", "y", "b")
        await r.sees("more than terminals take")
        await r.press("enter")
        await r.sees("replace it?")
        await r.press("y", "enter")
        await r.sees("Written to papers.bib")
        assert file.read_text().count("\n@") + 1 == 603
        assert [path.name for path in tmp_path.glob(".*.partial")] == []


async def test_a_terminal_without_a_clipboard_offers_a_file(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with reader() as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "u")
        await r.sees("The terminal (linux) has no clipboard; write to papers.txt")
        await r.press("enter")
        await r.sees("Written to papers.txt")
        assert (tmp_path / "papers.txt").read_text().startswith("https://huggingface.co/")
        assert not texts


async def test_a_hostile_title_reaches_the_clipboard_clean(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE.replace("First Paper", "First \x1b]52;c;AAAA\x07\x9b31m\u202e$(id)`id` Paper")
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("page", page.encode())
        library.index.rebuild()
    async with reader(seeds=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "y")
        await r.sees("Copied title and link")
        assert all(sign.isprintable() for sign in texts[0])
        assert "$(id)`id`" in texts[0]
