"""Values and tables of them as lines of TOML."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any


def lines_of(told: Mapping[str, Any], lists: Container[str]) -> list[str]:
    """Return each value as a line, tables behind plain values.

    `lists` are the names of what is a list of tables, however empty.
    """
    lines = [
        f"{name} = {_value(value)}" for name, value in told.items() if _is_plain(name, value, lists)
    ]
    for name, value in told.items():
        for head, table in _tables(name, value, lists):
            lines += ["", head]
            lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
    return lines


def _is_plain(name: str, value: object, lists: Container[str]) -> bool:
    """Whether a setting is no table, and no list of them, which may be empty."""
    if isinstance(value, list) and not value:
        return name not in lists
    return not isinstance(value[0] if isinstance(value, list) else value, Mapping)


def _tables(
    name: str, value: object, lists: Container[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the head and the plain values of a table or of a list of them, and of those within."""
    if isinstance(value, Mapping):
        yield f"[{name}]", {key: one for key, one in value.items() if _is_plain(key, one, lists)}
        for key, one in value.items():
            yield from _tables(f"{name}.{key}", one, lists)
    elif isinstance(value, list):
        yield from ((f"[[{name}]]", table) for table in value if isinstance(table, Mapping))


def _value(value: object) -> str:
    """Return a value as TOML writes it, which for texts, numbers and lists is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else _value(key)
