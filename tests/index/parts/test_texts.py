"""The texts of a library's papers: from this disk, in the queue, in newer versions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Paper
from recto.index.errors import Interrupted, RestingError
from recto.index.fetch.clock import Stop
from recto.index.texts import keeping

from ..fetch.conftest import MovedClock, clock, served
from ..texts.pages import INK, derive_here
from ..texts.pdf.set_pages import pdf
from ..texts.pdf.set_papers import begun

__all__ = ["clock", "served"]

HTML = "text/html"
LATEXML = f'<html><article class="ltx_document"><p>{INK}</p></article>'
ONE, TWO, THREE = "2401.00001", "2401.00002", "2401.00003"


@pytest.fixture
def queued(served: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with three papers in its queue, of which the last has a PDF on this disk."""
    monkeypatch.setattr(keeping, "derive_apart", derive_here)
    (tmp_path / "three.pdf").write_bytes(pdf(begun()))
    files = [[], [], [str(tmp_path / "gone.pdf"), str(tmp_path / "three.pdf")]]
    papers = [
        {"title": f"Ink {id}", "abstract": "It dries.", "arxiv_id": id, "files": paths}
        for id, paths in zip((ONE, TWO, THREE), files, strict=True)
    ]
    served.add_text("three.jsonl", "\n".join(map(json.dumps, papers)).encode())
    served.queue([ONE, TWO, THREE])
    return served


def paths(server: HTTPServer) -> list[str]:
    return [request.path for request, _ in server.log]


def sources(library: Library) -> list[str | None]:
    texts = map(library.texts.get, (ONE, TWO, THREE))
    return [text.source if text is not None else None for text in texts]


def test_the_texts_of_the_queue_come_one_after_the_other(
    queued: Library, httpserver: HTTPServer, clock: MovedClock
) -> None:
    httpserver.expect_request(f"/html/{ONE}").respond_with_data(LATEXML, content_type=HTML)
    httpserver.expect_request("").respond_with_data("", status=404)
    said: list[str] = []
    came: list[tuple[str | None, bool]] = []
    outcome = queued.texts.fetch_queued(
        lambda one: came.append((one.paper.arxiv_id, one.text is not None)), said.append
    )
    assert outcome == (2, 1, 0, None)
    assert came == [(ONE, True), (TWO, False), (THREE, True)]
    assert said[0] == "texts 1/3 · asking localhost"
    assert said[-1] == "texts 3/3 · reading three.pdf"
    assert sources(queued) == ["arxiv", None, "pdf"]
    assert clock.waits == [15.0]  # pages of arXiv are asked for slowly
    httpserver.clear_log()
    assert queued.texts.fetch_queued(is_asked=False) == (0, 0, 0, None)
    assert queued.texts.fetch_queued() == (0, 1, 0, None)
    assert not httpserver.log
    clock.at += 90_000
    assert queued.texts.fetch_queued(is_asked=False).nowhere == 1
    assert len(httpserver.log) == 4


def test_while_arxiv_rests_what_is_queued_waits(queued: Library, httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile("/html/.*")).respond_with_data("", status=429)
    outcome = queued.texts.fetch_queued()
    assert (outcome.came, outcome.left) == (0, 3)
    assert isinstance(outcome.error, RestingError)
    assert paths(httpserver) == [f"/html/{ONE}"]


def test_where_nobody_answers_it_ends_and_is_not_remembered(
    queued: Library, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("").respond_with_data("", status=500)
    outcome = queued.texts.fetch_queued(is_asked=False)
    assert (outcome.left, outcome.error is not None) == (3, True)
    assert len(httpserver.log) == 4
    assert queued.texts.fetch_queued(is_asked=False).left == 3


def test_what_is_stopped_keeps_what_has_come(queued: Library, httpserver: HTTPServer) -> None:
    httpserver.expect_request(re.compile("/html/.*")).respond_with_data(LATEXML, content_type=HTML)
    stop = Stop()
    with pytest.raises(Interrupted):
        queued.texts.fetch_queued(lambda _: stop.set(), stopped=stop)
    assert sources(queued) == ["arxiv", None, None]


def test_a_newer_version_takes_the_place_of_the_older_once_it_is_here(
    queued: Library, httpserver: HTTPServer
) -> None:
    def paper(version: int) -> Paper:
        told = {"title": f"Ink {ONE}", "arxiv_id": ONE, "arxiv_version": version}
        queued.add_text("three.jsonl", json.dumps(told).encode())
        return queued.paper(ONE)

    httpserver.expect_request(f"/html/{ONE}v1").respond_with_data(LATEXML, content_type=HTML)
    first = queued.texts.fetch(paper(1)).text
    assert first is not None
    assert queued.texts.newer(paper(1), first) is None
    assert queued.texts.newer(paper(2), first) == 2
    httpserver.clear_log()
    httpserver.expect_oneshot_request(re.compile("/.*v2")).respond_with_data("", status=500)
    assert queued.texts.fetch(ONE, again=True).text is None
    assert paths(httpserver) == [f"/html/{ONE}v2", f"/pdf/{ONE}v2"]  # others have no versions
    assert queued.texts.get(ONE) == first
    httpserver.clear()
    httpserver.expect_request(f"/html/{ONE}v2").respond_with_data(LATEXML, content_type=HTML)
    second = queued.texts.fetch(ONE, again=True).text
    assert second is not None
    assert second.version == 2
    link = queued.texts.link(ONE)
    assert link is not None
    assert link.endswith(f"/html/{ONE}v2")


def test_what_is_better_than_a_pdf_takes_its_place(queued: Library, httpserver: HTTPServer) -> None:
    assert queued.texts.from_disk(THREE).text is not None
    assert queued.texts.from_disk(ONE) == (None, (), False)
    httpserver.expect_request("").respond_with_data("", status=404)
    assert queued.texts.fetch(THREE, again=True).text is None
    assert f"/pdf/{THREE}" not in paths(httpserver)
    assert queued.texts.get(THREE) is not None


def test_a_pdf_that_cannot_be_read_is_said(
    queued: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "three.pdf").unlink()
    found = queued.texts.from_disk(THREE)
    assert (found.text, found.tried) == (None, (f"{tmp_path}/gone.pdf is gone.",))
    (tmp_path / "three.pdf").write_bytes(b"%PDF-1.5 torn")
    monkeypatch.undo()
    said = queued.texts.from_disk(THREE).told
    assert said.startswith("three.pdf: This cannot be read as a PDF file.")
    monkeypatch.setattr("recto.index.parts.texts.disk_files.reads", lambda form: False)
    assert queued.texts.from_disk(THREE).tried == (
        "three.pdf is read with pip install 'recto[pdf]'.",
    )


def test_a_text_that_was_removed_comes_back(queued: Library) -> None:
    queued.texts.from_disk(THREE)
    assert queued.texts.remove(THREE, can_return=True)
    assert queued.texts.get(THREE) is None
    assert queued.texts.bring_back(THREE)
    assert queued.texts.renew(THREE)
    assert queued.texts.is_ready(THREE)
    assert not queued.texts.bring_back(THREE)
    assert queued.texts.outdated() == []
