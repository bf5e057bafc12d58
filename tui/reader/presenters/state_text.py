"""What the right end of the search line says: what the list holds, and where one is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....index import Listing, readable
from ...system.plain_text import printable
from ...widgets.layouts import BESIDE, TINY
from ..state import AskedFor, Duplicates
from ..trail import view_name

if TYPE_CHECKING:
    from ....index import Asked
    from ...widgets.abstract_pane import AbstractPane
    from ...widgets.result_list import ResultList
    from ..state import ReaderState

NOTHING_HERE = "No paper is here."
"""What is said where a command finds no paper to work on."""


def state_text(
    state: ReaderState,
    results: ResultList,
    full: AbstractPane | None,
    is_working: bool,
    width: int,
) -> str:
    """Return all of it, of which a tiny terminal has the half, or nothing while work goes on.

    `full` is the abstract where it has the screen for itself, `width` that of the terminal in
    cells.
    """
    listing = state.listing
    name, place = "", ""
    if listing is not None:
        name, place = (
            list_name(state, width),
            place_in(listing, results.cursor, len(results.rowids)),
        )
        if matched := share_of_view(state, listing):
            place = matched if width < BESIDE else f"{matched} · {place}"
    page = "" if full is None else "{}/{}".format(*full.pages)
    chosen = results.selection.count
    selected = f"{chosen} selected" if chosen else ""
    parts = [selected, name, page and f"page {page}", place]
    if width < TINY:
        parts = [] if is_working else [page or name, place]
    return " · ".join(filter(None, parts))


def list_name(state: ReaderState, width: int) -> str:
    """Return the name of the present list, and its order where that is an unusual one.

    `width` is that of the terminal in cells.
    """
    if isinstance(state.related, Duplicates):
        name = "Duplicates"
    elif isinstance(state.related, AskedFor):
        name = asked_name(state.related.answer, width)
    elif state.related is None:
        name = _called(state)
    elif width < BESIDE:
        name = "Related"
    else:
        name = f"Related to {readable(state.related.title)[:24].strip()}…"
    if state.sort == "relevance" or width < TINY:
        return name
    if state.sort == "taste":
        is_known = state.listing is not None and state.listing.telling is not None
        return f"{name}, best first" if is_known else name
    return f"{name} by {state.sort}"


def asked_name(answer: Asked, width: int) -> str:
    """Return who has answered to which query; `width` is that of the terminal in cells."""
    if width < TINY:
        return "asked"
    if width < BESIDE:
        services = ", ".join(name.replace("Hugging Face", "HF") for name in answer.services)
        longest = 16
    else:
        services, longest = " and ".join(answer.services), 40
    text = answer.text if len(answer.text) <= longest else f"{answer.text[: longest - 1].strip()}…"
    return f"{services} · “{printable(text)}”"


def _called(state: ReaderState) -> str:
    """Return what the view is called: a stream that the reader has named goes by that."""
    view = state.view
    sources = state.counts.sources if view.kind == "source" else ()
    named = (one.label for one in sources if one.days and one.name == view.name)
    return next(named, view_name(view))


def share_of_view(state: ReaderState, listing: Listing) -> str:
    """Return how much of a view a query leaves, such as `2 of 4 match`; nothing of all papers."""
    if not listing.text.strip() or state.related is not None:
        return ""
    counts, view = state.counts, state.view
    match view.kind:
        case "all" | "search":
            return ""
        case "tag":
            size = dict(counts.tags).get(view.name)
        case "source":
            size = next((one.count for one in counts.sources if one.name == view.name), None)
        case kind:
            size = getattr(counts, kind)
    more = "" if listing.is_exact else "+"
    return "" if size is None else f"{listing.total:,}{more} of {size:,} match"


def place_in(listing: Listing, row: int, shown: int | None = None) -> str:
    """Return where one is in a list, such as `3/12`; `shown` is how many rows it has so far."""
    total, more = listing.total, "" if listing.is_exact else "+"
    if shown is not None and shown < len(listing.rowids):
        return f"{min(row + 1, shown)}/{shown} of {total:,}"
    return f"{min(row + 1, total)}/{total}{more}"
