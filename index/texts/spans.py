"""Spans put together piece by piece, with single blanks and none at either end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text import clean, clean_note
from .blocks import Span, SpanKind

_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = re.compile(r"[0-9+−=()n-]+")
_LOWERED = re.compile(r"[0-9+−=()-]+")


class Run:
    """What is read of a block so far."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._more: list[str] = []
        """What goes on the last span: a long one is made of very many pieces."""
        self._ends_blank = True
        """Whether a blank would be one too many: at the beginning, and behind another one."""

    def add_text(self, text: str, kind: SpanKind = "text", targets: tuple[str, ...] = ()) -> None:
        """Take in foreign text of one kind; what joins on to a span of the same is one with it."""
        text = inline(text)
        if self._ends_blank:
            text = text.lstrip(" ")
        if not text:
            return
        self._ends_blank = text.endswith(" ")
        last = self._spans[-1] if self._spans else None
        if last is not None and last.kind == kind and last.targets == targets and kind != "note":
            self._more.append(text)
        else:
            self._join()
            self._spans.append(Span(text, kind, targets))

    def add(self, span: Span) -> None:
        """Take in a span that is clean as it is."""
        if span.text:
            self._join()
            self._spans.append(span)
            self._ends_blank = False

    def add_all(self, spans: Iterable[Span]) -> None:
        """Take in spans, whose texts are cleaned."""
        for span in spans:
            if span.kind in ("formula", "cite", "note", "reference"):
                self.add(span)
            else:
                self.add_text(span.text, span.kind, span.targets)

    def add_blank(self) -> None:
        """Part what comes from what was."""
        self.add_text(" ")

    def end_with(self, sign: str) -> None:
        """Let what was read end with a sign, without a blank before it."""
        self._join()
        if self._spans:
            last = self._spans[-1]
            self._spans[-1] = last._replace(text=last.text.rstrip(" "))
        self.add_text(sign)

    def raise_from(self, length: int, *, is_lowered: bool = False) -> None:
        """Raise the digits that came since there were so many spans, or lower them."""
        self._join()
        pattern, table = (_LOWERED, _SUBSCRIPTS) if is_lowered else (_RAISED, _SUPERSCRIPTS)
        for at, span in enumerate(self._spans[length:], length):
            if span.kind != "formula" and pattern.fullmatch(span.text):
                self._spans[at] = span._replace(text=span.text.translate(table))

    def split(self) -> int:
        """Let what comes begin a span of its own, and return how many there are before it."""
        self._join()
        self._spans.append(Span(""))
        return len(self._spans) - 1

    def take(self) -> tuple[Span, ...]:
        """Return what was read, and begin anew."""
        self._join()
        spans, self._spans, self._ends_blank = self._spans, [], True
        return tidied(spans)

    def _join(self) -> None:
        if self._more:
            last = self._spans[-1]
            self._spans[-1] = last._replace(text=last.text + "".join(self._more))
            self._more.clear()

    def __bool__(self) -> bool:
        return any(map(str.strip, self._more)) or any(span.text.strip() for span in self._spans)


def inline(text: str) -> str:
    """Return foreign text safe to keep, of its blanks single ones, also at the ends."""
    if not (text.isascii() and text.isprintable() and "  " not in text):
        text = _BLANKS.sub(" ", text)
        if not (text.isascii() and text.isprintable()):
            # The ends are held, as whoever cleans takes the blanks there away.
            text = clean(f"x{text}x")[1:-1]
    return text


def verbatim(line: str) -> str:
    """Return a line of code safe to keep, with all its blanks."""
    line = _LINE_ENDS.sub(" ", line.replace("\xa0", " "))
    return clean_note(line + "x")[:-1]  # the end is held, as blanks there are taken away


def tidied(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans without empty ones or blanks at the ends; neighbours of one kind are one."""
    kept: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = kept[-1] if kept else None
        if last is not None and last.kind == span.kind == "text":
            kept[-1] = last._replace(text=last.text + span.text)
        else:
            kept.append(span)
    while kept and not (text := kept[0].text.lstrip(" ")):
        del kept[0]
    if kept:
        kept[0] = kept[0]._replace(text=text)
    while kept and not (text := kept[-1].text.rstrip(" ")):
        del kept[-1]
    if kept:
        kept[-1] = kept[-1]._replace(text=text)
    return tuple(kept)
