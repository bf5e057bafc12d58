"""Libraries as Recto wrote them when names were first told apart, by the rule of that time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from recto.index import Library
from recto.index.identity import evidence, rule
from recto.index.identity.names import GROUP
from recto.index.records import says

from .on_disk import store_of

_ENDING = re.compile(r"(?:jr|sr|ii|iii|iv|vi{0,3}|ph\.?d|md)\.?", re.IGNORECASE)


def first_family_key(name: str) -> str | None:
    """Return what the first rule took for the key of a family's name."""
    if GROUP.search(name):
        return None
    words = name.replace("‐", "-").replace("‑", "-").split()
    while len(words) > 1 and _ENDING.fullmatch(words[-1].strip(",")):
        words.pop()
    last = words[-1].rstrip("-").rpartition("-")[2] if words else ""
    folded = unicodedata.normalize("NFKD", last.casefold())
    letters = "".join(char for char in folded if char.isalpha())
    key = re.sub("(?<=[aou])e", "", letters)
    return key if key.isascii() and key else None


@contextmanager
def first_rule() -> Iterator[None]:
    """Let all that is done meanwhile be done by the first rule, and rows say nothing of it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evidence, "family_key", first_family_key)
        patched.setattr(evidence, "former_family_keys", lambda name: frozenset())
        patched.setattr(rule, "RULE", 1)
        patched.setattr(says, "PRESENT_RULE", None)
        yield


def forget_rule(library: Library) -> None:
    """Let a library say no more by which rule its papers were told apart."""
    with store_of(library) as store, store.database.transaction():
        store.database.execute("DELETE FROM meta WHERE key = 'evidence rule'")
