"""Which column stands at the right of a list, and where its values come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ....index import Library, Listing
from ...widgets.rows.row_column import Column, column_kind
from ..state import AskedFor

if TYPE_CHECKING:
    from ..state import Related


def column_of(library: Library, listing: Listing, related: Related | None = None) -> Column:
    """Return the column that goes with a list; `related` is what it shows instead of a view."""
    if isinstance(related, AskedFor):
        answer = related.answer
        return Column("services", lambda rowids: library.asking.services(answer))
    kind = column_kind(listing.view.kind, listing.sort, has_query=bool(listing.text.strip()))
    if kind == "added":
        return Column(kind, library.sources.added_on)
    if kind == "rising":

        def load(rowids: Sequence[int]) -> Mapping[int, str]:
            return {
                rowid: f"{gain:+.1f}/day" for rowid, gain in library.sources.gains(rowids).items()
            }

        return Column(kind, load)
    return Column(kind)
