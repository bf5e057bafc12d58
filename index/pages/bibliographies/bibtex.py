"""BibTeX into papers, entry by entry: one that is broken is reported, the others are taken."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from ...paper import Record
from ..contents import Problem
from ..outside import PARSER_FAULTS
from ..record_files import RecordFile
from ..streams import NO_UTF8, TextStream, is_damaged
from .bibtex_blocks import BibtexBlock, split_blocks
from .bibtex_entries import read_entry
from .bibtex_lending import Lending, Waiting
from .bibtex_values import Strings
from .latex_decoder import Allowance

_NO_PAPERS = ("comment", "preamble", "control", "xdata", "set")
"""What stands between entries, and entries that are no papers but tell others something."""
_TOO_MUCH_TEX = "The file has very much TeX; from here on some of it is left as it stands."


class BibtexFile(RecordFile):
    """The papers of a BibTeX file; bibtexparser reads each entry by itself."""

    def __init__(self, text: TextStream) -> None:
        super().__init__(text)
        self._tex = Allowance()

    def _found(self) -> Iterator[Record | Problem]:
        # What it cannot read it also writes into its log, which would end up on the screen.
        logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
        lending = Lending()
        strings = Strings()
        self._entries = 0
        for block in split_blocks(self.text.lines()):
            self._tex.add(len(block.text))
            try:
                yield from self._read(block, strings, lending)
            except PARSER_FAULTS:
                yield Problem(block.line, "The entry cannot be read.")
        for waiting in lending.who_waits():
            yield from self._finished(waiting, lending)

    def _read(
        self, block: BibtexBlock, strings: Strings, lending: Lending
    ) -> Iterator[Record | Problem]:
        """Yield the paper of a block, and those that have waited for it."""
        from bibtexparser.exceptions import ParsingException

        if block.type in ("comment", "preamble"):
            return
        if is_damaged(block.text):
            yield Problem(block.line, NO_UTF8)
            return
        try:
            if block.type == "string":
                strings.learn(block.text)
                return
            entry = strings.entry(block.text, block.line)
        except ParsingException:
            yield Problem(block.line, "The entry cannot be read.")
            return
        if entry is None:
            yield Problem(block.line, "The entry breaks off or is no BibTeX.")
            return
        lending.remember(entry)
        if entry.type not in _NO_PAPERS:
            self._entries += 1
            waiting = Waiting(self._entries, entry)
            if not lending.is_put_off(waiting):
                yield from self._finished(waiting, lending)
        for waiting in lending.who_waited(entry):
            yield from self._finished(waiting, lending)

    def _finished(self, waiting: Waiting, lending: Lending) -> Iterator[Record | Problem]:
        """Yield the paper of an entry with what it borrows."""
        entry, was_spent = waiting.entry, self._tex.is_spent
        try:
            with self._tex.counting():
                record = read_entry(lending.filled(entry), waiting.rank)
        except PARSER_FAULTS:
            yield Problem(entry.line, "The entry cannot be read.")
            return
        yield record or Problem(entry.line, "It has no title.")
        if self._tex.is_spent and not was_spent:
            yield Problem(entry.line, _TOO_MUCH_TEX)
