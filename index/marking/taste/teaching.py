"""What readers say of their taste: words struck, libraries that teach, a new beginning."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import NotFoundError, RectoError
from ...journal.acts import ADD, STEP, TASTE, TAUGHT, TEACHES, part_of
from ...pages.directories import is_several
from ...parts.context import Context
from ...taste.lessons import forgotten_before, registered
from ...taste.terms import stems_of
from ...text import clean
from ..recording import marked

if TYPE_CHECKING:
    from ...parts.intake import Intake
    from ...results import AddReport, Marked

_LONGEST = 80
"""Characters of a word that is struck."""


class Teaching:
    """Writes acts that change what is learned; safe for threads."""

    def __init__(self, context: Context, intake: Intake) -> None:
        self._context = context
        self._intake = intake
        self._database = context.database

    def strike(self, word: str, on: bool = True) -> Marked:
        """Let a word count no more, or again, however it is spelled; one act.

        Raises RectoError for what is no word, and NotFoundError for one again that counts.
        """
        word = " ".join(clean(word).casefold().split())
        stems = stems_of(word)
        if not stems or len(word) > _LONGEST:
            reason = "It has no word that could count."
            if len(word) > _LONGEST:
                reason = f"It has more than {_LONGEST} characters."
            raise RectoError("That cannot be struck", reason, "Name one word, or two neighbours.")
        journal = self._context.store.journal
        with self._database.transaction():
            struck = [one for one in registered(self._database, TASTE) if stems_of(one) == stems]
            if not on and not struck:
                reason = f"“{word}” is not struck."
                raise NotFoundError("Nothing to allow", reason, "`recto taste` tells what is.")
            words = [word] if on else struck
            kind = "strike" if on else "unstrike"
            act = journal.record(kind, library={TASTE + one: on for one in words})
        return marked(self._context, act)

    def forget(self) -> Marked:
        """Let nothing that was done until now teach any more; one act, which undo takes back."""
        journal = self._context.store.journal
        with self._database.transaction():
            clock = journal.next_clock()
            act = journal.record("forget-taste", library={TAUGHT: clock}, clock=clock)
        return marked(self._context, act)

    def learn_from_zotero(self) -> list[AddReport]:
        """Take in what Zotero has, all of which teaches; see `Library.add_zotero`."""
        before = self._last_act()
        return self._taught([self._intake.add_zotero(None, None, False)], before)

    def learn_from(self, path: str | os.PathLike[str]) -> list[AddReport]:
        """Take a file of papers in, all of which teach; see `Library.add`.

        Raises RectoError for a directory of several, of which nothing is taken in.
        """
        if is_several(Path(path)):
            reason = f"{clean(os.fspath(path))} is a directory."
            raise RectoError("One file teaches at a time", reason, "Name one of its files.")
        before = self._last_act()
        return self._taught(self._intake.add([path]), before)

    def _taught(self, reports: list[AddReport], before: int) -> list[AddReport]:
        """Note that sources teach what was not brought in by hand as well.

        It is one step of undo with what was added after the act `before`: what is brought in by
        hand would teach on without it.
        """
        names = [report.name for report in reports if report.error is None]
        held = registered(self._database, TEACHES, forgotten_before(self._database))
        new = {TEACHES + name: True for name in names if name not in held}
        if new:
            with self._database.transaction():
                step = part_of(self._added(names, before))
                self._context.store.journal.record("learn", library=new, context=step)
        return reports

    def _last_act(self) -> int:
        return self._database.value("SELECT max(seq) FROM journal") or 0

    def _added(self, names: Iterable[str], before: int) -> str:
        """Return the step that took in pages of these sources after an act; nothing for none."""
        sql = "SELECT act, data FROM journal WHERE seq > ? AND kind = ? ORDER BY seq"
        for act, text in self._database.rows(sql, (before, ADD)):
            data = self._database.parsed(text)
            if any(page.get("name") in names for page in data.get("sources", ())):
                return str(data.get(STEP, act))
        return ""
