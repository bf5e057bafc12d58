"""The verbs that search, order and find the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...keys.command import Command
from ...keys.contexts import BESIDE_TEXTS, PANES, PAPERS
from .. import viewing
from ..later import Later
from ..orders import LABELS, LETTERS, MEANINGS

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen
    from .. import asking, identities, ordering
else:
    asking, identities, ordering = Later("asking"), Later("identities"), Later("ordering")


def _order_by(name: str) -> Callable[[MainScreen, int | None], None]:
    """Return the verb that gives the list this order."""
    return lambda screen, count: ordering.take(screen, name)


FINDING: tuple[Command[MainScreen], ...] = (
    Command(
        "search",
        ("/",),
        "search as you type; Enter or ↓ to the results, Esc back",
        viewing.start_search,
        "Find",
        "search",
        BESIDE_TEXTS,
        take=viewing.search_for,
    ),
    Command(
        "related",
        ("*",),
        "papers related to this one",
        viewing.related,
        "Find",
        "related",
        PAPERS,
        needs_paper=True,
    ),
    Command(
        "ask",
        ("g /",),
        "ask arXiv and Hugging Face for this query; what is marked of it is kept",
        asking.ask,
        "Find",
        "ask",
        take=asking.take,
    ),
    Command(
        "duplicates",
        (),
        "papers that may be the same",
        identities.duplicates,
        "Find",
        "duplicates",
    ),
    Command(
        "previous-list",
        ("ctrl+o", "backspace"),
        "the list one came from, at its paper",
        viewing.previous_list,
        "Find",
        "back",
        PANES,
    ),
    Command(
        "as-typed",
        ("=",),
        "search exactly as typed, correcting nothing",
        viewing.as_typed,
        "Find",
        "as typed",
        PANES,
    ),
    *(
        Command(
            f"sort-{name}",
            (f"S {letter}",),
            MEANINGS[name],
            _order_by(name),
            "Find",
            LABELS.get(name, name),
            PANES,
        )
        for name, letter in LETTERS.items()
    ),
    Command(
        "sort",
        (),
        "another order of the list, by its name",
        ordering.sort,
        "Find",
        "sort",
        PANES,
        take=ordering.take,
        complete=ordering.complete,
    ),
    Command(
        "save-search",
        ("F",),
        "save this search under a name",
        viewing.save_search,
        "Find",
        "save",
        PANES,
    ),
    *(
        Command(
            f"search-{slot}",
            (f"g {slot}",),
            f"the saved search number {slot}",
            viewing.open_search(slot),
            "Find",
            f"search {slot}",
        )
        for slot in range(1, 10)
    ),
    Command(
        "clear",
        ("escape",),
        "clear the query, then the view",
        viewing.clear,
        "Find",
        "clear",
        PANES,
    ),
)
"""In the order of the help screen."""
