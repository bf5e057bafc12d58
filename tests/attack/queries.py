"""Queries put together of the pieces of the language, asked whole and as they are being typed."""

from __future__ import annotations

import queue
import random
from contextlib import suppress
from typing import Any, NamedTuple

from hypothesis import given, seed
from hypothesis import strategies as st
from recto.index import Library, RectoError, View
from recto.index.search.query.query import Query
from recto.tui.reader.searcher import Request as SearchRequest
from recto.tui.reader.searcher import Searcher

from ..index.search.query_leaves import LEAVES
from ..index.search.query_pieces import PIECES
from .commands import Commands
from .ground import FaultError, Figures, Ground
from .readers import tried

PARSED = 300
"""Queries of a round that are read; a third as many are asked."""
TYPED = 4
"""Queries of a round that are typed letter by letter."""
PATIENCE = 60.0
"""Seconds after which a searcher that says nothing counts as dead."""

TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(sorted(LEAVES)), st.text(max_size=4)),
    max_size=12,
).map(" ".join) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


class Told(NamedTuple):
    """What the searcher posts."""

    serial: int
    is_answer: bool


class Queries:
    """Asks a library of 603 papers."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground = ground

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Ask a few hundred queries, and type a few."""
        with Library.open(self._ground.copy("used"), seeds=False) as library:
            library.index.rebuild()
            number = chance.getrandbits(64)

            @seed(number)
            @tried(PARSED)
            @given(TEXTS, st.booleans())
            def check_reading(text: str, typing: bool) -> None:
                figures["inputs"] += 1
                with suppress(RectoError):
                    Query.parse(text, typing=typing)

            @seed(number)
            @tried(PARSED // 3)
            @given(TEXTS, st.booleans())
            def check_asking(text: str, typing: bool) -> None:
                figures["inputs"] += 1
                with suppress(RectoError):
                    library.search(text, typing=typing, limit=5)
                with suppress(RectoError):
                    library.listing(text, typing=typing)

            check_reading()
            check_asking()
            self._type(library, chance, figures)

    def _type(self, library: Library, chance: random.Random, figures: Figures) -> None:
        """Type queries letter by letter into the searcher of the reader; it answers the last."""
        told: queue.Queue[Any] = queue.Queue()
        searcher = Searcher(
            library,
            lambda request, _: Told(request.serial, is_answer=True),  # type: ignore[arg-type, return-value]
            lambda request, _: Told(request.serial, is_answer=False),  # type: ignore[arg-type, return-value]
            lambda request, _: Told(request.serial, is_answer=True),  # type: ignore[arg-type, return-value]
            lambda _, __: Told(0, is_answer=True),  # type: ignore[arg-type, return-value]
            told.put,
        )
        searcher.start()
        serial = 0
        for _ in range(TYPED):
            pieces = [*PIECES, *sorted(LEAVES)]
            text = "".join(chance.choice(pieces)[:30] for _ in range(chance.randint(1, 6)))[:60]
            for end in range(1, len(text) + 1):
                serial += 1
                figures["inputs"] += 1
                searcher.ask(
                    SearchRequest(serial, text[:end], View(), "relevance", end < len(text))
                )
            self._wait(told, serial, text)
        searcher.close()

    def _wait(self, told: queue.Queue[Any], serial: int, text: str) -> None:
        while True:
            try:
                if told.get(timeout=PATIENCE).serial == serial:
                    return
            except queue.Empty:
                raise FaultError("the searcher is dead", ascii(text)) from None
