"""A text that is not here is fetched, once the reader has said so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index.services import Bases
from recto.tui.keys.contexts import TEXT

from ...index.texts.pages import INK, page, para
from ..conftest import Configure, ReaderFactory

ID = "2209.04836"


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


async def test_offline_nobody_is_asked(reader: ReaderFactory, service: HTTPServer) -> None:
    async with reader(80, 24, seeds=False) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        r.main.library.following.is_offline = True
        await r.press("T")
        await r.sees("Recto is offline")
        assert not service.log
