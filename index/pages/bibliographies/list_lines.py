"""Lines of lists of papers: what one names, and which of its words are title and remark."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from ...links import find_links
from ...paper import Link
from ...text import clean
from .mentions import Mention, find_mentions
from .title_words import (
    count_words,
    is_label,
    is_name,
    is_title,
    is_written_as_title,
    plain,
    tidied,
)

LONGEST = 2000
"""Characters of a line that are looked at; a link has fifty."""

_PLAIN_ID = re.compile(r"\s*(?P<id>\d\d(?:0[1-9]|1[0-2])\.\d{4,5})(?:v(?P<version>\d{1,3}))?\s*")
"""A line as most of the longest lists have nothing but."""
_MARKERS = re.compile(
    r"\s*(?:(?:>|[-*+•‣◦·▪–—]|\(?\d{1,4}[.)]|\(?[a-z]\)|\[\d{1,4}\]|\[[ xX-]\]|TODO|DONE)"
    r"[ \t\xa0]+)*"
)
_HEADING = re.compile(r"\s*(?:#|=+\s|\.\. |//|%|;;|<!--)")
_RULE = re.compile(r"[\s|:+=_*~\-–—.]*")
_MARKDOWN = re.compile(
    r"\[(?P<text>(?:[^\[\]\\]++|\\.|\[[^\[\]]*+\]){1,60}+)\]\(\s*<?(?P<url>[^\s<>]{1,1000}?)>?"
    r"(?:\s+(?:\"[^\"]{0,300}\"|'[^']{0,300}'))?\s*\)(?![^\s()\[\]]{0,60}\))"
)
_ORG = re.compile(r"\[\[(?P<url>[^\[\]]{1,1000})\]\[(?P<text>[^\[\]]{1,500})\]\]")
_HTML = re.compile(
    r"<a\b[^<>]{0,300}?href=[\"'](?P<url>[^\"'<>]{1,1000})[\"'][^<>]{0,300}>(?P<text>[^<>]{1,500})</a>",
    re.I,
)
_STRONG = re.compile(
    r"(?P<sign>\*{1,3}|_{1,3})(?P<text>[^*_\n][^*\n]{3,400}?)(?P=sign)(?!\w)"
    r"|[\"“„«](?P<quoted>[^\"“”„«»]{4,400})[\"”“»]"
)
_TITLE_HEAD = re.compile(
    r"\W*(?:(?:paper|article)(?:'s)? )?(?:titles?|papers?|name|publication)\W*", re.I
)
_PICTURE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,1000}\)")
_LEADING = re.compile(r"(?:paper|title|link|read|todo|to read)\s?:\s?", re.I)
_EMPTY = re.compile(r"[\[({<][\s,;|/]*[\])}>]|(?<=\s)[|,;·]+(?=\s|$)")
_LONGEST_ID = 40
_STRONG_WITHIN = 500
_LINKS = 20
_DEEPEST = 4
"""Empty brackets within brackets that are taken away."""


class Entry(NamedTuple):
    """A paper that a line names."""

    arxiv_id: str | None
    doi: str | None
    version: int | None = None
    category: str | None = None
    title: str = ""
    remark: str = ""
    links: tuple[Link, ...] = ()


class Line(NamedTuple):
    """A line taken apart."""

    entries: tuple[Entry, ...]
    rest: str
    """Its words beside those that name papers."""
    text: str
    """All of it without what marks a point of a list."""
    indent: int
    is_point: bool
    """It is a point of a list, or a row of a table."""
    is_bare: bool
    """It is nothing but names of papers."""
    is_passed: bool
    """It is blank, a heading, a rule, or the head of a table: nothing that could be a paper."""


def read_line(raw: str, columns: Sequence[str] = (), known: Container[str] = ()) -> Line:
    """Return what a line of a list says; `columns` are the heads of the table in which it is.

    Where all of its papers are `known`, nothing else of it is looked at.
    """
    if len(raw) < _LONGEST_ID and (told := _PLAIN_ID.fullmatch(raw)):
        version = int(told["version"]) or None if told["version"] else None
        indent = len(raw) - len(raw.lstrip())
        return Line(
            (Entry(told["id"], None, version),), "", raw.strip(), indent, False, True, False
        )
    line = raw[:LONGEST].strip("\ufeff").expandtabs(4)
    if "![" in line:
        line = _PICTURE.sub("", line)
    indent = len(line) - len(line.lstrip())
    text = line[_end_of_markers(line) :].strip()
    is_point = text != line.strip()
    mentions = find_mentions(text) if text else []
    papers = dict.fromkeys(one.paper for one in mentions if one.paper)
    is_heading = _HEADING.match(line) is not None
    if not papers or (is_heading and not _MARKDOWN.search(text)):
        is_passed = is_heading or _RULE.fullmatch(line) is not None or _is_table(line)
        return Line((), text, text, indent, is_point, False, is_passed or text.endswith(":"))
    if all(paper in known for paper in papers):
        entries = [_entry([one], "", "", ()) for one in _by_paper(mentions).values()]
        return Line(tuple(entries), "", text, indent, is_point, False, False)
    if is_heading:
        text = text.lstrip("#= ")
        mentions = find_mentions(text)
    if _is_table(line):
        entries, rest = _read_row(text, columns)
    else:
        entries, rest = _read_words(text, mentions)
    is_bare = not tidied(rest) and not any(entry.title for entry in entries)
    return Line(tuple(entries), rest, text, indent, is_point or _is_table(line), is_bare, False)


def _end_of_markers(line: str) -> int:
    found = _MARKERS.match(line)
    return found.end() if found else 0


def _is_table(line: str) -> bool:
    return line.lstrip().startswith("|") or line.count(" | ") >= 2


def cells_of(line: str) -> list[str]:
    """Return the cells of a row of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _links_of(text: str) -> list[tuple[int, int, str, str]]:
    """Return where links with words are, the words, and the addresses."""
    return [
        (*found.span(), found["text"], found["url"])
        for pattern in (_MARKDOWN, _ORG, _HTML)
        for found in (pattern.finditer(text) if "](" in text or "<" in text or "][" in text else ())
    ]


def _read_words(text: str, mentions: Sequence[Mention]) -> tuple[list[Entry], str]:
    """Return the papers of a line of words, and the words that are about none of them alone."""
    spans = [(one.start, one.end) for one in mentions]
    titles: dict[str, str] = {}
    labels: list[str] = []
    for start, end, words, url in _links_of(text):
        told = next((one for one in find_mentions(url) if one.paper), None)
        title = plain(words)
        spans.append((start, end))
        if told and is_name(title) and not find_mentions(title):
            titles.setdefault(told.paper, title)
        elif not told and is_title(title) and "://" not in title:
            labels.append(title)
    rest = _cut(text, spans)
    named = _by_paper(mentions)
    is_one = len(named) == 1 or (
        (len(titles) == 1 or bool(labels)) and _is_one_paper(list(named.values()))
    )
    if not is_one:
        remark = tidied(rest)
        remark = remark if count_words(remark) > 1 else ""
        entries = [
            _entry([one], titles.get(paper, ""), "" if titles else remark, ())
            for paper, one in named.items()
        ]
        return entries, remark
    title = next(iter(titles.values()), "")
    if not title and rest:
        title, rest = _title_in(text, rest, mentions)
    remark = tidied(" ".join([*labels, rest]))
    links = tuple(link for one in mentions if not one.paper for link in find_links(one.url)[:1])[
        :_LINKS
    ]
    return [_entry(list(named.values()), title, remark, links)], remark


def _title_in(text: str, rest: str, mentions: Sequence[Mention]) -> tuple[str, str]:
    """Return the title that a line gives beside its link, and the words that are left then."""
    for strong in _STRONG.finditer(rest[:_STRONG_WITHIN]):
        title = plain(strong["text"] or strong["quoted"]).strip(".,;: ")
        if is_title(title):
            return title, f"{rest[: strong.start()]} {rest[strong.end() :]}"
    first = min((one.start for one in mentions if one.paper), default=0)
    before = tidied(text[:first])
    title = _LEADING.sub("", before, count=1)
    if is_written_as_title(title) and before in (left := plain(rest)):
        return title, left.replace(before, " ", 1)
    return "", rest


def _read_row(text: str, columns: Sequence[str]) -> tuple[list[Entry], str]:
    """Return the papers of a row of a table: one, unless it has several of a kind."""
    cells = cells_of(text)
    mentions = find_mentions(text)
    named = _by_paper(mentions)
    if not _is_one_paper(list(named.values())):
        return _read_words(text, mentions)
    texts = []
    for cell in cells:
        spans = [(one.start, one.end) for one in find_mentions(cell)]
        told = [(s, e) for s, e, _, _ in _links_of(cell)]
        words = [plain(words) for _, _, words, _ in _links_of(cell) if is_title(plain(words))]
        texts.append(tidied(" ".join([*words, _cut(cell, spans + told)])))
    at = next((n for n, head in enumerate(columns) if _TITLE_HEAD.fullmatch(head)), None)
    if at is None or at >= len(texts) or not texts[at]:
        longest = max(range(len(texts)), key=lambda n: len(texts[n]))
        at = longest if is_title(texts[longest]) else None
    title = texts[at] if at is not None else ""
    others = [cell for n, cell in enumerate(texts) if n != at and not is_label(cell)]
    links = tuple(link for one in mentions if not one.paper for link in find_links(one.url)[:1])
    remark = " · ".join(others)
    return [_entry(list(named.values()), title, remark, links[:_LINKS])], remark


def _by_paper(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Return the papers that are named, each once, with the version and category told of it."""
    named: dict[str, Mention] = {}
    for one in mentions:
        if one.paper:
            known = named.setdefault(one.paper, one)
            named[one.paper] = known._replace(
                version=known.version or one.version, category=known.category or one.category
            )
    return named


def _is_one_paper(named: Sequence[Mention]) -> bool:
    """Whether names may be of one paper: not two of a kind."""
    ids = sum(one.arxiv_id is not None for one in named)
    return ids <= 1 and len(named) - ids <= 1


def _entry(named: Sequence[Mention], title: str, remark: str, links: tuple[Link, ...]) -> Entry:
    return Entry(
        arxiv_id=next((one.arxiv_id for one in named if one.arxiv_id), None),
        doi=next((one.doi for one in named if one.doi), None),
        version=next((one.version for one in named if one.version), None),
        category=next((one.category for one in named if one.category), None),
        title=title,
        remark=remark,
        links=links,
    )


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text without some stretches of it, and without the brackets around them."""
    kept: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    rest = " ".join(kept)
    for _ in range(_DEEPEST):
        rest, count = _EMPTY.subn(" ", rest)
        if not count:
            break
    return clean(rest).strip(" -–—:;,|·•") if spans else rest
