"""Whole papers on the shell: taken in, printed, removed."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from ....index import Block, Library, NotFoundError, Paper, Span, Text
from ...system.plain_text import PrintedPage, printable, quoted
from ...system.whole_text import (
    heading_of,
    links_of,
    outline_of,
    page_of,
    plain_text,
    read_spans,
)
from ..arguments import ArgumentParser, UsageError
from ..command import LibraryCommand, declare_one_object, named_id, say_outcome
from ..streams import flush, say, say_json
from .text_getting import how_again, read_all_anew, read_anew, text_of

_PAGER_OPTIONS = "FRX"
"""What `less` is told, as by git, where LESS tells it nothing: to print what fits the screen and to
show colours."""
_NARROW = str.maketrans("│─┼•“”‘’–—…", "|-+*\"\"''--.")
"""Signs that running text and tables have, for terminals without them."""


def _declare(parser: ArgumentParser) -> None:
    parser.usage = (
        "recto text ID [--from FILE | --yes | --again] [--plain | --outline | --references] "
        "[--json] | ID --remove | [ID] --anew"
    )
    parser.add_argument("id", metavar="ID", nargs="?", help="the paper")
    parser.add_argument(
        "--from",
        dest="file",
        metavar="FILE",
        help="take its text from FILE first: HTML of arXiv or ar5iv, Markdown, plain text or PDF; "
        "- is standard input",
    )
    parser.add_argument(
        "--plain", action="store_true", help="print a paragraph a line, without a pager"
    )
    parser.add_argument("--outline", action="store_true", help="print its headings alone")
    parser.add_argument(
        "--references",
        action="store_true",
        help="print what it refers to, each with the id of the paper in the library, or -",
    )
    parser.add_argument(
        "--yes", action="store_true", help="fetch it where there is none yet, without asking"
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="fetch it in place of the one that is here: a newer version, or what is better than "
        "a PDF",
    )
    parser.add_argument("--remove", action="store_true", help="remove the text that is kept")
    parser.add_argument(
        "--anew",
        action="store_true",
        help="read again what was given, for ID or all that an older Recto has read",
    )
    declare_one_object(parser)


def _text(library: Library, given: dict[str, Any]) -> int:
    _check(given)
    if given["anew"] and given["id"] is None:
        return read_all_anew(library, given)
    paper = library.paper(named_id(given["id"]))
    if given["remove"]:
        return _remove(library, paper, given)
    if given["anew"]:
        read_anew(library, paper)
    text = text_of(library, paper, given)
    if given["references"]:
        _say_references(library, paper, text, given)
    elif given["json"]:
        say_json(_told(library, paper, text, is_outline=given["outline"]))
    elif given["outline"]:
        for line in outline_of(text):
            say(line)
    else:
        _say(library, paper, text, is_plain=given["plain"])
    return 0


def _check(given: dict[str, Any]) -> None:
    """Raise UsageError for what does not go together."""
    shown = [name for name in ("plain", "outline", "references") if given[name]]
    wrong = ""
    if given["id"] is None and not given["anew"]:
        wrong = "ID is missing."
    elif given["remove"] and (given["file"] or shown):
        wrong = "--remove stands alone."
    elif given["yes"] and (given["file"] or given["remove"]):
        wrong = "--yes excludes --from and --remove."
    elif given["plain"] and (len(shown) > 1 or given["json"]):
        wrong = "--plain excludes --outline, --references and --json."
    elif len(shown) > 1:
        wrong = "--outline excludes --references."
    elif given["id"] == given["file"] == "-":
        wrong = "standard input cannot give both id and text."
    elif (given["again"] or given["anew"]) and (given["file"] or given["remove"]):
        wrong = "--again and --anew exclude --from and --remove."
    elif given["again"] and given["anew"]:
        wrong = "--again fetches, --anew does not."
    if wrong:
        raise UsageError("Wrong arguments", wrong)


def _say_references(library: Library, paper: Paper, text: Text, given: dict[str, Any]) -> None:
    found = library.references.of(text)
    papers = library.rows([one.rowid for one in found if one.rowid is not None])
    ids = {paper.rowid: paper.id for paper in papers}
    told: list[dict[str, Any]] = [
        {
            "number": block.number or None,
            "text": read_spans(block.spans),
            "names": list(one.names),
            "paper": None if one.rowid is None else ids.get(one.rowid),
            "label": block.label or None,
            "block": one.block,
        }
        for one in found
        for block in (text.blocks[one.block],)
    ]
    if given["json"]:
        say_json({"id": paper.id, "references": told})
        return
    for one in told:
        number = f"[{printable(one['number'])}] " if one["number"] else ""
        say(f"{one['paper'] or '-'}\t{number}{one['text']}")


def _remove(library: Library, paper: Paper, given: dict[str, Any]) -> int:
    kept = library.texts.kept(paper)
    if not library.texts.remove(paper):
        raise NotFoundError("There is no text to remove", f"None is kept of {quoted(paper.title)}.")
    again = how_again(paper, was_fetched=kept is not None and bool(kept.source))
    told = f"The text of {quoted(paper.title)} is removed; {again}."
    say_outcome(told, {"id": paper.id, "removed": True}, given)
    return 0


def _say(library: Library, paper: Paper, text: Text, *, is_plain: bool) -> None:
    page = PrintedPage.of_stdout()
    if is_plain or page.width is None:
        for line in plain_text(text):
            say(line)
        return
    flush()
    os.environ.setdefault("LESS", _PAGER_OPTIONS)
    if "R" not in os.environ["LESS"]:
        page = page._replace(has_colour=False)
    lines = "\n".join(page_of(text, page, links_of(library, paper)))
    from ...system.programs import run_program, words_of

    encoding = _encoding()
    if "utf" not in encoding.lower():
        lines = lines.translate(_NARROW)
    data = f"{lines}\n".encode(encoding, "backslashreplace")
    hint = "Set PAGER to a program that is there, or use --plain."
    # Ctrl+C is the pager's, which goes on; a handler, unlike no signal at all, is not inherited.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        run_program(words_of("PAGER", "less"), data, hint)
    finally:
        signal.signal(signal.SIGINT, before)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def _told(library: Library, paper: Paper, text: Text, *, is_outline: bool) -> dict[str, Any]:
    kept = library.texts.kept(paper)
    told: dict[str, Any] = {
        "id": paper.id,
        "source": text.source,
        "version": text.version,
        "license": text.license or None,
        "link": library.texts.link(paper),
        "newer": library.texts.newer(paper, text),
        "lacks": list(text.lacks),
        "file": kept.name if kept is not None else None,
        "kept": kept.kept if kept is not None else None,
    }
    if is_outline:
        told["outline"] = [
            {
                "level": block.level,
                "number": block.number or None,
                "title": heading_of(block._replace(number="")),
                "label": block.label or None,
                "block": at,
            }
            for at, block in text.headings()
        ]
    else:
        told["blocks"] = [_block(block) for block in text.blocks]
    return told


def _block(block: Block) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": block.kind,
        "text": block.text,
        "level": block.level or None,
        "number": block.number or None,
        "label": block.label or None,
        "place": block.place,
        "page": block.page or None,
        "doubtful": block.is_doubtful,
        "spans": [_span(span) for span in block.spans],
    }
    if block.rows:
        told["rows"] = [[[_span(span) for span in cell] for cell in row] for row in block.rows]
        told["head"] = block.head
    return told


def _span(span: Span) -> dict[str, Any]:
    return {"text": span.text, "kind": span.kind, "targets": list(span.targets)}


COMMANDS = (
    LibraryCommand(
        "text",
        "print a whole paper, or take its text in from a file",
        _declare,
        _text,
        example="recto text 4fmb --from 2209.04836v6.html",
    ),
)
