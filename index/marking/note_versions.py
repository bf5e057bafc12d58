"""The texts of a note that was written in several places at once, and one made of them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..journal.fold import NOTE, NOTE_SEAM, note_heads
from ..parts.context import Context

_APART = f"""SELECT pid FROM marks WHERE name = '{NOTE}' AND instr(value, ?) > 0"""


class NoteVersion(NamedTuple):
    """One text of a note that has several."""

    text: str
    machine: str
    """The id of the machine on which it was written; empty where nobody knows."""
    wall: str
    """When, as ISO 8601 with an offset from UTC; empty where nobody knows."""


def apart(context: Context) -> list[int]:
    """Return the papers, by row number, whose notes have several texts."""
    return [pid for (pid,) in context.database.rows(_APART, (NOTE_SEAM,))]


def versions_of(context: Context, rowid: int) -> list[NoteVersion]:
    """Return the texts of the note on a paper, the oldest first; one where it is of one piece."""
    sql = "SELECT value FROM marks WHERE pid = ? AND name = 'note' AND value IS NOT NULL"
    note = context.database.value(sql, (rowid,))
    texts = str(note).split(NOTE_SEAM) if note is not None else []
    if len(texts) < 2:
        return [NoteVersion(text, "", "") for text in texts]
    projection = context.store.journal.projection
    touches = (touch for touch in projection.touches([rowid], [NOTE]) if NOTE in touch.changes)
    told: dict[str, tuple[str, str]] = {}
    for head in note_heads(touches):
        for text in str(head.changes[NOTE] or "").split(NOTE_SEAM):
            row = context.database.rows(
                "SELECT machine, wall FROM journal WHERE act = ?", (head.act,)
            )
            told.setdefault(text, row[0] if row else ("", ""))
    return [NoteVersion(text, *told.get(text, ("", ""))) for text in dict.fromkeys(texts)]


def united(texts: Sequence[str]) -> str:
    """Return one text that has every line of all, what they have in common once.

    Lines that differ stand one behind the other, those of the earlier text first.
    """
    lines: list[str] = []
    for text in texts:
        lines = _with_lines(lines, text.split("\n")) if lines else text.split("\n")
    return "\n".join(lines)


def _with_lines(lines: list[str], others: list[str]) -> list[str]:
    merged: list[str] = []
    matcher = SequenceMatcher(None, lines, others, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        own, more = lines[start:end], others[other_start:other_end]
        merged += own
        if own != more:
            merged += more
    return merged
