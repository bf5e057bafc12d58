"""Three stores of the same papers, acts from elsewhere, and clocks that tick for each act."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index.journal import undoing
from recto.index.journal.clocks import LATEST, now
from recto.index.journal.uniting import Row
from recto.index.store.store import Store

from ..support.importing import add_page, made_up
from .two_stores import opened, rows, united

TITLES = ("Alpha", "Beta", "Gamma")

FAR = [now() + 10**9, 2**50, LATEST]


@pytest.fixture(autouse=True)
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two acts happen in one moment."""
    moments = itertools.count(now(), 1000)
    monkeypatch.setattr("recto.index.journal.clocks.now", lambda: next(moments))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """Three libraries of the same papers."""
    with opened(tmp_path, "one", "two", "three") as stores:
        for store in stores:
            add_page(store, "page.txt", *map(made_up, TITLES), checksum="x")
        yield stores


def foreign(act: str, clock: int, kind: str = "tag", **more: Any) -> Row:
    """Return a row from elsewhere, such as Recto wrote before acts named what they replace."""
    subject = more.pop("subject", None)
    papers = [] if subject else [["alpha", None]]
    told = {"act": act, "machine": "m", "window": "w", "clock": clock, "kind": kind}
    return Row.from_json({**told, "subject": subject, "papers": papers, "data": more})


def exchange(stores: list[Store], rng: random.Random) -> None:
    """Give all what any has, in an order of each one's own."""
    everything = [row for store in stores for row in rows(store)]
    for store in stores:
        rng.shuffle(everything)
        united(store, everything)


def reverse(store: Store, act: str, direction: str = "undo") -> None:
    with store.database.transaction():
        (undoing.undo if direction == "undo" else undoing.redo)(store.journal, act)
