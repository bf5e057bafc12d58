"""What the elements of HTML are in a paper, whoever has written the page."""

from __future__ import annotations

import re
from typing import Any

from ...addresses import web_address
from ..blocks import Block, Span
from .frames import Context, plain
from .listings import code_block, lines_of
from .reader import Handler, Reader
from .tables import caption, cell, figure, head, row, table
from .walking import SKIP, Leave, attribute, text_of

_SKIPPED = frozenset(
    {"nav", "script", "style", "button", "form", "dialog", "noscript", "template", "iframe"}
    | {"object", "select", "textarea", "input", "footer", "aside", "head", "title", "svg"}
    | {"canvas", "audio", "video", "map"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "blockquote", "address", "center"}
    | {"details", "summary", "hr", "tbody", "tfoot", "fieldset", "body", "html"}
)
_STYLES = {"em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong"}
_CODES = frozenset({"code", "kbd", "samp", "tt"})

_SAME_PAGE = re.compile(
    r"(?:https?://(?:www\.|export\.)?(?:arxiv\.org|ar5iv(?:\.labs\.arxiv)?\.org)/html/[^#\s]*)?#(.+)"
)
"""A link to a place of the page; arXiv writes its own address before the sign."""

REFERENCES = frozenset({"references", "bibliography", "literature cited", "works cited"})
_APPENDIX = re.compile(r"(?:supplement\w*|appendi(?:x|ces))\b", re.I)
_NUMBER = re.compile(r"((?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+|[A-Z](?=\.))\.?|(?:[IVX]+\.))\s+(?=\S)")


def enter_html(reader: Reader, node: Any, classes: frozenset[str]) -> Leave | None:
    """Say of an element what it is by its tag."""
    name = node.name
    if name in _SKIPPED or attribute(node, "aria-hidden") == "true":
        return SKIP
    if handler := _HANDLERS.get(name):
        return handler(reader, node, classes)
    if name in _BLOCKS:
        reader.flush()
        return reader.flush
    if name in _CODES:
        return reader.styled("code")
    if kind := _STYLES.get(name):
        return style(reader, "strong" if kind == "strong" else "emphasis")
    return None


def style(reader: Reader, kind: Any) -> Leave | None:
    """Let text be of a kind; what a theorem stands in is no emphasis, nor what is one already."""
    if reader.styles[-1] != "text":
        return None
    if kind == "emphasis" and reader.contexts and reader.contexts[-1].kind == "theorem":
        return None
    return reader.styled(kind)


def heading(reader: Reader, node: Any, level: int, label: str) -> Leave | None:
    """Read the title of a section; the first of level 0 is that of the paper."""
    if not reader.begin_heading():
        return None

    def leave() -> None:
        number, spans = reader.end_heading()
        if not number and (found := _NUMBER.match(plain(spans))):
            number = found[1].rstrip(".")
            spans = _without(spans, found.end())
        if not spans:
            return
        if level == 0 and not reader.has_title:
            reader.has_title = True
            reader.emit(Block("title", spans, place="front"))
            return
        _tell_place(reader, plain(spans))
        reader.emit(Block("heading", spans, max(level, 1), number, label, place=reader.place))

    return leave


def _without(spans: tuple[Span, ...], count: int) -> tuple[Span, ...]:
    """Return spans without so many characters at the beginning."""
    left = list(spans)
    while left and count >= len(left[0].text):
        count -= len(left[0].text)
        del left[0]
    return (left[0]._replace(text=left[0].text[count:]), *left[1:]) if left else ()


def _tell_place(reader: Reader, title: str) -> None:
    """Let a title say where in the paper one is, where nothing else does."""
    name = title.casefold().rstrip(".: ")
    if name == "abstract":
        reader.place = "abstract"
    elif name in REFERENCES:
        reader.place = "references"
    elif reader.place == "abstract":
        reader.place = "body"
    elif reader.place == "references" or _APPENDIX.match(title):
        reader.place = "appendix"


def _heading(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    depth = int(node.name[1])
    if depth > 1 and not reader.has_title and not reader.blocks and not reader.is_flat:
        depth = 1  # pages whose site has the h1
    label = attribute(node, "id") or attribute(node.parent, "id")
    return heading(reader, node, depth - 1 if reader.has_title else 0, label)


def _link(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    address = attribute(node, "href").strip()
    found = _SAME_PAGE.fullmatch(address)
    reader.begin_flat()

    def leave() -> None:
        spans = reader.end_flat()
        text = plain(spans)
        if not text:
            return
        if found is not None and reader.cites:
            reader.cites[-1].append(found[1])
            reader.run.add_text(text)
        elif found is not None:
            reader.run.add(Span(text, "reference", (found[1],)))
        elif (safe := web_address(address)) is not None:
            reader.run.add(Span(text, "link", (safe,)))
        else:
            reader.run.add_all(spans)

    return leave


def _break(reader: Reader, *_: Any) -> Leave | None:
    reader.run.add_blank()
    return SKIP


def _image(reader: Reader, *_: Any) -> Leave | None:
    reader.lacks["pictures"] = None
    return SKIP


def _raised(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    run, before = reader.run, reader.run.split()

    def leave() -> None:
        if reader.run is run:
            run.raise_from(before, is_lowered=node.name == "sub")

    return leave


def _quoted(reader: Reader, *_: Any) -> Leave | None:
    reader.text("“")
    return lambda: reader.text("”")


def _list(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    reader.flush()
    reader.lists.append([1] if node.name == "ol" else [0])

    def leave() -> None:
        reader.flush()
        _tell_term(reader)
        reader.lists.pop()

    return leave


def _item(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    if reader.is_flat:
        reader.flush()
        return None
    count = reader.lists[-1] if reader.lists else [0]
    if reader.place == "references":
        number = str(count[0]) if count[0] else ""
        entry = Context("entry", number=number, label=attribute(node, "id"))
        reader.begin_context(entry)
    else:
        number = f"{count[0]}." if count[0] else "•"
        reader.begin_context(Context("item", max(len(reader.lists), 1), number))
    count[0] += bool(count[0])
    return reader.end_context


def _term(reader: Reader, *_: Any) -> Leave | None:
    reader.flush()
    reader.begin_flat()

    def leave() -> None:
        spans = reader.end_flat()
        if reader.is_flat:
            reader.run.add_all(spans)
            return
        _tell_term(reader)
        reader.term = tuple(
            span._replace(kind="strong") if span.kind == "text" else span for span in spans
        )

    return leave


def _meaning(reader: Reader, *_: Any) -> Leave | None:
    if reader.is_flat:
        return None
    head, reader.term = reader.term, ()
    reader.begin_context(Context("item", max(len(reader.lists), 1), head=head))
    return reader.end_context


def _tell_term(reader: Reader) -> None:
    """Tell a term that nothing is said of."""
    if reader.term and not reader.is_flat:
        level = max(len(reader.lists), 1)
        reader.emit(Block("item", reader.term, level, place=reader.place))
        reader.term = ()


def _preformatted(reader: Reader, node: Any, _: frozenset[str]) -> Leave | None:
    reader.flush()
    if reader.is_flat:
        return None
    reader.emit(code_block(lines_of(text_of(node), reader.formulas), reader.place))
    return SKIP


_HANDLERS: dict[str, Handler] = {
    **{f"h{level}": _heading for level in range(1, 7)},
    **{"a": _link, "br": _break, "img": _image, "sup": _raised, "sub": _raised, "q": _quoted},
    **{"ul": _list, "ol": _list, "dl": _list, "li": _item, "dt": _term, "dd": _meaning},
    **{"pre": _preformatted, "figure": figure, "figcaption": caption, "caption": caption},
    **{"table": table, "tr": row, "td": cell, "th": cell, "thead": head},
}
