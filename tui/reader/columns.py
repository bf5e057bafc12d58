"""Which column stands at the right of a list, and where its values come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...index import Library, Listing
from ..widgets.row_column import Column, column_kind


def column_of(library: Library, listing: Listing) -> Column:
    """Return the column that goes with a list."""
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
