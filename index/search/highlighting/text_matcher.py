"""What a word, a phrase or a prefix matches in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from ..analysis.edits import one_edit_away
from ..analysis.patterns import as_written
from ..analysis.spellings import is_hangul, parted_name
from ..analysis.stemming import stem
from ..analysis.words import MAX_WORD, FoldedText, locate_begun, parts_of, split
from ..query.nodes import Phrase, TextLeaf, Word

_MEMORY = 20_000
"""Runs of letters of which is remembered what matches in them."""

_PARTED = 8192
"""Runs whose parts are remembered: the next letter asks the same texts."""

_MIN_PREFIX = 2
"""Letters of an unfinished word from which the words that begin so are marked."""

Spans = tuple[tuple[int, int], ...]


class TextMatcher:
    """Finds words and phrases in texts."""

    def __init__(self, leaves: Sequence[TextLeaf], last: TextLeaf | None) -> None:
        self._known: dict[str, Spans] = {}
        self._stem: Callable[[str], str] = stem
        self._stems: set[str] = set()
        self._patterns: list[re.Pattern[str]] = []
        prefixes: list[str] = []
        for first, second in pairwise(leaves):
            if isinstance(first, Word) and isinstance(second, Word):
                # What has a space in the query may have none in a text.
                self._stems.add(stem(first.whole + second.whole))
        for leaf in leaves:
            if isinstance(leaf, Word) and leaf.kind == "stem":
                if apart := parted_name(leaf.whole):
                    self._patterns.append(as_written(apart, False))
                if is_hangul(leaf.parts[-1]):
                    prefixes.append(leaf.parts[-1])
            match leaf:
                case Phrase(words):
                    parts = [part for word in words for part in word.parts]
                    self._patterns.append(as_written(parts, leaf is last))
                case Word(kind="exact"):
                    self._patterns.append(as_written(leaf.parts, leaf is last))
                case Word(kind="prefix"):
                    prefixes.extend((*leaf.joined[:1], leaf.parts[-1]))
                case Word():
                    self._stems.update(map(stem, leaf.forms))
                    if leaf.kind == "fuzzy":
                        self._stems.update(map(stem, one_edit_away(leaf.whole)))
                    elif leaf.joined:
                        self._stems.update(stem(part) for part in leaf.parts if len(part) > 1)
        if isinstance(last, Word) and last in leaves and last.kind == "stem":
            prefixes.extend(
                prefix
                for prefix in (*last.joined[:1], last.parts[-1])
                if len(prefix) >= _MIN_PREFIX
            )
        self._prefixes = tuple(prefixes)
        # A stem begins as its words do, and most words of a text begin otherwise.
        self._initials = frozenset(form[0] for form in (*self._stems, *prefixes))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where what matches begins and ends in a text, in order."""
        found: list[tuple[int, int]] = []
        if self._stems or self._prefixes:
            found = self._marked_words(text)
        if self._patterns:
            positions = FoldedText(text)
            for pattern in self._patterns:
                matches = pattern.finditer(positions.folded)
                found.extend(positions.span(*match.span()) for match in matches)
            found = list(_merged(found))
        return found

    def _marked_words(self, text: str) -> list[tuple[int, int]]:
        known = self._known
        if len(known) > _MEMORY:
            known.clear()
        found: list[tuple[int, int]] = []
        positions = FoldedText(text)
        for run, offset in locate_begun(positions.folded, self._initials):
            spans = known.get(run)
            if spans is None:
                spans = known[run] = self._spans_in(run)
            for start, end in spans:
                span = positions.span(offset + start, offset + end)
                if not found or found[-1][1] <= span[0]:  # One sign can be two words: `½`.
                    found.append(span)
        return found

    def _spans_in(self, run: str) -> Spans:
        """Return what matches in one run: all of it, a pair of its words, or single words."""
        positions, pieces, joined = _parted(run)
        if any(self._is_joined(form, pieces[0]) for form in joined):
            return ((positions[0][0], positions[-1][1]),)
        found = [
            position
            for position, piece in zip(positions, pieces, strict=True)
            if self._stem(piece) in self._stems or piece.startswith(self._prefixes)
        ]
        for (start, _), (_, end), first, second in zip(
            positions, positions[1:], pieces, pieces[1:], strict=False
        ):
            if self._is_joined(first + second, first):
                found.append((start, end))
        return _merged(found) if found else ()

    def _is_joined(self, form: str, first: str) -> bool:
        """Whether a name written in one word matches, other than by its first word alone."""
        return self._stem(form) in self._stems or any(
            len(prefix) > len(first) and form.startswith(prefix) for prefix in self._prefixes
        )


@lru_cache(_PARTED)
def _parted(run: str) -> tuple[list[tuple[int, int]], list[str], tuple[str, ...]]:
    """Return where the words of a run are, the words, and its joined forms."""
    positions = parts_of(run)
    return positions, [run[start:end][:MAX_WORD] for start, end in positions], split(run)[1]


def _merged(spans: list[tuple[int, int]]) -> Spans:
    """Return spans in their order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
