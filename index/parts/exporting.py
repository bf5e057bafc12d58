"""Papers out of an open library, in the formats of other programs and of people."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..errors import RectoError
from ..journal.acts import TAG
from ..text import clean
from ..views import ALL, View
from .context import Context, Ids, several

if TYPE_CHECKING:
    from ..exports.export import Export
    from ..paper import Paper


def export(
    context: Context,
    ids: Ids = (),
    rowids: Iterable[int] = (),
    format: str = "bibtex",
    fields: str | Sequence[str] = (),
    heading: str = "Papers",
    including: str | Collection[str] | None = None,
    keys: Mapping[str, Paper] | None = None,
) -> Export:
    """Return papers in one of EXPORT_FORMATS; see `Library.export`."""
    from ..exports.export import Export, check_fields, check_including
    from ..exports.formats import CITING, EXPORT_FORMATS, WITH_FIELDS, WITHHELD
    from ..exports.papers import Papers
    from ..store.papers import load_added

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
    names: dict[int, list[str]] = {}
    for key, paper in (keys or {}).items():
        names.setdefault(paper.rowid, []).append(key)
    added = partial(load_added, context.database)

    def rows(wanted: Sequence[int]) -> list[Paper]:
        papers = context.rows(wanted)
        if "highlights" in withheld or not any(paper.highlights for paper in papers):
            return papers
        from .texts.highlight_order import with_order

        return [with_order(context, paper) for paper in papers]

    return Export(Papers(chosen, rows, added, clean(heading), withheld, names), format, columns)


def own_order(context: Context, text: str, view: View, rowids: Sequence[int]) -> Sequence[int]:
    """Return papers in the order of the queue or the tag where a query asks for nothing but facts.

    So `is:queued` is what the view of the queue is. Words have an order of their own.
    """
    from ..search.query.nodes import Filter
    from ..search.query.query import Query
    from ..store.reading_lists import QUEUE, load_list

    query = Query.parse(text)
    if query.has_text or view != ALL:
        return rowids
    names = [
        QUEUE if leaf.name == "is" else TAG + leaf.value
        for leaf in query.root.nodes
        if isinstance(leaf, Filter) and not leaf.is_prefix
        if leaf.name == "tag" or (leaf.name, leaf.value) == ("is", "queued")
    ]
    if not names:
        return rowids
    members = load_list(context.database, names[0])
    places = {rowid: place for place, (rowid, _) in enumerate(members)}
    return sorted(rowids, key=lambda rowid: places.get(rowid, len(places)))
