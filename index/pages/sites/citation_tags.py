"""The page of one paper on arXiv or at a publisher's, told by its `citation_` tags.

They are those that Google Scholar asks publishers for (scholar.google.com/intl/en/scholar/
inclusion.html); arXiv's pages also tell version, category and comment to their readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...identifiers import arxiv_id, doi
from ...paper import Record
from ...text import clean
from ..daily.blocks import Block, joined
from ..values import MOST_AUTHORS, MOST_TEXT, categories_of, date_of, journal_of, links_of
from .days import day_in
from .people import people_among

_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?\b.*")
_HISTORY = re.compile(r"\[v(?P<version>\d{1,3})\] (?P<day>\w{3}, \d{1,2} \w{3} \d{4})\b.*")
_LABELS = re.compile(r"(Comments|Subjects|Journal reference|Related DOI|Cite as):?(.*)")
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_LICENSE = re.compile(r"https?://(?:creativecommons\.org/|arxiv\.org/licenses/)\S+")
_TITLES = ("citation_title", "bepress_citation_title", "eprints.title")
_AUTHORS = ("citation_author", "bepress_citation_author", "eprints.creators_name")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "dc.description", "eprints.abstract")
_DAYS = (
    "citation_publication_date",
    "citation_date",
    "citation_cover_date",
    "citation_online_date",
    "bepress_citation_date",
    "citation_year",
)
_VENUES = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")
_PAGES = ("citation_abstract_html_url", "citation_public_url", "citation_fulltext_html_url")

Tags = Mapping[str, Sequence[str]]
"""The tags of a page: what each name says, in order."""


def read_citation_tags(tags: Tags, blocks: Sequence[Block], line: int) -> Record | None:
    """Return the paper that a page is about; None where it says by no tag that it is of one."""
    title = _first(tags, _TITLES)
    if not title:
        return None
    listed = [name for text in tags.get("citation_authors", ()) for name in text.split(";")]
    names = next((tags[name] for name in _AUTHORS if tags.get(name)), listed)
    people = people_among([_spoken(name) for name in names[:MOST_AUTHORS]])
    arxiv = arxiv_id(_first(tags, ("citation_arxiv_id",)))
    record = Record(
        title=title,
        abstract=_first(tags, _ABSTRACTS),
        rank=1,
        line=line,
        authors=people.names,
        author_count=people.total,
        has_more_authors=people.has_more,
        arxiv_id=arxiv,
        doi=_doi(_first(tags, ("citation_doi", "dc.identifier", "bepress_citation_doi"))),
        volume=_first(tags, ("citation_volume",)) or None,
        issue=_first(tags, ("citation_issue",)) or None,
        pages=_pages(tags),
        publisher=_first(tags, ("citation_publisher", "dc.publisher")) or None,
        venue=_first(tags, _VENUES) or None,
        keywords=_keywords(tags),
    )
    if arxiv:
        return _with_arxiv(record, tags, blocks)
    day = next(filter(None, (_date(_first(tags, (name,))) for name in _DAYS)), None)
    links = links_of([_first(tags, _PAGES)]) if not record.doi else ()
    return record._replace(published=day, published_journal=day, links=links)


def _with_arxiv(record: Record, tags: Tags, blocks: Sequence[Block]) -> Record:
    """Return a paper with what arXiv's page tells of it besides."""
    told: dict[str, str] = {}
    label = ""
    first = latest = None
    version = 0
    license = None
    for block in blocks:
        text = block.text
        license = license or next(
            (piece.url for piece in block.pieces if _LICENSE.fullmatch(piece.url)), None
        )
        if label:
            told.setdefault(label, joined(block.pieces))
        found = _LABELS.fullmatch(text)
        label = found[1] if found and not found[2] else ""
        if found and found[2]:
            told.setdefault(found[1], clean(found[2]))
        if history := _HISTORY.fullmatch(text):
            number, day = int(history["version"]), day_in(history["day"])
            first = day if number == 1 else first
            latest, version = (day, number) if number > version else (latest, version)
    comment = told.get("Comments")
    venue, year = journal_of(told.get("Journal reference", ""))
    return record._replace(
        published=first or _date(_first(tags, ("citation_date",))),
        updated=latest or _date(_first(tags, ("citation_online_date",))),
        arxiv_version=version or None,
        categories=categories_of(_CATEGORY.findall(told.get("Subjects", ""))),
        arxiv_comment=comment,
        license=license,
        venue=venue or record.venue,
        published_journal=year,
        doi=record.doi or _doi(told.get("Related DOI", "")),
        links=links_of([comment]),
    )


def _first(tags: Tags, names: Sequence[str]) -> str:
    for name in names:
        for told in tags.get(name, ()):
            if text := clean(told[:MOST_TEXT]):
                return text
    return ""


def _spoken(name: str) -> str:
    """Return `Family, Given` as it is spoken."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def _date(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return day_in(text)
    return date_of("-".join(part.zfill(2) for part in found.groups() if part))


def _doi(text: str) -> str | None:
    found = doi(text.partition(" ")[0])
    return None if found and found.startswith("10.48550/") else found


def _pages(tags: Tags) -> str | None:
    first, last = (_first(tags, (name,)) for name in ("citation_firstpage", "citation_lastpage"))
    return "-".join(dict.fromkeys(filter(None, (first, last)))) or None


def _keywords(tags: Tags) -> tuple[str, ...]:
    told = " ; ".join(tags.get("citation_keywords", ()))[:MOST_TEXT]
    words = (clean(word) for word in re.split(r"[;,]", told))
    return tuple(dict.fromkeys(filter(None, words)))
