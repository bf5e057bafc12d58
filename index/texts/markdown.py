r"""Markdown as a paper: `# headings`, lists, tables, and formulas between `$` and `$$`.

Read by markdown-it-py, which is CommonMark; formulas are those of Pandoc's Markdown: no space
behind the first `$` nor before the second, and no digit behind that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..addresses import web_address
from .blocks import Block, Place, Span, SpanKind, Text, words
from .citing import with_citations
from .spans import Run, verbatim

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_INLINE = re.compile(
    r"\$\$(?P<double>(?:[^$\\]|\\.)+?)\$\$"
    r"|\$(?P<single>(?![\s$])(?:[^$\\]|\\.)*?(?:[^\s$\\]|\\.))\$(?!\d)"
    r"|\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]",
    re.S,
)
_LONGEST = 20_000
"""Characters of a formula."""
_FENCES = {"$$": "$$", r"\[": r"\]"}
_NUMBER = re.compile(
    r"(?:Appendix\s+)?(\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3}(?=[\s.:])|[IVX]{1,5}(?=\.))"
    r"[.:]?\s+(?=\S)"
)
_TAG = re.compile(r"\\tag\*?\{([^{}]{1,20})\}")
_ENTRY = re.compile(r"\[(\d{1,3})\]\s*")
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Algorithm) ([\w.]{1,8}?)[:.]")
_STYLES: dict[str, SpanKind] = {"em": "emphasis", "strong": "strong"}


def read_markdown(text: str, title: str = "") -> Text:
    """Return Markdown as blocks; a `title` from elsewhere is told where it has none."""
    parser = _parser()
    reader = _Tokens(title)
    tokens = parser.parse(text)
    reader.read(tokens)
    has_pictures = any(one.type == "image" for token in tokens for one in token.children or ())
    lacks = ("pictures",) if has_pictures else ()
    return Text(with_citations(reader.blocks), "markdown", lacks=lacks)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "formula", _displayed, {"alt": ends})
    parser.inline.ruler.before("escape", "formula", _inline)
    return parser


def _displayed(state: Any, start: int, end: int, silent: bool) -> bool:
    r"""Take lines from one that begins with `$$` or `\[` to the one that ends so."""
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    close = _FENCES.get(first[:2])
    if close is None:
        return False
    lines, line = [first[2:]], start
    while close not in lines[-1]:
        line += 1
        if line >= end or not (told := state.src[state.bMarks[line] : state.eMarks[line]].strip()):
            return False
        lines.append(told)
    tex, _, behind = "\n".join(lines).partition(close)
    if behind.strip(" .,;") or len(tex) > _LONGEST:
        return False
    if not silent:
        token = state.push("formula_block", "", 0)
        token.content, token.map = tex, [start, line + 1]
        state.line = line + 1
    return True


def _inline(state: Any, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    found = _INLINE.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    if found is None:
        return False
    if not silent:
        state.push("formula", "", 0).content = next(filter(None, found.groups()), "")
    state.pos = found.end()
    return True


class _Tokens:
    """What is made of the tokens so far."""

    def __init__(self, title: str) -> None:
        self.blocks: list[Block] = []
        self._title = title
        self._place: Place = "front"
        self._lists: list[int] = []
        """The number of the next item of each open list; 0 where items have none."""
        self._sign = ""
        """What stands before the paragraph that comes, where an item begins with it."""
        self._rows: list[list[tuple[Span, ...]]] = []
        self._head = 0
        self._depth = 0
        self._entries = 0

    def read(self, tokens: list[Token]) -> None:
        """Take in all tokens of a text."""
        levels = [token.tag for token in tokens if token.type == "heading_open"]
        self._has_own_title = levels.count("h1") == 1
        self._depth = 1 if self._has_own_title else 0
        if self._title and not self._has_own_title:
            run = Run()
            run.add_text(self._title)
            self._emit(Block("title", run.take(), place="front"))
            self._depth = min((int(level[1]) for level in levels), default=1) - 1
        for at, token in enumerate(tokens):
            self._take(token, tokens[at - 1] if at else token)

    def _take(self, token: Token, before: Token) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrGet("start") or 1) if kind.startswith("ordered") else 0
            self._lists.append(start)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open" and self._lists:
            self._sign = f"{self._lists[-1]}." if self._lists[-1] else "•"
            self._lists[-1] += bool(self._lists[-1])
        elif kind in ("fence", "code_block"):
            lines = token.content.rstrip("\n").split("\n")
            spans = tuple(Span(verbatim(line), "code") for line in lines)
            self._emit(Block("code", spans, place=self._here()))
        elif kind == "formula_block":
            self._formula(token.content)
        elif kind in ("thead_open", "tbody_open"):
            self._head = len(self._rows)
        elif kind == "tr_open":
            self._rows.append([])
        elif kind == "table_close":
            rows = tuple(map(tuple, self._rows))
            self._emit(Block("table", rows=rows, head=self._head, place=self._here()))
            self._rows = []
        elif kind == "inline":
            self._inline(token, before)
        elif kind == "html_block" and (spans := self._spans_of_html(token.content)):
            self._emit(Block("paragraph", spans, place=self._here()))

    def _inline(self, token: Token, before: Token) -> None:
        if before.type in ("th_open", "td_open") and self._rows:
            self._rows[-1].append(_spans(token.children or []))
        elif before.type == "heading_open":
            self._heading(_spans(token.children or []), int(before.tag[1]))
        else:
            self._paragraph(token.children or [])

    def _heading(self, spans: tuple[Span, ...], level: int) -> None:
        if level == 1 and self._has_own_title:
            self._emit(Block("title", spans, place="front"))
            return
        told = words(spans)
        found = _NUMBER.match(told)
        number = found[1] if found else ""
        name = told.casefold().rstrip(".: ")
        if name == "abstract":
            self._place = "abstract"
            return
        if name in ("references", "bibliography"):
            self._place = "references"
        elif name.startswith(("appendi", "supplement")) or self._place == "references":
            self._place = "appendix"
        elif self._place in ("front", "abstract"):
            self._place = "body"
        if found and spans[0].kind == "text" and len(spans[0].text) > found.end():
            spans = (spans[0]._replace(text=spans[0].text[found.end() :]), *spans[1:])
        depth = max(1, level - self._depth)
        self._emit(Block("heading", spans, depth, number, place=self._place))

    def _paragraph(self, children: list[Token]) -> None:
        if len(children) == 1 and children[0].type == "formula":
            self._formula(children[0].content)
            return
        spans = _spans(children)
        if not spans:
            return
        sign, self._sign = self._sign, ""
        place = self._here()
        told = words(spans)
        if place == "references" and (sign or _ENTRY.match(told) or not self._lists):
            self._entry(spans, sign.rstrip(".•"))
        elif sign or self._lists:
            self._emit(Block("item", spans, max(1, len(self._lists)), sign, place=place))
        elif found := _CAPTION.match(told):
            self._emit(Block("caption", spans, number=found[1], place=place))
        else:
            self._emit(Block("paragraph", spans, place=place))

    def _entry(self, spans: tuple[Span, ...], number: str) -> None:
        self._entries += 1
        found = _ENTRY.match(spans[0].text)
        if found:
            number = found[1]
            spans = (spans[0]._replace(text=spans[0].text[found.end() :]), *spans[1:])
        label = f"bib{self._entries}"
        self._emit(Block("entry", spans, number=number, label=label, place="references"))

    def _formula(self, tex: str) -> None:
        number = found[1] if (found := _TAG.search(tex)) else ""
        run = Run()
        run.add_text(_TAG.sub("", tex), "formula")
        if spans := run.take():
            self._emit(Block("formula", spans, number=number, place=self._here()))

    def _spans_of_html(self, html: str) -> tuple[Span, ...]:
        run = Run()
        run.add_text(re.sub(r"<!--.*?-->|<[^>]*>", " ", html, flags=re.S))
        return run.take()

    def _here(self) -> Place:
        """Return where a paragraph is: behind the title the paper has begun."""
        if self._place == "front":
            self._place = "body"
        return self._place

    def _emit(self, block: Block) -> None:
        self.blocks.append(block)


def _spans(children: list[Token]) -> tuple[Span, ...]:
    """Return what is within a paragraph."""
    run, styles, address = Run(), list[SpanKind](), ""
    for token in children:
        kind = token.type
        if kind == "text":
            style: SpanKind = styles[-1] if styles else "text"
            run.add_text(token.content, "link" if address else style, (address,) * bool(address))
        elif kind in ("softbreak", "hardbreak"):
            run.add_blank()
        elif kind == "code_inline":
            run.add_text(token.content, "code")
        elif kind == "formula":
            inner = Run()
            inner.add_text(token.content, "formula")
            for span in inner.take():
                run.add(span)
        elif kind in ("em_open", "strong_open"):
            styles.append(_STYLES[kind.removesuffix("_open")])
        elif kind in ("em_close", "strong_close"):
            styles.pop()
        elif kind == "link_open":
            address = web_address(str(token.attrGet("href") or "")) or ""
        elif kind == "link_close":
            address = ""
    return run.take()
