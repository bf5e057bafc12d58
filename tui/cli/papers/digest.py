"""What is new in the library, printed or as a message for a program that sends mail."""

from __future__ import annotations

from typing import Any

from ....index import DIGEST_FORMATS, Library, digest_message, digest_text
from ...system.plain_text import printable, quoted
from ..arguments import ArgumentParser, UsageError, number
from ..command import LibraryCommand, declare_json
from ..streams import output_bytes, say, say_json, warn


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        default="7d",
        metavar="WHEN",
        help="7d (seven days, unless told otherwise), 0d (today), 2w, 3m or 2026-11-01",
    )
    parser.add_argument(
        "--query", default="", metavar="QUERY", help="only papers that it finds, as in a search"
    )
    parser.add_argument(
        "--top", type=number, default=20, metavar="N", help="at most N papers of each kind (20)"
    )
    parser.add_argument(
        "--format",
        choices=DIGEST_FORMATS,
        help="text (unless told otherwise), markdown, html, or eml: a whole message",
    )
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="whom the message is for; may be repeated",
    )
    parser.add_argument(
        "--from",
        dest="sender",
        default="",
        metavar="ADDRESS",
        help="who sends the message; else the first it is for",
    )
    declare_json(parser, "print all of it as one JSON object")


def _digest(library: Library, given: dict[str, Any]) -> int:
    form, is_message = given["format"] or "text", given["format"] == "eml"
    if given["json"] and given["format"]:
        raise UsageError("Either --json or --format is wanted")
    if is_message and not given["to"]:
        raise UsageError("A message needs somebody to go to", hint="Name an address with --to.")
    if not is_message and (given["to"] or given["sender"]):
        raise UsageError("Only a message has --to and --from", hint="Add --format eml.")
    query = given["query"]
    digest = library.digest(given["since"], query, top=given["top"])
    # A message is written even of nothing, so that a wrong address is not found out days later.
    message = digest_message(digest, given["to"], given["sender"]) if is_message else b""
    if query:
        for hint in library.listing(query, wait=True).hints:
            warn(hint)
    if digest.is_empty:
        asked = f" for {quoted(query)}" if query else ""
        warn(f"There is nothing new since {digest.since.isoformat()}{asked}.")
        return 1
    if given["json"]:
        say_json(digest.as_json())
    elif form == "text":
        for line in digest_text(digest).removesuffix("\n").split("\n"):
            say(printable(line))
    else:
        with output_bytes() as stream:
            stream.write(message or digest_text(digest, form).encode("utf-8", "replace"))
    return 0


COMMANDS = (
    LibraryCommand(
        "digest",
        "tell what is new, as text or as mail",
        _declare,
        _digest,
        example="recto digest --since 0d --format eml --to me@example.org | sendmail -t",
    ),
)
