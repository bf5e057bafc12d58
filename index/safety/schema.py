"""The tables of a library as data: which columns of which types there are, told by their SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..database.tables import TABLES

_TYPES = ("TEXT", "INTEGER", "REAL")

_JSON = {
    ("texts", "authors"): "array",
    ("texts", "links"): "array",
    ("texts", "details"): "object",
    ("records", "said"): "object",
    ("journal", "papers"): "array",
    ("journal", "data"): "object",
    ("settings", "value"): "any",
    ("drafts", "base"): "array",
    ("positions", "marks"): "object",
    ("session", "value"): "any",
}
"""Columns that hold JSON, and of which kind."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: str
    """Empty where any value may stand."""
    is_needed: bool
    """Whether NULL must not stand there."""
    json: str | None
    """`array`, `object` or `any` where it holds JSON."""


class Table(NamedTuple):
    """A table as this Recto makes it."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        """The names of its columns."""
        return {column.name for column in self.columns}


class Form(NamedTuple):
    """What tells one table or index from another, whatever its SQL looks like."""

    kind: str
    name: str
    inner: str
    """What stands in its parentheses, the columns of a table in the order of their names.

    `ALTER TABLE` puts columns at the end, so an older library has them in another order.
    """
    rest: str


def form_of(sql: str) -> Form:
    """Return what a statement that creates a table or an index says."""
    head, _, rest = " ".join(sql.split()).partition("(")
    _, kind, name, *_ = [*head.split(), "", "", ""]
    inner, _, tail = rest.rpartition(")")
    parts = [part.strip() for part in _parts(inner)]
    kind = kind.lower()
    ordered = parts if kind == "index" else sorted(parts)
    return Form(kind, name.strip('"'), ", ".join(ordered), f"{head.partition(' ON ')[2]};{tail}")


@cache
def forms() -> dict[tuple[str, str], Form]:
    """Return all tables and indexes of a library by kind and name."""
    return {(form.kind, form.name): form for form in map(form_of, TABLES)}


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables of a library."""
    return tuple(_table(form) for form in forms().values() if form.kind == "table")


def _table(form: Form) -> Table:
    parts = list(_parts(form.inner))
    keys = re.search(r"PRIMARY KEY\((.*?)\)", form.inner)
    names = tuple(keys[1].split(", ")) if keys else ()
    names = names or tuple(part.split()[0] for part in parts if "PRIMARY KEY" in part)
    columns = []
    for part in parts:
        name, *words = part.split()
        if name.startswith(("PRIMARY", "UNIQUE(")):
            continue
        kind = words[0] if words and words[0] in _TYPES else ""
        is_needed = "NOT NULL" in part or name in names
        columns.append(Column(name, kind, is_needed, _JSON.get((form.name, name))))
    return Table(form.name, tuple(columns), names)


def _parts(inner: str) -> Iterator[str]:
    """Yield what stands between commas that are in no parentheses."""
    depth, start = 0, 0
    for at, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield inner[start:at]
            start = at + 1
    yield inner[start:]
