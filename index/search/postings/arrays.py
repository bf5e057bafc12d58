"""Posting lists and places in NumPy's arrays: the same bytes, read many times as fast where long.

Importing this imports NumPy, which few libraries are large enough for: see `reader.LARGE`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .fields import AS_IT_CAME, IN_ABSTRACT
from .impacts import WHOLE
from .packing import SHORT, opened
from .places import Occurrences, Places
from .postings import Postings

Numbers = NDArray[Any]

_CHECKED = 64
"""Lists that are read before it is asked again whether anybody waits."""

EMPTY_ARRAYS = Postings(np.zeros(0, np.uint32), np.zeros(0, np.uint8))  # type: ignore[arg-type]


def unpack_arrays(packed: bytes, count: int, base: int, has_impacts: bool) -> Postings:
    """Return a list as arrays of `uint32` and `uint8`; otherwise as `packing.unpack` does."""
    if count <= SHORT:
        numbers = np.frombuffer(packed, "<u4")
        if len(numbers) != count:
            raise ValueError("not a posting list")
        impacts = (numbers >> 24).astype(np.uint8) if has_impacts else np.zeros(0, np.uint8)
        ids = (numbers & 0xFFFFFF) + np.uint32(base)
        return Postings(ids, impacts)  # type: ignore[arg-type]
    width, body = opened(packed)
    if not 1 <= width <= 4 or len(body) != count * (width + has_impacts):
        raise ValueError("not a posting list")
    flat = np.frombuffer(body, np.uint8)
    steps = flat[:count].astype(np.uint32)
    for plane in range(1, width):
        steps |= flat[plane * count : (plane + 1) * count].astype(np.uint32) << (8 * plane)
    steps[0] += base
    ids = np.cumsum(steps, dtype=np.uint32)
    return Postings(ids, flat[width * count :])  # type: ignore[arg-type]


def unpack_run(
    data: bytes,
    bounds: Sequence[int],
    counts: Sequence[int],
    base: int,
    end: int,
    has_impacts: bool,
    check: Callable[[], object],
) -> Postings:
    """Return lists that stand one behind the other in their bytes as one; it does not ascend.

    `bounds` are where each begins and where the last one ends, `counts` their postings. Their
    documents are numbered from `base` and below `end`. Lists whose steps have as many bytes are
    taken apart together: most have few postings, and a call of NumPy costs as much as hundreds.
    `check` is called now and then, and may raise. Raises ValueError, IndexError or zlib.error for
    what are no such lists.
    """
    short: list[bytes] = []
    by_width: dict[int, tuple[list[int], list[bytes]]] = {}
    few = 0
    for place, count in enumerate(counts):
        packed = data[bounds[place] : bounds[place + 1]]
        if count <= SHORT:
            short.append(packed)
            few += count
            continue
        if len(by_width) and place % _CHECKED == 0:
            check()
        width, body = opened(packed)
        if not 1 <= width <= 4 or len(body) != count * (width + has_impacts):
            raise ValueError("not a posting list")
        sizes, bodies = by_width.setdefault(width, ([], []))
        sizes.append(count)
        bodies.append(body)
    numbers = np.frombuffer(b"".join(short), "<u4")
    if len(numbers) != few:
        raise ValueError("no posting lists")
    ids = [numbers & 0xFFFFFF]
    impacts = [(numbers >> 24).astype(np.uint8)] if has_impacts else []
    for width, (sizes, bodies) in by_width.items():
        check()
        ids.append(_documents(width, sizes, bodies))
        impacts.append(
            np.frombuffer(
                b"".join(body[width * size :] for size, body in zip(sizes, bodies, strict=True)),
                np.uint8,
            )
        )
    together = np.concatenate(ids)
    if len(together) and int(together.max()) >= end - base:
        raise ValueError("it names papers it has not")
    graded = np.concatenate(impacts) if has_impacts else np.zeros(0, np.uint8)
    return Postings(together + np.uint32(base), graded)  # type: ignore[arg-type]


def _documents(width: int, sizes: Sequence[int], bodies: Sequence[bytes]) -> Numbers:
    """Return the documents of lists, one behind the other, whose steps have so many bytes."""
    steps = np.zeros(sum(sizes), np.uint32)
    for plane in range(width):
        told = b"".join(
            body[plane * size : (plane + 1) * size]
            for size, body in zip(sizes, bodies, strict=True)
        )
        steps |= np.frombuffer(told, np.uint8).astype(np.uint32) << np.uint32(8 * plane)
    ids = np.cumsum(steps, dtype=np.uint32)
    starts = np.cumsum(sizes) - sizes
    # What all lists before add up to may be too much for 32 bits; the difference is right anyway.
    ids -= np.repeat(ids[starts] - steps[starts], sizes)
    return ids


def joined(parts: Sequence[Postings]) -> Postings:
    """Return several lists as one, of which each is behind the one before."""
    if len(parts) == 1:
        return parts[0]
    return Postings(
        np.concatenate([part.ids for part in parts]),  # type: ignore[arg-type]
        np.concatenate([part.impacts for part in parts]),  # type: ignore[arg-type]
    )


def occurrences_of(found: Places, base: int, numbers: Numbers, docs: Numbers) -> Occurrences:
    """Return the places of some postings; see `places.occurrences`."""
    counts = np.frombuffer(found.counts, np.uint8).astype(np.int64)
    ends = np.cumsum(counts)
    times = counts[numbers]
    total = int(times.sum())
    # Where each of the wanted runs begins in the list, and where in the answer.
    begins = np.cumsum(times) - times
    at = np.arange(total) + np.repeat(ends[numbers] - times - begins, times)
    low, high = np.frombuffer(found.low, np.uint8), np.frombuffer(found.high, np.uint8)
    steps = low.take(at).astype(np.uint32) | high.take(at).astype(np.uint32) << np.uint32(8)
    # A list may name a paper in which the places are not known.
    begun = begins.compress(times > 0)
    if base:
        steps[begun] ^= np.uint32(base)
    # The sum may be too much for 32 bits; what is left of it in each paper is right anyway.
    places = np.cumsum(steps, dtype=np.uint32)
    before = places.take(begun) - steps.take(begun)
    places -= np.repeat(before, times.compress(times > 0))
    told = np.frombuffer(found.forms, np.uint8)
    forms = told.take(at) if found.forms else np.zeros(total, np.uint8)
    return Occurrences(np.repeat(docs, times), places, forms)  # type: ignore[arg-type]


def joined_places(parts: Sequence[Occurrences]) -> Occurrences:
    """Return several answers as one, of which each is behind the one before."""
    if not parts:
        return Occurrences(*(np.zeros(0, code) for code in ("u4", "i8", "u1")))  # type: ignore[arg-type]
    return Occurrences(*map(np.concatenate, zip(*parts, strict=True)))  # type: ignore[arg-type]


def looked_up(table: bytes, numbers: Any) -> Any:
    """Return what a table has for every number."""
    return np.frombuffer(table, np.uint8)[numbers]


_SPARSE = 20
"""From this many times more postings than documents in question, each is looked up by itself."""


def common(ids: Any, docs: Any) -> tuple[Numbers, Numbers]:
    """Return the documents that are in both, which ascend, after their numbers in the first."""
    wanted = np.asarray(docs, np.uint32)
    if len(wanted) * _SPARSE > len(ids) > 0:
        is_wanted = np.zeros(max(int(ids[-1]), int(wanted[-1])) + 1, np.bool_)
        is_wanted[wanted] = True
        numbers = is_wanted.take(ids).nonzero()[0]
        return numbers, ids.take(numbers)
    numbers = np.searchsorted(ids, wanted)
    is_there = ids[np.minimum(numbers, len(ids) - 1)] == wanted
    return numbers[is_there], wanted[is_there]


def strongest(lists: Sequence[Postings], is_text: bool, documents: int) -> Postings | None:
    """Return the documents of several lists, each with the best of its impacts.

    The lists need not ascend. `documents` is the number that all of them are below.
    """
    if not lists:
        return None
    ids = np.concatenate([found.ids for found in lists])
    impacts: Numbers = np.concatenate([found.impacts for found in lists])
    if is_text:
        # Of the title's length and of the level the better one each.
        best = _largest(ids, impacts & 0xE0, documents) | _largest(ids, impacts & 0x1F, documents)
    else:
        best = _largest(ids, impacts, documents)
    docs = best.nonzero()[0]
    return Postings(docs.astype(np.uint32), best.take(docs))  # type: ignore[arg-type]


def unfinished(found: Postings) -> Postings:
    """Return a list of `edges` whose terms only begin like what is asked for."""
    impacts: Numbers = np.bitwise_and(found.impacts, 255 - WHOLE)
    return Postings(found.ids, impacts)  # type: ignore[arg-type]


def _largest(ids: Numbers, values: Numbers, documents: int) -> Numbers:
    """Return the largest value, of 8 bits, of each of so many documents; 0 for those not there."""
    order = values.argsort(kind="stable")
    largest = np.zeros(documents, np.uint8)
    # Of values for the same place the last one stays. Bytes are sorted by counting them, so that
    # this takes a tenth of sorting the documents.
    largest[ids.take(order)] = values.take(order)
    return largest


def chained(
    found: list[tuple[Occurrences, frozenset[int] | None]],
    offset: int,
    scope: str,
    keys: Numbers | None,
) -> tuple[Numbers, Numbers]:
    """Return where phrases may begin, a number for document and place, and in which documents.

    `found` is where the words of one place in the phrase stand, with the forms that are meant.
    """
    parts: list[Numbers] = []
    for (docs, places, forms), wanted in found:
        chosen = np.asarray(places) >= offset
        if wanted is not None:
            is_meant = np.zeros(256, np.bool_)
            is_meant[list(wanted)] = True
            chosen &= is_meant.take(forms)
        if scope:
            is_title = (np.asarray(places) & AS_IT_CAME - 1) < IN_ABSTRACT
            chosen &= is_title == (scope == "title")
        at = chosen.nonzero()[0]
        parts.append((np.take(docs, at).astype(np.int64) << 16) + np.take(places, at) - offset)
    # One term's places ascend, and each stands once.
    begin = parts[0] if parts else np.zeros(0, np.int64)
    if len(parts) > 1:
        begin = _distinct(np.sort(np.concatenate(parts), kind="stable"))
    if keys is not None:
        begin = _in_both(begin, keys)
    return begin, _distinct(begin >> 16)


def _distinct(ascending: Numbers) -> Numbers:
    """Return each number once. What `np.unique` makes of a table of hashes takes ten times that."""
    if not len(ascending):
        return ascending
    is_new = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def _in_both(one: Numbers, other: Numbers) -> Numbers:
    """Return the numbers that are in both, which ascend."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return few
    if len(few) * _SPARSE > len(many):
        # Two runs that ascend are merged by a stable sort in one pass.
        both = np.concatenate((few, many))
        both.sort(kind="stable")
        return both[1:].compress(both[1:] == both[:-1])
    is_there: NDArray[np.bool_] = many.take(many.searchsorted(few), mode="clip") == few
    return few[is_there]
