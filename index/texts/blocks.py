"""The one model of a paper's text, whatever it was read from: blocks that are made of spans."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

SpanKind = Literal[
    "text", "emphasis", "strong", "code", "link", "formula", "cite", "reference", "note"
]
"""`formula`: its text is TeX; `cite` and `reference` have the labels of what they speak of, `note`
has that of its footnote, `link` an address."""

BlockKind = Literal[
    "title",
    "authors",
    "heading",
    "paragraph",
    "item",
    "formula",
    "table",
    "caption",
    "theorem",
    "proof",
    "code",
    "entry",
    "footnote",
]
"""`theorem` also stands for definitions, lemmas and the like, `entry` for one of the references."""

Place = Literal["front", "abstract", "body", "references", "appendix"]
"""Where in a paper something stands; whoever has come to the end of its body has read it."""


class Span(NamedTuple):
    """A stretch of a block that is of one kind."""

    text: str
    """What is read, without line ends. A citation's is as the paper prints it, such as `[12]`."""
    kind: SpanKind = "text"
    targets: tuple[str, ...] = ()
    """Labels of blocks of this paper, or one address; empty where it is not known."""


class Block(NamedTuple):
    """One piece of a paper that stands by itself."""

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    """Of a displayed formula one span for each of its rows, of code one for each line.

    Cells of rows that stand one below the other are parted by `&`.
    """
    level: int = 0
    """Of a heading from 1, of an item how deep it lies, from 1; of authors 1 for affiliations."""
    number: str = ""
    """As it is printed, without brackets or a full stop: `3.1`, `A`, `4`; an item's sign."""
    label: str = ""
    """By what spans refer to it; unique within a paper."""
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    """The cells of a table, row by row; the first `head` of them are headings.

    An algorithm with formulas has its lines here, each of one cell, and no spans.
    """
    head: int = 0
    place: Place = "body"
    page: int = 0
    """Of a PDF the page on which it begins, from 1."""
    is_doubtful: bool = False
    """Whether it cannot be told well what was printed, as with formulas of a PDF."""

    @property
    def text(self) -> str:
        """What is read of it, one line for each row of a table, a formula or code."""
        if self.rows:
            return "\n".join("\t".join(words(cell) for cell in row) for row in self.rows)
        between = "\n" if self.kind in ("formula", "code") else ""
        return between.join(span.text for span in self.spans)


class Text(NamedTuple):
    """A whole paper, or as much of it as its source has."""

    blocks: tuple[Block, ...]
    source: str
    """Its form: `arxiv`, `ar5iv`, `huggingface`, `html`, `markdown`, `pdf`, `plain`."""
    version: int | None = None
    """That of arXiv, where the source tells."""
    license: str = ""
    """Its address or its name."""
    lacks: tuple[str, ...] = ()
    """What the source has not, each as a few words: `pictures`, `where pages end`."""

    def headings(self) -> Iterator[tuple[int, Block]]:
        """Yield the headings in their order, each with its place among the blocks."""
        return ((at, block) for at, block in enumerate(self.blocks) if block.kind == "heading")

    def labelled(self) -> dict[str, int]:
        """Return where in the text each labelled block stands."""
        return {block.label: at for at, block in enumerate(self.blocks) if block.label}


def words(spans: Iterable[Span]) -> str:
    """Return what spans say together."""
    return "".join(span.text for span in spans)


VERSION = 1
"""That of the packed form; what has another one is derived anew."""


def pack(text: Text) -> bytes:
    """Return a text as bytes: JSON, packed by zlib."""
    told = [VERSION, *text[1:], [_told(block) for block in text.blocks]]
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack(data: bytes) -> Text | None:
    """Return a packed text; None where it is damaged, or of another version of the form."""
    try:
        told = json.loads(zlib.decompress(data))
        version, source, number, license, lacks, blocks = told
        if version != VERSION:
            return None
        return Text(tuple(map(_block, blocks)), source, number, license, tuple(lacks))
    except (zlib.error, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _told(block: Block) -> dict[str, Any]:
    """Return what a block has that is not as usual."""
    usual = Block(block.kind)
    told = {
        name: value
        for name, value, other in zip(Block._fields, block, usual, strict=True)
        if value != other
    }
    return {"kind": block.kind, **told}


def _block(told: dict[str, Any]) -> Block:
    rows = tuple(tuple(map(_spans, row)) for row in told.pop("rows", ()))
    return Block(**{**told, "spans": _spans(told.get("spans", ())), "rows": rows})


def _spans(told: Iterable[list[Any]]) -> tuple[Span, ...]:
    return tuple(Span(text, kind, tuple(targets)) for text, kind, targets in told)
