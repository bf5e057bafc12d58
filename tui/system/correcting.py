"""A paper as BibTeX in the reader's own editor, and what was changed there into the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...index import Library, Marked, Paper, RectoError
from .editor import discard, edit_file, file_of, how_to_wait, is_known_to_wait
from .programs import ended


def correct(library: Library, paper: Paper) -> Marked:
    """Let the reader correct a paper, and take what has changed; RectoError as `correction`."""
    return correction(library, paper, lambda run: run())(library)


def correction(
    library: Library, paper: Paper, lend: Callable[[Callable[[], int]], int]
) -> Callable[[Library], Marked]:
    """Let the reader correct a paper, and return what takes over what has changed.

    `lend` runs what needs the terminal. Where a change cannot be taken, or the editor may not have
    waited for one, the file stays and a RectoError names it.
    """
    library.journal.check_writable()
    before = library.corrections.as_bibtex(paper)
    path = file_of(before, f"{paper.id}.bib")
    try:
        status = lend(lambda: edit_file(path))
    except RectoError:
        discard(path)
        raise
    after = _text_in(path)
    if after == before:
        if status == 0 and not is_known_to_wait():
            raise RectoError(
                "Nothing was changed",
                "The editor came back and nothing was saved.",
                f"{how_to_wait()} The file stays as {path}.",
            )
        discard(path)
        told = "" if status == 0 else f"The editor {ended(status)}."
        raise RectoError("Nothing was changed", told)
    if status != 0:
        raise RectoError(
            "Nothing was changed", f"The editor {ended(status)}.", f"What it left is in {path}."
        )

    def take(library: Library) -> Marked:
        try:
            marked = library.corrections.take_bibtex(paper, before, after)
        except RectoError as error:
            hint = f"Nothing was changed; what was written is in {path}."
            raise RectoError(error.title, error.message, hint) from error
        discard(path)
        return marked

    return take


def _text_in(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RectoError(
            "Nothing was changed", "The file is not UTF-8 text.", f"It stays as {path}."
        ) from error
    except OSError as error:
        raise RectoError("Nothing was changed", f"{path}: {error.strerror}.") from error
