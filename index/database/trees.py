"""Which page of a sound database belongs to which table, and the rows on chosen pages.

See sqlite.org/fileformat2.html. Only pages that lead to others are read on the way, one in some
hundreds. Whatever cannot be understood is a ValueError.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Any

from .file_format import HEADER, INTEGERS, columns, varint

_LEAVES = {13, 10}
_TABLES = {13, 5}
_KINDS = {13, 10, 5, 2}
"""Leaves and inner pages of tables, then of indexes; a table WITHOUT ROWID is as an index is."""

_DEEPEST = 20
"""Levels of a tree; three are enough for a million papers."""

_CHILD = struct.Struct(">I").unpack_from

Read = Callable[[int], bytes]
"""Returns a page by its number, from 1 on."""


def pages_of(read: Read, root: int) -> Iterator[int]:
    """Yield the pages of a tree, without those that its rows run over to."""
    level = [root]
    for _ in range(_DEEPEST):
        yield from level
        if not level or _kind(read, level[0]) in _LEAVES:
            return  # all leaves of a tree are equally deep
        level = [child for number in level for child in _children(read, number)]
    raise ValueError("a tree without end")


def free_pages(read: Read) -> set[int]:
    """Return the pages that are not in use."""
    found: set[int] = set()
    number = int.from_bytes(read(1)[32:36], "big")
    while number and number not in found:
        page = read(number)
        many = int.from_bytes(page[4:8], "big")
        found.add(number)
        found.update(struct.unpack_from(f">{min(many, len(page) // 4 - 2)}I", page, 8))
        number = int.from_bytes(page[:4], "big")
    return found


def rows_of(read: Read, number: int, usable: int, visited: set[int]) -> Iterator[list[Any]]:
    """Yield the records on a page as they are stored, texts as bytes.

    The pages that they run over to are told to `visited`.
    """
    page = read(number)
    start = HEADER if number == 1 else 0
    kind = _kind(read, number)
    if kind == 5:
        return  # row numbers only
    pointers = start + (8 if kind in _LEAVES else 12)
    for place in range(int.from_bytes(page[start + 3 : start + 5], "big")):
        at = pointers + 2 * place
        at = int.from_bytes(page[at : at + 2], "big") + (0 if kind in _LEAVES else 4)
        length, at = varint(page, at)
        if kind in _TABLES:
            _, at = varint(page, at)
        most = usable - 35 if kind in _TABLES else (usable - 12) * 64 // 255 - 23
        local = length
        if length > most:
            least = (usable - 12) * 32 // 255 - 23
            local = least + (length - least) % (usable - 4)
            local = local if local <= most else least
        payload = page[at : at + local]
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while len(payload) < length:
            if following in visited or not following:
                raise ValueError("a row that does not end")
            visited.add(following)
            more = read(following)
            payload += more[4:usable][: length - len(payload)]
            following = int.from_bytes(more[:4], "big")
        yield _values(payload)


def _kind(read: Read, number: int) -> int:
    kind = read(number)[HEADER if number == 1 else 0]
    if kind not in _KINDS:
        raise ValueError(f"page {number} is of no kind")
    return kind


def _children(read: Read, number: int) -> list[int]:
    page, start = read(number), HEADER if number == 1 else 0
    if _kind(read, number) in _LEAVES:
        raise ValueError("leaves at different depths")
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    try:
        pointers = struct.unpack_from(f">{cells}H", page, start + 12)
        children = [_CHILD(page, pointer)[0] for pointer in pointers]
    except struct.error as error:
        raise ValueError("a page that leads nowhere") from error
    return [*children, *_CHILD(page, start + 8)]


def _values(payload: bytes) -> list[Any]:
    values: list[Any] = []
    for kind, data in columns(payload):
        if kind in (10, 11):
            raise ValueError("a kind of value that there is not")
        if kind in INTEGERS:
            values.append(int.from_bytes(data, "big", signed=True))
        elif kind == 7:
            values.append(struct.unpack(">d", data)[0])
        else:
            # A value of bytes, which no Recto writes, is none of those that are taken for texts.
            blob: object = memoryview(data) if kind % 2 == 0 else data
            values.append(blob if kind >= 12 else {0: None, 8: 0, 9: 1}.get(kind))
    return values
