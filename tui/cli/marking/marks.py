"""Marks on papers, set and taken off on the shell; on all papers that are named, or on none."""

from __future__ import annotations

from argparse import SUPPRESS
from collections.abc import Callable
from typing import Any

from ....index import Library, Marked, View
from ..arguments import ArgumentParser, UsageError
from ..command import ID_HELP, LibraryCommand, declare_ids, declare_json, named_ids, say_papers
from ..papers.search import say_found

Mark = Callable[[Library, list[str]], Marked]


def _command(name: str, summary: str, done: str, mark: Mark) -> LibraryCommand:
    """Return a command that marks papers and says that it is `done`."""

    def run(library: Library, given: dict[str, Any]) -> int:
        say_papers(done, mark(library, named_ids(given["ids"])).papers, given)
        return 0

    return LibraryCommand(name, summary, declare_ids, run, example=f"recto {name} 4fmb")


def _declare_list(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"{ID_HELP}; none lists them")
    declare_json(parser)


def _say_list(library: Library, kind: str, given: dict[str, Any]) -> int:
    """Print the papers of a list; 1 where there are none."""
    return say_found(library, "", View.parse(kind), {**given, "limit": None, "sort": None})


def _queue(library: Library, given: dict[str, Any]) -> int:
    if not given["ids"]:
        return _say_list(library, "queue", given)
    say_papers("queued", library.queue(named_ids(given["ids"])).papers, given)
    return 0


def _declare_done(parser: ArgumentParser) -> None:
    _declare_list(parser)
    parser.add_argument(
        "--not", dest="off", action="store_true", help="take back that they are done"
    )


def _declare_not_for_me(parser: ArgumentParser) -> None:
    _declare_list(parser)
    parser.add_argument("--not", dest="off", action="store_true", help="take that back")


def _need_ids(name: str, given: dict[str, Any]) -> None:
    """Refuse to take back nothing."""
    if given["off"]:
        raise UsageError("Wrong arguments", "a paper's ID is missing.", f"See recto {name} --help.")


def _not_for_me(library: Library, given: dict[str, Any]) -> int:
    if not given["ids"]:
        _need_ids("not-for-me", given)
        return say_found(library, "is:rejected", View(), {**given, "limit": None, "sort": None})
    marked = library.not_interested(named_ids(given["ids"]), on=not given["off"])
    say_papers("for me again" if given["off"] else "not for me", marked.papers, given)
    return 0


def _done(library: Library, given: dict[str, Any]) -> int:
    if not given["ids"]:
        _need_ids("done", given)
        return _say_list(library, "done", given)
    marked = library.done(named_ids(given["ids"]), on=not given["off"])
    say_papers("not done" if given["off"] else "done", marked.papers, given)
    return 0


def _declare_private(parser: ArgumentParser) -> None:
    _declare_list(parser)
    parser.add_argument("--not", dest="off", action="store_true", help="let them travel again")
    parser.epilog = "What has travelled before stays where it is; see docs/sync.md."


def _private(library: Library, given: dict[str, Any]) -> int:
    if not given["ids"]:
        if given["off"]:
            raise UsageError(
                "Wrong arguments", "a paper's ID is missing.", "See recto private --help."
            )
        return say_found(library, "is:private", View(), {**given, "limit": None, "sort": None})
    ids = named_ids(given["ids"])
    marked = library.marks.keep_private(ids, not given["off"])
    say_papers("travels" if given["off"] else "private", marked.papers, given)
    return 0


def _declare_tag(parser: ArgumentParser) -> None:
    parser.usage = "recto tag ID… +NAME -NAME"
    parser.add_argument("words", nargs="+", metavar="ID|+NAME|-NAME", help=SUPPRESS)
    parser.epilog = (
        "+NAME puts a tag on the papers, -NAME takes it off; ml/pruning is a tag within ml. "
        "A single - in place of ids reads them from standard input."
    )
    declare_json(parser)


def _tag(library: Library, given: dict[str, Any]) -> int:
    words: list[str] = given["words"]
    add = [word[1:] for word in words if word.startswith("+")]
    remove = [word[1:] for word in words if word.startswith("-") and word != "-"]
    ids = [word for word in words if word == "-" or word[0:1] not in ("+", "-")]
    if not ids or not add + remove:
        missing = "a change, +NAME or -NAME" if ids else "a paper's ID"
        raise UsageError("Wrong arguments", f"{missing} is missing.", "See recto tag --help.")
    if not all(map(str.strip, add + remove)):
        raise UsageError("Wrong arguments", "a tag has no name.", "See recto tag --help.")
    say_papers("tagged", library.tag(named_ids(ids), add=add, remove=remove).papers, given)
    return 0


COMMANDS = (
    _command(
        "bookmark", "bookmark papers", "bookmarked", lambda library, ids: library.bookmark(ids)
    ),
    _command(
        "unbookmark",
        "take bookmarks off papers",
        "unbookmarked",
        lambda library, ids: library.bookmark(ids, on=False),
    ),
    _command("read", "mark papers as read", "read", lambda library, ids: library.mark_read(ids)),
    _command(
        "unread",
        "mark papers as unread",
        "unread",
        lambda library, ids: library.mark_read(ids, on=False),
    ),
    LibraryCommand(
        "queue",
        "put papers at the end of the to-read queue, or list it",
        _declare_list,
        _queue,
        example="recto queue 4fmb",
    ),
    _command(
        "unqueue",
        "take papers off the queue",
        "unqueued",
        lambda library, ids: library.queue(ids, on=False),
    ),
    LibraryCommand(
        "done",
        "mark papers as done today, off the queue, or list those that are",
        _declare_done,
        _done,
        example="recto done 4fmb",
    ),
    LibraryCommand(
        "not-for-me",
        "say that papers are not for you, or list those that are not",
        _declare_not_for_me,
        _not_for_me,
        example="recto not-for-me 4fmb",
    ),
    LibraryCommand(
        "tag",
        "put tags on papers and take them off",
        _declare_tag,
        _tag,
        True,
        example="recto tag 4fmb +survey -later",
    ),
    LibraryCommand(
        "private",
        "keep papers and what you mark on them on this machine, or list those",
        _declare_private,
        _private,
        example="recto private 4fmb",
    ),
)
