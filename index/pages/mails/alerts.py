"""Mails of arXiv and alerts of Google Scholar into papers, one message or a whole mailbox."""

from __future__ import annotations

from collections.abc import Iterable

from ...paper import Record
from ..contents import Contents, Problem
from ..daily.blocks import refuse_large, with_plain_lines
from ..markup.html import blocks_of
from ..sites.arxiv_mails import day_of_mail, is_arxiv_mail, read_arxiv_mail
from ..sites.scholar_alerts import (
    is_scholar_alert,
    is_scholar_text,
    read_scholar_alert,
    read_scholar_text,
)
from .messages import Part, is_mail, parts_of

_LARGEST = 1 << 26
"""Characters of a mailbox: some thousand mails of a day."""


def read_alerts(text: str) -> tuple[Contents, list[Part]]:
    """Return the papers of mails, and the parts of mails that hold none of the kinds known here."""
    if refusal := refuse_large(text, "mail", _LARGEST):
        return refusal, []
    text = with_plain_lines(text)
    parts = list(parts_of(text)) if is_mail(text) else [Part(text, False, 1, None)]
    records: list[Record] = []
    problems: list[Problem] = []
    others: list[Part] = []
    days: set[str | None] = set()
    for part in parts:
        found = list(_papers(part, len(records) + 1))
        if not any(isinstance(one, Record) for one in found):
            others.append(part)
            continue
        records += (one for one in found if isinstance(one, Record))
        problems += (one for one in found if isinstance(one, Problem))
        days.add(part.day or day_of_mail(part.text))
    day = days.pop() if len(days) == 1 else None
    return Contents(_each_once(records), tuple(sorted(problems)), day, "mail"), others


def _papers(part: Part, rank: int) -> Iterable[Record | Problem]:
    if not part.is_html and is_arxiv_mail(part.text):
        return read_arxiv_mail(part.text, rank, part.line)
    if not part.is_html:
        is_alert = is_scholar_text(part.text)
        return read_scholar_text(part.text, rank, part.line) if is_alert else ()
    blocks = blocks_of(part.text)
    if not is_scholar_alert(blocks):
        return ()
    page = read_scholar_alert(blocks, [], "mail", part.day)
    return [
        record._replace(rank=rank + at, line=part.line + record.line - 1)
        for at, record in enumerate(page.records)
    ]


def _each_once(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return papers without those that a later message has as it stands there, and in order."""
    seen: set[Record] = set()
    kept: list[Record] = []
    for record in records:
        plain = record._replace(rank=0, line=0)
        if plain not in seen:
            seen.add(plain)
            kept.append(record._replace(rank=len(kept) + 1))
    return tuple(kept)
