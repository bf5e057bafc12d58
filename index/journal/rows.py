"""Rows of a journal as they travel between libraries, foreign until they are checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import SourceError
from ..text import clean
from .acts import APART, NOT_ONE, REPLACES
from .clocks import LATEST
from .forms import is_moment, odd_mark, odd_register, odd_word

_NAME = re.compile(r"[0-9A-Za-z_.-]{1,64}")
"""An act, a machine, a window, a kind."""

_MOST = 2**63
"""No table can hold it."""

_DEEPEST = 12
"""Levels of JSON in a row; honest ones have four."""

_QUOTED = 60
"""Characters of a name that an error quotes."""

_LONGEST = 4
"""Of what a paper is told by besides its title and its arXiv id."""

_YEAR = 4
"""The place of the year among that."""

_LATEST_YEAR = 9999

_PIECE = re.compile(r"[^ \t\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a journal as it travels between libraries."""

    act: str
    machine: str
    window: str
    clock: int
    wall: str
    kind: str
    subject: str | None
    papers: Sequence[Sequence[Any]]
    """How each paper is recognised, see `identities.Item`; older rows have two values."""
    data: Mapping[str, Any]

    @classmethod
    def from_json(cls, value: object) -> Row:
        """Return the row that a JSON object describes, safe to keep; SourceError for no such."""
        if not isinstance(value, dict):
            raise _malformed("it is no object")
        names = {key: _name(value, key) for key in ("act", "machine", "window", "kind")}
        subject = None if value.get("subject") is None else _name(value, "subject")
        clock, wall = value.get("clock"), value.get("wall")
        if not isinstance(clock, int) or isinstance(clock, bool) or not 0 < clock < _MOST:
            raise _malformed("its clock is no number of milliseconds")
        if (subject is None) == (names["kind"] in ("undo", "redo")):
            raise _malformed("only undo and redo name another act")
        return cls(
            act=names["act"].lower(),
            machine=names["machine"],
            window=names["window"],
            clock=min(clock, LATEST),
            wall=clean(wall) if is_moment(wall) else "",
            kind=names["kind"],
            subject=subject and subject.lower(),
            papers=told_papers(value.get("papers", [])),
            data=_data(value.get("data", {})),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON; `from_json` makes the same row of it."""
        return {
            "act": self.act,
            "machine": self.machine,
            "window": self.window,
            "clock": self.clock,
            "wall": self.wall,
            "kind": self.kind,
            "subject": self.subject,
            "papers": [list(paper) for paper in self.papers],
            "data": dict(self.data),
        }


def _malformed(reason: str) -> SourceError:
    return SourceError(
        "Not the journal of a library",
        f"A row of it cannot be understood: {reason}.",
        "Nothing was taken in; export the library again.",
    )


def _name(value: Mapping[str, object], key: str) -> str:
    name = value.get(key)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _malformed(f"its {key} is no name")
    return name


def told_papers(value: object) -> list[list[Any]]:
    """Return the papers of a row, as it tells them, checked. Raises SourceError."""
    papers: list[list[Any]] = []
    for paper in value if isinstance(value, list) else [None]:
        match paper:
            case [str(), _, *others] if len(others) <= _LONGEST and _are_told(paper):
                papers.append([_plain(one) if isinstance(one, str) else one for one in paper])
            case _:
                raise _malformed("its papers are not told by title, arXiv id, DOI, author and year")
    return papers


def _are_told(paper: Sequence[object]) -> bool:
    """Tell whether what a paper is told by is of the right kinds; what is not known is null."""
    return all(
        one is None
        or (
            isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= _LATEST_YEAR
            if place == _YEAR
            else isinstance(one, str)
        )
        for place, one in enumerate(paper)
    )


def _data(value: object) -> dict[str, Any]:
    """Return what a row sets, checked and cleaned."""
    data = _cleaned(value, _DEEPEST)
    if not isinstance(data, dict):
        raise _malformed("its data is no object")
    each, base, pages, acts = (data.get(key, []) for key in ("each", "base", "sources", REPLACES))
    if not all(isinstance(part, list) for part in (each, base, pages, acts)):
        raise _malformed("its lists are none")
    for changes in (data.get("set", {}), *each):
        if not isinstance(changes, dict) or any(
            isinstance(value, (dict, list)) for value in changes.values()
        ):
            raise _malformed("its marks are no values")
        for name, value in changes.items():
            if odd := odd_mark(name, value):
                raise _malformed(f"its mark {name[:_QUOTED]} is not {odd}")
    registers = data.get("library", {})
    if not isinstance(registers, dict):
        raise _malformed("its registers are no object")
    for name, value in registers.items():
        if odd := odd_register(name, value):
            raise _malformed(f"its register {name[:_QUOTED]} is not {odd}")
    if word := odd_word(data):
        raise _malformed(f"its {word} is no text")
    if not all(isinstance(act, str) for act in base):
        raise _malformed("its note replaces what is no act")
    if not all(isinstance(act, str) and _NAME.fullmatch(act) for act in acts):
        raise _malformed("it replaces what is no act")
    for key in ("base", REPLACES):
        if key in data:  # as acts are named
            data[key] = [act.lower() for act in data[key]]
    if APART in data or NOT_ONE in data:
        _check_parting(data)
    for page in pages:
        match page:
            case {"name": str(), "digest": str()} if isinstance(page.get("records", 0), int):
                continue
        raise _malformed("its sources are no pages")
    return data


def _check_parting(data: dict[str, Any]) -> None:
    """See that a parting names records and acts."""
    groups, acts = data.get(APART, []), data.get(NOT_ONE, [])
    if not isinstance(groups, list) or not isinstance(acts, list):
        raise _malformed("its groups are no lists")
    for group in groups:
        for record in group if isinstance(group, list) else [None]:
            match record:
                case [str(), str(), int()]:
                    continue
            raise _malformed("it parts what is no record")
    if not all(isinstance(act, str) and _NAME.fullmatch(act) for act in acts):
        raise _malformed("it parts what is no act")
    if NOT_ONE in data:
        data[NOT_ONE] = [act.lower() for act in acts]


def _cleaned(value: Any, depth: int) -> Any:
    """Return JSON whose texts are safe to show and whose numbers fit into a table."""
    if depth == 0:
        raise _malformed("it is nested too deeply")
    match value:
        case str():
            return _safe(value)
        case bool() | None:
            return value
        case int() if abs(value) < 2**63:
            return value
        case float() if math.isfinite(value):
            return value
        case list():
            return [_cleaned(one, depth - 1) for one in value]
        case dict():
            return {_safe(str(key)): _cleaned(one, depth - 1) for key, one in value.items()}
    raise _malformed("it holds a number out of range")


def _safe(text: str) -> str:
    """Return a text of one or more lines without what cannot be seen; its columns stay."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as most are, and a long journal is read more than once
    return _PIECE.sub(lambda piece: clean(piece[0]), text)


def _plain(text: str) -> str:
    """Return a text that is only compared, without what no table can hold."""
    return text.encode("utf-8", "replace").decode()
