"""What one entry of a bibliography tells of its paper, made into a record alike for all formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...paper import Record
from ...text import clean
from ..values import MOST_TEXT, note_of, tags_of
from .bylines import People
from .dates import told_date
from .identifiers import (
    ArxivName,
    arxiv_in_field,
    arxiv_within,
    category_of,
    doi_within,
    links_among,
)
from .keywords import keywords_of
from .printed import is_arxiv, pages_of, printed_text, venue_of
from .remarks import arxiv_of_remark, remark_of

_PUBLISHED = frozenset(
    {
        *("article-journal", "article-magazine", "article-newspaper", "paper-conference"),
        *(
            "chapter",
            "book",
            "entry-encyclopedia",
            "entry-dictionary",
            "review",
            "report",
            "thesis",
        ),
    }
)
"""Types of what somebody has published besides arXiv."""
_PREPRINTS = frozenset({"article-journal", "webpage", "manuscript", "document", "report", ""})
"""Types that programs give to preprints."""
_LONGEST_KEY = 200


@dataclass(slots=True)
class Telling:
    """What an entry says, field by field, before it is a record."""

    title: str
    abstract: str = ""
    people: People = field(default_factory=People)
    dates: list[str] = field(default_factory=list)
    """Texts that tell a date together, the surest first."""
    arxiv: ArxivName | None = None
    doi: str | None = None
    addresses: list[str] = field(default_factory=list)
    venue: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    categories: list[str] = field(default_factory=list)
    type: str | None = None
    keywords: Iterable[str] = ()
    remarks: list[str] = field(default_factory=list)
    note: str | None = None
    """The reader's own, in a file of Recto's."""
    own_tags: frozenset[str] | None = None
    """The tags that Recto's mark names; None where there is no mark."""
    is_own: bool = False
    """Recto wrote it: nothing in it is guessed at."""
    arxiv_comment: str | None = None
    files: tuple[str, ...] = ()
    license: str | None = None
    cite_key: str | None = None

    def name_arxiv(self, texts: Iterable[str]) -> None:
        """Look for the arXiv id in these fields, unless it is known."""
        if self.arxiv is None:
            self.arxiv = next(filter(None, map(arxiv_within, texts)), None)

    def name_by_remarks(self) -> None:
        """Look for the ids in remarks that give nothing else."""
        if self.arxiv is None:
            self.arxiv = next(filter(None, map(arxiv_of_remark, self.remarks)), None)
        if self.doi is None:
            lines = (line.strip() for text in self.remarks for line in text.split("\n"))
            told = (line for line in lines if line[:20].casefold().startswith(("doi", "http")))
            self.doi = next(filter(None, map(doi_within, told)), None)

    def record(self, rank: int, line: int) -> Record:
        """Return the record of the entry."""
        arxiv = self.arxiv
        venue = venue_of(self.venue or "")
        publisher = printed_text(self.publisher or "")
        date = told_date(self.dates)
        kind = self._type(venue)
        words = tuple(dict.fromkeys(self.keywords)) if self.is_own else keywords_of(self.keywords)
        tags = tuple(word for word in words if word in (self.own_tags or ()))
        return Record(
            title=self.title,
            abstract=self.abstract,
            rank=rank,
            line=line,
            authors=self.people.names,
            author_count=self.people.count,
            has_more_authors=self.people.has_more,
            published=date,
            published_journal=date if venue and kind in _PUBLISHED else None,
            arxiv_id=arxiv.id if arxiv else None,
            arxiv_version=arxiv.version if arxiv else None,
            categories=self._categories(),
            doi=self.doi,
            links=links_among(self.addresses, arxiv.id if arxiv else None, self.doi),
            venue=venue,
            volume=self._numbered(self.volume),
            issue=self._numbered(self.issue),
            pages=pages_of(self.pages or ""),
            publisher=None if publisher is None or is_arxiv(publisher) else publisher,
            type=kind,
            keywords=tuple(word for word in words if word not in tags),
            tags=tags_of(list(tags)),
            remark=self._remark(),
            arxiv_comment=self.arxiv_comment or None,
            note=note_of(self.note) if self.note else None,
            files=self.files,
            license=printed_text(self.license or ""),
            cite_key=_key(self.cite_key),
        )

    def _type(self, venue: str | None) -> str | None:
        """Return the type; what is on arXiv and nowhere else is a preprint, `article`."""
        if self.is_own:
            return self.type
        is_preprint = self.arxiv is not None and venue is None
        return "article" if is_preprint and (self.type or "") in _PREPRINTS else self.type

    def _remark(self) -> str | None:
        if self.is_own:
            return note_of("\n".join(self.remarks))
        return remark_of(self.remarks)

    def _categories(self) -> tuple[str, ...]:
        told = [self.arxiv.category] if self.arxiv and self.arxiv.category else []
        named = map(category_of, [*self.categories, *told])
        return tuple(dict.fromkeys(name for name in named if name))

    def _numbered(self, text: str | None) -> str | None:
        """Return a volume or an issue; an id of arXiv is none."""
        told = printed_text(text or "")
        if told is None or told == "0" or arxiv_within(told):
            return None
        return None if self.arxiv and arxiv_in_field(told) == self.arxiv else told


def _key(text: str | None) -> str | None:
    """Return a citation key as it is typed, None for what can be none."""
    key = clean((text or "")[:MOST_TEXT])
    is_usable = key and len(key) <= _LONGEST_KEY and not set(key) & set(' ,{}\\"%#~')
    return key if is_usable else None
