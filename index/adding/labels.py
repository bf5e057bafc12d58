"""The most distinctive words of a source, such as "adaptation, domain", told by its titles."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import log

from ..database.database import Database
from ..function_words import FUNCTION_WORDS
from ..records.kinds import DERIVED, PROVISIONAL

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""Letters, and hyphens within: `fine-tuning` is one word."""

_GENERAL = """
approach approaches based deep efficient framework improved improving large learning method methods
model models network networks neural new novel paper study system systems two use using
"""

_COMMON = FUNCTION_WORDS.union(_GENERAL.split())
"""Words that never tell one source from another."""

_SAMPLE = 5000
"""Titles of the library that a source is compared with; more would not change the words."""

_WORDS = 2
"""Words of a label; a third is added when it says nearly as much."""


_Shares = tuple[Counter[str], int]
"""How many of some titles have each word, and the number of these titles."""


def _distinctive(these: _Shares, number_of: Callable[[str], int], total: int) -> str:
    """Return the two or three words that most tell these titles from the others.

    `number_of` tells how many of the `total` other titles have a word.

    A word is weighed by its number here times the logarithm of how many times that is the number
    to be expected; one (less for a short page) is added to the latter, so that rare words do not
    count as distinctive.
    """
    here, count = these
    doubt = min(1.0, count / 50)
    weights = {}
    for word, number in here.items():
        if number > doubt:  # others weigh nothing
            expected = (number + number_of(word)) * count / (count + total) if total else 0.0
            weights[word] = number * log(number / (expected + doubt))
    chosen: list[str] = []
    ranked = sorted(weights, key=lambda word: (-weights[word], word))
    for word in ranked:
        # `prune` and `pruning` are one word here.
        if any(word[:4] == one[:4] for one in chosen):
            continue
        is_weak = len(chosen) >= _WORDS and weights[word] < 0.75 * weights[chosen[-1]]
        if weights[word] <= 0 or is_weak or len(chosen) > _WORDS:
            break
        chosen.append(word)
    return ", ".join(chosen)


def label_sources(database: Database, sids: Sequence[int]) -> None:
    """Name these sources by their words, inside a transaction; all of them while they are few."""
    if database.value("SELECT count(*) FROM papers") <= _SAMPLE:
        sids = [sid for (sid,) in database.rows("SELECT sid FROM sources")]
    sids = _without_days(database, sids)
    newest = database.rows("SELECT pid, title FROM texts ORDER BY pid DESC LIMIT ?", (_SAMPLE,))
    sample = {rowid: _words(title) for rowid, title in newest}
    everything, count = _shares(sample.values())
    for sid in sids:
        titles = dict(
            database.rows(
                "SELECT l.pid, t.title FROM pages g JOIN places l USING(gid) "
                "JOIN texts t USING(pid) WHERE g.sid = ? LIMIT ?",
                (sid, _SAMPLE),
            )
        )
        words = (sample.get(rowid) or _words(title) for rowid, title in titles.items())
        shared, number = _shares(sample[rowid] for rowid in titles if rowid in sample)

        def number_of(word: str, shared: Counter[str] = shared) -> int:
            return everything[word] - shared[word]

        label = _distinctive(_shares(words), number_of, count - number)
        database.execute("UPDATE sources SET label = ? WHERE sid = ?", (label, sid))


def _without_days(database: Database, sids: Sequence[int]) -> list[int]:
    """Return those sources that words are to name; others are days, of which it is said which.

    A day that came by no list of that day is named for that, since words tell no day from others.
    """
    days = dict(
        database.rows(
            "SELECT g.sid, max(g.kind) FROM json_each(?) j JOIN pages g ON g.sid = j.value "
            "GROUP BY g.sid HAVING min(coalesce(g.kind, '') IN (?, ?))",
            (json.dumps(list(sids)), DERIVED, PROVISIONAL),
        )
    )
    database.execute_many(
        "UPDATE sources SET label = ? WHERE sid = ?", [(how, sid) for sid, how in days.items()]
    )
    return [sid for sid in sids if sid not in days]


def _words(title: str) -> list[str]:
    """Return each word once that may tell a title from others."""
    words = set(_WORD.findall(title.casefold())) - _COMMON
    return [word for word in words if len(word) > 2]


def _shares(titles: Iterable[list[str]]) -> _Shares:
    """Count the titles that have each word, and the titles."""
    words = list(titles)
    return Counter(chain.from_iterable(words)), len(words)
