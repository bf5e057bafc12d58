"""The note on a paper: printed, written, edited on the shell."""

from __future__ import annotations

import os
from typing import Any

from ....index import Library, Paper, RectoError, StoreError, decode_note
from ...system.plain_text import printable, taken_for
from ...system.programs import ended
from ..arguments import ArgumentParser, UsageError
from ..command import ID_HELP, LibraryCommand, declare_json, named_id, say_papers
from ..streams import read_input, say, say_json, warn


def _declare_note(parser: ArgumentParser) -> None:
    parser.usage = "recto note ID [TEXT | - | --edit]"
    parser.add_argument("id", metavar="ID", help=ID_HELP)
    parser.add_argument(
        "text",
        nargs="*",
        default=[],
        metavar="TEXT",
        help="the new note; - reads it from standard input, '' removes the note",
    )
    parser.add_argument("--edit", action="store_true", help="write it in $VISUAL or $EDITOR")
    declare_json(parser, "print the paper as JSON")
    parser.epilog = "Without a text the note is printed."


def _note(library: Library, given: dict[str, Any]) -> int:
    words: list[str] = given["text"]
    is_from_input = words == ["-"]
    if given["edit"] and words:
        raise UsageError("Wrong arguments", "--edit and a text exclude each other.")
    if given["id"] == "-" and (is_from_input or given["edit"]):
        raise UsageError(
            "Wrong arguments",
            "standard input cannot give both the id and the note.",
            "Give the ID.",
        )
    paper = library.paper(named_id(given["id"]))
    if given["edit"]:
        edited = _edited(library, paper)
        return 1 if edited is None else _say_written(edited, given)
    if not words:
        return _say_note(paper, given)
    text = _input_note() if is_from_input else _given_note(words)
    return _say_written(library.note(paper, text).papers[0], given)


def _say_note(paper: Paper, given: dict[str, Any]) -> int:
    if given["json"]:
        say_json(paper.as_json())
    elif paper.note is not None:
        for line in paper.note.split("\n"):
            say(printable(line))
    if paper.has_draft:
        warn(f"A note on {paper.id} is half written; recto note {paper.id} --edit goes on with it.")
    if paper.note is None and not given["json"]:
        warn(f"There is no note on {paper.id}.")
        return 1
    return 0


def _say_written(paper: Paper, given: dict[str, Any]) -> int:
    say_papers("note removed" if paper.note is None else "noted", [paper], given)
    return 0


def _input_note() -> str:
    text = _decoded(read_input(), "Standard input")
    if not text.strip():
        # More likely a command before the pipe has failed than that the note is to go.
        raise RectoError(
            "Nothing was written",
            "Standard input is empty.",
            "An empty TEXT, recto note ID '', removes a note.",
        )
    return text


def _given_note(words: list[str]) -> str:
    """Return the note that stands in the command line, whatever encoding the shell has."""
    text = " ".join(words)
    return text if text.isascii() else _decoded(os.fsencode(text), "TEXT")


def _decoded(data: bytes, name: str) -> str:
    """Return what bytes say, and say what they were taken for where that is not UTF-8."""
    text, encoding = decode_note(data, name)
    if encoding is not None:
        warn(taken_for(name, encoding))
    return text


def _edited(library: Library, paper: Paper) -> Paper | None:
    """Have the note written in the reader's own editor; None where nothing was saved in it.

    What cannot be kept stays in its file.
    """
    from ...system.editor import edit_file, is_known_to_wait, unsaved

    base = library.notes.base(paper)
    draft = library.notes.draft(paper)
    before = draft if draft is not None else paper.note or ""
    with library.note_files.begin(paper, before) as file:
        try:
            status = edit_file(file.path)
        except RectoError:
            file.discard()
            raise
        if not file.is_saved:
            if not file.path.exists():
                raise RectoError("The note is as it was", f"The editor left no {file.path}.")
            if status != 0 or is_known_to_wait():
                file.discard()
            if status != 0:
                raise RectoError("The note is as it was", f"The editor {ended(status)}.")
            warn("Nothing was changed." if is_known_to_wait() else unsaved(file.path))
            return None
        written, encoding = file.read()
        if encoding is not None:
            warn(taken_for("The note", encoding))
        is_kept = written.strip() != before.strip() and bool(written.strip() or status == 0)
        try:
            if status == 0:
                library.note(paper, written, base=base)
            elif is_kept:
                library.notes.save_draft(paper, written)
        except StoreError as error:
            hint = f"What was typed is in {file.path}; it is taken in when that works."
            raise StoreError(error.title, error.message, hint) from error
        file.discard()
    if status != 0:
        raise RectoError(
            "The note is as it was",
            f"The editor {ended(status)}.",
            "What was typed is kept; --edit goes on with it." if is_kept else "",
        )
    return library.paper(paper.id)


COMMANDS = (
    LibraryCommand(
        "note",
        "print, write or edit the note on a paper",
        _declare_note,
        _note,
        True,
        example="recto note 4fmb compare with ZipIt",
    ),
)
