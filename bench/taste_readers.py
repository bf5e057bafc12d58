"""Stand-ins for readers, made of a file of papers.

A reader is an author: the first papers are liked, the later ones are to be found among all others.
Names and affiliations are masked in the texts, and Recto's score is asked without authors. It is a
weak stand-in: interests drift, and namesakes are one.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

LEAST, MOST, STEADY, SHARED = 10, 30, 0.35, 0.4
"""Papers of a reader; the share that one co-author is on; the share another reader may have too."""

BASE = 6
"""The first papers, which are liked or left out, so that 3 and 6 liked have the same to find."""

MORNING = 31
"""Days after the last liked paper that are one list."""

_PLACES = re.compile(
    r"\b(Google|DeepMind|Microsoft|Meta AI|Alibaba|Tencent|ByteDance|Baidu|NVIDIA|Nvidia|OpenAI|"
    r"Anthropic|Amazon|Apple|Adobe|Huawei|IBM|Salesforce|Tsinghua|Stanford|Berkeley|MIT|CMU|ETH)\b"
)
NAME = re.compile(r"(?<![\w-])(?:[A-Z][a-z]*[A-Z]\w*|[A-Z]{3,}\w*)(?![\w-])")


class Question(NamedTuple):
    """What is liked, what is to be found, and what is looked through."""

    liked: Sequence[int]
    wanted: Sequence[int]
    left_out: Sequence[int]
    candidates: Sequence[int] | None = None
    """All but those left out where there are none."""
    rejected: Sequence[int] = ()
    struck: str = ""
    strikes_pairs: bool = True
    """Whether what is struck is struck in pairs of words too, as the product does it."""
    reader: int = 0


def masked(record: dict[str, Any]) -> tuple[str, str]:
    """Return title and abstract without their authors' names and where these work."""
    texts = []
    for text in (record["title"], record["abstract"]):
        kept = text
        for name in record.get("authors") or ():
            if " " in name:
                kept = kept.replace(name, " ")
        texts.append(_PLACES.sub(" ", kept))
    return texts[0], texts[1]


def days_of(records: Sequence[dict[str, Any]]) -> list[int]:
    return [date.fromisoformat(one["date"]).toordinal() if one["date"] else 0 for one in records]


def readers_of(
    records: Sequence[dict[str, Any]], least: int = LEAST, most: int = MOST, steady: float = STEADY
) -> list[list[int]]:
    """Return the papers of each reader, the oldest first."""
    papers = defaultdict[str, list[int]](list)
    days = days_of(records)
    for number, record in enumerate(records):
        for name in dict.fromkeys(record.get("authors") or ()):
            papers[name].append(number)
    readers: list[list[int]] = []
    taken: list[set[int]] = []
    for name in sorted(papers):
        own = papers[name]
        if not least <= len(own) <= most:
            continue
        others = Counter(
            other for one in own for other in set(records[one]["authors"]) if other != name
        )
        is_steady = others and others.most_common(1)[0][1] >= steady * len(own)
        if not is_steady or any(len(one & {*own}) >= SHARED * len(own) for one in taken):
            continue
        taken.append({*own})
        readers.append(sorted(own, key=lambda one: (days[one], one)))
    return readers


def recalls(readers: Sequence[Sequence[int]], liked: int, base: int = BASE) -> list[Question]:
    return [
        Question(own[:liked], own[base:], own[:base], reader=number)
        for number, own in enumerate(readers)
    ]


def mornings(
    readers: Sequence[Sequence[int]], days: Sequence[int], liked: int, most: int = 4
) -> list[Question]:
    """Return lists of the days after the last liked paper that have something to find."""
    questions: list[Question] = []
    for number, own in enumerate(readers):
        found = []
        for at in range(liked, len(own)):
            first = days[own[at - 1]]
            wanted = [one for one in own[at:] if first < days[one] <= first + MORNING]
            if wanted:
                found.append((at, first, wanted))
        if len(found) > most:
            found = [found[round(place * (len(found) - 1) / (most - 1))] for place in range(most)]
        for at, first, wanted in found:
            among = [one for one, day in enumerate(days) if first < day <= first + MORNING]
            questions.append(Question(own[at - liked : at], wanted, (), among, reader=number))
    return questions


def pairs(readers: Sequence[Sequence[int]], seed: int = 3) -> list[Question]:
    """Return two readers in one, six papers of each liked."""
    order = list(range(len(readers)))
    random.Random(seed).shuffle(order)
    questions = []
    for first, second in zip(order, [*order[1:], order[0]], strict=True):
        liked = [*readers[first][:BASE], *readers[second][:BASE]]
        wanted = {*readers[first][BASE:], *readers[second][BASE:]} - {*liked}
        questions.append(Question(liked, sorted(wanted), liked, reader=first))
    return questions


def refusals(
    readers: Sequence[Sequence[int]], ranked: Sequence[Sequence[int]], total: int, seed: int = 5
) -> tuple[list[Question], list[Question]]:
    """Return the same questions with 20 papers of other topics rejected, and with 20 near ones.

    Near ones are every third of those that were `ranked` first for the reader and are not his.
    """
    chance = random.Random(seed)
    random_ones, near_ones = [], []
    for number, own in enumerate(readers):
        others = [one for one in range(total) if one not in own]
        near = [one for one in ranked[number] if one not in own][:60:3]
        for rejected, found in ((chance.sample(others, 20), random_ones), (near, near_ones)):
            left_out = [*own[:BASE], *rejected]
            found.append(Question(own[:BASE], own[BASE:], left_out, None, rejected, reader=number))
    return random_ones, near_ones


def hidden_names(records: Sequence[dict[str, Any]], days: Sequence[int]) -> list[Question]:
    """Return the papers of topics: of a name in 12 to 50 abstracts, struck from the profile."""
    abstracts = Counter(name for record in records for name in {*NAME.findall(record["abstract"])})
    papers = defaultdict[str, list[int]](list)
    for number, record in enumerate(records):
        for name in {*NAME.findall(f"{record['title']} {record['abstract']}")}:
            papers[name].append(number)
    questions = []
    for name in sorted(abstracts):
        if 12 <= abstracts[name] <= 50:
            own = sorted(papers[name], key=lambda one: (days[one], one))
            questions.append(
                Question(own[:BASE], own[BASE:], own[:BASE], struck=name, reader=len(questions))
            )
    return questions
