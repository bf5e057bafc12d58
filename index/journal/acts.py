"""One row of the journal: how acts are named, what their JSON says, which are steps of undo."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .fold import Value

SHELL = "shell"
"""The window that all commands of the shell share."""

FETCH = "fetch"
"""The window of what is fetched beside a reader: what its user does there is undone first."""

TAG = "tag:"
"""What the name of a tag's mark begins with."""

ARXIV = "arxiv"
"""The mark that holds the arXiv id which the reader gave a paper."""

EDIT = "edit:"
"""What the name of a mark begins with that corrects a field of a paper; its value is JSON."""

KEY = "key"
"""The mark that holds the key a paper is cited by."""

PRIVATE = "private"
"""The mark of papers that stay on this machine, with all that is set on them."""

IDENTIFY, MERGE, SPLIT = "identify", "merge", "split"
"""Kinds of the acts by which the reader says which records are one paper."""

SAYS = (IDENTIFY, MERGE, SPLIT)

ONE = "one"
"""The key in the data of a merging: its papers are one."""

APART = "apart"
"""The key in the data of a parting of its groups of records: source, digest and number of each."""

NOT_ONE = "not one"
"""The key in the data of a parting of the mergings that count no more."""

LABEL = "label:"
"""What the name of the register begins with that holds a source's new name."""

RENAMED = "renamed:"
"""What the name of the register begins with that holds what a tag was renamed to."""

FOLLOW = "follow:"
"""What the name of the register begins with that says whether a source is followed."""

REMOVED = "removed:"
"""What the name of the register begins with that says whether a source is removed."""

TASTE = "taste:"
"""What the name of the register begins with that says whether a word is struck from the taste."""

TEACHES = "teaches:"
"""What the name of the register begins with that says whether a source's papers teach."""

TAUGHT = "taste"
"""The register that holds the clock up to which acts teach nothing."""

CITE = "cite"
"""The kind of the act that gives papers keys when they are first cited."""

SET_KEY = "key"
"""The kind of the act that changes the key of a paper."""

STAY = "stay-private"
"""The kind of the act that keeps private what a private paper was taken apart into."""

NO_STEP = ("bundled", CITE, "look", "read-by-reading", "redo", STAY, "undo")
"""Kinds of rows that undo passes by: what happens of itself, and undo's own."""

ADD = "add"
"""The kind of the act that adds a page."""

NAMED = "named"
"""The source of papers that the reader has named, or marked in an answer of services."""

CARRY = "carry"
"""The kind of the act that sets what the records of a large file mark."""

ALL_READ = "read-all"
"""The kind of the act that marks the papers of a list read, of a long one in several."""

STEP = "step"
"""The key in an act's data of the act that it is undone and redone together with."""

BUNDLED = "bundled"
"""The kind of the act that adds the bundled pages: whatever else was done came after it."""

REPLACES = "replaces"
"""The key in an act's data of the acts that it wins over whatever the clocks say."""

IS_NAMED = "instr({0}.data, '\"' || {1}.act || '\"')"
"""Whether the data of one row names another, in SQL."""

IS_DECIDING = f"""(NOT EXISTS (SELECT 1 FROM journal s WHERE s.subject = r.subject
    AND s.seq <> r.seq AND {IS_NAMED.format("s", "r")}))"""
"""Whether the undo or redo row `r` is replaced by no other about the same act, in SQL."""

LAST_REVERSAL = f"""FROM journal r WHERE r.subject = j.{{}} AND {IS_DECIDING}
    ORDER BY r.clock DESC, r.act DESC LIMIT 1"""
"""Which undo or redo row decides about the act that a column of `j` names, in SQL."""

UNDONE = f"(coalesce((SELECT r.kind {LAST_REVERSAL.format('act')}), '') = 'undo')"
"""Whether the undo or redo row that decides about the act `j` says undone, in SQL."""


class Act(NamedTuple):
    """An act as it was recorded."""

    id: str
    """Empty where it would have left everything as it was, so that it was not recorded."""
    kind: str
    rowids: Sequence[int] = ()
    data: Mapping[str, Any] = {}
    """What its row says of it."""


class Reversible(NamedTuple):
    """A row of the journal that is to be undone or redone."""

    seq: int
    act: str
    kind: str
    data: dict[str, Any]


def new_act() -> str:
    """Return a random act id; it alone decides whether an act is already in a journal."""
    return os.urandom(10).hex()


def part_of(step: str, act: str = "") -> dict[str, str]:
    """Return what an act's data say where it belongs to the step that another act began."""
    return {STEP: step} if step not in ("", act) else {}


def changes(data: Mapping[str, Any], item: int) -> Mapping[str, Value]:
    """Return what an act's data set on the paper at this place in its list."""
    common: Mapping[str, Value] = data.get("set", {})
    each = data.get("each", ())
    return {**common, **each[item]} if item < len(each) else common


def names(data: Mapping[str, Any]) -> set[str]:
    """Return the marks of papers that an act's data sets."""
    return set(data.get("set", ())).union(*data.get("each", ()))


def wall_time(milliseconds: int) -> str:
    """Return the local wall time with its offset from UTC, as ISO 8601."""
    local = time.localtime(milliseconds // 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", local)


def compact(value: object) -> str:
    """Return a value as the JSON that rows keep; a name is found in it by its own compact form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def setting_text(value: Any) -> str | None:
    """Return how the value of a register of the library is kept: JSON, or nothing for off."""
    return None if value is None else compact(value)
