"""What tests of whole papers share."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from recto.index.texts.blocks import Text
from recto.index.texts.pdf.reading import read_pdf

from .set_pages import Page, pdf


class Read(Protocol):
    """Sets pages into a file and reads that."""

    def __call__(
        self,
        *pages: Page,
        vocabulary: Container[str] | None = None,
        forms: Sequence[str] = (),
        bitmaps: Sequence[int] = (),
    ) -> Text: ...


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_pages(
        *pages: Page,
        vocabulary: Container[str] | None = None,
        forms: Sequence[str] = (),
        bitmaps: Sequence[int] = (),
    ) -> Text:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf(*pages, forms=forms, bitmaps=bitmaps))
        return read_pdf(path, vocabulary=vocabulary)

    return read_pages
