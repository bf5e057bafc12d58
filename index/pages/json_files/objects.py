"""Papers told as JSON objects: by Recto, the Daily Papers API, arXiv, others, as CSL, or plainly.

The plain form has the keys of the collections that people share: `title`, `abstract`, `date`,
`authors`, `arxiv_id`, `upvotes`, `comments`, `github`. Recto's own export adds the reader's marks.
Other keys are left aside, and all but the title may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...exports.mapping import CSL_TYPES
from ...identifiers import arxiv_id
from ...paper import Kept, Record
from ...text import clean
from ..fields.bylines import Byline, People, people_in, people_named
from ..fields.dates import told_date
from ..fields.identifiers import ArxivName, arxiv_in_field, doi_in_field
from ..fields.keywords import keywords_of, parted
from ..fields.markup import plain
from ..values import (
    MOST_AUTHORS,
    MOST_TEXT,
    NoPaperError,
    code_links,
    count_of,
    date_of,
    day_of,
    links_of,
    names_of,
    note_of,
    tags_of,
    text_of,
)
from .csl import read_csl_item
from .highlights import highlights_in
from .scholarly import read_scholar, read_snapshot

_PLAIN_ID = re.compile(r"\d{4}\.\d{4,5}")
_ODD_SIGNS = ("<", "&", "…", "...", " al", "other", "more", "author")
"""What stands in names that may be none."""

_MOST_MARKS = 10_000
"""Annotations of one paper that are kept."""

_ISO_SIGNS = frozenset("0123456789-T:Z.+ ")
_TEXTS = (*("venue", "volume", "issue", "pages", "publisher", "arxiv_comment", "license", "type"),)
_DETAILS = frozenset(
    {
        *_TEXTS,
        *("updated", "published_journal", "categories", "keywords", "files", "more_authors"),
        *("arxiv_version", "remark", "doi"),
    }
)
"""Keys of what few papers have."""


def read_object(told: object, rank: int, line: int) -> Record:
    """Return the paper that a JSON value tells; NoPaperError where it tells none."""
    if not isinstance(told, dict):
        raise NoPaperError("It is no JSON object.")
    if isinstance(told.get("itemType") or _told_in(told, "data").get("itemType"), str):
        raise NoPaperError("It is an item of Zotero.")
    paper = told.get("paper")
    cited = told.get("citingPaper") or told.get("citedPaper")
    if isinstance(cited, dict):
        told = cited
    if isinstance(paper, dict) or "summary" in told:
        return _read_daily(told, paper if isinstance(paper, dict) else told, rank, line)
    if (
        "issued" in told
        or "author" in told
        or isinstance(told.get("title"), list)
        or isinstance(told.get("custom"), dict)
    ):
        return read_csl_item(told, rank, line)
    if "authors_parsed" in told or ("versions" in told and "categories" in told):
        return read_snapshot(told, rank, line)
    if "paperId" in told or isinstance(told.get("externalIds"), dict):
        return read_scholar(told, rank, line)
    return _read_plain(told, rank, line)


def _told_in(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = told.get(key)
    return inner if isinstance(inner, dict) else {}


def _read_plain(told: Mapping[str, Any], rank: int, line: int) -> Record:
    title = text_of(told, "title")
    if not title:
        raise NoPaperError(_why_none(told))
    is_own = "kept_from" in told and "sources" in told
    title = title if is_own else _shown(title)
    people = _people(told.get("authors"), is_own=is_own)
    authors = people.names
    arxiv = told.get("arxiv_id")
    named = _arxiv(arxiv) if isinstance(arxiv, str) else None
    kept = told.get("kept_from")
    note = told.get("note")
    return Record(
        title=title,
        abstract=text_of(told, "abstract") if is_own else _shown(text_of(told, "abstract")),
        rank=rank,
        line=line,
        authors=authors,
        author_count=count_of(told.get("author_count")) or people.count,
        organisation=text_of(told, "organisation") or None,
        published=_date(told.get("date") or told.get("published")),
        **_details(told, is_own=is_own, has_more=people.has_more, named=named),
        comments=count_of(told.get("comments")),
        upvotes=count_of(told.get("upvotes")),
        arxiv_id=named.id if named else None,
        links=(*code_links(told.get("github")), *links_of(told.get("links"))),
        cite_key=text_of(told, "cite_key") or None,
        tags=tags_of(told.get("tags")),
        note=note_of(note) if isinstance(note, str) else None,
        bookmarked=told.get("bookmarked") is True,
        read=told.get("read") is True,
        queue=count_of(told.get("queue")),
        done=day_of(told.get("done")),
        rejected=told.get("rejected") is True,
        kept_from=(
            Kept(text_of(kept, "query"), text_of(kept, "view") or "all")
            if isinstance(kept, dict)
            else None
        ),
        highlights=highlights_in(told.get("highlights")) if is_own else (),
    )


def _date(value: object) -> str | None:
    """Return a date, also one in words."""
    if (date := date_of(value)) or not isinstance(value, str) or set(value) <= _ISO_SIGNS:
        return date
    return told_date([value])


def _shown(text: str) -> str:
    """Return a clean text without the markup in it."""
    return clean(plain(text)) if "<" in text or "&" in text else text


def _arxiv(text: str) -> ArxivName | None:
    """Return the arXiv id that a field is, with its version where it has one."""
    if plain_id := _PLAIN_ID.fullmatch(text):
        return ArxivName(plain_id[0])
    return arxiv_in_field(text[:MOST_TEXT], "arxiv")


def _may_be_none(names: Sequence[str]) -> bool:
    """Whether one of some names may be markup, or say that there are others."""
    told = " " + " ".join(names).lower()
    return any(sign in told for sign in _ODD_SIGNS) or not all(name[0].isalnum() for name in names)


def _people(value: object, *, is_own: bool) -> People:
    """Return the people in a list, or those that a text lists."""
    if isinstance(value, str) and not is_own:
        return people_in([_shown(clean(value[:MOST_TEXT]))])
    names = _names(value)
    if is_own or not _may_be_none(names):
        return People(names)
    byline = Byline()
    for name in names:
        byline.add_literal(_shown(name))
    return byline.people()


def _details(
    told: Mapping[str, Any], *, is_own: bool, has_more: bool, named: ArxivName | None
) -> dict[str, Any]:
    """Return what few papers have, by the attributes of records."""
    if told.keys().isdisjoint(_DETAILS):
        version = named.version if named else None
        return {"has_more_authors": has_more, "arxiv_version": version}
    version, remark, name = told.get("arxiv_version"), told.get("remark"), told.get("doi")
    details: dict[str, Any] = {key: text_of(told, key) or None for key in _TEXTS}
    details |= {key: date_of(told.get(key)) for key in ("updated", "published_journal")}
    details |= {key: tags_of(told.get(key)) for key in ("categories", "keywords", "files")}
    details["collected"] = text_of(told, "collected") or None
    details["annotations"] = _annotations(told.get("annotations"))
    details["has_more_authors"] = has_more or told.get("more_authors") is True
    details["arxiv_version"] = count_of(version) or (named.version if named else None)
    details["remark"] = note_of(remark) if isinstance(remark, str) else None
    details["doi"] = doi_in_field(name[:MOST_TEXT]) if isinstance(name, str) else None
    if not is_own:
        words = told.get("keywords")
        if isinstance(words, str):
            details["keywords"] = keywords_of(parted(words[:MOST_TEXT]))
        details["type"] = details["type"] if details["type"] in CSL_TYPES else None
    return details


def _annotations(value: object) -> tuple[str, ...]:
    """Return what was marked in a paper's files, each as JSON, as records keep it."""
    marks = value if isinstance(value, list) else []
    told = (json.dumps(mark, ensure_ascii=False) for mark in marks if isinstance(mark, dict))
    return tuple(mark for mark in told if len(mark) <= MOST_TEXT)[:_MOST_MARKS]


def _why_none(told: Mapping[str, Any]) -> str:
    """Return why an object without a title is no paper."""
    error = text_of(told, "error")
    return f"It is an error answer: {error[:200]}" if error else "It has no title."


def _read_daily(told: Mapping[str, Any], paper: Mapping[str, Any], rank: int, line: int) -> Record:
    """Read an entry of the Daily Papers API's list, or its answer about one paper."""
    title = text_of(paper, "title") or text_of(told, "title")
    if not title:
        raise NoPaperError(_why_none(told))
    listed = paper.get("authors")
    people = people_named(
        _names(list(map(_author, listed)) if isinstance(listed, list) else listed)
    )
    arxiv = paper.get("id") or paper.get("arxiv_id")
    of_paper, of_entry = paper.get("organization"), told.get("organization")
    organisation = of_paper if isinstance(of_paper, dict) else of_entry
    published = paper.get("publishedAt") or told.get("publishedAt") or paper.get("date")
    return Record(
        title=title,
        abstract=text_of(paper, "summary") or text_of(told, "summary"),
        rank=rank,
        line=line,
        authors=people.names,
        author_count=people.count,
        has_more_authors=people.has_more,
        organisation=(
            (text_of(organisation, "fullname") or text_of(organisation, "name") or None)
            if isinstance(organisation, dict)
            else None
        ),
        published=date_of(published),
        comments=count_of(told.get("numComments", paper.get("numComments"))),
        upvotes=count_of(paper.get("upvotes", told.get("upvotes"))),
        arxiv_id=arxiv_id(arxiv) if isinstance(arxiv, str) else None,
        links=(*code_links(paper.get("githubRepo")), *links_of([paper.get("projectPage")])),
    )


def _author(person: object) -> object:
    """Return an author's name; those that the site hides are pieces of a page misread there."""
    if not isinstance(person, dict):
        return person
    return None if person.get("hidden") is True else person.get("name")


def _names(value: object) -> tuple[str, ...]:
    names = value[:MOST_AUTHORS] if isinstance(value, list) else [value]
    return names_of(name for name in names if isinstance(name, str))
