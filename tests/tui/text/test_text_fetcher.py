"""A text that is not here is fetched, once the reader has said so."""

from __future__ import annotations

import json
import re
import shutil
import threading
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.services import Bases
from recto.index.texts import keeping
from recto.tui.commands.chores import do_chores
from recto.tui.commands.text.table import TEXTS
from recto.tui.keys.contexts import TEXT
from werkzeug import Request, Response

from ...index.fetch.conftest import MovedClock
from ...index.texts.pages import INK, derive_here, page, para
from ...index.texts.pdf.set_pages import pdf
from ...index.texts.pdf.set_papers import begun
from ..conftest import Configure, ReaderFactory
from .conftest import OTHER, OpenText, open_text, pane

ID = "2209.04836"
PAGE = page(para(INK))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read texts in the process of the test."""
    monkeypatch.setattr(keeping, "derive_apart", derive_here)


@pytest.fixture
def service(httpserver: HTTPServer, configure: Configure, made: Path, tmp_path: Path) -> HTTPServer:
    """A server that is every service, for a library of two papers without a text."""
    here = httpserver.url_for("").rstrip("/")
    bases = (f'{name} = "{here}"' for name in Bases._fields)
    configure("\n".join(("[fetch.base]", *bases)))
    shutil.copytree(made, tmp_path / "library", dirs_exist_ok=True)
    return httpserver


async def test_whoever_says_y_has_the_text_of_arxiv(
    reader: ReaderFactory, service: HTTPServer
) -> None:
    html = page(para(INK))
    service.expect_request(f"/html/{ID}").respond_with_data(html, content_type="text/html")
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        await r.sees("its text from arxiv.org? y once, Y always")
        await r.press("n")
        assert not service.log
        await r.press("T", "y")
        await r.until(lambda: r.main.where == TEXT, "the text")
        await r.sees(INK.split()[0])
        assert not r.main.library.texts.may_fetch
        await r.press("q")
        await r.sees("▤")


async def test_what_nobody_has_is_said_and_not_asked_for_again(
    reader: ReaderFactory, service: HTTPServer
) -> None:
    service.expect_request("").respond_with_data("", status=404)
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T", "Y")
        await r.sees("arXiv has no HTML of it")
        assert r.main.library.texts.may_fetch
        asked = len(service.log)
        await r.press("escape", "T")
        await r.sees("within the last day")
        assert len(service.log) == asked


def know(tmp_path: Path, id: str = ID, **fields: object) -> None:
    """Let the library know more of a paper."""
    with Library.open(tmp_path / "library", seeds=False) as library:
        title = library.paper(id).title
        told = {"title": title, "arxiv_id": id, **fields}
        library.add_text("more.jsonl", json.dumps(told).encode())
        library.index.refresh()


async def test_a_pdf_on_this_disk_is_opened_without_the_network_and_html_takes_its_place(
    reader: ReaderFactory, service: HTTPServer, tmp_path: Path, here: None
) -> None:
    (tmp_path / "mine.pdf").write_bytes(pdf(begun()))
    know(tmp_path, files=[str(tmp_path / "mine.pdf")])
    service.expect_request(f"/html/{ID}").respond_with_data(PAGE, content_type="text/html")
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        await r.sees("On Files That Are Hard to Read")
        assert not service.log
        await r.press("T")
        await r.until(lambda: pane(r).text.source == "arxiv", "the HTML in its place")
        await r.press("T")
        await r.sees("Nothing newer is known. This is HTML of arXiv")
        await r.press("q")
        await r.until(lambda: r.main.where == "list", "the list, where one came from")


async def test_a_pdf_that_cannot_be_read_is_told_with_what_was_tried_besides(
    reader: ReaderFactory, service: HTTPServer, tmp_path: Path
) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.5 torn")
    know(tmp_path, files=[str(tmp_path / "torn.pdf")])
    service.expect_request("").respond_with_data("", status=404)
    async with reader(120, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        await r.sees("its text from arxiv.org?")
        await r.press("y")
        await r.sees("torn.pdf: This cannot be read as a PDF file.")
        await r.sees("arXiv has no PDF of it. Who has none is asked again tomorrow.")


async def test_a_newer_version_is_told_and_comes_when_that_is_wanted(
    texts: OpenText, service: HTTPServer, tmp_path: Path, here: None
) -> None:
    late = PAGE.replace("v3", "v5")
    for version, html in ((5, late), (6, late)):
        address = f"/html/{ID}v{version}"
        service.expect_request(address).respond_with_data(html, content_type="text/html")
    know(tmp_path, arxiv_version=5)
    async with texts(80, 24) as r:
        r.main.library.following.clock = MovedClock()  # arXiv wants to be asked slowly
        await open_text(r)
        own = pane(r).text.version
        assert own is not None
        await r.sees(f"v5 is out, this is v{own}: T fetches it.")
        await r.press("T")
        await r.until(lambda: pane(r).text.version == 5, "the newer version")
        await r.press("q")
        know(tmp_path, arxiv_version=6)
        await r.press("R")
        await r.until(lambda: r.main.results.paper.arxiv_version == 6, "what is known by now")  # type: ignore[union-attr]
        await r.press("T")
        await r.sees("v6 is out, this is v5: T fetches it.")
        await r.press("T")
        await r.sees("What arXiv has of v6 is an older one still.")
        await r.press("T")
        await r.sees("Nothing newer is known.")  # it was asked for


async def test_the_texts_of_the_queue_come_by_themselves(
    reader: ReaderFactory, service: HTTPServer, configure: Configure, tmp_path: Path, here: None
) -> None:
    path = tmp_path / "library" / "config.toml"
    path.write_text(f"text.with_queue = true\n{path.read_text()}")
    with Library.open(tmp_path / "library", seeds=False) as library:
        assert library.config.text.with_queue
        library.queue([ID])
        library.texts.may_fetch = True
    door = threading.Event()

    def answer(request: Request) -> Response:
        door.wait()
        return Response(PAGE, content_type="text/html")

    service.expect_request(re.compile("/html/.*")).respond_with_handler(answer)
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        r.main.library.following.clock = MovedClock()
        do_chores(r.main)
        await r.sees("asking localhost")
        await r.press("j", "b")
        await r.until(lambda: r.main.results.paper.bookmarked, "a bookmark meanwhile")  # type: ignore[union-attr]
        door.set()
        await r.sees("1 text of the queue came.")
        assert sum("▤" in line for line in r.lines) == 1
        search = r.main.library.text_search
        await r.until(lambda: search.state() == "ready", "its words are found without a question")
        assert search.size()[0] == 1
        await r.press("a")
        await r.until(lambda: sum("▤" in line for line in r.lines) == 2, "what was queued then")
        assert len(service.log) == 2


async def test_ctrl_c_stops_the_texts_of_the_queue(
    reader: ReaderFactory, service: HTTPServer, tmp_path: Path
) -> None:
    path = tmp_path / "library" / "config.toml"
    path.write_text(f"text.with_queue = true\n{path.read_text()}")
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.queue([ID])
        library.texts.may_fetch = True
    door = threading.Event()
    service.expect_request("").respond_with_handler(lambda _: Response(str(door.wait())))
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        do_chores(r.main)
        await r.sees("asking localhost")
        await r.press("ctrl+c")
        await r.sees("Nothing more is fetched; what has come")
        door.set()
        await r.lacks("asking localhost")
        assert "▤" not in r.text


async def test_what_an_older_recto_has_read_is_read_anew_beside_the_screen(
    reader: ReaderFactory, service: HTTPServer, tmp_path: Path, here: None
) -> None:
    with Library.open(tmp_path / "library", seeds=False) as library:
        for id in (ID, OTHER["arxiv_id"]):
            library.texts.add_data(id, PAGE.encode(), "ink.html")
    for path in (tmp_path / "library" / "texts").glob("*.blocks"):
        head, _, packed = path.read_bytes().partition(b"\n")
        path.write_bytes(head.replace(b'"by": ', b'"by": -') + b"\n" + packed)
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        assert len(r.main.library.texts.outdated()) == 2
        await r.press("T")
        await r.until(lambda: r.main.where == TEXT, "the text")
        assert len(r.main.library.texts.outdated()) == 1
        do_chores(r.main)
        await r.until(r.main.library.texts.files.is_current, "all of them")
        assert r.main.library.texts.outdated() == []
        assert not service.log


async def test_a_text_that_is_removed_can_come_back_and_is_told_by_i(texts: OpenText) -> None:
    verbs = {command.id: command for command in TEXTS}
    async with texts(80, 24) as r:
        shown = await open_text(r)
        for _ in range(60):
            if shown.sight.is_at_end:
                break
            await r.press("space")
        await r.press("space")
        await r.sees("That is the end; q goes back.")
        await r.press("i")
        await r.press("G")
        await r.sees("it is")
        await r.press("q")
        verbs["remove-text"].run(r.main, None)
        await r.sees("The text is removed; :restore-text brings it back")
        await r.lacks("▤")
        verbs["restore-text"].run(r.main, None)
        await r.sees("The text is here again; T opens it.")
        await r.sees("▤")
        await r.press("T")
        await r.until(lambda: r.main.where == TEXT, "the text")


async def test_offline_nobody_is_asked(reader: ReaderFactory, service: HTTPServer) -> None:
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        r.main.library.following.is_offline = True
        await r.press("T")
        await r.sees("Recto is offline")
        assert not service.log
