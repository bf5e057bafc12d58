"""What marks have taught: told in words, begun from a file, corrected, forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ....index import Library, TasteProfile, TasteWord
from ...system.plain_text import count, printable
from ..arguments import ArgumentParser, UsageError
from ..command import LibraryCommand, declare_json, say_outcome
from ..streams import say, say_json, warn
from .search import NO_TASTE

_TOLD = 10
"""Words that are told with the papers they come from."""

_TITLE = 40
"""Characters of a title."""

_UNDO = "`recto undo` takes that back."


def _declare(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        help="learn from a file of papers, or from Zotero's own library (zotero)",
    )
    what.add_argument("--strike", metavar="WORD", help="let a word count no more")
    what.add_argument(
        "--allow", "--unstrike", metavar="WORD", help="let a word count that was struck"
    )
    what.add_argument("--forget", action="store_true", help="let the taste begin anew")
    what.add_argument("--tag", default="", metavar="NAME", help="tell that of a tag alone")
    declare_json(parser)


def _run(library: Library, given: dict[str, Any]) -> int:
    teaching = library.teaching
    if given["file"] == "-":
        raise UsageError("Wrong arguments", "--from takes a file.", "See recto taste --help.")
    if given["file"] is not None:
        name = given["file"]
        is_zotero = name.casefold() == "zotero" and not Path(name).exists()
        (report,) = teaching.learn_from_zotero() if is_zotero else teaching.learn_from(name)
        if report.error is not None:
            raise report.error
        teach = "teaches" if report.records == 1 else "teach"
        told = f"{count(report.records, 'paper')} of {report.name} {teach} what you want. {_UNDO}"
        say_outcome(told, {"name": report.name, "papers": report.records}, given)
    elif given["strike"] is not None or given["allow"] is not None:
        is_struck = given["strike"] is not None
        done = teaching.strike(given["strike"] if is_struck else given["allow"], on=is_struck)
        say_outcome(f"{done.sentence} {_UNDO}", {"sentence": done.sentence}, given)
    elif given["forget"]:
        done = teaching.forget()
        say_outcome(f"{done.sentence} {_UNDO}", {"sentence": done.sentence}, given)
    else:
        profile = library.taste.profile(given["tag"])
        library.taste.save()
        return _tell(library, profile, given)
    return 0


def _tell(library: Library, profile: TasteProfile, given: dict[str, Any]) -> int:
    if given["json"]:
        say_json(_as_json(library, profile))
        return 0
    if not profile.wanted:
        warn(NO_TASTE)
        return 1
    taught = [f"{number:,} {way}" for way, number in profile.taught.items() if number]
    say(f"learned from  {', '.join(taught)}")
    titles = _titles(library, (*profile.wanted[:_TOLD], *profile.against[:_TOLD]))
    for name, words in (("for", profile.wanted), ("against", profile.against)):
        for word in words[:_TOLD]:
            papers = "; ".join(titles[rowid] for rowid in word.papers if rowid in titles)
            say(f"{name}  {printable(word.text)}  {word.part / 10:.1f} %  {papers}")
        if rest := words[_TOLD:]:
            say(f"{name}  also {', '.join(printable(word.text) for word in rest)}")
    for interest in profile.interests:
        papers = count(len(interest.papers), "paper")
        say(f"interest  {printable(interest.text)} ({papers})")
    if profile.authors:
        say(f"by  {', '.join(printable(author.text) for author in profile.authors)}")
    if profile.struck:
        say(f"struck  {', '.join(map(printable, profile.struck))}")
    return 0


def _titles(library: Library, words: Iterable[TasteWord]) -> dict[int, str]:
    """Return the titles of the papers that words come from, cut to fit a line."""
    rowids = {rowid for word in words for rowid in word.papers}
    found = {paper.rowid: printable(paper.title) for paper in library.rows(sorted(rowids))}
    return {
        rowid: title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
        for rowid, title in found.items()
    }


def _as_json(library: Library, profile: TasteProfile) -> dict[str, Any]:
    """Return a taste with the ids of papers in place of their row numbers."""
    groups = {
        "for": profile.wanted,
        "against": profile.against,
        "interests": profile.interests,
        "authors": profile.authors,
    }
    rowids = {rowid for words in groups.values() for word in words for rowid in word.papers}
    ids = {paper.rowid: paper.id for paper in library.rows(sorted(rowids))}

    def told(word: TasteWord) -> dict[str, Any]:
        papers = [ids[rowid] for rowid in word.papers if rowid in ids]
        return {"text": word.text, "part": word.part, "papers": papers}

    return {
        **{name: list(map(told, words)) for name, words in groups.items()},
        "struck": list(profile.struck),
        "learned_from": dict(profile.taught),
    }


COMMANDS = (
    LibraryCommand(
        "taste",
        "tell what your marks have taught, for and against",
        _declare,
        _run,
        example="recto taste --from thesis.bib",
    ),
)
