"""Which sources are followed, on the shell."""

from __future__ import annotations

import time
from typing import Any

from ....index import Followed, Library
from ...system.plain_text import columns, printable
from ..arguments import ArgumentParser
from ..command import LibraryCommand, declare_json, declare_one_object, say_outcome
from ..streams import say, say_json, warn

_NAME_HELP = (
    "huggingface, a category of arXiv such as arxiv:cs.LG, the address of a feed, or searches "
    "such as 'arxiv:\"graph neural\"' and 'hf:\"graph neural\"'"
)
NOBODY = "Nothing is followed yet; recto follow huggingface arxiv:cs.LG does it."
_UNDO = "`recto undo` takes that back."


def _declare_follow(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help=_NAME_HELP)
    declare_one_object(parser)
    parser.epilog = "recto fetch brings what is new there; nothing is asked of what nobody follows."


def _follow(library: Library, given: dict[str, Any]) -> int:
    done = library.following.follow(*given["names"])
    more = f" `recto fetch` brings what is new. {_UNDO}" if done.act else ""
    names = [one.name for one in library.following.all()]
    say_outcome(f"{done.sentence}{more}", {"act": done.act, "follows": names}, given)
    return 0


def _declare_unfollow(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help="as recto follows lists it")
    declare_one_object(parser)
    parser.epilog = "Papers that have come stay; recto remove takes away what holds them."


def _unfollow(library: Library, given: dict[str, Any]) -> int:
    done = library.following.unfollow(*given["names"])
    names = [one.name for one in library.following.all()]
    text = f"{done.sentence} What has come stays. {_UNDO}"
    say_outcome(text, {"act": done.act, "follows": names}, given)
    return 0


def _declare_follows(parser: ArgumentParser) -> None:
    declare_json(parser)
    parser.epilog = (
        "Asks nobody: it tells what the last fetch has seen, and what is due since then."
    )


def _follows(library: Library, given: dict[str, Any]) -> int:
    followed = library.following.all()
    if given["json"]:
        for one in followed:
            say_json(standing_as_json(one))
    else:
        rows = [(one.name, one.standing.state, one.standing.sentence) for one in followed]
        for line in columns(rows):
            say(printable(line))
    if not followed:
        warn(NOBODY)
    return 0 if followed else 1


def standing_as_json(one: Followed) -> dict[str, Any]:
    """Return how a source that is followed is doing, as `--json` prints it."""
    standing = one.standing
    return {
        "name": one.name,
        "state": standing.state,
        "sentence": standing.sentence,
        "newest": standing.newest or None,
        "next": _moment(standing.next_at),
    }


def _moment(seconds: float | None) -> str | None:
    """Return a moment in the time zone of the reader, as ISO 8601."""
    if seconds is None:
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(seconds))


COMMANDS = (
    LibraryCommand(
        "follow",
        "follow sources that papers are fetched from",
        _declare_follow,
        _follow,
        example="recto follow huggingface arxiv:cs.LG",
    ),
    LibraryCommand(
        "unfollow",
        "follow a source no more",
        _declare_unfollow,
        _unfollow,
        example="recto unfollow arxiv:cs.LG",
    ),
    LibraryCommand(
        "follows",
        "list what is followed, and how it is doing",
        _declare_follows,
        _follows,
        example="recto follows",
    ),
)
