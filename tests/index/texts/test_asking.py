"""Texts asked for, of one service after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index.errors import OfflineError, RestingError, offline
from recto.index.fetch.client import Client
from recto.index.texts import keeping
from recto.index.texts.asking import DAY, Found, Wanted, ask
from recto.index.texts.keeping import TextFiles

from ..fetch.conftest import MovedClock
from .pages import INK, derive_here, page, para
from .pdf.set_pages import pdf as pdf_of
from .pdf.set_papers import begun

WANTED = Wanted("4fmbdg4sb2", "2401.00042", None, "CC0")
OLD = Wanted("4fmbdg4sb2", "math/0309136", 2)
LATEXML = f'<html><article class="ltx_document"><p>{INK}</p></article>'
HTML, MARKDOWN = "text/html; charset=utf-8", "text/markdown"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TextFiles:
    monkeypatch.setattr(keeping, "derive_apart", derive_here)
    return TextFiles(tmp_path / "texts")


Asking = Callable[..., Found]


@pytest.fixture
def asking(client: Client, files: TextFiles) -> Asking:
    return lambda wanted=WANTED: ask(client, files, wanted, lambda _: None)


def paths(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


def test_arxiv_is_asked_first_and_what_it_tells_is_kept(
    asking: Asking, files: TextFiles, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/html/2401.00042").respond_with_data(
        page(para(INK)), content_type=HTML
    )
    found = asking()
    assert found.text is not None
    assert (found.text.source, found.text.version, found.text.license) == ("arxiv", 3, "CC BY 4.0")
    assert files.load(WANTED.key) == found.text
    assert found.tried == ()
    assert paths(httpserver) == ["/html/2401.00042"]


def test_the_known_version_is_asked_for_and_told(asking: Asking, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/html/math/0309136v2").respond_with_data(LATEXML, content_type=HTML)
    text = asking(OLD).text
    assert text is not None
    assert (text.source, text.version) == ("arxiv", 2)


def test_where_arxiv_has_none_others_are_asked_and_a_page_is_no_text(
    asking: Asking, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/html/2401.00042v1").respond_with_data("", status=404)
    httpserver.expect_oneshot_request("/html/2401.00042").respond_with_data("No HTML", status=404)
    about = f"<html><body><h1>Ink</h1><p>{INK}</p></body></html>"
    httpserver.expect_request("/papers/2401.00042.md").respond_with_data(about, content_type=HTML)
    httpserver.expect_oneshot_request("/html/2401.00042").respond_with_data(
        LATEXML, content_type=HTML
    )
    found = asking()
    assert found.text is not None
    assert (found.text.source, found.text.version, found.text.license) == ("ar5iv", None, "CC0")
    assert found.tried == ("arXiv has no HTML of it.", "Hugging Face has no text of it.")


def test_who_has_none_is_not_asked_again_for_a_day(
    asking: Asking, clock: MovedClock, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("", status=404)
    found = asking()
    assert (found.text, found.is_out_of_reach) == (None, False)
    assert found.told.endswith("arXiv has no PDF of it. Who has none is asked again tomorrow.")
    assert len(httpserver.log) == 4
    assert all("within the last day" in sentence for sentence in asking().tried[:-1])
    assert len(httpserver.log) == 4
    clock.at += DAY
    asking()
    assert len(httpserver.log) == 8


def test_the_pdf_is_the_last_that_is_asked_for(asking: Asking, httpserver: HTTPServer) -> None:
    pages = re.compile("/(html|papers)/.*")
    httpserver.expect_request(pages).respond_with_data("", status=404)
    pdf = httpserver.expect_oneshot_request
    pdf("/pdf/math/0309136v2").respond_with_data("%PDF-1.5 ...", content_type=HTML)
    tried = asking(OLD._replace(key="old0")).tried
    assert tried[-2] == "arXiv has no PDF of it."  # what came is a page
    data = pdf_of(begun())
    pdf("/pdf/2401.00042").respond_with_data(data, content_type="application/pdf")
    text = asking().text
    assert text is not None
    assert (text.source, text.license) == ("pdf", "CC0")


def test_without_pypdf_no_pdf_is_asked_for(
    asking: Asking, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.index.texts.asking.reads", lambda form: form != "pdf")
    httpserver.expect_request(re.compile(".*")).respond_with_data("", status=404)
    assert "Its PDF is read with pip install 'recto[pdf]'." in asking().tried
    assert len(httpserver.log) == 3


def test_who_waits_for_the_best_asks_no_other_while_that_rests(
    client: Client, files: TextFiles, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/html/2401.00042").respond_with_data("", status=429)
    with pytest.raises(RestingError):
        ask(client, files, WANTED, lambda _: None, waits=True)
    assert paths(httpserver) == ["/html/2401.00042"]


def test_where_nobody_answers_nothing_is_remembered(
    client: Client, files: TextFiles, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_data("", status=500)
    found = ask(client, files, WANTED, lambda _: None)
    assert found.is_out_of_reach
    assert files.missing(WANTED.key) == {}


def test_pages_of_arxiv_are_asked_for_slowly(
    asking: Asking, clock: MovedClock, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(re.compile("/html/.*")).respond_with_data(LATEXML, content_type=HTML)
    asking()
    asking(OLD)
    assert clock.waits == [15.0]


@pytest.mark.parametrize(("status", "said"), [(500, "It answered 500"), (403, "403"), (429, "429")])
def test_a_service_that_fails_is_told_and_asked_again(
    asking: Asking, files: TextFiles, httpserver: HTTPServer, status: int, said: str
) -> None:
    httpserver.expect_request("/html/2401.00042").respond_with_data("", status=status)
    httpserver.expect_request("/papers/2401.00042.md").respond_with_data(
        f"# Ink\n\n{INK}", content_type=MARKDOWN
    )
    found = asking()
    assert found.text is not None
    assert found.text.source == "huggingface"
    assert said in found.tried[0]
    assert files.missing(WANTED.key) == {}


def test_a_page_that_is_no_paper_is_none(
    asking: Asking, files: TextFiles, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/html/2401.00042").respond_with_data(
        '<html><article class="ltx_document"><p>Nothing.</p></article>', content_type=HTML
    )
    httpserver.expect_request(re.compile("/papers/.*")).respond_with_data("", status=404)
    found = asking()
    assert found.text is None
    assert found.tried[0] == "arXiv has no HTML of it that can be read."
    assert not files.has(WANTED.key)


def test_offline_nobody_is_asked(
    made_client: Callable[..., Client], files: TextFiles, httpserver: HTTPServer
) -> None:
    with pytest.raises(OfflineError):
        ask(made_client(refusal=offline), files, WANTED, lambda _: None)
    assert not httpserver.log


def test_what_is_remembered_and_damaged_tells_nothing(files: TextFiles) -> None:
    files.remember_missing("4fmb", {"arxiv": 5.0})
    assert files.missing("4fmb") == {"arxiv": 5.0}
    for data in (b"", b"[]", b'{"arxiv": "x"}', b"\xff"):
        (files.directory / "4fmb.missing").write_bytes(data)
        assert files.missing("4fmb") == {}
    assert not files.remove("4fmb")
    assert not list(files.directory.iterdir())
