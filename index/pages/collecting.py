"""How often Python looks for garbage while a page is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_SELDOM = 5_000
"""Objects made between two looks. A page becomes hundreds of thousands of tokens, and hardly any
refer to each other in a circle; at Python's usual 700 a quarter of the time goes into looking."""

_lock = Lock()
_readers = 0
_usual = gc.get_threshold()


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let Python look for garbage seldom while at least one thread reads a page."""
    global _readers, _usual
    with _lock:
        if _readers == 0:
            _usual = gc.get_threshold()
            gc.set_threshold(_SELDOM, *_usual[1:])
        _readers += 1
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if _readers == 0:
                gc.set_threshold(*_usual)
