"""The morning list on the shell: what is new, the best first, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....index import Library, taste_in_words
from ...system.plain_text import PrintedPage, count, entry
from ..arguments import ArgumentParser, number
from ..command import LibraryCommand, declare_json
from ..streams import say, say_json, warn
from .search import NO_TASTE, named_papers, reasons_as_json

if TYPE_CHECKING:
    from ....index import Morning

_FEWEST = 10
"""Papers that are printed even where they say little."""


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help="only papers that these find")
    parser.add_argument("--tag", default="", metavar="NAME", help="go by the papers of a tag alone")
    many = parser.add_mutually_exclusive_group()
    many.add_argument(
        "--limit", type=number, metavar="N", help="the first N papers; else those that speak to you"
    )
    many.add_argument("--all", action="store_true", help="all that is new")
    parser.add_argument(
        "--seen", action="store_true", help="what is printed and what is hidden is new no more"
    )
    declare_json(parser)


def _today(library: Library, given: dict[str, Any]) -> int:
    tag = given["tag"]
    morning = library.mornings.list(" ".join(given["words"]), tag=tag, wait=True)
    if not morning.is_ranked:
        warn(f"{NO_TASTE} Papers stand as their sources have them.")
    size = given["limit"] or max(_FEWEST, morning.telling)
    rowids = morning.rowids if given["all"] else morning.rowids[:size]
    ranked = {one.rowid: one for one in library.taste.ranked(rowids, tag)}
    papers = library.rows(rowids)
    ids = named_papers(library, ranked.values()) if given["json"] else {}
    library.taste.save()  # before whoever reads it may have seen enough
    page = PrintedPage.of_stdout()
    for paper in papers:
        one = ranked[paper.rowid]
        if given["json"]:
            score = one.score if morning.is_ranked else None
            say_json({**paper.as_json(score), "reasons": reasons_as_json(one.reasons, ids)})
            continue
        for line in entry(paper, page, why=taste_in_words(one.reasons)):
            say(line)
    if not papers:
        warn(". ".join(["Nothing is new", *_aside(morning)]) + ".")
    elif page.width is not None and not given["json"]:
        say()
        say(" · ".join([_ending(morning, len(papers)), *_aside(morning)]))
    if given["seen"]:
        library.news.pass_over([*rowids, *morning.hidden, *morning.held])
    return 0 if papers else 1


def _ending(morning: Morning, shown: int) -> str:
    """Return what ends a list that somebody reads: how many papers more there are."""
    more = len(morning.rowids) - shown
    if not more:
        return count(shown, "paper")
    is_little = morning.is_ranked and shown >= morning.telling
    return f"{more:,} more{', little of yours in them' if is_little else ''}"


def _aside(morning: Morning) -> list[str]:
    hidden, held = len(morning.hidden), len(morning.held)
    told = [f"{hidden:,} hidden by “never”"] if hidden else []
    return told + ([f"{held:,} held back by “at most”"] if held else [])


COMMANDS = (
    LibraryCommand(
        "today",
        "print what is new, the best first by your own marks, and why",
        _declare,
        _today,
        True,
        example="recto today --limit 5",
    ),
)
