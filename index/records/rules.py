"""Which of the values that records tell counts, field by field: the table of docs/description.md.

A rule looks at the set of records alone: neither at the order in which they came nor at row
numbers. What is left equal at its end is decided by a digest of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from ..identifiers import doi_title, is_preprint_doi, stub_title
from .kinds import ARXIV, BIBLIOGRAPHIES
from .telling import Fields, Told

_CUT = ("…", "...")
"""How an abstract ends of which a page shows the beginning only."""

_MOST_LINKS = 1000
"""Addresses of one paper besides those of its abstract."""

Tellers = Sequence[Told]


class Rule(NamedTuple):
    """How a field is decided."""

    words: str
    """For people, as docs/description.md has it."""
    choose: Callable[[str, Tellers, Fields], Any]
    """Takes the name of the field, the records that tell it, and what was chosen before it."""


class _Value(NamedTuple):
    """A value and the records that tell it."""

    value: Any
    tellers: Tellers

    @property
    def sources(self) -> int:
        """From how many sources they are: a file that is added each day is one."""
        return len({told.source for told in self.tellers})


_Criterion = Callable[[_Value], Any]


def _preprint_rank(kind: str | None) -> int:
    """Return how well a format knows a preprint: 0 for arXiv, 1 for bibliographies, 2 for pages."""
    return 0 if kind in ARXIV else 1 if kind in BIBLIOGRAPHIES else 2


def _publication_rank(kind: str | None) -> int:
    """Return how well a format knows a publication: bibliographies best, then arXiv, then pages."""
    return 0 if kind in BIBLIOGRAPHIES else 1 if kind in ARXIV else 2


def _by_preprint(value: _Value) -> int:
    return min(_preprint_rank(told.kind) for told in value.tellers)


def _by_publication(value: _Value) -> int:
    return min(_publication_rank(told.kind) for told in value.tellers)


def _by_sources(value: _Value) -> int:
    return -value.sources


def _by_length(value: _Value) -> int:
    return -len(value.value)


def _by_stub(value: _Value) -> bool:
    return all(_is_stub(told.said) for told in value.tellers)


def _is_stub(said: Fields) -> bool:
    """Whether a record calls its paper by nothing but what it is known by."""
    arxiv, doi = said.get("arxiv_id"), said.get("doi")
    return bool(arxiv and said["title"] == stub_title(arxiv)) or bool(
        doi and said["title"] == doi_title(doi)
    )


def _by_cut_list(value: _Value) -> bool:
    return all(told.said.get("has_more_authors") for told in value.tellers)


def _by_missing_year(value: _Value) -> bool:
    return bool(value.value.startswith("-"))


def _by_itself(value: _Value) -> Any:
    return value.value


def _by_server(value: _Value) -> bool:
    return is_preprint_doi(value.value)


def elect(name: str, tellers: Tellers, *criteria: _Criterion) -> _Value:
    """Return the value with the least of the first criterion; of equal ones that of the next."""
    told_by: dict[Hashable, list[Told]] = {}
    for told in tellers:
        value = told.said[name]
        told_by.setdefault(tuple(value) if isinstance(value, list) else value, []).append(told)
    left = [_Value(those[0].said[name], those) for those in told_by.values()]
    for criterion in criteria:
        if len(left) == 1:
            break
        found = [criterion(value) for value in left]
        best = min(found)
        left = [value for value, one in zip(left, found, strict=True) if one == best]
    return min(left, key=_by_digest) if len(left) > 1 else left[0]


def _by_digest(value: _Value) -> bytes:
    return min(told.digest for told in value.tellers)


def _electing(*criteria: _Criterion) -> Callable[[str, Tellers, Fields], Any]:
    def choose(name: str, tellers: Tellers, chosen: Fields) -> Any:
        return elect(name, tellers, *criteria).value

    return choose


def _choose_abstract(name: str, tellers: Tellers, chosen: Fields) -> str:
    """Return the longest whole one; a cut one where that has at least twice as much.

    What stands in an abstract's place and is far shorter is a remark and none.
    """
    whole = [told for told in tellers if not told.said[name].endswith(_CUT)]
    cut = [told for told in tellers if told.said[name].endswith(_CUT)]
    if whole and cut:
        longest = max(len(told.said[name]) for told in cut)
        is_whole = 2 * max(len(told.said[name]) for told in whole) > longest
        tellers = whole if is_whole else cut
    return str(elect(name, tellers, _by_length, _by_preprint, _by_sources).value)


def _choose_authors(name: str, tellers: Tellers, chosen: Fields) -> list[str]:
    value = _Value(tellers[0].said[name], tellers)
    if any(told.said[name] != value.value for told in tellers):
        value = elect(name, tellers, _by_length, _by_cut_list, _by_preprint, _by_sources)
    if _by_cut_list(value):
        chosen["has_more_authors"] = True
    return list(value.value)


def _choose_more(name: str, tellers: Tellers, chosen: Fields) -> bool | None:
    """Return whether there are others where nobody names any author; else it is decided."""
    return chosen.get(name) if "authors" in chosen else True


def _choose_largest(name: str, tellers: Tellers, chosen: Fields) -> int:
    return int(max(told.said[name] for told in tellers))


def _choose_latest(name: str, tellers: Tellers, chosen: Fields) -> str:
    """Return the latest date; of one day, month or year the exactest."""
    return str(max(told.said[name] for told in tellers))


def _choose_earliest(name: str, tellers: Tellers, chosen: Fields) -> str:
    return str(min(told.said[name] for told in tellers))


def _choose_of_publication(name: str, tellers: Tellers, chosen: Fields) -> Any:
    """Return what those tell that name the chosen venue, or else those that name none."""
    venue = chosen.get("venue")
    if venue is not None:
        wanted = _folded(venue)
        named = [told for told in tellers if _folded(told.said.get("venue", "")) == wanted]
        tellers = named or [told for told in tellers if "venue" not in told.said]
    if not tellers:
        return None
    return elect(name, tellers, _by_publication, _by_sources).value


def _folded(venue: str) -> str:
    return "".join(filter(str.isalnum, venue.casefold()))


def _ordered(tellers: Tellers) -> list[Told]:
    return sorted(tellers, key=lambda told: (_preprint_rank(told.kind), told.digest))


def _choose_union(name: str, tellers: Tellers, chosen: Fields) -> list[Any]:
    """Return what all tell, each once: those of the best source first."""
    union: dict[Hashable, Any] = {}
    for told in _ordered(tellers):
        for one in told.said[name]:
            union.setdefault(_sameness(name, one), one)
    return list(union.values())[:_MOST_LINKS]


def _sameness(name: str, value: Any) -> Hashable:
    if name == "links":
        return str(value[0])
    return str(value).casefold() if name == "keywords" else str(value)


def _choose_remark(name: str, tellers: Tellers, chosen: Fields) -> str:
    """Return the lines of all remarks, each once."""
    lines = (line for told in _ordered(tellers) for line in told.said[name].split("\n"))
    return "\n".join(dict.fromkeys(lines))


_FIRST = "arXiv before bibliographies before pages"
_PUBLISHED = "bibliographies before arXiv before pages"
_MOST = "told by most sources"

OF_PUBLICATION = ("volume", "issue", "pages", "publisher", "type")
"""Fields that go with the venue."""

_WITH_VENUE = Rule(
    f"those with the chosen venue, else those without one; {_PUBLISHED}; {_MOST}",
    _choose_of_publication,
)
_ONE = Rule(f"{_FIRST}; {_MOST}", _electing(_by_preprint, _by_sources))
_UNION = Rule(f"all of them, {_FIRST}", _choose_union)
_NEWEST = Rule("of the newest day; the largest", _choose_largest)

RULES: Mapping[str, Rule] = {
    "title": Rule(
        f"more than an arXiv id; {_FIRST}; {_MOST}; the longest",
        _electing(_by_stub, _by_preprint, _by_sources, _by_length),
    ),
    "abstract": Rule(
        f"whole before cut, unless the cut one is twice as long; the longest; {_FIRST}; {_MOST}",
        _choose_abstract,
    ),
    "authors": Rule(
        f"the most names; whole before “and others”; {_FIRST}; {_MOST}", _choose_authors
    ),
    "author_count": Rule("the largest", _choose_largest),
    "organisation": _ONE,
    "published": Rule(
        f"with a year; the exactest; {_FIRST}; the earliest",
        _electing(
            _by_missing_year,
            lambda value: -len(value.value),
            _by_preprint,
            _by_itself,
        ),
    ),
    "updated": Rule("the latest", _choose_latest),
    "published_journal": Rule(
        "with a year; the exactest; the earliest",
        _electing(_by_missing_year, lambda value: -len(value.value), _by_itself),
    ),
    "comments": _NEWEST,
    "upvotes": _NEWEST,
    "arxiv_id": _ONE,
    "doi": Rule(
        f"a publisher's before a preprint server's; {_PUBLISHED}; {_MOST}",
        _electing(_by_server, _by_publication, _by_sources),
    ),
    "links": _UNION,
    "venue": Rule(f"{_PUBLISHED}; {_MOST}", _electing(_by_publication, _by_sources)),
    "volume": _WITH_VENUE,
    "issue": _WITH_VENUE,
    "pages": _WITH_VENUE,
    "publisher": _WITH_VENUE,
    "type": _WITH_VENUE,
    "categories": Rule(
        f"{_FIRST}; the most; {_MOST}", _electing(_by_preprint, _by_length, _by_sources)
    ),
    "arxiv_version": Rule("the largest", _choose_largest),
    "arxiv_comment": _ONE,
    "license": _ONE,
    "keywords": _UNION,
    "remark": Rule(f"the lines of all, {_FIRST}", _choose_remark),
    "files": _UNION,
    "collected": Rule("the earliest", _choose_earliest),
    "annotations": _UNION,
    "has_more_authors": Rule("as the chosen authors", _choose_more),
}
"""In the order in which fields are decided."""

UNITED = frozenset({"links", "keywords", "files", "annotations", "remark"})
"""Fields of which all that is told is shown."""

BESIDE = frozenset({"authors", *OF_PUBLICATION, "has_more_authors"})
"""Fields that are decided together with others, even where all who tell them agree."""
