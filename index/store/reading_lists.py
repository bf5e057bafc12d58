"""The reader's own lists, the queue and the tags: who stands in them and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..database.database import Database
from ..journal.acts import TAG

if TYPE_CHECKING:
    from ..journal.fold import Value

QUEUE = "queue"
"""The mark that is a paper's order key in the to-read queue."""

_MEMBERS = (
    "SELECT pid, value FROM marks WHERE name = ? AND value IS NOT NULL ORDER BY value, clock, pid"
)
"""By order key; two machines may have given the same one. What is in a list is never hidden."""

_NESTED = (
    "SELECT pid FROM marks WHERE name >= ? AND name < ? AND value IS NOT NULL "
    "ORDER BY name, value, clock, pid"
)


def load_list(database: Database, name: str) -> list[tuple[int, Value]]:
    """Return the papers that carry this mark with their order keys, in their order."""
    return database.rows(_MEMBERS, (name,))


def load_tagged(database: Database, tag: str) -> list[int]:
    """Return the papers of a tag in its order, then those that only nested tags have."""
    own = [rowid for rowid, _ in load_list(database, TAG + tag)]
    nested = [rowid for (rowid,) in database.rows(_NESTED, nested_names(tag))]
    return list(dict.fromkeys([*own, *nested])) if nested else own


def nested_names(tag: str) -> tuple[str, str]:
    """Return the least name that the marks of nested tags have, and one greater than all."""
    return f"{TAG}{tag}/", f"{TAG}{tag}0"  # `0` follows `/`


def new_order_keys(database: Database, name: str, count: int, clock: int) -> list[str]:
    """Return order keys for papers that are put at the end of a list."""
    from .fractional_index import START, after, is_order_key  # lists are shown without

    last = database.value(
        "SELECT max(value) FROM marks WHERE name = ? AND value IS NOT NULL", (name,)
    )
    order_key = last if is_order_key(last) else START
    order_keys = []
    for item in range(count):
        order_key = after(order_key, clock, item)
        order_keys.append(order_key)
    return order_keys


def moved(
    members: Sequence[tuple[int, Value]], rowid: int, steps: int, clock: int
) -> Mapping[int, str]:
    """Return the order keys to be given so that a paper stands so many steps further down.

    That is one, except where neighbours have the same.
    """
    from .fractional_index import START, after, is_order_key, spread

    start = next(at for at, (member, _) in enumerate(members) if member == rowid)
    target = min(max(start + steps, 0), len(members) - 1)
    if target == start:
        return {}
    others = [*members[:start], *members[start + 1 :]]
    keys = [value if is_order_key(value) else None for _, value in others]
    low, high = target - 1, target
    while True:
        before = keys[low] if low >= 0 else START
        behind = keys[high] if high < len(keys) else None
        is_end = high == len(keys)
        if before is not None and (is_end or (behind is not None and before < behind)):
            break
        low, high = max(low - 1, -1), min(high + 1, len(keys))
    run = [member for member, _ in others[low + 1 : high]]
    run.insert(target - low - 1, rowid)
    if not is_end:
        return dict(zip(run, spread(before, behind, len(run)), strict=True))
    order_keys = {}
    for item, member in enumerate(run):
        order_keys[member] = before = after(before, clock, item)
    return order_keys
