"""A PDF file as the text of a paper."""

from __future__ import annotations

import copy
import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Container
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import RectoError, SourceError
from ..blocks import Block, Text
from .assembly import Assembly
from .drafts import Draft
from .kinds import Setting
from .layout import Sheet, drop_furniture
from .lines import Line
from .references import References, linked
from .words import Words

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 400
MOST_BYTES = 100 << 20

LACKS = ("formulas as TeX", "pictures")


FIRST = 2
"""Pages that are told first, where the rest takes as long again; then twice as many each time."""


def read_pdf(
    source: Path | bytes,
    *,
    vocabulary: Container[str] | None = None,
    part: Callable[[Text], object] | None = None,
) -> Text:
    """Return the text of a paper: of a file, or of what is in one.

    `vocabulary` tells which words there are, in small letters. `part` is told the beginning of it,
    more each time; later pages may make it out otherwise.
    Raises SourceError where the file is none, has a password, is too large or holds no text.
    """
    if importlib.util.find_spec("pypdf") is None:
        raise SourceError(
            "PDF files are read where pypdf is installed", "pip install 'recto[pdf]'."
        )
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MOST_BYTES:
        raise SourceError("This PDF is not read", f"It is larger than {MOST_BYTES >> 20} MB.")
    try:
        sheets, lost = _sheets(source, _teller(vocabulary, part))
    except (RectoError, OSError):
        raise
    except Exception as error:
        raise SourceError(
            "This cannot be read as a PDF file", "It may be damaged.", "Fetch it again."
        ) from error
    drop_furniture(sheets)
    if not any(sheet.lines for sheet in sheets):
        raise SourceError(
            "This PDF holds pictures only",
            "There is no text in it.",
            "A program that reads letters off scans (OCR) can put it in.",
        )
    blocks = _blocks(sheets, vocabulary)
    return Text(tuple(blocks), "pdf", lacks=(*LACKS, *lost))


def _teller(
    vocabulary: Container[str] | None, part: Callable[[Text], object] | None
) -> Callable[[list[Sheet]], object]:
    """Return what makes a text of the first pages and tells it."""

    def tell(sheets: list[Sheet]) -> None:
        first = [_copied(sheet) for sheet in sheets]
        drop_furniture(first)
        # The last block may go on on the next page.
        blocks = _blocks(first, vocabulary)[:-1] if any(sheet.lines for sheet in first) else []
        if part is not None and blocks:
            part(Text(tuple(blocks), "pdf"))

    return tell if part is not None else lambda sheets: None


def _copied(sheet: Sheet) -> Sheet:
    """Return a page that can be changed, as putting pages together does."""
    copied = copy.copy(sheet)
    copied.lines = [copy.copy(line) for line in sheet.lines]
    return copied


def _sheets(
    source: Path | bytes, tell: Callable[[list[Sheet]], object]
) -> tuple[list[Sheet], list[str]]:
    """Return the pages that can be read, and which cannot; the first of many are told before."""
    from pypdf import PdfReader

    from .fonts import Fonts
    from .shown import pieces_of

    stream = BytesIO(source) if isinstance(source, bytes) else source
    with PdfReader(stream, strict=False) as reader:
        _unlock(reader)
        fonts = Fonts()
        count = len(reader.pages)
        sheets: list[Sheet] = []
        lost: list[str] = []
        due = FIRST
        for at in range(min(count, MOST_PAGES)):
            try:
                pieces = pieces_of(reader.pages[at], reader, fonts)
            except Exception:  # noqa: BLE001 - a damaged page costs none of the others
                lost.append(f"page {at + 1}")
            else:
                sheets.append(Sheet(pieces, at + 1))
            if at + 1 == due:
                due *= 2
                if due <= count:
                    tell(sheets)
    if count > MOST_PAGES:
        lost.append(f"pages after {MOST_PAGES}")
    return sheets, lost


def _unlock(reader: PdfReader) -> None:
    """Open a file that has no password for reading; many have one for changing them."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(
            "This PDF has a password", hint="In a viewer print it to a file, and take that one."
        )


def _blocks(sheets: list[Sheet], vocabulary: Container[str] | None) -> list[Block]:
    size = _body_size(sheets)
    for sheet in sheets:
        sheet.settle(size)
    lines = [line for sheet in sheets for line in sheet.lines]
    drafts = Assembly(lines, _setting(lines, size)).run()
    words = Words((line.text for line in lines), vocabulary)
    _label(drafts)
    blocks = [block for draft in drafts if (block := draft.block(words)).text.strip()]
    blocks = _levelled(blocks, drafts)
    notes = {(b.page, b.number): b.label for b in blocks if b.kind == "footnote" and b.number}
    references = References(blocks)
    return [linked(block, references, notes) for block in blocks]


def _body_size(sheets: list[Sheet]) -> float:
    """Return the size of most of the text, in points."""
    sizes = Counter[float]()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _setting(lines: list[Line], size: float) -> Setting:
    gaps = Counter[float]()
    faces = Counter[str]()
    roman = 0
    for line in lines:
        if abs(line.size - size) > 0.05 * size:
            continue
        faces[line.face] += len(line.text)
        if line.gap is not None and 0.9 * size < line.gap < 2.2 * size:
            gaps[round(line.gap * 2) / 2] += 1
    for line in lines:
        if re.match(r"I{1,3}V?\.\s+[A-Z]", line.text) and len(line.text) < 60:
            roman += 1
    long = [line for line in lines if abs(line.size - size) < 0.05 * size and len(line.text) > 30]
    full = sum(line.right > line.column.right - 0.2 * size for line in long)
    return Setting(
        size,
        gaps.most_common(1)[0][0] if gaps else 1.2 * size,
        faces.most_common(1)[0][0] if faces else "",
        roman >= 2,
        full > 0.7 * len(long),
    )


def _label(drafts: list[Draft]) -> None:
    """Give labels to what is spoken of, each once."""
    taken: set[str] = set()
    notes = entries = 0
    for draft in drafts:
        if draft.kind == "heading" and draft.number:
            draft.label = f"section.{draft.number}"
        elif draft.kind == "footnote":
            notes += 1
            draft.label = f"note.{notes}"
        elif draft.kind == "entry":
            entries += 1
            draft.label = f"ref.{entries}"
        if draft.label in taken:
            draft.label = ""
        taken.add(draft.label)


def _levelled(blocks: list[Block], drafts: list[Draft]) -> list[Block]:
    """Return blocks with the levels of headings that have no number, by their sizes."""
    sizes: dict[float, int] = {}
    for draft in drafts:
        if draft.kind == "heading" and draft.number:
            sizes.setdefault(round(draft.lines[0].top_size, 1), draft.level)
    told = iter(draft for draft in drafts if draft.kind == "heading")
    levelled = []
    for block in blocks:
        level = block.level
        if block.kind == "heading":
            top = next(told).lines[0].top_size
            level = (
                level or min(sizes.items(), key=lambda one: abs(one[0] - top), default=(0, 1))[1]
            )
        levelled.append(block._replace(level=level))
    return levelled
