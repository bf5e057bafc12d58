"""Why a paper was found whose text does not have all the words: its author, a note, a date."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from ...paper import Paper
from ..analysis.names import author_forms, pattern_of, plain_lines
from ..analysis.words import fold, words
from ..query.everywhere import date_of
from ..query.nodes import And, Range, Word
from ..query.query import Query
from .highlighter import Highlighter
from .text_hits import TextHits

_ALIKE = 3
"""Letters that a word has in common with its other forms."""
_AROUND = 40
"""Characters of a note before and behind the word that was found."""


class Reason(NamedTuple):
    """What of a paper has a word of the query that its title and abstract do not have."""

    field: str
    """`author`, `tag`, `note`, `highlight`, `keyword`, `venue`, `date`, or `text` for the whole
    text."""
    text: str
    """The author, the tag, the keyword, the venue, the date, what stands there in the note or the
    highlight, or the section of the text."""


class Reasons:
    """Tells why papers were found by a query of plain words."""

    def __init__(self, query: Query, typing: bool = False) -> None:
        asked = [word for word in query.words if not word.is_function_word]
        last = query.open_leaf if typing else None
        self._asked = [
            (word, Highlighter(Query("", And((word,)), word is last), word is last), word is last)
            for word in asked
        ]

    def of(self, paper: Paper) -> tuple[Reason, ...]:
        """Return the reasons, each once; none where the text has all the words."""
        found: dict[Reason, None] = {}
        folded = fold(f"{paper.title} {paper.abstract}")
        for word, marked, is_begun in self._asked:
            # Most texts have nothing that begins so, which is quickly seen.
            if word.parts[0][:_ALIKE] in folded and (
                marked.spans(paper.title, "title") or marked.spans(paper.abstract, "abstract")
            ):
                continue
            reason = next(met_by(word, paper, is_begun), None)
            if reason is not None:
                found[reason] = None
        return tuple(found)


def inside_reasons(texts: TextHits, paper: Paper) -> tuple[Reason, ...]:
    """Return which section of a paper's whole text has what was asked of it; none for another."""
    section = texts.section(paper.rowid)
    return () if section is None else (Reason("text", section.name or "beginning"),)


def met_by(word: Word, paper: Paper, is_begun: bool = False) -> Iterator[Reason]:
    """Yield what of a paper besides its text has a word, the likeliest first."""
    value = " ".join(word.parts)
    patterns = [pattern_of(form) for form in author_forms(value, is_begun)]
    for name in paper.authors:
        line = plain_lines([json.dumps([name], ensure_ascii=False)])
        if any(pattern.search(line) for pattern in patterns):
            yield Reason("author", name)
    wanted = "-".join(word.parts)
    for tag in paper.tags:
        if fold(tag) == wanted or fold(tag).startswith(f"{wanted}/"):
            yield Reason("tag", tag)
    if paper.note and mentions(paper.note, value):
        yield Reason("note", _excerpt(paper.note, word))
    for highlight in paper.highlights:
        if mentions(highlight.text, value) or mentions(highlight.note, value):
            passage = highlight.text if mentions(highlight.text, value) else highlight.note
            yield Reason("highlight", _excerpt(passage, word))
            break
    for keyword in paper.keywords:
        if mentions(keyword, value):
            yield Reason("keyword", keyword)
    if paper.venue and mentions(paper.venue, value):
        yield Reason("venue", paper.venue)
    date, told = date_of(word), paper.published
    # As dates are compared in filters: one that says less is a range itself.
    if isinstance(date, Range) and told and str(date.low) < f"{told}~" and told < str(date.high):
        yield Reason("date", told)


def mentions(text: str, wanted: str) -> bool:
    """Whether folded words stand in a text one behind the other, the last one perhaps begun."""
    return f" {wanted}" in f" {' '.join(words(text))}"


def _excerpt(note: str, word: Word) -> str:
    """Return the line of a note that has a word, or what stands around it there."""
    for line in note.splitlines():
        at = fold(line).find(word.parts[0])
        if at >= 0 and mentions(line, " ".join(word.parts)):
            begin, end = max(0, at - _AROUND), at + len(word.parts[0]) + _AROUND
            cut = line[begin:end].strip()
            return f"{'…' if begin else ''}{cut}{'…' if end < len(line) else ''}"
    return note.split("\n", 1)[0]
