"""Saved pages as text with its links: on lines of their own, or numbered and listed at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text import clean
from ..contents import Contents, Problem
from ..daily.blocks import (
    Block,
    Target,
    address_of,
    block,
    read_target,
    refuse_large,
    without_crumbs,
)
from ..daily.card_lists import read_cards
from ..daily.lines import LONGEST_TEXT
from ..daily.paper_page import is_paper_page, read_paper_page
from .brackets import join_links, mend_words

_LOOKED_AT = 1 << 18
_HEADING = re.compile(r"^#{1,6} \S", re.M)
_REFERENCE = re.compile(
    r"\s*(?:\[(?P<mark>\d{1,5})\]|(?P<number>\d{1,5})\.)\s+(?P<url>\w+:\S.*?)\s*"
)
_REFERENCES = re.compile(r"\s*(?:References|Links|(?:Visible|Hidden) links):?\s*", re.I)
_POINT = re.compile(r"\s*[*+•o] ")
_MARK = re.compile(r"\[(?P<number>\d{1,5})\]")
_INLINE = re.compile(r"\[(?:LINK: ?)?(?P<text>[^\[\]\n]*)\]\((?P<url>[^\s()]+)\)")
_CHECKBOX = re.compile(r"^ {0,8}\[[x -]?\] ")
_YEAR = re.compile(
    r"^(?:retrieved|exported|fetched|crawled|saved|accessed)\w*: *[\"']?(?P<year>(?:19|20)\d\d)-",
    re.I | re.M,
)
_LEAST_LINKS = 3
_SHORT = 60
_FAR = 40
"""How much higher than the last a link's number may be: those between were hidden."""
_WRAPPED = 45
"""Characters that a line has at least which was broken because it was full."""
_MOST_LINKS = 100_000
_LONGEST_HEAD = 30
"""Lines of what a tool tells of the page above it."""


def is_linked_page(text: str) -> bool:
    """Whether a page's text has links to papers on lines of their own, or numbered at its end."""
    head = text[:_LOOKED_AT]
    lines = (line for line in head.split("\n") if len(line) <= LONGEST_TEXT)
    own = sum(read_target(url).arxiv_id is not None for line in lines if (url := address_of(line)))
    if own >= _LEAST_LINKS:
        return len(_HEADING.findall(head)) < _LEAST_LINKS  # else it is Markdown
    return _has_papers(references_of(text.split("\n"))[0])


def read_linked_page(text: str, *, year: int | None = None) -> Contents:
    """Return the papers of a saved page with its links; odd text raises nothing."""
    if refusal := refuse_large(text, "linked"):
        return refusal
    problems: list[Problem] = []
    text = mend_words(without_crumbs(text, problems))
    saved = _YEAR.search(text[:_LOOKED_AT])
    year = year or (int(saved["year"]) if saved else None)
    references, end = references_of(text.split("\n"))
    if _has_papers(references):
        blocks = list(_numbered(text.split("\n")[:end], references))
    else:
        blocks = list(_lined(join_links(text).split("\n")))
    told = "\n".join(text.split("\n")[:_LONGEST_HEAD])
    if is_paper_page(blocks):
        return read_paper_page(blocks, told, problems, "linked", year)
    return read_cards(blocks, problems, "linked", year)


def _has_papers(references: dict[int, str]) -> bool:
    return any(read_target(url).arxiv_id is not None for url in references.values())


def references_of(lines: list[str]) -> tuple[dict[int, str], int]:
    """Return the numbered links at the end of a page, and the line with which they begin."""
    found: dict[int, str] = {}
    end = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if len(line) <= LONGEST_TEXT and (reference := _REFERENCE.fullmatch(line)):
            if len(found) < _MOST_LINKS:
                number = int(reference["mark"] or reference["number"])
                found.setdefault(number, reference["url"])
            end = at
        elif _REFERENCES.fullmatch(line[:_SHORT]):
            end = at
        elif line.strip():
            break
    return found, end


def _numbered(lines: list[str], references: dict[int, str]) -> Iterator[Block]:
    """Yield the paragraphs of a page whose links are marked as `[12]` before their text.

    Where a link ends is not marked: with a short line or the end of the paragraph at the latest.
    """
    last = 0
    start, pieces = 0, list[tuple[str, str]]()
    url = ""
    for at, line in enumerate([*lines, ""]):
        is_over = at > 0 and len(lines[at - 1].strip()) < _WRAPPED
        if is_over or not line.strip() or _POINT.match(line):
            if found := block(start + 1, map(_without_picture, pieces)):
                yield found
            pieces = []
            start = at
        if not line.strip():
            url = ""
            continue
        done = 0
        text = f"{line.strip()} "
        for mark in _MARK.finditer(text):
            number = int(mark["number"])
            # What an abstract cites in brackets is out of order, or is no link of the page.
            if number not in references or not last < number <= last + _FAR:
                continue
            pieces.append((text[done : mark.start()], url))
            last, url, done = number, references[number], mark.end()
            pieces.append(("", url))
        pieces.append((text[done:], url))


def _without_picture(piece: tuple[str, str]) -> tuple[str, str]:
    """Return a link without what stands for the picture in it, on an organisation its own name."""
    text, url = piece
    target = read_target(url)
    if target.kind != "profile":
        return piece
    rest = clean(text).removeprefix(target.name).strip()
    return f"{rest} " if rest else text, url


def _lined(lines: list[str]) -> Iterator[Block]:
    """Yield the lines of a page, each with the address on the line below it."""
    text, line = "", 0
    is_open = False
    for at, raw in enumerate(lines):
        told = raw.strip()
        if not told:
            continue
        url = address_of(told)
        if url and is_open:
            target = read_target(url)
            if _is_of_text(text, target, url):
                text = f"{text} {url}"
                continue
            yield from _one(line, text, url)
            is_open = False
        elif url:
            yield from _one(at, "", url)
        else:
            if is_open:
                yield from _one(line, text, "")
            text, line, is_open = _CHECKBOX.sub("", raw), at, True
    if is_open:
        yield from _one(line, text, "")


def _one(at: int, text: str, url: str) -> Iterator[Block]:
    pieces: list[tuple[str, str]] = []
    done = 0
    if not url:
        for link in _INLINE.finditer(text):
            pieces += ((text[done : link.start()], ""), (link["text"], link["url"]))
            done = link.end()
    if found := block(at + 1, [*pieces, (text[done:], url)]):
        yield found


def _is_of_text(text: str, target: Target, url: str) -> bool:
    """Whether an address on a line of its own is a word of the abstract above it."""
    is_open = not clean(text).endswith((".", "!", "?"))
    return (
        _SHORT < len(text) <= LONGEST_TEXT
        and target.kind in {"", "code"}
        and is_open
        and "/papers" not in url
    )
