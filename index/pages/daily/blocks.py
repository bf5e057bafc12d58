"""A page as blocks of linked text: what Markdown, HTML and dumps with links have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote

from ...text import clean
from ..contents import Contents, Problem

LARGEST_PAGE = 1 << 22
"""Characters of the largest page with links that is read; a month's list has two million."""

_SHORT_LINE = 24
_MOST_SHORT_LINES = 3000
"""Characters of a short line, and how many of them may follow one another."""

_ID = r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_SITE = r"(?:.*//(?:www\.)?(?:huggingface\.co|hf\.co)|file:.*|)"
_PAPER = re.compile(rf"{_SITE}/papers/{_ID}/?(?P<rest>[?#].*)?", re.IGNORECASE)
_VOTE = re.compile(rf"{_SITE}/login\?next=/papers/{_ID}", re.IGNORECASE)
_ARXIV = re.compile(
    rf"(?:.*//(?:www\.|export\.)?arxiv\.org)?/(?:abs|pdf|html)/{_ID}(?:\.pdf)?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]+/?", re.IGNORECASE)
_PROFILE = re.compile(rf"{_SITE}/(?P<name>[\w.-]+)/?", re.IGNORECASE)
_NO_PROFILES = frozenset(
    {"papers", "models", "datasets", "spaces", "posts", "docs", "enterprise", "pricing", "join"}
    | {"login", "storage", "tasks", "chat", "collections", "languages", "organizations", "blog"}
    | {"learn", "hardware", "pro", "support", "privacy", "terms-of-service", "huggingface"}
)
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_LONGEST_ADDRESS = 2000
_OWN_LINE = re.compile(r"[<(\[]?(?P<url>(?:https?|file)://[^\s<>]+?)[>)\]]?")


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to, as far as it tells something of a paper."""

    kind: str = ""
    """`paper`, `vote`, `comments`, `arxiv`, `code` or `profile`; empty for any other."""
    arxiv_id: str | None = None
    name: str = ""
    """Whose profile it is, as the site spells it in addresses."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one link on it, or with none."""

    text: str
    url: str = ""

    @property
    def target(self) -> Target:
        """What its link leads to."""
        return read_target(self.url) if self.url else Target()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a point of a list: what stands by itself on a page."""

    line: int
    """The line in the file on which it begins, from 1."""
    pieces: tuple[Piece, ...]
    level: int = 0
    """1 to 6 for a heading."""

    @property
    def text(self) -> str:
        """Its text without the links."""
        return clean(" ".join(piece.text for piece in self.pieces))


def read_target(url: str) -> Target:
    """Return what an address leads to, on the site itself or on a copy of it."""
    return _read_target(url[:_LONGEST_ADDRESS])


@lru_cache(maxsize=256)  # a block's links are asked for several times
def _read_target(url: str) -> Target:
    url = unquote(url)
    if vote := _VOTE.match(url):
        return Target("vote", vote["id"].lower())
    if paper := _PAPER.fullmatch(url):
        is_comments = (paper["rest"] or "").startswith("#")
        return Target("comments" if is_comments else "paper", paper["id"].lower())
    if arxiv := _ARXIV.fullmatch(url):
        return Target("arxiv", arxiv["id"].lower())
    if _CODE.fullmatch(url):
        return Target("code")
    profile = _PROFILE.fullmatch(url)
    is_person = profile is not None and profile["name"].lower() not in _NO_PROFILES
    return Target("profile" if is_person else "", name=profile["name"] if profile else "")


def address_of(text: str) -> str:
    """Return the address that is all of a text; empty for any other text."""
    if "://" not in text or len(text) > _LONGEST_ADDRESS:
        return ""
    found = _OWN_LINE.fullmatch(text.strip())
    return found["url"] if found else ""


def block(line: int, pieces: Iterable[tuple[str, str]], level: int = 0) -> Block | None:
    """Return a block of texts and addresses, neighbours with one address as one; None if empty."""
    joined = [
        Piece("".join(text for text, _ in run), url) for url, run in groupby(pieces, itemgetter(1))
    ]
    # The space between two words may stand on either side of the border of a link.
    kept = tuple(piece for piece in joined if piece.url or clean(piece.text))
    return Block(line, kept, level) if kept else None


def joined(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces that are one sentence, with the spaces that it had."""
    return clean("".join(piece.text for piece in pieces))


def with_plain_lines(text: str) -> str:
    """Return text with one kind of line end, and without the brackets of terminal sequences."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SEQUENCE.sub("", text) if "\x1b" in text or "\x9b" in text else text


def refused(reason: str, layout: str, line: int = 1) -> Contents:
    """Return a page without papers, for one reason."""
    return Contents(records=(), problems=(Problem(line, reason),), day=None, layout=layout)


def refuse_large(text: str, layout: str, largest: int = LARGEST_PAGE) -> Contents | None:
    """Return the refusal of a page that no page of papers is as large as; None for all others."""
    if len(text) <= largest:
        return None
    return refused(f"It is larger than {largest >> 20} million characters.", layout)


def without_crumbs(text: str, problems: list[Problem]) -> str:
    """Return text with one kind of line end, and without what is thousands of short lines on end.

    Between two titles of a page there are dozens, and thousands where a paper has as many authors.
    """
    text = with_plain_lines(text)
    if text.count("\n") <= _MOST_SHORT_LINES:
        return text
    lines = text.split("\n")
    run = 0
    for at, line in enumerate(lines):
        if len(line) > _SHORT_LINE:
            run = 0
        elif line and not line.isspace():
            run += 1
            if run > _MOST_SHORT_LINES:
                lines[at] = ""
                if run == _MOST_SHORT_LINES + 1:
                    problems.append(Problem(at + 1, "Thousands of short lines are no papers."))
    return "\n".join(lines)
