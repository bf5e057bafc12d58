"""Who has written a paper, out of the many ways in which people and programs list it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..values import MOST_AUTHORS, names_of
from .short_names import SUFFIX, turned_list

_LONGEST = 1000
"""Characters of a name that is taken apart."""

_OTHERS = re.compile(
    r"(?:and |und |et |& ?)?(?:et\.? ?al(?:ii|ia|ter)?\.?|al\.|u\. ?a\.|…|\.{3,}|"
    r"(?:(?P<count>\d{1,5}) )?(?:(?:more|others?)(?: authors)?|co-?authors|colleagues)\.?)",
    re.IGNORECASE,
)
_MORE_BEHIND = re.compile(
    r"[,;]? (?:et\.? ?al(?:ii|ia)?\b\.?|(?:and|&) others\.?|u\. ?a\.|…|\.{3})$", re.IGNORECASE
)
_OTHERS_FOR = re.compile(
    r"(?:and )?(?:others|et\.? ?al\.?) \((?:for |on behalf of )?(?:the )?([^()]{2,100})\)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"[\[(]?(?:no authors?(?: (?:listed|named|given|available))?|(?:author )?unknown(?: authors?)?"
    r"|none|null|nan|n/a|n\. ?n\.)[\])]?",
    re.IGNORECASE,
)
"""What stands in place of a name where nobody is known."""
_ORCID = re.compile(
    r"[\[(]?(?:orcid(?: ?id)? ?:? ?)?(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX][\])]?",
    re.IGNORECASE,
)
_ROLE = re.compile(r",? [\[(](?:eds?|editors?|hrsg|hg|trans|translators?)\.?[\])]", re.IGNORECASE)
_RAISED = r"(?:[\d*†‡§¶∗]|\b[a-z]\b|\\(?:dagger|ddagger|ast|S|P)\b|[,;\s])"
_MARK = re.compile(
    rf"\$\^?\{{?{_RAISED}{{1,20}}\}}?\$|\\textsuperscript\{{{_RAISED}{{1,20}}\}}"
    rf"|<sup>{_RAISED}{{1,20}}</sup>|[¹²³⁰⁴-⁹*†‡§¶∗]{{1,4}}(?=\s*(?:[,;]|$|and ))"
    r"|(?<=[^\W\d_]) 0\d{3}(?=$| and )"
)
"""What stands behind names for their affiliations, and DBLP's numbers of namesakes."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+|[^\W\d_a-zß-öø-ÿ]{1,3}|[^\W\d_]\.?")
_GROUP = re.compile(r"([^:]{2,80}): ?(\S.*)")
_LABEL = re.compile(r"(?:by|authors?|author\(s\)|written by|creators?|von|par)\W*", re.IGNORECASE)
_AND = re.compile(r",? (?:and|&) ")
_COLLECTIVE = re.compile(
    r"\b(?:collaborations?|consortium|teams?|groups?|project|experiment|network|society|initiative)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class People:
    """The authors of a paper as one source tells them."""

    names: tuple[str, ...] = ()
    has_more: bool = False
    """There are others, who are not named."""
    others: int = 0
    """How many, where that is said."""

    @property
    def count(self) -> int | None:
        """How many have written it, None where that is not known."""
        is_open = self.has_more and not self.others
        return None if is_open else (len(self.names) + self.others) or None


class Byline:
    """Names that are put together as they are read, in their order."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._has_more = False
        self._others = 0

    def people(self) -> People:
        """Return who was read so far."""
        names = names_of(self._names)
        return People(names, self._has_more, self._others)

    def add(self, text: str) -> None:
        """Add what a field for one author holds, which may be a whole list of names."""
        text = without_marks(" ".join(text.split()))
        if len(text) > 100 * _LONGEST:
            text = text[: 100 * _LONGEST]
        if ";" in text:
            for part in turned_list([part.strip() for part in text.split(";")]):
                self._add_commas(part)
        else:
            self._add_commas(text)

    def add_literal(self, name: str) -> None:
        """Add a name as it stands, unless it is none."""
        if self._is_taken_for_others(name) or _NOBODY.fullmatch(name):
            return
        if found := _OTHERS_FOR.fullmatch(name):
            self._has_more = True
            self.add_collaboration(found[1])
            return
        if behind := _MORE_BEHIND.search(name):
            self._has_more = True
            name = name[: behind.start()]
        if any(map(str.isalnum, name)) and len(self._names) < MOST_AUTHORS:
            self._names.append(name.strip(" ,;"))

    def add_exactly(self, name: str) -> None:
        """Add a name as it stands, whatever it looks like."""
        if name and len(self._names) < MOST_AUTHORS:
            self._names.append(name)

    def add_person(self, parts: Sequence[str]) -> None:
        """Add a name whose parts a comma parts; what is no such name is a list of names."""
        parts = [part.strip() for part in parts if part.strip()]
        parts = [part for part in parts if not self._is_taken_for_others(part)]
        if parts and (found := _GROUP.fullmatch(parts[0][:_LONGEST])):
            if not _LABEL.fullmatch(found[1]):
                self.add_literal(found[1].strip())
            parts[0] = found[2]
            names = list(parts) if all(" " in part for part in parts) else people_in_parts(parts)
        else:
            names = people_in_parts(parts)
        for name in names:
            self.add_literal(name)

    def add_collaboration(self, name: str) -> None:
        """Add a group for which the others write, behind them."""
        name = name.strip()
        if not name:
            return
        if not _COLLECTIVE.search(name):
            name = f"{name} Collaboration"
        if name.casefold() not in (known.casefold() for known in self._names):
            self.add_literal(name)

    def _is_taken_for_others(self, text: str) -> bool:
        found = _OTHERS.fullmatch(text.strip(" []()"))
        if found is None:
            return False
        self._has_more = True
        self._others += int(found["count"] or 0)
        return True

    def _add_commas(self, text: str) -> None:
        text = text.strip()
        if behind := _MORE_BEHIND.search(text):
            self._has_more = True
            text = text[: behind.start()]
        for piece in _and_parted(text):
            self.add_person(piece.split(","))


def without_marks(text: str) -> str:
    """Return names without what stands behind them for affiliations, ids and roles."""
    if "-" in text:
        text = _ORCID.sub("", text)
    if "(" in text or "[" in text:
        text = _ROLE.sub("", text)
    return _MARK.sub("", text)


def people_in(fields: Iterable[str]) -> People:
    """Return the people whom fields name, each of them one or a list."""
    byline = Byline()
    for field in fields:
        byline.add(field)
    return byline.people()


def people_named(names: Iterable[str]) -> People:
    """Return the people whose names are told one by one; a sign, or "et al.", is nobody's."""
    byline = Byline()
    for name in names:
        byline.add_literal(name)
    return byline.people()


def people_in_parts(parts: Sequence[str]) -> list[str]:
    """Return the names, as they are spoken, in what stands between commas.

    `Family, Given` and `Family, Suffix, Given` are one; what cannot be that is a list.
    """
    if len(parts) < 2:
        return list(parts)
    if any(len(part) > _LONGEST for part in parts[:3]):
        return list(parts)
    if len(parts) == 2:
        first, second = parts
        if SUFFIX.fullmatch(second) and " " in first:
            return [f"{first} {second}"]
        return turned_list(parts) if _is_whole(first) else [f"{second} {first}"]
    if len(parts) == 3:
        family, middle, last = parts
        if SUFFIX.fullmatch(middle):
            return [f"{last} {family} {middle}"]
        if SUFFIX.fullmatch(last) and not _is_whole(family):
            return [f"{middle} {family} {last}"]
    parts = _with_suffixes(parts)
    if len(parts) % 2 == 0 and _are_pairs(parts):
        return [f"{parts[at + 1]} {parts[at]}" for at in range(0, len(parts), 2)]
    return turned_list(parts)


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """Return the parts of a list in which a suffix stands with the name that it belongs to."""
    told: list[str] = []
    for part in parts:
        if told and SUFFIX.fullmatch(part) and not _INITIALS.fullmatch(part):
            told[-1] = f"{told[-1]} {part}"
        else:
            told.append(part)
    return told


def _are_pairs(parts: Sequence[str]) -> bool:
    """Whether family and given names take turns."""
    given = parts[1::2]
    if all(map(_INITIALS.fullmatch, given)):
        return True
    return all(" " not in part for part in parts)


def _is_whole(text: str) -> bool:
    """Whether a text is a name with initials in it, so that what follows is another one."""
    words = text.split()
    if len(words) < 2:
        return False
    begins = "." in words[0] and _INITIALS.fullmatch(words[0])
    return bool(begins or _INITIALS.fullmatch(words[-1]))


def _and_parted(text: str) -> list[str]:
    """Return names between `and` or `&`, where they are names and not one of a company."""
    parts = _AND.split(text)
    if len(parts) == 1:
        return [text]
    is_list = any("," in part for part in parts) or all(" " in part.strip() for part in parts)
    return parts if is_list else [text]


def without_affiliations(text: str) -> str:
    """Return a list of authors without what stands in round brackets behind their names."""
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(piece)
    return " ".join("".join(kept).split()).replace(" ,", ",")
