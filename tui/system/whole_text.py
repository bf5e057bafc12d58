"""Whole papers as lines of plain text: wrapped for a terminal, one line a paragraph elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ...index import Block, Library, Paper, Span, Text, cells, lay_out, read_formula
from .plain_text import PrintedPage, printable

MEASURE = 90
"""Columns beyond which lines of a paper tire the eye."""

_INDENT = 2
_BETWEEN = " │ "
_RAISED = str.maketrans("0123456789*", "⁰¹²³⁴⁵⁶⁷⁸⁹*")


def read_span(span: Span) -> str:
    """Return what a span says: of a formula what it looks like, as far as that is one line."""
    if span.kind != "formula":
        return printable(span.text)
    return printable(read_formula(span.text))


def read_spans(spans: Iterable[Span], *, is_page: bool = False) -> str:
    """Return spans as one line; a footnote's mark is raised on a page, else `[^1]`."""
    parts = []
    for span in spans:
        if span.kind == "note":
            parts.append(_mark(span.text, is_page=is_page))
        else:
            parts.append(read_span(span))
    return "".join(parts)


def heading_of(block: Block) -> str:
    """Return a heading with its number: `3.1 Setup`, `Appendix A Proofs`."""
    number = printable(block.number)
    if block.place == "appendix" and len(number) == 1 and number.isalpha():
        number = f"Appendix {number}"
    return f"{number} {read_spans(block.spans)}".strip()


def plain_text(text: Text) -> Iterator[str]:
    """Yield the lines of a text without wrapping them, an empty one between blocks."""
    is_first = True
    for block in _with_abstract(text.blocks):
        if not is_first:
            yield ""
        is_first = False
        if block.kind == "table":
            yield from ("\t".join(map(read_spans, row)).rstrip() for row in block.rows)
        else:
            yield from _lines_of(block)


def page_of(text: Text, page: PrintedPage, more: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of a text for a terminal, at most `MEASURE` columns wide.

    `more` is told of it at the end.
    """
    width = min(page.width or MEASURE, MEASURE)
    before = ""
    for block in _with_abstract(text.blocks):
        if before and not (before == block.kind == "entry"):
            yield ""
        before = block.kind
        for line in _wrapped(block, width):
            yield page.styled(line, "1") if block.kind in ("title", "heading") else line
    told = about(text, more)
    if told:
        yield ""
        for line in PrintedPage(width).wrapped(told):
            yield page.styled(line, "2")


_SOURCES = {
    "arxiv": "HTML of arXiv",
    "ar5iv": "HTML of ar5iv",
    "huggingface": "Hugging Face",
    "html": "HTML",
    "markdown": "Markdown",
    "pdf": "PDF",
    "plain": "plain text",
}


def source_name(text: Text) -> str:
    """Return what a text was read from, in words."""
    return _SOURCES.get(text.source, printable(text.source))


def about(text: Text, more: Sequence[str] = ()) -> str:
    """Return in a few words where a text is from, `more` of it, and what is not in it."""
    told = [source_name(text)]
    if text.version is not None:
        told.append(f"version {text.version}")
    if text.license:
        told.append(printable(text.license))
    told += map(printable, more)
    if text.lacks:
        told.append(f"not in it: {', '.join(map(printable, text.lacks))}")
    return " · ".join(told)


def links_of(library: Library, paper: Paper | None) -> list[str]:
    """Return what was given or where a text came from, since when it is here, and a link."""
    if paper is None:
        return []
    link, kept = library.texts.link(paper), library.texts.kept(paper)
    told = [] if kept is None else [kept.name, f"since {kept.kept[:10]}"]
    return [*told, *([link] if link and link not in told else [])]


def outline_of(text: Text) -> Iterator[str]:
    """Yield the headings, those below others indented."""
    above: list[int] = []
    for _, block in text.headings():
        while above and above[-1] >= block.level:
            above.pop()
        yield f"{'  ' * len(above)}{heading_of(block)}"
        above.append(block.level)


def _with_abstract(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks, with a heading before the abstract where it has none of its own."""
    for place, group in groupby(blocks, lambda block: block.place):
        told = list(group)
        if place == "abstract" and told[0].kind != "heading":
            yield Block("heading", (Span("Abstract"),), 1, place="abstract")
        yield from told


def _lines_of(block: Block, *, is_page: bool = False) -> list[str]:
    """Return a block as unwrapped lines; a table is none of these."""
    if block.kind == "heading":
        return [heading_of(block)]
    if block.kind == "code":
        rows = [row[0] for row in block.rows] or [(span,) for span in block.spans]
        return [read_spans(row) for row in rows]
    if block.kind == "formula":
        lines = [" ".join(read_span(span).replace("&", " ").split()) for span in block.spans]
        if block.number:
            lines[-1:] = [f"{lines[-1] if lines else ''}  ({printable(block.number)})"]
        return lines
    return [f"{_sign(block, is_page=is_page)}{read_spans(block.spans, is_page=is_page)}"]


def _sign(block: Block, *, is_page: bool) -> str:
    """Return what stands before an item, a footnote or one of the references."""
    number = printable(block.number)
    if block.kind == "footnote":
        return f"{_mark(number, is_page=is_page)}{' ' if is_page else ': '}"
    if not number:
        return ""
    if block.kind == "entry":
        return f"[{number}] "
    return f"{number} " if block.kind == "item" else ""


def _mark(number: str, *, is_page: bool) -> str:
    return printable(number).translate(_RAISED) if is_page else f"[^{printable(number)}]"


def _wrapped(block: Block, width: int) -> list[str]:
    if block.kind == "table":
        return _table(block, width)
    if block.kind == "code":
        return _lines_of(block)  # blanks in it say something: the terminal breaks what is too long
    if block.kind == "formula":
        return _drawn(block, width)
    indent = _INDENT * block.level if block.kind == "item" else 0
    lines = []
    for line in _lines_of(block, is_page=True):
        hang = cells(_sign(block, is_page=True)) if block.kind in ("item", "entry") else 0
        lines += PrintedPage(width).wrapped(line, " " * indent, " " * (indent + hang))
    return lines


def _drawn(block: Block, width: int) -> list[str]:
    """Return a displayed formula with its number at the right of its middle line."""
    number = f"({printable(block.number)})" if block.number else ""
    margin = " " * (2 * _INDENT)
    room = width - len(margin) - (cells(number) + 1 if number else 0)
    drawn = lay_out([span.text for span in block.spans], max(8, room))
    lines = [f"{margin}{printable(line)}" for line in drawn]
    if number and lines:
        middle = (len(lines) - 1) // 2
        lines[middle] += number.rjust(max(len(number) + 1, width - cells(lines[middle])))
    return lines


def _table(block: Block, width: int) -> list[str]:
    """Return a table with its columns one below the other, else a row in a paragraph."""
    rows = [[read_spans(cell, is_page=True) for cell in row] for row in block.rows]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > width:
        lines = []
        for row in rows:
            told = _BETWEEN.join(cell for cell in row if cell)
            lines += PrintedPage(width).wrapped(told, "", "  ")
        return lines
    lines = []
    for at, row in enumerate(rows):
        if at == block.head and at:
            lines.append("─┼─".join("─" * one for one in widths))
        padded = (cell + " " * (one - cells(cell)) for cell, one in zip(row, widths, strict=True))
        lines.append(_BETWEEN.join(padded).rstrip())
    return lines
