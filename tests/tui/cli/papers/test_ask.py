"""Services asked for a query on the shell; they are on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index.fetch.clock import WallClock

from ....index.fetch.conftest import MovedClock
from ....index.fetch.test_asking import Services
from ...shells import Shell
from .test_fetch import clock, world

__all__ = ["clock", "world"]


@pytest.fixture
def services(
    shell: Shell, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, clock: MovedClock
) -> Services:
    here = httpserver.url_for("").rstrip("/")
    lines = ["[fetch.base]", f'export = "{here}"', f'huggingface = "{here}"']
    (Path(shell.library) / "config.toml").write_text("\n".join(lines))
    monkeypatch.setattr(WallClock, "now", lambda _: clock.now())
    return Services(httpserver)


def test_an_answer_is_listed_and_stays_only_where_that_is_said(
    shell: Shell, services: Services
) -> None:
    before = shell.objects("stats", "--json")
    lines = shell.lines("ask", "graph", "neural")
    assert [line.split()[0] for line in lines] == ["2401.00001", "2401.00002", "2401.00003"]
    assert shell.objects("stats", "--json") == before
    told = [json.loads(line) for line in shell.lines("ask", "graph", "neural", "--json")]
    assert [one["services"] for one in told] == [["arXiv"], ["arXiv", "HF"], ["HF"]]
    assert not any(one["in_library"] for one in told)
    shell.lines("ask", "graph", "neural", "--keep")
    lines = shell.lines("search", "told")
    assert len(lines) == 3
    told = [json.loads(line) for line in shell.lines("ask", "graph", "neural", "--json")]
    assert all(one["in_library"] for one in told)
    shell.lines("undo")
    assert shell.objects("stats", "--json")[0]["papers"] == before[0]["papers"]


def test_nothing_found_and_nothing_asked_are_told_apart(shell: Shell, services: Services) -> None:
    services.arxiv, services.hugging_face = [], []
    assert "no paper for that" in shell.fails("ask", "graph")
    assert "know nothing of is:unread" in shell.fails("ask", "is:unread", status=2)
