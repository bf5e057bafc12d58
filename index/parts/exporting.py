"""Papers out of an open library, in the formats of other programs and of people."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..errors import RectoError
from ..text import clean
from .context import Context, Ids, several

if TYPE_CHECKING:
    from ..exports.export import Export


def export(
    context: Context,
    ids: Ids = (),
    rowids: Iterable[int] = (),
    format: str = "bibtex",
    fields: str | Sequence[str] = (),
    heading: str = "Papers",
    including: str | Collection[str] | None = None,
) -> Export:
    """Return papers in one of EXPORT_FORMATS; see `Library.export`."""
    from ..exports.export import Export, check_fields, check_including
    from ..exports.formats import CITING, EXPORT_FORMATS, WITH_FIELDS, WITHHELD
    from ..exports.papers import Papers
    from ..store.added import load_added

    if format not in EXPORT_FORMATS:
        raise RectoError(
            "Unknown format",
            f"{format!r} is none.",
            f"Choose one of {', '.join(EXPORT_FORMATS)}.",
        )
    columns = list(dict.fromkeys(several(fields)))
    check_fields(format, columns)
    asked = context.config.export_with if including is None else several(including)
    wanted = check_including(asked)
    is_whole = format in WITH_FIELDS
    withheld = () if is_whole else set(WITHHELD.values()) - wanted
    chosen = array("q", context.chosen(ids, rowids))
    if format in CITING:
        from .citing import give_keys

        give_keys(context, chosen)
    added = partial(load_added, context.database)
    return Export(Papers(chosen, context.rows, added, clean(heading), withheld), format, columns)
