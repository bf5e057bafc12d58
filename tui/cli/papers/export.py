"""Papers on the shell in the formats of other programs and of people."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ....index import (
    EXPORT_FIELDS,
    EXPORT_FORMATS,
    SORTS,
    WITH_FIELDS,
    WITHHELD,
    Export,
    Library,
    View,
    ask,
    format_of,
    read_cited,
)
from ...system.plain_text import count, printable, quoted
from ..arguments import ArgumentParser, UsageError, format_name, nearest, number
from ..command import LibraryCommand, declare_json, named_ids, say_outcome
from ..streams import output_bytes, warn
from .search import find_search, find_view

_HEADINGS = {
    "all": "Papers",
    "new": "New papers",
    "mine": "My papers",
    "bookmarks": "Bookmarks",
    "unread": "Unread papers",
    "queue": "To read",
    "done": "Done",
}


def _format(text: str) -> str:
    """Read the name of a format for argparse."""
    name = format_name(text)
    if name not in EXPORT_FORMATS:
        near = nearest(text, EXPORT_FORMATS) or f"There are {', '.join(EXPORT_FORMATS)}."
        raise argparse.ArgumentTypeError(f"{text!r} is no format. {near.rstrip('.')}")
    return name


def _fields(text: str) -> list[str]:
    """Read names of fields with commas between them for argparse."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="*", metavar="WORD", help="what to look for; none: all; - reads ids"
    )
    parser.add_argument(
        "--format",
        type=_format,
        metavar="FORMAT",
        help=f"{', '.join(EXPORT_FORMATS)}; else the ending of FILE tells it, or it is bibtex",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write a file that is not there yet")
    parser.add_argument("--force", action="store_true", help="replace FILE where it is there")
    parser.add_argument(
        "--fields",
        type=_fields,
        default=[],
        metavar="A,B,…",
        help=f"columns of {' and '.join(WITH_FIELDS)}: {', '.join(EXPORT_FIELDS)}",
    )
    parser.add_argument(
        "--ids",
        action="append",
        default=[],
        metavar="ID",
        help="these papers, in this order; may be repeated, - reads ids from standard input",
    )
    parser.add_argument(
        "--with",
        dest="including",
        type=_fields,
        metavar="A,B,…",
        help=f"have {', '.join(WITHHELD)} too, which other formats leave out; '' for none",
    )
    parser.add_argument(
        "--aux",
        metavar="FILE",
        help="what a run of LaTeX cites, under the keys that it cites: the .aux file that it wrote",
    )
    parser.add_argument("--exact", action="store_true", help="correct no spelling")
    parser.add_argument("--limit", type=number, metavar="N", help="at most N papers")
    parser.add_argument(
        "--sort", choices=SORTS, help="the order; the queue, a tag and a page have their own"
    )
    parser.add_argument(
        "--view",
        metavar="VIEW",
        default="all",
        help="only papers of a view, such as queue or tag:NAME; see recto search --help",
    )
    declare_json(parser, "say what was written as one JSON object; only with -o")
    parser.epilog = "example: recto export pruning --view unread -o papers.bib"


def _export(library: Library, given: dict[str, Any]) -> int:
    file = None if given["output"] == "-" else given["output"]
    form = given["format"] or (file and _format_of_file(file)) or "bibtex"
    if given["json"] and file is None:
        raise UsageError("--json says what was written to a file", hint="Name one with -o.")
    missing: list[str] = []
    export = (
        _chosen(library, given, form) if not given["aux"] else _cited(library, given, form, missing)
    )
    if not export.count:
        return 1
    if file is None:
        with output_bytes() as stream:
            for piece in export.pieces:
                stream.write(piece.encode("utf-8", "replace"))
    else:
        written = str(export.save(file, force=given["force"]))
        told = {"file": written, "format": form, "papers": export.count}
        if given["aux"]:
            told["missing"] = missing
        say_outcome(f"{count(export.count, 'paper')} exported to {written}", told, given)
    for remark in export.remarks:
        warn(remark)
    return 1 if missing else 0


def _format_of_file(file: str) -> str:
    found = format_of(file)
    if found is None:
        raise UsageError(
            f"The ending of {file} tells no format",
            f"There are {', '.join(EXPORT_FORMATS.values())}.",
            "Name the format with --format.",
        )
    return found


def _chosen(library: Library, given: dict[str, Any], form: str) -> Export:
    """Return the papers that are named, or that a view shows and a query finds."""
    ids: list[str] = given["ids"]
    words: list[str] = given["words"]
    if words == ["-"]:
        ids, words = [*ids, "-"], []
    fields: Sequence[str] = given["fields"]
    if ids:
        if words or given["view"] != "all" or given["sort"]:
            raise UsageError(
                "Either ids or a query are wanted", "Ids name papers in their own order."
            )
        named = named_ids(ids)
        return library.export(
            ids=named[: given["limit"]], format=form, fields=fields, including=given["including"]
        )
    text = " ".join(words)
    view = find_view(library, given["view"])
    rowids = _found(library, text, view, given)
    heading = _HEADINGS.get(view.kind, view.name)
    heading = f"{heading}: {text}" if text else heading
    return library.export(
        rowids=rowids, format=form, fields=fields, heading=heading, including=given["including"]
    )


def _cited(library: Library, given: dict[str, Any], form: str, missing: list[str]) -> Export:
    """Return the papers that a run of LaTeX cites, and say which of them are `missing`."""
    if given["words"] or given["ids"] or given["view"] != "all":
        raise UsageError("Either --aux or a query is wanted", "A run of LaTeX says what it cites.")
    cited = read_cited(Path(given["aux"]))
    for problem in cited.problems:
        warn(problem)
    papers = library.keys.cited(cited.keys)
    missing += [key for key in cited.keys if key not in papers]
    if missing:
        warn(f"No paper has the key {', '.join(map(printable, missing))}.")
    elif not (cited.keys or cited.is_all):
        warn(f"{printable(given['aux'])} cites nothing.")
    rowids = [paper.rowid for paper in papers.values()]
    if cited.is_all:
        rowids += library.listing("", sort=given["sort"] or "relevance", wait=True).rowids
    return library.export(
        rowids=rowids,
        format=form,
        fields=given["fields"],
        including=given["including"],
        keys=papers,
    )


def _found(library: Library, text: str, view: View, given: dict[str, Any]) -> Sequence[int]:
    """Return the papers of a view that a text finds, and say what it found for what."""
    sort = given["sort"] or "relevance"
    if view.kind == "search" and (saved := find_search(library, view.name)):
        sort = given["sort"] or saved.sort
    listing, meant = ask(
        library.listing,
        library.queries.suggestion,
        text,
        view=view,
        sort=sort,
        correct=not given["exact"],
        wait=True,
    )
    if meant is not None:
        found_for = f"{quoted(text)} finds little; this is {quoted(meant)}."
        warn(f"{found_for} --exact searches as typed.")
    for hint in listing.hints:
        warn(hint)
    if not listing.rowids:
        place = "" if view == View() else f" in the view {view}"
        warn(f"No paper{place} matches {quoted(text)}." if text else f"There is no paper{place}.")
    rowids: Sequence[int] = listing.rowids
    if not given["sort"]:
        rowids = library.queries.own_order(text, view, rowids)
    return rowids[: given["limit"]]


COMMANDS = (
    LibraryCommand(
        "export",
        "write papers for other programs",
        _declare,
        _export,
        are_dashes_data=True,
        example="recto export pruning is:bookmarked -o pruning.bib",
    ),
)
