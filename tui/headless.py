"""The commands that work without a screen; each gets the library and the words of its line."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..index import SORTS, AddReport, Highlighter, Library, Paper, Query, RectoError
from .arguments import Parser, UsageError, number, year
from .listing_text import Page, cells, count, entry, printable, say, sheet

_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What JSON may hold raw and a terminal would obey or hide."""


@dataclass(frozen=True, slots=True)
class Command:
    """One verb of the shell: how it is called and what it does."""

    name: str
    summary: str
    """What it does, in a few words without a full stop."""
    declare: Callable[[Parser], object]
    run: Callable[[Library, dict[str, Any]], int]
    """Does it and returns the exit status."""
    are_dashes_data: bool = False
    """Whether a word with one leading dash that is no option is data."""


def _declare_search(parser: Parser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help="what to look for; none: all")
    parser.add_argument("--limit", type=number, metavar="N", help="at most N papers")
    parser.add_argument(
        "--sort", choices=SORTS, default="relevance", help="the order, relevance unless given"
    )
    _declare_json(parser, "print one JSON object per line")


def _declare_json(parser: Parser, text: str) -> None:
    parser.add_argument("--json", action="store_true", help=text)


def _declare_ids(parser: Parser) -> None:
    parser.add_argument(
        "ids", nargs="+", metavar="ID", help="a paper's id or its beginning, or its arXiv id"
    )


def _declare_show(parser: Parser) -> None:
    _declare_ids(parser)
    _declare_json(parser, "print one JSON object per line")


def _declare_add(parser: Parser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a saved page; - reads stdin")
    parser.add_argument(
        "--year", type=year, metavar="YEAR", help="the year of dates that do not name one"
    )


def _declare_tag(parser: Parser) -> None:
    parser.usage = "recto tag ID… +NAME -NAME"
    parser.add_argument("words", nargs="+", metavar="ID|+NAME|-NAME", help=SUPPRESS)
    parser.epilog = "+NAME puts a tag on the papers, -NAME takes it off."


def _search(library: Library, given: dict[str, Any]) -> int:
    text = " ".join(given["words"])
    results = library.search(text, limit=given["limit"], sort=given["sort"])
    page = Page.of_stdout()
    matches = Highlighter(Query.parse(text)) if page.has_colour else None
    for hit in results.hits:
        if given["json"]:
            say(as_json(hit.paper.as_json(hit.score)))
        else:
            for line in entry(hit.paper, page, matches):
                say(line)
    if not results.hits:
        note(f"No paper matches “{text}”." if text.strip() else "The library has no papers yet.")
        return 1
    if page.width is not None and not given["json"]:
        shown, total = len(results.hits), results.total
        say()
        say(count(total, "paper") if shown >= total else f"{shown:,} of {count(total, 'paper')}")
    return 0


def _show(library: Library, given: dict[str, Any]) -> int:
    status = 0
    page = Page.of_stdout()
    is_first = True
    for wanted in given["ids"]:
        try:
            paper = library.paper(wanted)
        except RectoError as error:
            note(str(error))
            status = max(status, error.exit_status)
            continue
        if given["json"]:
            say(as_json(paper.as_json()))
            continue
        if not is_first:
            say()
        is_first = False
        for line in sheet(paper, page):
            say(line)
    return status


def _add(library: Library, given: dict[str, Any]) -> int:
    files: list[str] = given["files"]
    reports: list[AddReport] = []
    while files:
        # Standard input cannot be named among paths: what stands before and behind it goes apart.
        before = files[: files.index("-")] if "-" in files else files
        if before:
            reports += library.add(before, year=given["year"])
        if len(before) < len(files):
            reports.append(library.add_text("stdin", _stdin(), year=given["year"]))
        files = files[len(before) + 1 :]
    for report in reports:
        _say_report(report)
    return max((report.error.exit_status for report in reports if report.error), default=0)


def _stdin() -> bytes:
    if sys.stdin is None:
        raise RectoError("Nothing can be read", "Standard input is closed.")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise RectoError("Standard input cannot be read", f"{error.strerror}.") from error


def _say_report(report: AddReport) -> None:
    if report.error:
        note(str(report.error))
        return
    name = printable(report.name)
    records = count(report.records, "record")
    if report.unchanged:
        say(f"{name}: {records}, nothing changed: this page is in the library already")
    else:
        say(f"{name}: {records}, {report.new:,} new, {report.known:,} known")
    for problem in report.problems:
        say(f"  line {problem.line}: {printable(problem.reason)}")


def _marking(done: str, mark: Callable[[Library, list[str]], Sequence[Paper]]) -> Any:
    """Return a command that marks papers and names what it has marked."""

    def run(library: Library, given: dict[str, Any]) -> int:
        _say_marked(done, mark(library, given["ids"]))
        return 0

    return run


def _say_marked(done: str, papers: Sequence[Paper]) -> None:
    for paper in papers:
        say(f"{done}  {paper.id}  {printable(paper.title)}")


def _tag(library: Library, given: dict[str, Any]) -> int:
    words: list[str] = given["words"]
    add = [word[1:] for word in words if word.startswith("+")]
    remove = [word[1:] for word in words if word.startswith("-")]
    ids = [word for word in words if word[0:1] not in ("+", "-")]
    if not ids or not add + remove:
        missing = "a change, +NAME or -NAME" if ids else "a paper's ID"
        raise UsageError("Wrong arguments", f"{missing} is missing.", "See recto tag --help.")
    if not all(map(str.strip, add + remove)):
        raise UsageError("Wrong arguments", "a tag has no name.", "See recto tag --help.")
    _say_marked("tagged", library.tag(ids, add=add, remove=remove))
    return 0


def _stats(library: Library, given: dict[str, Any]) -> int:
    stats = library.stats()
    if given["json"]:
        say(as_json(stats))
        return 0
    width = max(map(cells, stats), default=0)
    for name, value in stats.items():
        say(f"{name.replace('_', ' '):<{width}}  {printable(_in_words(value))}")
    return 0


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_in_words(number)}" for name, number in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else "unknown" if value is None else str(value)


def _reindex(library: Library, given: dict[str, Any]) -> int:
    is_watched = sys.stderr is not None and sys.stderr.isatty()

    def show_progress(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} of {count(total, 'paper')}")
        sys.stderr.flush()

    total = library.reindex(show_progress if is_watched else None)
    if is_watched:
        sys.stderr.write("\r\x1b[K")
    say(f"{count(total, 'paper')} indexed")
    return 0


def as_json(value: Any) -> str:
    """Return a value as one line of JSON that is valid and harmless wherever it is printed."""
    import json

    # A narrower encoding gets pure ASCII: a replaced character would not be JSON any more.
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    is_wide = encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not is_wide)
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def note(text: str) -> None:
    """Print one line on standard error, if there is one that takes it."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"recto: {printable(text)}\n")
        sys.stderr.flush()
    except OSError:
        return  # a closed standard error leaves nobody to tell


COMMANDS = (
    Command("search", "find papers by words, or list them all", _declare_search, _search, True),
    Command("show", "print a paper in full", _declare_show, _show),
    Command("add", "take saved pages into the library", _declare_add, _add),
    Command(
        "bookmark",
        "bookmark papers",
        _declare_ids,
        _marking("bookmarked", lambda library, ids: library.bookmark(ids)),
    ),
    Command(
        "unbookmark",
        "take bookmarks off papers",
        _declare_ids,
        _marking("unbookmarked", lambda library, ids: library.bookmark(ids, on=False)),
    ),
    Command(
        "read",
        "mark papers as read",
        _declare_ids,
        _marking("read", lambda library, ids: library.mark_read(ids)),
    ),
    Command(
        "unread",
        "mark papers as unread",
        _declare_ids,
        _marking("unread", lambda library, ids: library.mark_read(ids, on=False)),
    ),
    Command("tag", "put tags on papers and take them off", _declare_tag, _tag, True),
    Command(
        "stats",
        "count papers and marks",
        lambda parser: _declare_json(parser, "print one JSON object"),
        _stats,
    ),
    Command("reindex", "build the search index anew", lambda parser: None, _reindex),
)
"""Every command of the shell, in the order of the help text."""
