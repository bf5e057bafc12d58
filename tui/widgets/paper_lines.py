"""What is known and marked of a paper, in the lines around its abstract."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style

from ...index import Kept, Newness, Paper
from ..painting.look import Look
from ..painting.pieces import Piece
from ..system.paper_facts import count, labelled_facts, names, published_facts


def people(paper: Paper) -> str:
    """Return who wrote a paper and where, in a line; nothing where that is not known."""
    known = names(paper, 6)
    if not known and paper.author_count:
        known = count(paper.author_count, "author")
    where = paper.organisation or ""
    return f"{known} ({where})" if known and where else known or where


def facts(paper: Paper, state: Newness, look: Look, room: int) -> list[Piece]:
    """Return what is marked and known in a few words each, none of them broken by a line.

    `state` says whether it is new, `room` how many cells a line has.
    """
    palette, signs = look.palette, look.signs
    dim = palette.dim
    accent = dim + palette.accent
    items: list[Piece] = []
    if paper.done:
        items.append((f"{signs.done} done {paper.done}", accent))
    if paper.rejected:
        items.append((f"{signs.rejected} not for me", accent))
    if paper.queue:
        items.append((f"no. {paper.queue} to read", accent))
    if paper.bookmarked:
        items.append((f"{signs.bookmark} bookmarked", accent))
    if paper.private:
        items.append(("private", accent))
    if paper.tags:
        tags = " ".join(f"#{tag}" for tag in paper.tags)
        items.append((tags, dim + palette.tag))
    parts: list[str] = []
    if paper.published:
        parts.append(paper.published.removeprefix("--"))
    parts += published_facts(paper)
    if paper.upvotes:
        parts.append(count(paper.upvotes, "upvote"))
    if paper.comments:
        parts.append(count(paper.comments, "comment"))
    newness: dict[Newness, str] = {
        "new": f"{signs.new} new",
        "version": f"{signs.new} v{paper.arxiv_version}",
        "unread": f"{signs.unread} unread",
        "past": "unread",
        "read": "read",
    }
    is_unread = state in ("new", "version", "unread")
    told = (newness[state], dim + palette.unread if is_unread else dim)
    dot = f" {look.word(signs.dot)} "
    items += [*((part, dim) for part in parts), told]
    pieces: list[Piece] = []
    cells = 0
    for text, style in items:
        wide = cell_len(look.word(text))
        is_next = bool(pieces) and cells + len(dot) + wide <= room
        if pieces:
            pieces.append((dot if is_next else "\n", dim))
        pieces.append((text, style))
        cells = cells + len(dot) + wide if is_next else wide
    return pieces


def tail(paper: Paper, look: Look) -> list[list[Piece]]:
    """Return the lines behind an abstract: how the paper was kept, links, facts, sources."""
    palette, usual = look.palette, Style.null()
    dim = palette.dim
    sign = (f"{look.signs.note} ", palette.accent)
    lines: list[list[Piece]] = [[]]
    if paper.has_draft:
        lines += [[(f"{sign[0]}a note is half written; e goes on with it", usual)], []]
    if paper.kept_from:
        lines.append([("kept from ", dim), (kept_words(paper.kept_from), usual)])
    if paper.link:
        lines.append([("paper    ", dim), (paper.link, usual)])
    for link in paper.links:
        lines.append([(f"{link.kind:<9}", dim), (link.url, usual)])
    for name, value in labelled_facts(paper):
        lines.append([(f"{name} ".ljust(9), dim), (value, usual)])
    for place in paper.sources:
        lines.append([(f"source   {place.name}, no. {place.rank}", dim)])
    lines.append([(f"id       {paper.id}", dim)])
    return lines


def kept_words(kept: Kept) -> str:
    """Return in words what led to keeping a paper."""
    query = f"“{kept.query}”" if kept.query else ""
    view = "" if kept.view == "all" else kept.view
    return " in ".join(filter(None, (query, view)))
