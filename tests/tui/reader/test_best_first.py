"""Reasons of lists, worked out for a stand-in of the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from recto.index import Library
from recto.tui.reader.best_first import TasteReasons

from ..stages import Stage, refuse


async def test_what_fails_for_the_list_before_leaves_nothing_of_the_present_one_out(
    two: Library,
) -> None:
    may_fail, told = threading.Event(), list[Sequence[int]]()

    class Refused(TasteReasons):
        """Cannot work out the reasons of the first paper."""

        def _read(self, rowids: Sequence[int], taste: Any) -> tuple[Any, dict[int, Any]]:
            if 1 in rowids:
                may_fail.wait(30)
                refuse()
            return taste, {}

    stage = Stage(two)
    reasons = Refused(two, stage, told.append)
    assert reasons.of(1) is None
    await asyncio.sleep(0)  # the thread is at it
    reasons.begin()
    assert reasons.of(2) is None
    may_fail.set()
    await stage.settle()
    assert told == [[2]]
