"""Which paper is meant by what an act, or another library, tells of one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .evidence import Evidence, Told, contradiction
from .titles import former_title_key, title_key, unpriced_title_key

FORMER = "~"
"""What a key in the tables begins with that a title had in earlier versions; no other does."""


def keys_of_title(title: str) -> list[str]:
    """Return the keys under which a title is looked up: its own, and former ones where need be.

    A former key without signs is the key of a title without signs.
    """
    key = title_key(title)
    former = dict.fromkeys((former_title_key(title), unpriced_title_key(title)))
    return [key, *(FORMER + one for one in former if one and title_key(one) != key)]


def keys_to_try(key: str) -> list[str]:
    """Return the keys in the tables that a key from elsewhere may mean, the likeliest first."""
    return list(dict.fromkeys((key, title_key(key), FORMER + key)))


class Meanings:
    """Papers, each told by the evidence of its records, to be found by some of it."""

    def __init__(
        self,
        papers: Sequence[Collection[Evidence]],
        names: Sequence[Collection[str]] = (),
        former: Sequence[Collection[Evidence]] = (),
        groups: Sequence[Collection[str]] = (),
    ) -> None:
        """`names` are title keys that the papers go by besides those of their records.

        `former` is the evidence of their records as earlier rules told it, where it was another.
        `groups` are the names of what the reader has parted: papers of it may tell just the same.
        """
        self._papers = papers
        self._groups = [sorted(names) for names in groups] or [[] for _ in papers]
        self._told = [Told(paper) for paper in papers]
        self._former = former or [()] * len(papers)
        self._ever_told = [
            Told((*paper, *before)) if before else told
            for paper, before, told in zip(papers, self._former, self._told, strict=True)
        ]
        self._by_arxiv: dict[str, list[int]] = {}
        self._by_doi: dict[str, list[int]] = {}
        self._by_title: dict[str, list[int]] = {}
        for place, told in enumerate(self._told):
            for arxiv in told.arxivs:
                self._by_arxiv.setdefault(arxiv, []).append(place)
            for doi in told.keys:
                self._by_doi.setdefault(doi, []).append(place)
            for title in told.titles:
                self._by_title.setdefault(title, []).append(place)
        self._by_name: dict[str, list[int]] = {}
        for place, keys in enumerate(names):
            for key in keys:
                self._by_name.setdefault(key, []).append(place)

    def find(self, one: Evidence, *, may_be_former: bool = False) -> int | None:
        """Return the place of the paper that is meant, None where there is none.

        The arXiv id decides, then the DOI, then the title where nothing contradicts. Of several
        that may be meant it is the one that agrees in most, then that which tells least besides.
        Which stands first here never counts: papers stand otherwise in every library.
        What an earlier rule may have told is compared with what it told of these papers, too: what
        a record says word for word is meant before what agrees, and now before formerly.
        """
        if one.arxiv is not None and (found := self._by_arxiv.get(one.arxiv)):
            return self._best(one, found, may_be_former)
        alone = Told([one])
        if one.doi is not None:
            ids = alone.ids_only()
            found = [
                place
                for place in self._by_doi.get(one.doi, ())
                if contradiction(ids, self._told[place].ids_only()) is None
            ]
            if found:
                return self._best(one, found, may_be_former)
        if one.title is None:
            return None
        compared = self._ever_told if may_be_former else self._told
        for places in (self._by_title, self._by_name):
            for key in keys_to_try(one.title) if may_be_former else [one.title]:
                found = [
                    place
                    for place in places.get(key, ())
                    if contradiction(alone, self._told[place]) is None
                    or contradiction(alone, compared[place]) is None
                ]
                if found:
                    return self._best(one, found, may_be_former)
        return None

    def _best(self, one: Evidence, places: Sequence[int], may_be_former: bool) -> int:
        if len(places) == 1:
            return places[0]
        return min(places, key=lambda place: self._distance(one, place, may_be_former))

    def _distance(self, one: Evidence, place: int, may_be_former: bool) -> tuple[object, ...]:
        told, paper = self._told[place], self._papers[place]
        agreeing = (one.family in told.families, one.doi in told.keys, one.title in told.titles)
        was_so = may_be_former and one in self._former[place]
        agreed = may_be_former and one.family in self._ever_told[place].families
        return (
            0 if one in paper else 1 if was_so else 2,
            -sum(agreeing),
            not agreed,
            *(min(known, default="") for known in (told.arxivs, told.dois, told.families)),
            told.first or 0,
            sorted(map(repr, paper)),
            self._groups[place],
        )
