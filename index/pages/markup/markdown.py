"""Saved pages in Markdown, as scrapers, browser extensions and pandoc write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..contents import Contents, Problem
from ..daily.blocks import (
    Block,
    Piece,
    address_of,
    block,
    read_target,
    refuse_large,
    without_crumbs,
)
from ..daily.card_lists import is_told_of, read_cards
from ..daily.dumps import beginning
from ..daily.paper_page import is_paper_page, read_paper_page
from ..outside import PARSER_FAULTS
from .brackets import join_links, mend_words, without_breaks
from .gaps import without_gaps
from .numbered import has_numbered_links, with_definitions

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LOOKED_AT = 1 << 18
_LINK = re.compile(r"\]\(\s*<?(?P<url>[^\s()<>]+)|^ {0,3}\[[^\]\n]+\]: *<?(?P<ref>\S+?)>?\s", re.M)
_HEADING = re.compile(r"^ {0,3}(?:#{1,6} \S|\S[^\n]*\n(?:={3,}|-{3,})[ \t]*$)", re.M)
_FRONT_MATTER = re.compile(
    r"\ufeff?\s*---[ \t]*\n(?P<told>.{0,5000}?)\n(?:---|\.\.\.)[ \t]*\n", re.S
)
_READER = re.compile(
    r"\ufeff?\s*(?P<told>Title: .{0,1000}?\n.{0,2000}?)\n+Markdown Content:\n", re.S
)
_YEAR = re.compile(
    r"^(?:retrieved|exported|fetched|crawled|scraped|timestamp|saved|accessed|created)\w*: *[\"']?"
    r"(?P<year>(?:19|20)\d\d)-",
    re.I | re.M,
)
_TAG = re.compile(
    r"</?(?:a|b|br|center|code|details|div|em|figure|font|h[1-6]|hr|i|img|li|p|picture|small|span"
    r"|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|ol)(?:\s[^<>]*)?/?>|<!--(?:(?!-->).)*+(?:-->)?",
    re.I | re.S,
)
_SIGNS = re.compile(r"[\[*_`<!&~|>]")
_TEX = re.compile(r"(?<!\\)\\(?=[%^,:;/\"'=?@])")
"""The backslash of a TeX command; before these signs no tool writes one of Markdown."""
NORMAL_ADDRESS = re.compile(
    r"(?:https?://[a-zA-Z0-9.-]+/|/(?!/))(?:[\w.~/?#@!$'*+,;=:-]|%[0-9A-Fa-f]{2})*", re.ASCII
)
"""An address that is written as the parser would write it."""
_LEAST_LINKS = 3
_LONGEST_REST = 120
_FULL = 65
_NONE = (Problem(1, "Nothing in it links to a paper, or names one's authors or date."),)

_MOST_SIGNS = 2000
"""Signs in one paragraph, which take time together; a list of a hundred links has 400."""
_DEEPEST = 60
_DEEP = re.compile(r"^(?:[ \t]{0,4}(?:[-+*>]|\d{1,9}[.)])(?=[ \t>])){15}.*", re.M)
"""A line that opens as many lists and quotations at once; each counts twice for the parser."""
_STOPS = re.compile(r"[\n!#$%&*+:<=>@\[\\\]^_`{}~-]")
_MOST_STOPS = 10_000
"""Characters at each of which the parser looks whether something begins."""


def is_markdown_page(text: str) -> bool:
    """Whether a page is Markdown: with links that lead to papers, or written as headings."""
    head = text[:_LOOKED_AT]
    links = [read_target(found["url"] or found["ref"]) for found in _LINK.finditer(head)]
    of_papers = sum(link.arxiv_id is not None for link in links)
    headings = len(_HEADING.findall(head))
    return of_papers + headings >= _LEAST_LINKS or bool(of_papers and headings)


def read_markdown_page(text: str, *, year: int | None = None) -> Contents:
    """Return the papers of a saved page in Markdown; odd text raises nothing and gives problems.

    `year` is the one of dates that lack theirs; a page that says when it was saved needs none.
    """
    if refusal := refuse_large(text, "markdown"):
        return refusal
    problems: list[Problem] = []
    text = without_crumbs(text, problems)
    told, text = _split_head(text)
    text, gaps = without_gaps(text)
    if has_numbered_links(text):
        text = with_definitions(text)
    saved = _YEAR.search(told)
    year = year or (int(saved["year"]) if saved else None)
    found: list[Problem] = []
    blocks = [Block(gaps.line_of(one.line), one.pieces, one.level) for one in _blocks(text, found)]
    problems += (problem._replace(line=gaps.line_of(problem.line)) for problem in found)
    if is_paper_page(blocks, told):
        return read_paper_page(blocks, told, problems, "markdown", year)
    page = read_cards(blocks, problems, "markdown", year)
    if any(record.arxiv_id for record in page.records):
        return _without_chapters(page)
    if any(map(is_told_of, page.records)):
        return page
    return page._replace(records=(), problems=_NONE)


def _without_chapters(page: Contents) -> Contents:
    """Return a page whose papers have ids without the headings and texts that are none."""
    kept = [record for record in page.records if is_told_of(record)]
    left = [
        Problem(record.line, f"Nothing says that this is a paper: {beginning(record.title)}")
        for record in page.records
        if not is_told_of(record)
    ]
    records = tuple(record._replace(rank=rank) for rank, record in enumerate(kept, 1))
    return page._replace(records=records, problems=tuple(sorted([*page.problems, *left])))


def _split_head(text: str) -> tuple[str, str]:
    """Return what a tool tells of the page above it, and the page with as many blank lines."""
    told: list[str] = []
    for pattern in (_FRONT_MATTER, _READER):
        if head := pattern.match(text):
            told.append(head["told"])
            text = "\n" * head[0].count("\n") + text[head.end() :]
    return "\n".join(told), text


def _blocks(text: str, problems: list[Problem]) -> Iterator[Block]:
    text = _DEEP.sub("", text)
    text = _without_floods(
        _TEX.sub(r"\\\\", without_breaks(join_links(mend_words(text)))), problems
    )
    lines = text.split("\n")
    level = 0
    heading: Block | None = None
    for token in _tokens(text, problems):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type in {"inline", "html_block"} and token.map:
            pieces = _pieces(token.children or []) if token.children else _html(token.content)
            found = block(token.map[0] + 1, pieces, level)
            if found is None:
                continue
            if heading and _goes_on(heading, found, lines):
                rest = (*heading.pieces, Piece(" "), *found.pieces)
                found = Block(heading.line, rest, heading.level)
            elif heading:
                yield heading
            heading = found if level else None
            if not level:
                yield _with_address(found)
    if heading:
        yield heading


def _tokens(text: str, problems: list[Problem]) -> list[Token]:
    try:
        return markdown_parser().parse(text)
    except PARSER_FAULTS:
        problems.append(Problem(1, "It cannot be read as Markdown."))
        return []


def _goes_on(heading: Block, below: Block, lines: list[str]) -> bool:
    """Whether a paragraph is the rest of a title in two lines: arXiv sets the second one in."""
    if below.level or below.line != heading.line + 1 or len(below.text) > _LONGEST_REST:
        return False
    if any(piece.url for piece in below.pieces):
        return False
    # Other tools break every line that is longer than the screen, headings as well.
    return lines[heading.line].startswith("  ") or len(lines[heading.line - 1]) >= _FULL


def _with_address(found: Block) -> Block:
    """Return a block that is nothing but an address as one that is a link to it."""
    url = address_of(found.text) if len(found.pieces) == 1 and not found.pieces[0].url else ""
    return Block(found.line, (Piece("", url),), found.level) if url else found


def _html(content: str) -> Iterator[tuple[str, str]]:
    yield _TAG.sub(" ", content), ""


def markdown_parser() -> MarkdownIt:
    """Return a parser of CommonMark as saved pages need it."""
    from markdown_it import MarkdownIt

    # At its usual bound, nine lists within lists, it leaves out all the rest of the page.
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    normalize = parser.normalizeLink
    # Nearly all addresses of a page stand as they should; to take each apart and put it together
    # again is a tenth of the time.
    parser.normalizeLink = (  # type: ignore[method-assign]
        lambda url: url if NORMAL_ADDRESS.fullmatch(url) else normalize(url)
    )
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkLabel=parser.helpers.parseLinkLabel,
        parseLinkTitle=parser.helpers.parseLinkTitle,
        parseLinkDestination=_destination_reader(parser.helpers.parseLinkDestination),
    )
    # Pages have no programs on them, but titles far to the right and TeX's quotation marks.
    return parser.disable(["code", "backticks"])


class _Destination(NamedTuple):
    """What the parser's own reader of destinations answers with."""

    ok: bool
    pos: int
    str: str


def _destination_reader(
    parse: Callable[[str, int, int], Any],
) -> Callable[[str, int, int], Any]:
    """Return a reader of where links lead that takes plain addresses whole.

    `parse` goes through them character by character, a tenth of what a page with many links costs.
    """

    def read(text: str, start: int, end: int) -> Any:
        plain = NORMAL_ADDRESS.match(text, start, end)
        if plain and plain.end() < end and text[plain.end()] in ") ":
            return _Destination(True, plain.end(), plain[0])
        return parse(text, start, end)

    return read


def _pieces(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield texts and addresses; a picture shows none of its words."""
    url = ""
    for token in tokens:
        match token.type:
            case "link_open":
                url = str(token.attrGet("href") or "")
            case "link_close":
                url = ""
            case "softbreak" | "hardbreak":
                yield " ", url
            case "html_inline" if _TAG.fullmatch(token.content):
                yield (" " if token.content[:3].lower() == "<br" else ""), url
            case "text" | "html_inline" | "code_inline" | "text_special":
                yield token.content, url


def _without_floods(text: str, problems: list[Problem]) -> str:
    """Return Markdown without paragraphs of nothing but signs, which take its parser for ever."""
    if len(_SIGNS.findall(text)) <= _MOST_SIGNS and len(_STOPS.findall(text)) <= _MOST_STOPS:
        return text
    lines = text.split("\n")
    start = signs = stops = 0
    for at, line in enumerate([*lines, ""]):
        if line.strip():
            signs += len(_SIGNS.findall(line))
            stops += len(_STOPS.findall(line))
            continue
        if signs > _MOST_SIGNS or stops > _MOST_STOPS:
            problems.append(Problem(start + 1, "A paragraph of signs and brackets is no text."))
            lines[start:at] = [""] * (at - start)
        start, signs, stops = at + 1, 0, 0
    return "\n".join(lines)
