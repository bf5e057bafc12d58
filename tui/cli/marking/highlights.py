"""What was highlighted in papers' texts, listed and removed on the shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ....index import Library, NotFoundError, Paper, Placed, RectoError
from ...system.plain_text import READABLE_WIDTH, PrintedPage, printable, quoted
from ..arguments import ArgumentParser, UsageError
from ..command import LibraryCommand, declare_json, named_ids, say_outcome
from ..streams import say, say_json, warn

_INDENT = "  "


def _declare(parser: ArgumentParser) -> None:
    parser.usage = "recto highlights [ID …] | --remove HIGHLIGHT"
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="of these papers alone; - reads them from input"
    )
    parser.add_argument(
        "--remove",
        metavar="HIGHLIGHT",
        help="remove one, by its own id or the beginning of that, with the note on it",
    )
    declare_json(parser)
    parser.epilog = "They stand in the order of the text where it is here, else as they were made."


def _highlights(library: Library, given: dict[str, Any]) -> int:
    if given["remove"] is not None:
        if given["ids"]:
            raise UsageError("Wrong arguments", "--remove stands alone.")
        return _remove(library, given)
    named = [library.paper(id) for id in named_ids(given["ids"])] if given["ids"] else None
    page = PrintedPage.of_stdout()
    is_any = False
    for number, paper in enumerate(_papers(library, named)):
        is_any = True
        found = _placed(library, paper)
        if given["json"]:
            for one in found:
                say_json(_told(paper, one))
            continue
        if page.width is not None and number:
            say("")
        for line in _lines(paper, found, page):
            say(line)
    if not is_any and not given["json"]:
        warn("Nothing is highlighted there yet; v in a paper's text begins.")
    return 0 if is_any else 1


def _papers(library: Library, named: Iterable[Paper] | None) -> list[Paper]:
    """Return the papers with highlights: of those that are named, or all."""
    if named is not None:
        return [
            paper for paper in {paper.id: paper for paper in named}.values() if paper.highlights
        ]
    rowids = dict.fromkeys(one.rowid for one in library.highlights.all())
    return library.rows(list(rowids))


def _placed(library: Library, paper: Paper) -> list[Placed]:
    try:
        return library.texts.highlights(paper)
    except RectoError as error:  # its highlights are told all the same
        warn(f"The text of {quoted(paper.title)} cannot be read: {error.message}")
        return [Placed(one, None) for one in paper.highlights]


def _told(paper: Paper, found: Placed) -> dict[str, Any]:
    return {
        "id": paper.id,
        **found.highlight.as_json(),
        "orphan": None if found.spots is None else not found.spots,
    }


def _lines(paper: Paper, found: Iterable[Placed], page: PrintedPage) -> Iterator[str]:
    if page.width is None:
        for one in found:
            yield f"{paper.id}  {_line(one)}"
        return
    title = page.wrapped(page.shown(paper.title), f"{paper.id}  ", " " * (len(paper.id) + 2))
    yield page.styled(paper.id, "36") + title[0][len(paper.id) :]
    yield from title[1:]
    for one in found:
        highlight = one.highlight
        yield ""
        for block in f"“{highlight.text}”".split("\n"):
            yield from page.wrapped(page.shown(block), _INDENT, _INDENT, READABLE_WIDTH)
        details = " · ".join(_details(one))
        for line in page.wrapped(details, _INDENT, _INDENT, READABLE_WIDTH):
            yield page.styled(line, "2")
        for line in highlight.note.split("\n") if highlight.note else ():
            yield from page.wrapped(printable(line), _INDENT * 2, _INDENT * 2, READABLE_WIDTH)


def _line(found: Placed) -> str:
    """Return a highlight as one line, for a pipe."""
    highlight = found.highlight
    text = printable(" ".join(highlight.text.split("\n")))
    note = [f"note: {printable(' '.join(highlight.note.split()))}"] if highlight.note else []
    return f"“{text}”  ({' · '.join([*_details(found), *note])})"


def _details(found: Placed) -> Iterator[str]:
    yield from filter(None, (printable(found.highlight.section), printable(found.highlight.id)))
    if found.spots == ():
        yield "not in the text that is here"


def _remove(library: Library, given: dict[str, Any]) -> int:
    wanted = given["remove"].strip().lower()
    found = [one for one in library.highlights.all() if wanted and one.id.startswith(wanted)]
    exact = [one for one in found if one.id == wanted]
    found = exact or found
    if not found:
        raise NotFoundError(
            "No such highlight",
            f"None goes by the id {quoted(given['remove'])}.",
            "`recto highlights` shows the id of each.",
        )
    if len(found) > 1:
        told = ", ".join(printable(one.id) for one in found[:4])
        raise RectoError(
            "Several highlights answer to that id",
            f"{quoted(wanted)} is the beginning of {told}{' …' if len(found) > 4 else ''}.",
            "Give more of the id.",
        )
    (one,) = found
    done = library.highlights.remove(one.rowid, one.id)
    (paper,) = library.rows([one.rowid])
    outcome = {"id": paper.id, "highlight": one.id, "removed": True}
    say_outcome(f"{done.sentence} `recto undo` takes that back.", outcome, given)
    return 0


COMMANDS = (
    LibraryCommand(
        "highlights",
        "list what you highlighted in papers' texts",
        _declare,
        _highlights,
        example="recto highlights 4fmb --json",
    ),
)
