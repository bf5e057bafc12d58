"""Papers as lines of plain text for the shell: wrapped on a terminal, one line each in a pipe."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...index import cells, fill, readable
from .paper_facts import count as count
from .paper_facts import labelled_facts, names, published_facts

if TYPE_CHECKING:
    from ...index import Highlighter, Kept, Paper, Reason, Synced

_CONTROLS = "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
"""What would move the cursor, hide or reorder text: C0, C1, line separators, bidi, zero width."""

_LONGEST_QUOTE = 80

READABLE_WIDTH = 88
"""Columns beyond which running text tires the eye."""


class PrintedPage(NamedTuple):
    """Where text goes: how wide it is and whether it takes colour."""

    width: int | None = None
    """Columns to wrap at; None where nothing is wrapped, so that a line stays one record."""
    has_colour: bool = False

    @classmethod
    def of_stdout(cls) -> PrintedPage:
        """Return the page that standard output is at the moment."""
        if sys.stdout is None or not sys.stdout.isatty():
            return cls()
        is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "dumb") == "dumb"
        return cls(max(20, shutil.get_terminal_size().columns), not is_plain)

    def shown(self, text: str) -> str:
        """Return foreign text as it can be printed: on a terminal with what TeX left in it read."""
        return printable(text if self.width is None else readable(text))

    def styled(self, text: str, code: str) -> str:
        """Return text in one SGR style such as `1` (bold), where colour is taken."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.has_colour and text else text

    def marked(self, text: str, matches: Highlighter) -> str:
        """Return text with the words in bold yellow that a query matches."""
        parts, done = [], 0
        for start, end in matches.spans(text):
            parts += [text[done:start], self.styled(text[start:end], "1;33")]
            done = end
        return "".join([*parts, text[done:]])

    def wrapped(self, text: str, first: str = "", indent: str = "", limit: int = 0) -> list[str]:
        """Return lines that fit the page: the first begins with `first`, the others `indent`."""
        if self.width is None:
            return [first + text]
        width = min(self.width, limit) if limit else self.width
        lines = list(fill(text.split(), width - cells(first), width - cells(indent)))
        return [(indent if number else first) + line for number, line in enumerate(lines or [""])]


def printable(text: str) -> str:
    """Return text without what a terminal would obey; the second wall behind the index's own."""
    return text if text.isascii() and text.isprintable() else re.sub(_CONTROLS, " ", text)


def quoted(text: str) -> str:
    """Return what somebody typed in quotes, no longer than a sentence about it can bear."""
    text = printable(text)
    return f"“{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + '…'}”"


def day(published: str | None) -> str:
    """Return a date as far as it is known: `2026-03-20`, `2026-03`, `2026`, `03-20` of no year."""
    return printable((published or "").removeprefix("--"))


def columns(rows: Sequence[Sequence[str | int]]) -> list[str]:
    """Return rows as lines with columns one above the other, numbers to the right."""
    shown = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row, told in zip(rows, shown, strict=True):
        parts = []
        for cell, text, width in zip(row, told, widths, strict=True):
            blank = " " * (width - cells(text))
            parts.append(blank + text if isinstance(cell, int) else text + blank)
        lines.append("  ".join(part for part, width in zip(parts, widths, strict=True) if width))
    return [line.rstrip() for line in lines]


def entry(
    paper: Paper,
    page: PrintedPage,
    matches: Highlighter | None = None,
    reasons: Sequence[Reason] = (),
    snippet: str = "",
    marked: Highlighter | None = None,
    why: Sequence[str] = (),
) -> list[str]:
    """Return a paper as an entry of a list: id, title, and in a few words what is known of it.

    First of these come the `reasons` for which it was found, where title and abstract have not all
    words, and `why` it stands where it does. Below stands the sentence of its whole text for which
    it was found, its words `marked`.

    In a pipe all of it stands on one line, so that `head`, `grep` and `cut` see whole papers.
    Where there is colour, the words of the title that a query `matches` stand out.
    """
    told = [*map(reason_text, reasons), *map(printable, why), *_details(paper)]
    title, details = page.shown(paper.title), " · ".join(told)
    if page.width is None:
        return [f"{paper.id}  {title}" + (f"  ({details})" if details else "")]
    indent = " " * (len(paper.id) + 2)
    lines = page.wrapped(title, indent, indent)
    if matches is not None:
        lines = [indent + page.marked(line[len(indent) :], matches) for line in lines]
    lines[0] = page.styled(paper.id, "36") + lines[0][len(paper.id) :]
    if details:
        lines += [page.styled(line, "2") for line in page.wrapped(details, indent, indent)]
    for line in page.wrapped(printable(snippet), indent, indent) if snippet else ():
        shown = line[len(indent) :]
        lines.append(indent + (shown if marked is None else page.marked(shown, marked)))
    return lines


def reason_text(reason: Reason) -> str:
    """Return in a few words why a paper was found: `by author Jodi Xu`, `in your note`."""
    text = printable(reason.text)
    return {
        "author": f"by author {text}",
        "note": "in your note",
        "text": f"text: {text}",
        "highlight": "in what you highlighted",
        "tag": f"with your tag {text}",
        "keyword": f"with the keyword {text}",
        "venue": f"in {text}",
        "date": f"of {day(reason.text)}",
    }[reason.field]


def sheet(paper: Paper, page: PrintedPage) -> list[str]:
    """Return everything known about a paper as a page to read."""
    lines = [page.styled(line, "1") for line in page.wrapped(page.shown(paper.title))]
    known = [paper.id, *([f"arXiv {paper.arxiv_id}"] if paper.arxiv_id else []), *_details(paper)]
    known += map(printable, published_facts(paper))
    lines += [page.styled(line, "2") for line in page.wrapped(" · ".join(known))]
    if paper.authors:
        lines += page.wrapped(printable(names(paper)), limit=READABLE_WIDTH)
    if paper.abstract:
        lines += ["", *page.wrapped(page.shown(paper.abstract), limit=READABLE_WIDTH)]
    if paper.link or paper.links:
        lines += [""]
        addresses = [(paper.link, "paper")] if paper.link else []
        addresses += [(link.url, link.kind) for link in paper.links]
        lines += [f"{printable(url)}  ({kind})" for url, kind in addresses]
    facts = labelled_facts(paper)
    if facts:
        lines.append("")
    for name, value in facts:
        for number, line in enumerate(value.split("\n")):
            first = f"{'' if number else name:<10}"
            lines += page.wrapped(printable(line), first, " " * 10, READABLE_WIDTH)
    if paper.note:
        lines += ["", *_note_lines(paper.note, page)]
    tail = [f"Kept from {kept_words(paper.kept_from)}"] if paper.kept_from else []
    if paper.sources:
        places = (
            f"{printable(place.label or place.name)} at {place.rank}" for place in paper.sources
        )
        tail.append(f"In {', '.join(places)}")
    if tail:
        lines.append("")
    for text in tail:
        lines += [page.styled(line, "2") for line in page.wrapped(text)]
    return lines


def kept_words(kept: Kept) -> str:
    """Return in words what led to keeping a paper."""
    query = f"“{printable(kept.query)}”" if kept.query else ""
    view = "" if kept.view == "all" and query else printable(kept.view)
    return " in ".join(filter(None, (query, view)))


def _note_lines(note: str, page: PrintedPage) -> Iterator[str]:
    """Yield a note line by line, each wrapped by itself so that lists stay lists."""
    for number, line in enumerate(note.split("\n")):
        text = printable(line)
        blank = text[: len(text) - len(text.lstrip())]
        first = ("Note: " if number == 0 else " " * 6) + blank
        lines = page.wrapped(text.lstrip(), first, " " * len(first), READABLE_WIDTH)
        yield from (line.rstrip() for line in lines)


def _details(paper: Paper) -> list[str]:
    """Return what is known and marked beside title and abstract, each in two or three words."""
    details = []
    if paper.queue:
        details.append(f"{paper.queue:,} in the queue")
    if paper.bookmarked:
        details.append("bookmarked")
    details += [f"#{printable(tag)}" for tag in paper.tags]
    if paper.note or paper.has_draft:
        details.append("note" if paper.note else "half-written note")
    if paper.highlights:
        details.append(count(len(paper.highlights), "highlight"))
    if paper.rejected:
        details.append("not for me")
    if paper.done:
        details.append(f"done {day(paper.done)}")
    elif paper.read:
        details.append("read")
    if paper.published:
        details.append(day(paper.published))
    if paper.author_count is not None:
        details.append(count(paper.author_count, "author"))
    if paper.organisation:
        details.append(printable(paper.organisation))
    if paper.comments:
        details.append(count(paper.comments, "comment"))
    if paper.upvotes:
        details.append(count(paper.upvotes, "upvote"))
    return details


def taken_for(name: str, encoding: str) -> str:
    """Return what is said of a text that is no UTF-8 and was read all the same."""
    return f"{name} is not UTF-8 and was read as {encoding}."


def sync_parts(done: Synced) -> list[str]:
    """Return what bringing the library in step has read and sent, in the same words both ways."""
    parts = [f"{count(done.read, 'act')} read"] if done.read else []
    if done.new_papers:
        parts.append(f"{count(done.new_papers, 'paper')} new here")
    if done.others:
        parts.append(f"{count(done.others, 'other change')} read")
    sent = [
        count(number, noun)
        for number, noun in (
            (done.sent_acts, "act"),
            (done.sent_papers, "paper"),
            (done.sent_others, "other change"),
        )
        if number
    ]
    if sent:
        *first, last = sent
        parts.append(f"{', '.join(first)} and {last} sent" if first else f"{last} sent")
    return parts
