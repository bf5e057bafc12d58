"""What a record tells of which paper it is, and when two of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..identifiers import arxiv_id
from ..paper import Record
from .dois import is_preprint, same_doi
from .family_keys import family_key, former_family_keys, script
from .titles import title_key

YEARS_APART = 2
"""Records without authors are of one paper while their years are no further apart."""


class Evidence(NamedTuple):
    """What a record tells of which paper it is."""

    title: str | None
    """Its title key; None where the title is no more than an arXiv id."""
    arxiv: str | None = None
    doi: str | None = None
    """As `same_doi` has it; never arXiv's, which is the arXiv id."""
    family: str | None = None
    """The family key of the first author; None where none is known."""
    year: int | None = None


def evidence_of(record: Record) -> Evidence:
    """Return what a record tells of which paper it is."""
    title = record.title
    return evidence(
        None if is_stub(title) else title_key(title),
        record.arxiv_id,
        record.doi,
        record.authors[0] if record.authors else None,
        record.published,
    )


def is_stub(title: str) -> bool:
    """Tell whether a title is no more than an arXiv id."""
    return title.startswith("arXiv:") and arxiv_id(title) is not None


def evidence(
    title: str | None,
    arxiv: str | None,
    doi: str | None,
    first_author: str | None,
    published: str | None,
) -> Evidence:
    """Return evidence of a title key and of the rest as records have it."""
    if doi and doi.startswith("10.48550/"):
        arxiv, doi = arxiv or arxiv_id(doi), None
    year = published[:4] if published else ""
    return Evidence(
        title,
        arxiv,
        same_doi(doi) if doi else None,
        family_key(first_author) if first_author else None,
        int(year) if year.isdecimal() and len(year) == 4 else None,
    )


def former_evidence(one: Evidence, first_author: str | None) -> tuple[Evidence, ...]:
    """Return what earlier rules took for the evidence of a record, where that is another."""
    if first_author is None:
        return ()
    return tuple(one._replace(family=key) for key in former_family_keys(first_author))


class Told:
    """What several records tell that are known to be of one paper."""

    __slots__ = ("arxivs", "dois", "families", "first", "keys", "last", "titles")

    def __init__(self, told: Iterable[Evidence]) -> None:
        self.titles: set[str] = set()
        self.arxivs: set[str] = set()
        self.keys: set[str] = set()
        """All its DOIs."""
        self.dois: set[str] = set()
        """Those of publishers."""
        self.families: set[str] = set()
        self.first: int | None = None
        self.last: int | None = None
        """The earliest and the latest year."""
        for one in told:
            self._add(one)

    def ids_only(self) -> Told:
        """Return the same without names and years, and without what DOIs tell against others."""
        told = Told(())
        told.arxivs, told.keys = self.arxivs, self.keys
        return told

    def _add(self, one: Evidence) -> None:
        if one.title is not None:
            self.titles.add(one.title)
        if one.arxiv is not None:
            self.arxivs.add(one.arxiv)
        if one.doi is not None:
            self.keys.add(one.doi)
            if not is_preprint(one.doi):
                self.dois.add(one.doi)
        if one.family is not None:
            self.families.add(one.family)
        if one.year is not None:
            self.first = one.year if self.first is None else min(self.first, one.year)
            self.last = one.year if self.last is None else max(self.last, one.year)


class Agreement:
    """What some that may be one paper have in common, while no two contradict each other."""

    __slots__ = ("_arxivs", "_dois", "_families", "_years", "reason")

    def __init__(self, members: Iterable[Told] = ()) -> None:
        self.reason: str | None = None
        """Of what two of them have different ones: `arXiv ids`, `DOIs`, `first authors`, `years`;
        None while they agree."""
        self._arxivs: set[str] | None = None
        self._dois: set[str] | None = None
        self._families: dict[str, set[str]] = {}
        """By the script in which they are written: others tell nothing about them."""
        # The latest beginning and the earliest end of the years: of all, and of the nameless.
        self._years: tuple[int | None, int | None, int | None, int | None] = (None,) * 4
        for member in members:
            self.add(member)

    def add(self, member: Told) -> None:
        """Take one more in."""
        first, last = member.first, member.last
        families: dict[str, set[str]] = {}
        for family in member.families:
            families.setdefault(script(family), set()).add(family)
        nameless = (None, None) if "" in families else (first, last)
        self._take(
            member.arxivs or None,
            member.dois or None,
            families,
            (first, last, *nameless),
        )

    def merge(self, other: Agreement) -> None:
        """Take in all that another one has taken in."""
        self.reason = self.reason or other.reason
        self._take(other._arxivs, other._dois, other._families, other._years)

    def _take(
        self,
        arxivs: set[str] | None,
        dois: set[str] | None,
        families: dict[str, set[str]],
        years: tuple[int | None, int | None, int | None, int | None],
    ) -> None:
        if arxivs is not None:
            self._arxivs = arxivs if self._arxivs is None else self._arxivs & arxivs
            if not self._arxivs:
                self.reason = self.reason or "arXiv ids"
        if dois is not None:
            self._dois = dois if self._dois is None else self._dois & dois
            if not self._dois:
                self.reason = self.reason or "DOIs"
        for written, names in families.items():
            self._families[written] = known = self._families.get(written, names) & names
            if not known:
                self.reason = self.reason or "first authors"
        if years[0] is not None:
            begin, end, other_begin, other_end = self._years
            begin, end = _latest(begin, years[0]), _earliest(end, years[1])
            other_begin = _latest(other_begin, years[2])
            other_end = _earliest(other_end, years[3])
            self._years = begin, end, other_begin, other_end
            # Years decide where one side is nameless.
            if _apart(other_begin, end) or _apart(begin, other_end):
                self.reason = self.reason or "years"


def contradiction(one: Told, other: Told) -> str | None:
    """Return of what two have different ones (see `Agreement.reason`), None where they agree."""
    return Agreement((one, other)).reason


def are_one(one: Evidence, other: Evidence) -> bool:
    """Tell whether two that nothing else shares evidence with are of one paper."""
    if one.arxiv is not None and other.arxiv is not None:
        return one.arxiv == other.arxiv
    if one.doi is not None and other.doi is not None:
        if one.doi == other.doi:
            return True
        if not is_preprint(one.doi) and not is_preprint(other.doi):
            return False
    if one.title is None or one.title != other.title:
        return False
    if one.family is not None and other.family is not None:
        written = script(one.family)
        if written == script(other.family) and (not written or one.family != other.family):
            return one.family == other.family
    if one.year is None or other.year is None:
        return True
    return abs(one.year - other.year) <= YEARS_APART


def _latest(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else max(one, other)


def _earliest(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)


def _apart(begin: int | None, end: int | None) -> bool:
    return begin is not None and end is not None and begin - end > YEARS_APART
