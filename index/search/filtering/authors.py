"""Authors by their names: which papers have one who may be meant."""

from __future__ import annotations

import json
from collections.abc import Callable

from ...database.database import Database
from ..analysis.names import AuthorForm, author_forms, pattern_of, plain_lines
from ..query.effort import Effort

_AUTHORS = """SELECT t.pid, t.authors FROM json_each(?) j JOIN texts t ON t.pid = j.value
    WHERE t.authors <> '[]'"""
_TOGETHER = 1000
"""Papers whose authors are read together."""
_LOOKED_AT = 40
"""Units of effort that it takes to look at the authors of a paper."""

WithWord = Callable[[str, bool], frozenset[int]]
"""What tells the papers with a word in an author's name, or one that begins so."""


def written_by(
    database: Database, value: str, is_prefix: bool, with_word: WithWord, effort: Effort
) -> set[int]:
    """Return the papers with an author who may be meant by a name."""
    found: set[int] = set()
    for form in author_forms(value, is_prefix):
        found |= _of_form(database, form, with_word, effort)
    return found


def _of_form(database: Database, form: AuthorForm, with_word: WithWord, effort: Effort) -> set[int]:
    if len(form) == 1:
        return set(with_word(*form[0]))
    # Whoever has the whole words is looked at more closely; initials are those of too many.
    telling = [step for step in form if not step.is_prefix and len(step.word) > 1]
    telling = telling or [max(form, key=lambda step: len(step.word))]
    papers = sorted(frozenset.intersection(*(with_word(*step) for step in telling)))
    pattern, found = pattern_of(form), set()
    effort.spend(_LOOKED_AT * len(papers))
    for start in range(0, len(papers), _TOGETHER):
        effort.check()
        rows = database.rows(_AUTHORS, (json.dumps(papers[start : start + _TOGETHER]),))
        lines = plain_lines([authors for _, authors in rows]).split("\n") if rows else []
        for (rowid, _), line in zip(rows, lines, strict=False):
            if pattern.search(line):
                found.add(rowid)
    return found
