"""Rows of a journal that come from elsewhere: read, refused, or made harmless."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recto.index import SourceError
from recto.index.journal.clocks import LATEST
from recto.index.journal.uniting import Row, United
from recto.index.store.store import Store

from ..support.importing import add_page
from .two_stores import page, stores, united

__all__ = ["stores"]


ROW: dict[str, Any] = {
    "act": "a0",
    "machine": "m",
    "window": "shell",
    "clock": 5,
    "wall": "2026-01-01T00:00:00+0000",
    "kind": "tag",
    "subject": None,
    "papers": [["alpha", None]],
    "data": {"set": {"tag:x": 1}},
}


@pytest.mark.parametrize(
    "change",
    [
        {"act": None},
        {"act": "a b"},
        {"act": "x" * 65},
        {"machine": "\x1b[31m"},
        {"window": 5},
        {"clock": "5"},
        {"clock": True},
        {"clock": 0},
        {"clock": 2**63},
        {"clock": 5.5},
        {"kind": "undo"},
        {"kind": ""},
        {"subject": "b0"},
        {"subject": 5, "kind": "undo"},
        {"papers": {}},
        {"papers": [["alpha"]]},
        {"papers": [[None, None]]},
        {"papers": [["alpha", 5]]},
        {"data": []},
        {"data": {"set": []}},
        {"data": {"set": {"tag:x": [1]}}},
        {"data": {"set": {"tag:x": 2**70}}},
        {"data": {"set": {"tag:x": float("nan")}}},
        {"data": {"each": {}}},
        {"data": {"each": [5]}},
        {"data": {"base": "a0"}},
        {"data": {"base": [5]}},
        {"data": {"replaces": "a0"}},
        {"data": {"replaces": [5]}},
        {"data": {"replaces": ["a b"]}},
        {"data": {"library": []}},
        {"data": {"sources": [{"name": "x"}]}},
        {"data": {"sources": [{"name": "x", "digest": "y", "records": "z"}]}},
        {"data": json.loads('{"x":' + "[" * 50 + "]" * 50 + "}")},
    ],
    ids=str,
)
def test_what_is_no_row_is_refused(change: dict[str, Any]) -> None:
    Row.from_json(ROW)
    with pytest.raises(SourceError, match="Not the journal of a library"):
        Row.from_json({**ROW, **change})


@pytest.mark.parametrize("clock", [2**53 - 1, 2**53 + 5, 2**63 - 1])
def test_a_clock_at_the_limit_counts_as_the_latest_that_every_program_can_count(clock: int) -> None:
    assert Row.from_json({**ROW, "clock": clock}).clock == LATEST == 2**53 - 2
    assert Row.from_json({**ROW, "clock": LATEST - 1}).clock == LATEST - 1


def test_what_is_no_object_is_refused() -> None:
    values: tuple[object, ...] = (None, [], "x", 5)
    for value in values:
        with pytest.raises(SourceError):
            Row.from_json(value)


def test_hostile_text_is_safe_once_it_is_here(stores: list[Store]) -> None:
    store = stores[0]
    add_page(store, "page.txt", *page("Alpha"), checksum="x")
    hostile = "a\x1b]0;own\x07b\u202ec\ud800\x00\x85\n  d"
    data = {
        "set": {f"tag:{hostile}": 1, "note": hostile},
        "library": {f"search:{hostile}": {"text": hostile, hostile: hostile}},
    }
    papers = [["alpha", None], [hostile, hostile]]
    row = Row.from_json({**ROW, "wall": hostile, "papers": papers, "data": data})
    assert united(store, [row]) == United(new=1, known=0, waiting=1)
    assert store.journal.agrees()
    assert store.journal.projection.marks()[1, "note"][0] == "abc\n  d"
    kept = json.dumps(
        [store.database.rows(f"SELECT * FROM {name}") for name in ("marks", "settings")]
    )
    kept += json.dumps(store.database.rows("SELECT wall, data FROM journal"))
    assert not any(sign in kept for sign in ("\\u001b", "\\u202e", "\\ud800", "\\u0000", "own"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\tplain  note\n  of ~two lines", "a\tplain  note\n  of ~two lines"),
        ("a\tplain\x7f  note\n\x00  end", "a\tplain  note\n  end"),
        ("a\tplain\x0bnote\r\n  end", "a\tplain note\n  end"),
    ],
)
def test_the_columns_of_a_note_stay_and_what_nobody_sees_goes(text: str, kept: str) -> None:
    row = Row.from_json({**ROW, "data": {"set": {"note": text}}})
    assert row.data["set"]["note"] == kept


def test_an_act_is_the_same_however_its_id_is_written(stores: list[Store]) -> None:
    store = stores[0]
    row = Row.from_json({**ROW, "act": "A0"})
    assert united(store, [row, Row.from_json(ROW)]) == United(new=1, known=1, waiting=1)
