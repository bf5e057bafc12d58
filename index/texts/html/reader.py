"""What is read of a page so far: the blocks that are whole, and the one that is being read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..blocks import Block, Place, Span, SpanKind
from ..spans import Run
from .cutting import MARK, Formula
from .frames import Context, Equations, Note, Table
from .walking import Leave, attribute


class Reader:
    """Makes blocks of a page whose elements are told one after the other.

    Paragraphs end where a block begins. In cells, notes, headings and captions runs are open one
    above the other, and a block is no more than a blank.
    """

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self.formulas = formulas
        self.blocks: list[Block] = []
        self.anchors: dict[str, int] = {}
        """Before which block each id of the page stands."""
        self.place: Place = "body"
        self.runs = [Run()]
        self.styles: list[SpanKind] = ["text"]
        self.contexts: list[Context] = []
        self.tables: list[Table] = []
        self.equations: list[Equations] = []
        self.notes: list[Note] = []
        self.noted = 0
        """How many footnotes there were."""
        self.cites: list[list[str]] = []
        """The labels that each open citation has so far."""
        self.headings: list[list[str]] = []
        """The numbers that stand before each open heading or caption."""
        self.figures: list[str] = []
        """The ids of open figures and tables."""
        self.lists: list[list[int]] = []
        """The number of the next item of each open list; 0 where items have none."""
        self.term: tuple[Span, ...] = ()
        """What a list has named and not said yet what it means."""
        self.lacks: dict[str, None] = {}
        self.has_title = False
        self._waiting: list[Block] = []
        """Footnotes of the block that is being read."""

    @property
    def run(self) -> Run:
        """What text belongs to."""
        return self.runs[-1]

    @property
    def is_flat(self) -> bool:
        """Whether what is read is within something in which there are no blocks."""
        return len(self.runs) > 1

    def text(self, data: str) -> None:
        """Take in a text with the marks of formulas."""
        if "\ue000" in data:
            self._add_marked(data)
        elif data:
            self.run.add_text(data, self.styles[-1])

    def text_into(self, run: Run, data: str) -> None:
        """Take in a text elsewhere than where one is."""
        self.runs.append(run)
        self.text(data)
        self.runs.pop()

    def emit(self, block: Block | None) -> None:
        """Take in a block, and the footnotes that came in it."""
        if block is not None:
            self.blocks.append(block)
        if not self.is_flat and self._waiting:
            self.blocks += self._waiting
            self._waiting = []

    def flush(self) -> None:
        """End the paragraph, where one is begun; within something flat a blank does."""
        if self.is_flat:
            self.run.add_blank()
            return
        if not self.run:
            self.run.take()
            return
        context = self.contexts[-1] if self.contexts else None
        spans = self.run.take()
        if context is None:
            self.emit(Block("paragraph", spans, place=self.place))
            return
        self.emit(self._first(context, spans) if context.is_fresh else self._next(context, spans))

    def begin_flat(self) -> None:
        """Begin a run of its own, in plain text."""
        self.runs.append(Run())
        self.styles.append("text")

    def end_flat(self) -> tuple[Span, ...]:
        """End it, and return what was read in it."""
        self.styles.pop()
        return self.runs.pop().take()

    def begin_heading(self) -> bool:
        """Begin a heading or caption, a run of its own; not where there is one in plain text."""
        self.flush()
        if self.is_flat:
            return False
        self.begin_flat()
        self.headings.append([])
        return True

    def end_heading(self) -> tuple[str, tuple[Span, ...]]:
        """End it, and return the number before it, empty where it has none, and its words."""
        (number,) = self.headings.pop()[-1:] or ("",)
        return number, self.end_flat()

    def styled(self, kind: SpanKind) -> Leave:
        """Let what follows be of one kind until the element ends."""
        self.styles.append(kind)
        return self._end_style

    def begin_context(self, context: Context) -> None:
        """Let paragraphs be something until `end_context`."""
        self.flush()
        self.contexts.append(context)

    def end_context(self) -> None:
        """End the innermost; what has only a head is told as such."""
        self.flush()
        context = self.contexts.pop()
        if context.is_fresh and context.head and not self.is_flat:
            self.emit(self._first(context, ()))

    def anchor(self, node: Any) -> str:
        """Note where the id of an element is, and return it."""
        label = attribute(node, "id")
        if label:
            self.anchors.setdefault(label, len(self.blocks))
        return label

    def wait(self, note: Block) -> None:
        """Keep a footnote until the block is whole that its mark stands in."""
        self._waiting.append(note)

    def _end_style(self) -> None:
        self.styles.pop()

    def _first(self, context: Context, spans: tuple[Span, ...]) -> Block:
        context.is_fresh = False
        run = Run()
        run.add_all(context.head)
        if context.head and spans:
            run.add_blank()
        run.add_all(spans)
        return Block(
            context.kind,
            run.take(),
            context.level,
            context.number,
            context.label,
            place=self.place,
        )

    def _next(self, context: Context, spans: tuple[Span, ...]) -> Block:
        return Block(context.kind, spans, context.level, place=self.place)

    def _add_marked(self, data: str) -> None:
        for at, part in enumerate(MARK.split(data)):
            if not at % 2:
                self.run.add_text(part, self.styles[-1])
            elif int(part) < len(self.formulas):
                self._add_formula(self.formulas[int(part)])

    def _add_formula(self, formula: Formula) -> None:
        if not formula.is_tex:
            self.lacks["the TeX of its formulas"] = None
            self.run.add_text(formula.tex, self.styles[-1])
        elif formula.is_displayed and not self.is_flat:
            self.flush()
            if formula.tex:
                self.emit(Block("formula", (Span(formula.tex, "formula"),), place=self.place))
        else:
            self.run.add(Span(formula.tex, "formula"))


Handler = Callable[[Reader, Any, frozenset[str]], Leave | None]
"""Reads an element of some tag or class."""
