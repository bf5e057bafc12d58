"""The authors of a page by LaTeXML: their names, and apart from them what else stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..blocks import Block, Span
from ..spans import Run
from .walking import SKIP, Leave, walk

_LEFT_OUT = frozenset(
    {"ltx_contact_name", "ltx_author_before", "ltx_author_after", "ltx_role_orcid"}
    | {"ltx_note_mark", "ltx_note_type", "ltx_tag_note"}
)
"""Signs between authors, and the words of arXiv's pages before what they say: `Affiliation:`."""
_ASIDE = ("ltx_contact", "ltx_author_notes", "ltx_note", "ltx_role_affiliation")

_ORCID = re.compile(r"(?:ORCID:?\s*)?(?:https?://orcid\.org/)?(?:\d{4}-){3}\d{3}[\dX]")
"""A sign to click on."""


def read_authors(node: Any, add_text: Callable[[Run, str], None]) -> list[Block]:
    """Return the names, and at level 1 affiliations and remarks; `add_text` reads a text."""
    visitor = _Authors(add_text)
    walk(node, visitor)
    names = visitor.told(visitor.names, ", ")
    asides = visitor.told(visitor.asides, "; ")
    blocks = [Block("authors", names, place="front")] if names else []
    if asides:
        blocks.append(Block("authors", asides, level=1, place="front"))
    return blocks


class _Authors:
    """What is read of authors so far."""

    def __init__(self, add_text: Callable[[Run, str], None]) -> None:
        self.names: list[Run] = []
        self.asides: list[Run] = []
        self._add_text = add_text
        self._run: Run | None = None

    def text(self, data: str) -> None:
        if self._run is None:
            if not data.strip():
                return
            self._begin(self.asides)
        assert self._run is not None
        self._add_text(self._run, data)

    def enter(self, node: Any, classes: frozenset[str]) -> Leave | None:
        if classes & _LEFT_OUT or node.name in ("button", "svg", "script", "style"):
            return SKIP
        if node.name == "br":
            if self._run is not None and self._run:
                # Behind the first line of a name stands where somebody works.
                self._begin(self.asides, joined=self._run in self.asides)
            return SKIP
        if "ltx_personname" in classes:
            return self._begin(self.names)
        if not classes.isdisjoint(_ASIDE):
            return self._begin(self.asides)
        return None

    def told(self, runs: list[Run], between: str) -> tuple[Span, ...]:
        """Return what several runs say, one after the other."""
        told = Run()
        for run in runs:
            spans = run.take()
            if _ORCID.fullmatch("".join(span.text for span in spans)):
                continue
            if spans and told:
                told.end_with(between)
            told.add_all(spans)
        return told.take()

    def _begin(self, runs: list[Run], *, joined: bool = False) -> Leave:
        before = self._run
        if joined and before is not None:
            before.end_with(", ")
        else:
            self._run = Run()
            runs.append(self._run)

        def leave() -> None:
            self._run = before if before is None or before in self.names else None

        return leave
