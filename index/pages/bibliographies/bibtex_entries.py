"""An entry of BibTeX or biblatex as a record; fields by all the names that programs give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...exports.mapping import BIBTEX, BIBTEX_VENUES, MONTHS
from ...exports.mapping import BIBTEX_TYPES as BIBTEX_WRITTEN
from ...exports.own_mark import is_marked_by_key, marked_tags
from ...paper import Record
from ...text import clean
from ..fields.bylines import People
from ..fields.dates import said_in
from ..fields.identifiers import ArxivName, arxiv_in_field, doi_in_field, doi_within
from ..fields.keywords import parted
from ..fields.markup import plain, read_markup
from ..fields.printed import is_arxiv
from ..fields.telling import Telling
from ..values import MOST_TEXT, note_of
from .bibtex_names import bibtex_people, own_people
from .bibtex_values import Entry
from .entry_types import BIBTEX_TYPES
from .file_field import paths_in
from .latex import plain_text
from .verbatim import verbatim

_ARXIV_FIELDS = ("arxivid", "arxiv", "arxiv_id", "arxiv-id", "arxivnumber", "eprintid")
_EPRINT_TYPES = ("eprinttype", "archiveprefix", "archive", "eprint_type", "repository")
_CLASSES = ("primaryclass", "eprintclass", "primaryclasses", "arxivclass")
_NAMING = ("url", "doi", "ee", "journal", "journaltitle", "number", "volume", "eid", "pages", "pdf")
"""Fields in which bibliographies of the web keep an arXiv id with what tells it."""
_JOURNALS = ("journal", "journaltitle")
_PUBLISHERS = ("publisher", "school", "institution", "organization")
_REMARKS = ("note", "annote", "annotation", "howpublished", "comment", "review", "addendum")
_ADDRESSES = (
    *("url", "urls", BIBTEX["links"], "links", "ee", "pdf", "html", "website", "code", "project"),
    *("howpublished", "note", "annote", "annotation"),
)
_OWN_ADDRESSES = ("url", BIBTEX["links"], "links")
_KEYWORDS = ("keywords", "keyword", "author_keywords", "author-keywords")
_LICENSES = ("license", "licence", "copyright", "rights")

_LICENSE = re.compile(r"licen[sc]e|creative ?commons|\bCC[ -]?(?:BY|0)|public domain", re.I)
_LINE_ENDS = re.compile(r"\{\\newline\}\n?|\n[ \t]*\n[ \t]*")
"""What ends a line of a note: Recto's own sign (`BIBTEX_LINE_END`), or a paragraph of TeX."""
_MONTH_NUMBER = re.compile(r"0?([1-9]|1[0-2])(?:\s*[-–/&,]+\s*\d{1,2})?")
_CATEGORY_KEYWORD = re.compile(r".+ \(([a-z-]+\.[A-Za-z-]+)\)")
"""How the DataCite record of a preprint names categories."""
_ENDS_TITLE = (":", "?", "!", ".", "—", "–")


def read_entry(entry: Entry, rank: int) -> Record | None:
    """Return the paper of an entry, None where it has no title."""
    return _Reading(entry).record(rank)


class _Reading:
    """One entry on its way to its record."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._fields: Mapping[str, str] = entry.fields
        self._links: list[str] = []
        """Addresses behind words."""
        self._own_tags = marked_tags(self._raw(BIBTEX["mark"]))
        # Before there was a mark, exports had no keywords but tags.
        self._is_older = self._own_tags is None and is_marked_by_key(
            entry.key, clean(plain_text(self._raw(BIBTEX["title"])))
        )
        self._is_own = self._own_tags is not None or self._is_older

    def record(self, rank: int) -> Record | None:
        """Return the record of the entry, None where it has no title."""
        title = self._title()
        if not title:
            return None
        keywords = list(self._keywords())
        telling = Telling(
            title,
            abstract=self._text(BIBTEX["abstract"]),
            people=self._people(),
            dates=list(self._dates()),
            arxiv=self._arxiv(),
            doi=self._doi(),
            addresses=[*self._addresses(), *self._links],
            venue=self._own_venue() if self._is_own else self._venue(),
            volume=self._text("volume"),
            issue=self._text("number") or self._text("issue"),
            pages=self._first("pages", "eid", "article-number", "articleno", "elocation-id"),
            publisher=self._first(*_PUBLISHERS),
            categories=self._categories(keywords),
            type=self._own_type() if self._is_own else self._type(),
            keywords=keywords,
            own_tags=frozenset(keywords) if self._is_older else self._own_tags,
            note=self._note() if self._is_own else None,
            remarks=list(self._remarks()),
            files=paths_in(self._raw("file")),
            license=self._license(),
            arxiv_comment=self._text(BIBTEX["arxiv_comment"]) if self._is_own else None,
            is_own=self._is_own,
            cite_key=self._entry.key,
        )
        telling.name_arxiv(map(self._verbatim, _NAMING))
        telling.name_by_remarks()
        return telling.record(rank, self._entry.line)

    def _raw(self, name: str) -> str:
        return self._fields.get(name, "")[:MOST_TEXT]

    def _text(self, name: str) -> str:
        return self._shown(self._raw(name))

    def _shown(self, raw: str, links: list[str] | None = None) -> str:
        """Return what a field shows; Recto's own holds no markup, whatever looks like it."""
        if not raw:
            return ""
        text = plain_text(raw, links)
        return clean(text if self._is_own else plain(text))

    def _verbatim(self, name: str) -> str:
        raw = self._raw(name)
        return verbatim(raw) if raw else ""

    def _first(self, *names: str) -> str:
        return next(filter(None, map(self._text, names)), "")

    def _title(self) -> str:
        title = self._shown(self._raw(BIBTEX["title"]), self._links)
        self._links += [title] if "://" in title and not self._is_own else []
        return _extended(title, self._text("subtitle"))

    def _venue(self) -> str:
        journal = self._first("journaltitle", "journal")
        if journal:
            return _extended(journal, self._text("journalsubtitle"))
        book = self._text("booktitle")
        if book:
            return _extended(book, self._text("booksubtitle"))
        return self._first("venue", "eventtitle")

    def _people(self) -> People:
        if self._is_own:
            return own_people(self._raw(BIBTEX["authors"]))
        return bibtex_people(self._raw(BIBTEX["authors"]), self._raw("collaboration"))

    def _dates(self) -> Iterator[str]:
        yield self._text("date")
        yield self._text(BIBTEX["year"])
        month, day = self._text(BIBTEX["month"]), self._text(BIBTEX["day"])
        if number := _MONTH_NUMBER.fullmatch(month):
            month = MONTHS[int(number[1]) - 1]
        said = said_in(month)
        yield f"{day} {month}" if day and said.month and not said.day else month

    def _type(self) -> str | None:
        kind = BIBTEX_TYPES.get(self._entry.type)
        subtype = self._raw("entrysubtype").strip("{} ").lower()
        return f"article-{subtype}" if subtype in ("magazine", "newspaper") else kind

    def _own_venue(self) -> str:
        # A program may have given the entry the names that biblatex has.
        return self._text(BIBTEX_VENUES.get(self._entry.type, "howpublished")) or self._venue()

    def _own_type(self) -> str | None:
        """Return the type that an entry means, or that its subtype says."""
        subtype = self._text(BIBTEX["subtype"])
        if subtype:
            return f"article-{subtype}" if f"article-{subtype}" in BIBTEX_WRITTEN else subtype
        meant = (name for name, entry in BIBTEX_WRITTEN.items() if entry == self._entry.type)
        other = "article" if self._raw(BIBTEX["arxiv_id"]) else self._type()
        return next(meant, other)

    def _categories(self, keywords: Iterable[str]) -> list[str]:
        if self._is_own:
            told = self._first(BIBTEX["categories"], BIBTEX["category"], "eprintclass")
            return told.split(", ")
        return [*self._classes(), *filter(None, map(_category, keywords))]

    def _license(self) -> str | None:
        if self._is_own:
            return self._text(BIBTEX["license"]) or None
        return next(filter(_LICENSE.search, map(self._text, _LICENSES)), None)

    def _arxiv(self) -> ArxivName | None:
        archive = next(filter(None, map(self._verbatim, _EPRINT_TYPES)), "")
        category = next(filter(None, map(self._verbatim, _CLASSES)), "")
        named = arxiv_in_field(self._verbatim(BIBTEX["arxiv_id"]), archive, category)
        names: tuple[str, ...] = _ARXIV_FIELDS
        if named is None and any(is_arxiv(self._raw(name)) for name in _JOURNALS):
            names = (*_ARXIV_FIELDS, "volume", "number", "eid", "pages")
        told = (arxiv_in_field(self._verbatim(name), "arxiv", category) for name in names)
        return named or next(filter(None, told), None)

    def _doi(self) -> str | None:
        told = self._verbatim("doi")
        if self._raw("eprinttype").strip("{} ").lower() == "doi":
            told = told or self._verbatim(BIBTEX["arxiv_id"])
        return doi_in_field(told) or next(filter(None, map(doi_within, self._addresses())), None)

    def _classes(self) -> list[str]:
        return [
            one for name in _CLASSES for one in re.split(r"[\s,;]+", self._verbatim(name)) if one
        ]

    def _keywords(self) -> Iterator[str]:
        for name in _KEYWORDS:
            raw = self._raw(name)
            parts = parted(raw, ",") if self._is_own else parted(raw)
            yield from filter(None, map(self._shown, parts))

    def _addresses(self) -> list[str]:
        """Return the fields in which addresses stand."""
        others = (name for name in self._fields if name.startswith("bdsk-url-"))
        names = _OWN_ADDRESSES if self._is_own else (*_ADDRESSES, *others)
        told = map(self._verbatim, names)
        return [text for text in told if "http" in text.lower() or "www." in text.lower()]

    def _note(self) -> str | None:
        """Return the reader's note with its lines."""
        text = self._raw(BIBTEX["note"]) or self._raw("annotation")
        return note_of("\n".join(_lines(text)))

    def _remarks(self) -> Iterator[str]:
        for name in (BIBTEX["remark"],) if self._is_own else _REMARKS:
            raw = self._raw(name)
            if not raw:
                continue
            text = "\n".join(_lines(raw))
            yield text if self._is_own else read_markup(text).text


def _extended(title: str, subtitle: str) -> str:
    """Return a title with its subtitle."""
    if not subtitle or not title:
        return title
    return f"{title} {subtitle}" if title.endswith(_ENDS_TITLE) else f"{title}: {subtitle}"


def _category(keyword: str) -> str | None:
    found = _CATEGORY_KEYWORD.fullmatch(keyword)
    return found[1] if found else None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a note; its columns are its own."""
    for line in _LINE_ENDS.split(text):
        yield " " * (len(line) - len(line.lstrip(" "))) + _unfolded(plain_text(line))


def _unfolded(text: str) -> str:
    """Return what programs have broken into lines as one; its columns are the note's own."""
    return " ".join(line.strip() for line in text.split("\n")) if "\n" in text else text
