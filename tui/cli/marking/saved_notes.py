"""Notes that an editor saved after the command that started it had ended."""

from __future__ import annotations

from ....index import Library, RectoError
from ...system.plain_text import taken_for
from ..streams import warn


def take_saved_notes(library: Library) -> None:
    """Take in what was saved since, and say so; what cannot be taken in stays in its file."""
    for file in library.note_files.saved():
        try:
            taken = library.note_files.take(file)
        except RectoError as error:
            warn(str(error))
            continue
        if taken is not None:
            marked, encoding = taken
            if encoding is not None:
                warn(taken_for("The note", encoding))
            warn(marked.sentence)
