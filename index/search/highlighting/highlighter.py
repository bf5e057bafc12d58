"""Which places of a text a query matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..query.nodes import TextLeaf
    from ..query.query import Query
    from .text_matcher import TextMatcher

Field = Literal["", "title", "abstract"]
"""What a text is; empty where that does not matter."""


class Highlighter:
    """Finds the words of a query in texts: the same stems, and a beginning only while typing."""

    def __init__(self, query: Query | None = None, typing: bool = False) -> None:
        leaves = query.text_leaves if query else ()
        self._open = query.open_leaf if query and typing else None
        words = [leaf for leaf in leaves if not leaf.is_function_word]
        self._leaves = words or leaves
        self._matchers: dict[Field, TextMatcher | None] = {}

    def spans(self, text: str, field: Field = "") -> list[tuple[int, int]]:
        """Return where the words that match begin and end in a text, in their order.

        Words that are asked for in a title are not marked in an abstract, where `field` tells.
        """
        if field not in self._matchers:
            leaves = [leaf for leaf in self._leaves if not field or leaf.scope in ("", field)]
            self._matchers[field] = self._matcher(leaves)
        matcher = self._matchers[field]
        return matcher.spans(text) if matcher else []

    def _matcher(self, leaves: Sequence[TextLeaf]) -> TextMatcher | None:
        if not leaves:
            return None
        # Whoosh has the stemmer; without a query it and all of the search stay unloaded.
        from .text_matcher import TextMatcher

        return TextMatcher(leaves, self._open)
