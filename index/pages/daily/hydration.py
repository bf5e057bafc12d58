"""The JSON that the site writes into its HTML pages, for the scripts that bring them to life."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...paper import Record
from ..contents import Contents, Problem
from ..json_files.objects import read_object
from ..values import NoPaperError, date_of

TARGETS = ("DailyPapers", "PaperContent", "PaperPage")
"""What the elements are for that have papers in their `data-props`."""

_MOST_PROBLEMS = 100
_MOST_COMMENTS = 100_000


def read_hydration(props: Mapping[str, str], line: int, problems: list[Problem]) -> Contents:
    """Return the papers of a page; `line` is the one on which the JSON is."""
    records: list[Record] = []
    day: str | None = None
    for target, text in props.items():
        told = _parse(text, target, line, problems)
        if told is None:
            continue
        day = day or date_of(told.get("dateString"))
        number = 0
        for number, entry in enumerate(_entries(told), 1):
            try:
                records.append(read_object(entry, len(records) + 1, line))
            except NoPaperError as error:
                if len(problems) < _MOST_PROBLEMS:
                    problems.append(Problem(line, f"Record {number}: {error}"))
        if not number:
            problems.append(Problem(line, "There are no papers in the page's own data."))
    return Contents(tuple(records), tuple(problems), day, "html")


def _parse(text: str, target: str, line: int, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except RecursionError:
        problems.append(Problem(line, f"The data of {target} is nested too deeply."))
        return None
    except ValueError:
        problems.append(Problem(line, f"The data of {target} is damaged: it is no JSON."))
        return None
    if not isinstance(told, dict):
        problems.append(Problem(line, f"The data of {target} is no JSON object."))
        return None
    return told


def _entries(told: dict[str, Any]) -> list[Any]:
    """Return the papers that a page is about: the one paper, what was found, or the day's list.

    A page that shows what was found has the day's list as well.
    """
    if isinstance(told.get("paper"), dict):
        comments = told.get("comments")
        is_list = isinstance(comments, list) and len(comments) <= _MOST_COMMENTS
        count = _count(comments) if is_list else None
        return [{"numComments": count, **told}]
    found = told.get("searchResults")
    if isinstance(found, list) and (found or _is_search(told)):
        return found
    entries = told.get("dailyPapers")
    return entries if isinstance(entries, list) else []


def _is_search(told: dict[str, Any]) -> bool:
    query = told.get("query")
    return bool(query.get("q")) if isinstance(query, dict) else False


def _count(comments: Any) -> int:
    """Return how many of a page's events are comments; others tell of its life."""
    return sum(
        isinstance(event, dict) and event.get("type", "comment") == "comment" for event in comments
    )
