"""The verbs that lead out of the reader: to the clipboard, a browser, a file, a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...keys.command import Command
from ...keys.contexts import ABSTRACTS, EVERYWHERE, PAPERS
from .. import suspending
from ..later import Later

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen
    from . import exporting, opening, piping, yanking
else:
    exporting, opening = Later("out.exporting"), Later("out.opening")
    piping, yanking = Later("out.piping"), Later("out.yanking")

OUT: tuple[Command[MainScreen], ...] = (
    Command(
        "yank",
        ("y y",),
        "copy title and link",
        yanking.yank,
        "Out",
        "title, link",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "yank-link",
        ("y u",),
        "copy the link",
        yanking.yank_link,
        "Out",
        "link",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "yank-id",
        ("y i",),
        "copy the arXiv id, or Recto's where none is known",
        yanking.yank_id,
        "Out",
        "id",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "yank-key",
        ("y k",),
        "copy the citation key",
        yanking.yank_key,
        "Out",
        "key",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "yank-bibtex",
        ("y b",),
        "copy BibTeX",
        yanking.yank_bibtex,
        "Out",
        "BibTeX",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "open-page",
        ("o",),
        "open the paper's page; over SSH copy its link and keep it in the outbox",
        opening.open_page,
        "Out",
        "open page",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "open-code",
        ("g x",),
        "open the paper's code in the same way",
        opening.open_code,
        "Out",
        "code",
        ABSTRACTS,
        needs_paper=True,
    ),
    Command(
        "open-pdf",
        ("g p",),
        "open the paper's PDF, the one on this disk before the one on arXiv",
        opening.open_pdf,
        "Out",
        "PDF",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "export",
        ("X",),
        "export the selection or the list to a file",
        exporting.export,
        "Out",
        "export",
        PAPERS,
        take=exporting.take,
        complete=exporting.complete,
    ),
    Command(
        "pipe",
        ("|",),
        "pipe the paper or the selection to a shell command",
        piping.pipe,
        "Out",
        "pipe",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "pager",
        (),
        "read the paper or the selection in $PAGER",
        piping.page,
        "Out",
        "pager",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "suspend",
        ("ctrl+z",),
        "go to the shell; its fg comes back",
        suspending.suspend,
        "Out",
        "suspend",
        EVERYWHERE,
    ),
)
"""In the order of the help screen."""
