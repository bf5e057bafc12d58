"""References of a paper from wherever one stands, and who cites it."""

from __future__ import annotations

import asyncio
import threading

import pytest
from recto.index import Block, Library, Span, Text
from recto.index.texts.references import Reference, References
from recto.tui.commands.out import opening
from recto.tui.reader.state import Keyboard
from recto.tui.widgets.text.flow import Place

from ..conftest import Reader
from .conftest import OpenText, open_text


def arxiv_id(r: Reader) -> str | None:
    paper = r.main.results.paper
    return None if paper is None else paper.arxiv_id


async def test_references_are_shown_from_the_list_and_queued_there(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("g", "r")
        await r.sees("○ [1] 2021, Other Nets")
        row = next(line for line in r.lines if "Other Nets" in line)
        assert row.rstrip().endswith("unread")
        await r.press("a")
        await r.until(lambda: "queued" in r.text, "it is queued")
        assert r.main.library.paper("2101.00001").queue == 1
        await r.press("a")
        await r.until(lambda: "unread" in r.text, "it is not any more")
        await r.press("j", "a")
        await r.sees("The library does not have it")
        await r.press("enter")
        await r.sees("it is told by no arXiv id or DOI.")
        assert r.main.where == "list"
        await r.press("enter")
        await r.until(lambda: r.main.where == "full", "the abstract in full")
        await r.press("g", "r", "enter")
        await r.sees("Nets that are others.")
        assert (arxiv_id(r), r.main.where) == ("2101.00001", "full")
        await r.press("g", "r")
        await r.sees("Its text is not here, which would tell them; T gets it.")


async def test_who_cites_a_paper_is_a_list_with_a_way_back(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("g", "R")
        await r.sees("None of the texts that are here cites it.")
        await r.press("ctrl+o")
        await r.until(lambda: arxiv_id(r) == "2209.04836", "the list before")
        await r.press("j", "enter")
        await r.until(lambda: r.main.where == "full", "the abstract in full")
        await r.press("g", "R")
        await r.until(lambda: arxiv_id(r) == "2209.04836", "the paper that cites it")
        assert len(r.main.results.rowids) == 1
        assert r.main.box.text.startswith("citing:")
        await open_text(r)
        await r.press("g", "R")
        await r.sees("None of the texts that are here cites it.")
        assert r.main.where == "list"
        await r.press("ctrl+o")
        await r.until(lambda: r.main.where == "text", "the text again")
        await r.sees("O outline")
        await r.press("q", "ctrl+o")
        await r.until(lambda: len(r.main.results.rowids) == 2, "all papers")
        assert arxiv_id(r) == "2101.00001"


async def test_a_reference_elsewhere_is_found_in_whatever_view(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("b", "g", "b")
        await r.until(lambda: len(r.main.results.rowids) == 1, "bookmarks")
        await r.press("g", "r", "enter")
        await r.until(lambda: arxiv_id(r) == "2101.00001", "the paper")
        await r.press("ctrl+o")
        await r.until(lambda: arxiv_id(r) == "2209.04836", "bookmarks again")
        assert r.main.state.view.kind == "bookmarks"


async def test_many_references_fit_a_small_screen(texts: OpenText) -> None:
    entries = [
        Block("entry", (Span(f"A. One. Title {number}. 2020."),), number=f"{number}")
        for number in range(1, 41)
    ]
    mine = Block("entry", (Span("Q. Lee. X. arXiv:2101.00001."),), number="41")
    async with texts(40, 12, Text((*entries, mine), "html")) as r:
        await r.press("g", "r", "G")
        await r.sees("[41] 2021, Other Nets")
        assert all(len(line) <= 40 for line in r.lines)
        assert any(line.rstrip().endswith("unread") for line in r.lines)
        await r.press("slash", *"title 7", "enter")
        await r.until(lambda: r.main.keyboard is Keyboard.PANE, "it is chosen")
        await r.sees("no arXiv id or DOI.")


async def test_very_many_references_are_matched_beside_the_keys(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = tuple(
        Block("entry", (Span(f"A. One. Title {number}. " * 30),), number=f"{number}")
        for number in range(1, 41)
    )
    begun, may_go = threading.Semaphore(0), threading.Semaphore(0)
    match = References.of

    def held(references: References, text: Text) -> list[Reference]:
        begun.release()
        may_go.acquire()
        return match(references, text)

    monkeypatch.setattr(References, "of", held)
    async with texts(80, 24, Text(entries, "html")) as r:
        await r.press("g", "r")
        await asyncio.to_thread(begun.acquire)
        await r.press("j")
        await r.until(lambda: arxiv_id(r) == "2101.00001", "keys are taken meanwhile")
        may_go.release()
        await r.main.workers.wait_for_complete()
        assert r.main.is_current  # nobody waits for it any more
        await r.press("k", "g", "r")
        may_go.release()
        await r.sees("[3] A. One. Title 3.")
        await r.press("slash", *"title 39", "enter")
        await r.sees("no arXiv id or DOI.")


async def test_references_of_an_outdated_text_are_read_beside_the_keys(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        (raw,) = r.main.library.locations.texts.glob("*.raw")
        raw.with_suffix(".blocks").unlink()
        page = "<article class=ltx_document><p>" + "Words of it. " * 20
        page += "<ul class=ltx_biblist><li class=ltx_bibitem id=b1>Q. Lee. arXiv:2101.00001, 2021."
        r.main.library.texts.add_data("2209.04836", page.encode(), "page.html")
        raw.with_suffix(".blocks").unlink()
        await r.press("g", "r")
        await r.sees("2021, Other Nets")


async def test_references_of_a_text_that_was_damaged(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        library: Library = r.main.library
        (raw,) = library.locations.texts.glob("*.raw")
        raw.with_suffix(".blocks").write_bytes(b"")
        raw.write_bytes(raw.read_bytes()[:-1])
        await r.press("g", "r")
        await r.sees("damaged")
        assert r.main.where == "list"


async def test_gx_opens_the_page_at_the_figure(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        opening,
        "open_addresses",
        lambda _, targets: opened.extend(address for address, _ in targets),
    )
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("g", "x")
        await r.sees("The abstract names no place with code.")
        await r.press("slash", *"1. See", "enter", "tab", "tab", "tab")
        link = shown.marks.link
        assert link is not None and link.target == "T1"
        await r.press("g", "x")
        await r.until(lambda: len(opened) == 1, "the figure of the link")
        await r.press("slash", *"what is kept", "enter", "g", "x")
        await r.until(lambda: len(opened) == 2, "the figure in sight")
    assert opened == ["https://arxiv.org/html/2209.04836v3#T1"] * 2


async def test_a_long_footnote_is_shown_in_several_lines(texts: OpenText) -> None:
    words = " ".join(f"word{number}" for number in range(12))
    said = Block("paragraph", (Span("José Ruiz says so"), Span("1", "note", ("fn1",)), Span(".")))
    more = [Block("paragraph", (Span("More. " * 90),))] * 9
    note = Block("footnote", (Span(words),), number="1", label="fn1")
    async with texts(40, 12, Text((said, *more, note), "html")) as r:
        shown = await open_text(r)
        await r.press("tab", "enter")
        await r.sees("word11")
        assert any("word0" in line for line in r.lines)
        assert shown.sight.place == Place(0)
        await r.press("enter")
        await r.until(lambda: shown.sight.place != Place(0), "the footnote's place")
        await r.press("ctrl+o")
        await r.until(lambda: shown.sight.place == Place(0), "back")
