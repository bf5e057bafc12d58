"""Papers out of the library, in the formats of other programs and of people."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from .errors import RectoError
from .opened import Ids, Opened
from .text import clean

if TYPE_CHECKING:
    from .exports.export import Export


class Exporting(Opened):
    """Writes papers for other programs and for people."""

    def export(
        self,
        *,
        ids: Ids = (),
        pids: Iterable[int] = (),
        format: str = "bibtex",
        fields: Sequence[str] = (),
        heading: str = "Papers",
    ) -> Export:
        """Return papers in one of EXPORT_FORMATS, in the order in which they are given.

        `fields` are the columns, of EXPORT_FIELDS, where a format has them; `heading` is the title
        where it has one. Raises NotFoundError for an unknown id, and RectoError.
        """
        from .exports.export import Export, check_fields
        from .exports.formats import EXPORT_FORMATS
        from .exports.papers import Papers
        from .store.added import load_added

        if format not in EXPORT_FORMATS:
            raise RectoError(
                "Unknown format",
                f"{format!r} is none.",
                f"Choose one of {', '.join(EXPORT_FORMATS)}.",
            )
        check_fields(format, fields)
        chosen = array("q", self._chosen(ids, pids))
        return Export(
            Papers(chosen, self.rows, partial(load_added, self._database), clean(heading)),
            format,
            list(dict.fromkeys(fields)),
        )
