"""Snapshots of days that lack pages: all acts are in their files, and papers on what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self

from ..errors import StoreError
from .daily.day_files import DayFile
from .outgoing import describe
from .salvage import LenientReading, Wreck, copy_wreck

_MOST = 1
"""Snapshots whose papers are read; those of older days had hardly any others."""


class Torn:
    """What torn snapshots of a library still tell, the newest first; to be closed."""

    def __init__(self, torn: Mapping[Path, Path], models: Sequence[Path]) -> None:
        """Take day's files, each with what was put together of it; `models` lend their schema."""
        self._torn, self._models = torn, models
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def acts(self) -> Iterator[Mapping[str, Any]]:
        """Yield rows of the journal as `salvage.journal_rows` does; most come more than once."""
        for path in self._torn:
            with suppress(StoreError), DayFile(path) as day:
                yield from day.acts()

    def objects(self) -> Iterator[Mapping[str, Any]]:
        """Yield pages and papers, and what was half typed."""
        for file in islice(self._torn.values(), _MOST):
            wreck = file.with_name(f"{file.stem}-wreck.db")
            copy_wreck(file, wreck, self._models)
            database = self._stack.enter_context(closing(Wreck(wreck, version=0)))
            yield from describe(LenientReading(database), ())
