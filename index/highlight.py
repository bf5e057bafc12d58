"""Which places of a text a query matched."""

from __future__ import annotations

from collections.abc import Callable

from .query import Query
from .words import MAX_WORD, locate, parts_of, split

_MEMORY = 20_000
"""Runs of letters of which is remembered what matches in them."""

_MIN_BEGINNING = 2
"""Letters of an unfinished word from which the words that begin so are marked."""

_Spans = tuple[tuple[int, int], ...]


class Highlighter:
    """Finds the words of a query in texts: the same stems, and a beginning only while typing."""

    def __init__(self, query: Query | None = None, typing: bool = False) -> None:
        self._known: dict[str, _Spans] = {}
        self._stems: set[str] = set()
        self._beginnings: tuple[str, ...] = ()
        words = query.words if query else ()
        if not query or not words:
            return
        # Whoosh has the stemmer; without a query it stays unloaded.
        from .schema import stem

        self._stem: Callable[[str], str] = stem
        for word in [word for word in words if not word.is_function_word] or words:
            self._stems.update(map(stem, word.joined or word.parts))
            if word.joined:
                self._stems.update(stem(part) for part in word.parts if len(part) > 1)
        if typing and query.is_open:
            last = words[-1]
            self._beginnings = tuple(
                beginning
                for beginning in (*last.joined[:1], last.parts[-1])
                if len(beginning) >= _MIN_BEGINNING
            )

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the words that match begin and end in a text, in their order."""
        if not self._stems:
            return []
        known = self._known
        if len(known) > _MEMORY:
            known.clear()
        found: list[tuple[int, int]] = []
        for run, offset, places in locate(text):
            spans = known.get(run)
            if spans is None:
                spans = known[run] = self._spans_in(run)
            for start, end in spans:
                span = places.span(offset + start, offset + end)
                if not found or found[-1][1] <= span[0]:  # One sign can be two words: `½`.
                    found.append(span)
        return found

    def _spans_in(self, run: str) -> _Spans:
        """Return what matches in one run: all of it, a pair of its words, or single words."""
        places = parts_of(run)
        pieces = [run[start:end][:MAX_WORD] for start, end in places]
        if any(self._is_joined(form, pieces[0]) for form in split(run)[1]):
            return ((places[0][0], places[-1][1]),)
        found = [
            place
            for place, piece in zip(places, pieces, strict=True)
            if self._stem(piece) in self._stems or piece.startswith(self._beginnings)
        ]
        for (start, _), (_, end), first, second in zip(
            places, places[1:], pieces, pieces[1:], strict=False
        ):
            if self._is_joined(first + second, first):
                found.append((start, end))
        return _merged(found)

    def _is_joined(self, form: str, first: str) -> bool:
        """Whether a name written in one word matches, other than by its first word alone."""
        return self._stem(form) in self._stems or any(
            len(beginning) > len(first) and form.startswith(beginning)
            for beginning in self._beginnings
        )


def _merged(spans: list[tuple[int, int]]) -> _Spans:
    """Return spans in their order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
