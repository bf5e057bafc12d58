"""Papers that may be the same, and why they are not one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from ..database.database import Database
from ..identity.evidence import Agreement, Evidence, Told, contradiction
from ..identity.family_keys import family_key
from ..identity.meaning import FORMER
from ..identity.partition import CROWD
from ..identity.titles import title_key
from ..tex import readable
from .neighbours import load_kept

_SHARED = f"""SELECT t.key, t.pid FROM titles t JOIN papers p USING(pid) WHERE NOT p.hidden
    AND t.key IN (SELECT u.key FROM titles u JOIN papers q USING(pid) WHERE NOT q.hidden
        GROUP BY u.key HAVING count(*) > 1) AND t.key NOT LIKE '{FORMER}%'
    ORDER BY t.key, t.pid"""

_TITLES = """SELECT t.pid, t.title, json_extract(t.authors, '$[0]')
    FROM texts t JOIN papers p USING(pid) WHERE NOT p.hidden ORDER BY t.pid"""

_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"[0-9]+|[^0-9a-z\u00e0-\U0010ffff]|\W")
_ROMAN = re.compile("[ivx]{0,4}")
"""What parts of a paper are numbered with."""

_LEAST = 12
"""Letters of a title that is perhaps another one without its subtitle."""

_ALIKE = 0.9
"""From which share of equal signs on two titles are near each other."""

_LONGEST = 3
"""The longest words of a title, of which near titles share one."""

_TOGETHER = 40
"""Papers of one author with one long word that are compared with each other; of more none."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Papers that may be one."""

    reason: str
    """Why they are not, such as `same title, different first authors`."""
    rowids: tuple[int, ...]


def find_duplicates(database: Database) -> list[Alike]:
    """Return papers in sight that may be one: undecided ones first, then those of near titles."""
    undecided: list[Alike] = []
    different: list[Alike] = []
    for alike in _same_titles(database):
        (undecided if alike.reason == UNDECIDED else different).append(alike)
    return [*undecided, *_near_titles(database), *different]


UNDECIDED = "same title, and it could be either of the others"


def _same_titles(database: Database) -> Iterator[Alike]:
    of_key: dict[str, list[int]] = {}
    for key, pid in database.rows(_SHARED):
        of_key.setdefault(key, []).append(pid)
    groups = dict.fromkeys(tuple(pids) for pids in of_key.values())
    evidence = _evidence(database, {pid for group in groups for pid in group})
    for group in groups:
        told = {pid: Told(evidence[pid]) for pid in group}
        is_told = False
        if len(group) <= CROWD:
            for pid, others in _undecided(told):
                is_told = True
                yield Alike(UNDECIDED, (pid, *others))
        if reason := Agreement(told.values()).reason:
            yield Alike(f"same title, different {reason}", group)
        elif not is_told:
            yield Alike("same title, taken apart", group)


def _undecided(told: Mapping[int, Told]) -> Iterator[tuple[int, list[int]]]:
    """Yield papers that agree with several others which contradict each other."""
    for pid, paper in told.items():
        others = [
            other
            for other, one in told.items()
            if other != pid and contradiction(paper, one) is None
        ]
        if Agreement(told[other] for other in others).reason is not None:
            yield pid, others


def _evidence(database: Database, pids: Collection[int]) -> dict[int, set[Evidence]]:
    """Return what records in force tell, or of papers without such all records."""
    kept = load_kept(database, pids)
    in_force = {one.pid for one in kept if one.is_in_force}
    found: dict[int, set[Evidence]] = {}
    for one in kept:
        if one.is_in_force or one.pid not in in_force:
            found.setdefault(one.pid, set()).add(one.evidence)
    return found


def _near_titles(database: Database) -> Iterator[Alike]:
    keys: dict[int, str] = {}
    blocks: dict[tuple[str, ...], list[int]] = {}
    for pid, title, author in database.rows(_TITLES):
        keys[pid] = title_key(title)
        words = sorted(
            set(_WORD.findall(readable(title).lower())), key=lambda word: (-len(word), word)
        )
        family = (author and family_key(author)) or ""
        blocks.setdefault(("", *words[:2]), []).append(pid)
        for word in words[:_LONGEST] if family else ():
            blocks.setdefault((family, word), []).append(pid)
    pairs = {
        pair
        for pids in blocks.values()
        if len(pids) <= _TOGETHER
        for pair in combinations(pids, 2)
        if _is_near(keys[pair[0]], keys[pair[1]])
    }
    told = {
        pid: Told(evidence)
        for pid, evidence in _evidence(database, {pid for pair in pairs for pid in pair}).items()
    }
    for one, other in sorted(pairs):
        if not told[one].titles & told[other].titles and not contradiction(told[one], told[other]):
            yield Alike("titles that are near each other", (one, other))


def _is_near(one: str, other: str) -> bool:
    """Tell whether title keys differ in some letters alone: neither in signs nor in numbers."""
    if one == other or _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    if len(one) > len(other):
        one, other = other, one
    if len(one) >= _LEAST and other.startswith(one):
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
        return False
    return matcher.ratio() >= _ALIKE and not all(
        _ROMAN.fullmatch(one[begin:end]) and _ROMAN.fullmatch(other[start:stop])
        for kind, begin, end, start, stop in matcher.get_opcodes()
        if kind != "equal"
    )
