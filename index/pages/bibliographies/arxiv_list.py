"""arXiv ids and links, one on each line: papers of which no more is known yet."""

from __future__ import annotations

from ...paper import Record, arxiv_id, stub_title
from ...text import clean
from ..contents import Contents, Problem

_MOST_PROBLEMS = 100


def read_arxiv_list(text: str) -> Contents:
    """Return a paper for each id; a line that is none is reported, one after `#` passed by."""
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition(" #")[0].strip("\ufeff \t")
        if not line or line.startswith("#"):
            continue
        found = arxiv_id(line)
        if found is None:
            if len(problems) < _MOST_PROBLEMS:
                problems.append(Problem(number, f"It is no arXiv id: {clean(line[:60])}"))
        elif found not in records:
            records[found] = Record(stub_title(found), "", len(records) + 1, number, arxiv_id=found)
    return Contents(tuple(records.values()), tuple(problems), None, "arxiv")
