"""Order keys of a list as texts that sort: there is always room for one more between two.

A key is read as a fraction in base 36 and compares as text. New members of a list get a key made
from the journal's clock, so that two machines' lists interleave in the order of their acts.
"""

from __future__ import annotations

import re
from typing import TypeGuard

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

START = ""
"""Before every key; no member of a list has it."""

_CLOCK_WIDTH = 10
_ITEM_WIDTH = 4
"""Digits of a clock in milliseconds (good for 100,000 years) and of an act's item."""

_ORDER_KEY = re.compile(r"[0-9a-z]*[1-9a-z]", re.ASCII)


def is_order_key(value: object) -> TypeGuard[str]:
    """Tell whether a mark's value is an order key that others can be found beside.

    One that ends in 0 would leave no room before it.
    """
    return isinstance(value, str) and _ORDER_KEY.fullmatch(value) is not None


def order_key_at(clock: int, item: int = 0) -> str:
    """Return the order key of an act's paper: a clock in milliseconds, its number in the act."""
    return _number(clock, _CLOCK_WIDTH) + _number(item, _ITEM_WIDTH) + "1"


def after(last: str, clock: int, item: int = 0) -> str:
    """Return a key behind the last one, and behind all that were made before this clock."""
    key = order_key_at(clock, item)
    if key > last:
        return key
    # The last one was made by a clock that is ahead of all.
    length = len(last.rstrip(DIGITS[-1]))
    if length <= len(key):
        return last + "1"
    return last[: length - 1] + DIGITS[DIGITS.index(last[length - 1]) + 1]


def between(low: str, high: str | None) -> str:
    """Return a short key between two others; `high` is None for the end of the list.

    The method is that of David Greenspan, "Implementing Fractional Indexing" (2020).
    """
    if high is not None and low >= high:
        raise ValueError(f"nothing is between {low!r} and {high!r}")
    key = ""
    while True:
        one = DIGITS.index(low[0]) if low else 0
        other = DIGITS.index(high[0]) if high else len(DIGITS)
        if other - one > 1:
            return key + DIGITS[(one + other) // 2]
        if high and other > one and len(high) > 1:
            return key + high[0]
        key += DIGITS[one]
        low = low[1:]
        high = high[1:] if high and other == one else None


def spread(low: str, high: str | None, count: int) -> list[str]:
    """Return so many keys between two others, in order and about evenly."""
    if count <= 0:
        return []
    middle = between(low, high)
    before = spread(low, middle, count // 2)
    return [*before, middle, *spread(middle, high, count - count // 2 - 1)]


def _number(value: int, width: int) -> str:
    """Return a number in base 36, filled with zeros; what does not fit is the largest that does."""
    value = min(max(value, 0), len(DIGITS) ** width - 1)
    digits = []
    for _ in range(width):
        value, digit = divmod(value, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))
