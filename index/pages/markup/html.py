"""The HTML of a page as a browser saves it: alone, with its files, as MHTML or in one piece.

The site writes its papers as JSON into an attribute of the page; where that is missing, the cards
and paragraphs that a person sees are read. The page is read as a stream of tags, of which no tree
is built: nothing in it can be nested too deeply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...text import clean
from ..contents import Contents, Problem
from ..daily.blocks import Block, block, refuse_large, refused
from ..daily.card_lists import is_told_of, read_cards
from ..daily.hydration import TARGETS, read_hydration
from ..daily.paper_page import is_paper_page, read_paper_page
from ..outside import PARSER_FAULTS
from ..sites.arxiv_lists import is_arxiv_list, read_arxiv_list
from ..sites.citation_tags import read_citation_tags
from ..sites.scholar_alerts import is_scholar_alert, read_scholar_alert
from ..values import MOST_AUTHORS
from .mhtml import html_of, is_mhtml

_BEGINNING = re.compile(
    r"\ufeff?\s*(?:<!--(?:(?!-->).)*+-->\s*+|<\?xml[^>]{0,500}\?>\s*+)*+"
    r"<(?:!doctype html|html|head|body|meta|title|main|article|div|script|h[1-6]|p)\b",
    re.I | re.S,
)
_EMBEDDED = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.-]+)*;base64,[\w+/=%-]*")
_LARGEST = 1 << 23
"""Characters of a page without the pictures in it; the longest lists have three million."""
_MOST_TAGS = 300_000
_FEW_TAGS = 10_000
_LEAST_TAG = 12
_LEAST_BLOCK = 40
"""Characters of a page for each tag and each paragraph, from so many tags on; sites write more."""
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.S)
_MOST_SEARCHED = 1 << 28
"""Characters that justhtml may go through for the ends of comments: all that follow, for each."""
_PAPER = re.compile(r"/(?:papers|abs)/(?P<id>\d{4}\.\d{4,5}|[a-z-]+/\d{7})\b")

_SKIPPED = frozenset({"script", "style", "svg", "noscript", "template", "select", "textarea"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "input", "kbd", "label"}
    | {"mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
_TOLD = ("citation_", "bepress_", "eprints.", "dc.", "dcterms.")
"""Names of `meta` tags that tell of a paper."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

_ERRORS = (
    (r"captcha|are you (?:a )?human|not a robot|just a moment|cloudflare|checking your browser",
     "It is a page that asks for proof of a person, not a list of papers."),
    (r"\b429\b|too many requests|rate.?limit",
     "The site had refused to answer: too many requests."),
    (r"\b404\b|not found|can't be found",
     "It is a page that says that there is none, not a list of papers."),
    (r"\b5\d\d\b|server error|bad gateway|unavailable|maintenance",
     "It is a page about an error of the site, not a list of papers."),
    (r"\b40[13]\b|forbidden|access denied|unauthori[sz]ed",
     "It is a page that refuses access, not a list of papers."),
    (r"log ?in|sign ?in|sign up|welcome to hugging face",
     "It is a page to log in, not a list of papers."),
)  # fmt: skip
_SHORT_PAGE = 3000
"""Characters; what a page that shows something else says of itself is short."""


def is_html(text: str) -> bool:
    """Whether a text is HTML, or an archive of it."""
    return bool(_BEGINNING.match(text[: 1 << 14])) or is_mhtml(text)


def read_html_page(text: str, *, year: int | None = None) -> Contents:
    """Return the papers of a saved HTML page; odd HTML raises nothing and gives problems."""
    if is_mhtml(text):
        text = html_of(text)
        if not text:
            return refused("There is no HTML in this archive of a page.", "html")
    if "base64," in text:
        text = _EMBEDDED.sub("data:", text)
    if text.count("<!--") * len(text) > _MOST_SEARCHED:
        text = _COMMENT.sub("", text)
    if refusal := refuse_large(text, "html", _LARGEST):
        return refusal
    seen = _Seen()
    problems: list[Problem] = []
    for _ in seen.read(_events(text, problems)):
        if seen.tags > _MOST_TAGS:
            return refused(
                f"It has more than {_MOST_TAGS:,} tags, as no page of papers has.", "html"
            )
        if seen.is_made_of_tags(len(text)):
            problems.append(Problem(1, "It is made of tags, and was not read to its end."))
            break
    if seen.props:
        line = 1 + text.count("\n", 0, max(0, text.rfind(f'data-target="{min(seen.props)}"')))
        page = read_hydration(seen.props, line, problems)
        if page.records:
            return page
    blocks = _with_lines(seen.blocks, text)
    if other := _read_other_site(seen, blocks, problems):
        return other
    if is_paper_page(blocks):
        page = read_paper_page(blocks, "", problems, "html", year)
    else:
        page = read_cards(blocks, problems, "html", year)
    if any(map(is_told_of, page.records)):
        return page
    return refused(_explain(seen, problems), "html")


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of HTML, as far as it can be read; none of what is far too large."""
    if len(text) > _LARGEST or text.count("<!--") * len(text) > _MOST_SEARCHED:
        return []
    seen = _Seen()
    for _ in seen.read(_events(text, [])):
        if seen.tags > _MOST_TAGS or seen.is_made_of_tags(len(text)):
            break
    return seen.blocks


def _read_other_site(seen: _Seen, blocks: list[Block], problems: list[Problem]) -> Contents | None:
    """Return the papers of a page of arXiv, a publisher or Google Scholar; None of any other."""
    if is_arxiv_list(blocks):
        return read_arxiv_list(blocks, problems, "html")
    if record := read_citation_tags(seen.told, blocks, 1):
        return Contents((record,), tuple(problems), None, "html")
    if is_scholar_alert(blocks):
        return read_scholar_alert(blocks, problems, "html")
    return None


@dataclass(slots=True)
class _Seen:
    """What was seen of a page while its tags went by."""

    props: dict[str, str] = field(default_factory=dict)
    """The JSON in the page by what it is for."""
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    tags: int = 0
    told: dict[str, list[str]] = field(default_factory=dict)
    """What its `meta` tags say, by their names."""

    def is_made_of_tags(self, size: int) -> bool:
        """Whether a page of so many characters has more tags and paragraphs than sites write."""
        return self.tags > _FEW_TAGS and (
            self.tags * _LEAST_TAG > size or len(self.blocks) * _LEAST_BLOCK > size
        )

    def read(self, events: Iterable[tuple[str, Any]]) -> Iterator[None]:
        """Take in a page, and stop after each tag."""
        pieces: list[tuple[str, str]] = []
        url, level, skipped = "", 0, 0
        is_title = False
        for kind, told in events:
            if kind == "text":
                if is_title:
                    self.title += str(told)
                elif not skipped:
                    pieces.append((str(told), url))
                if told == "<":  # a sign that begins no tag, which took as long as one
                    self.tags += 1
                    yield
                continue
            if kind not in {"start", "end"}:
                continue
            self.tags += 1
            yield
            is_start = kind == "start"
            name = str(told[0]) if is_start else str(told)
            attributes = told[1] if is_start and isinstance(told[1], dict) else {}
            if name in _SKIPPED:
                skipped = max(0, skipped + (1 if is_start else -1))
            elif name == "title" and not skipped:
                is_title = is_start
            elif name == "a":
                url = str(attributes.get("href") or "") if is_start else ""
            elif name == "meta":
                self._take_meta(attributes)
            elif name not in _INLINE:
                self._close(pieces, level)
                level = _HEADINGS.get(name, 0) if is_start else 0
            if target := attributes.get("data-target"):
                self._keep(str(target), attributes.get("data-props"))
        self._close(pieces, level)

    def _close(self, pieces: list[tuple[str, str]], level: int) -> None:
        if found := block(1, pieces, level):
            self.blocks.append(found)
        pieces.clear()

    def _take_meta(self, attributes: dict[str, Any]) -> None:
        named = str(attributes.get("name") or attributes.get("property") or "").lower()
        if named.startswith(_TOLD) and len(told := self.told.setdefault(named, [])) < MOST_AUTHORS:
            told.append(str(attributes.get("content") or ""))

    def _keep(self, target: str, props: object) -> None:
        if target in TARGETS and isinstance(props, str):
            self.props.setdefault(target, props)


def _events(text: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """Yield the tags and texts of a page, as far as it can be read."""
    from justhtml import stream

    try:
        yield from stream(text)
    except PARSER_FAULTS:
        problems.append(Problem(1, "It cannot be read as HTML to its end."))


def _with_lines(blocks: list[Block], text: str) -> list[Block]:
    """Return blocks with their lines: where the source names the paper that they are about."""
    lines: dict[str, int] = {}
    line, done = 1, 0
    for named in _PAPER.finditer(text):
        line += text.count("\n", done, named.start())
        done = named.start()
        lines.setdefault(named["id"], line)
    placed: list[Block] = []
    line = 1
    for found in blocks:
        for piece in found.pieces:
            line = lines.get(piece.target.arxiv_id or "", line)
        placed.append(Block(line, found.pieces, found.level))
    return placed


def _explain(seen: _Seen, problems: list[Problem]) -> str:
    """Return why there are no papers on a page."""
    said = clean(seen.title)
    whole = clean(" ".join(block.text for block in seen.blocks))
    for words in (said, whole[:_SHORT_PAGE] if len(whole) <= _SHORT_PAGE else ""):
        for pattern, reason in _ERRORS:
            if re.search(pattern, words, re.I):
                return reason
    if problems:
        return problems[0].reason
    if not whole and not seen.props:
        return "The HTML holds no text: the page was saved before it was there."
    return "The HTML shows no papers."
