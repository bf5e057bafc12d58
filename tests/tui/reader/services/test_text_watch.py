"""Texts that come from elsewhere while one reads are indexed without a question."""

from __future__ import annotations

import os
from pathlib import Path

from recto.index import Library
from recto.tui.reader.presenters.activity import Activity
from recto.tui.reader.services.text_watch import TextWatch


class Stage:
    """What a screen is asked for."""

    def __init__(self) -> None:
        self.activity = Activity(lambda: None)
        self.presenter = self
        self.asked: list[str] = []

    def show_parts(self) -> None: ...

    def index_texts(self) -> None:
        self.asked.append(self.activity.building)

    def set_interval(self, interval: float, callback: object) -> None: ...


def test_what_has_come_is_indexed_once_nothing_more_comes(tmp_path: Path) -> None:
    with Library.open(tmp_path, seeds=False) as library:
        stage = Stage()
        watch = TextWatch(library, stage)  # type: ignore[arg-type]
        watch.look()
        texts = library.locations.texts
        texts.mkdir()
        for moment in (1, 2, 3):
            os.utime(texts, (moment, moment))
            watch.look()
        assert not stage.asked
        stage.activity.building = "indexing 3 %"
        watch.look()
        stage.activity.building, stage.activity.bringing = "", "texts 1/2"
        watch.look()
        assert not stage.asked
        stage.activity.bringing = ""
        for _ in range(3):
            watch.look()
        assert len(stage.asked) == 1
        os.utime(texts, (4, 4))
        watch.look()
        watch.look()
        assert len(stage.asked) == 2
