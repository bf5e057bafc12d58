"""The reader's query text as a value; parsing it never fails."""

from __future__ import annotations

from dataclasses import dataclass, field

from .nodes import (
    MAX_LENGTH,
    And,
    Inside,
    Node,
    Not,
    Or,
    Phrase,
    TextLeaf,
    Word,
    has_text,
    iterate_leaves,
)

_CUT = f"Only the first {MAX_LENGTH:,} characters are looked at."


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for."""

    text: str = ""
    """The query as it was typed."""
    root: And = field(default_factory=And)
    is_open: bool = False
    """Whether the text ends in a word, which may still be unfinished while typing."""
    hints: tuple[str, ...] = ()
    """Short sentences about what could not be understood."""

    @classmethod
    def parse(cls, text: str, *, typing: bool = False) -> Query:
        """Return the query that a text is; any text is one.

        While `typing`, a filter at the end is taken for the beginning of one.
        """
        if not text:
            return cls()  # the first list is shown without the parser, whose import takes a while
        from .parser import parse

        if len(text) <= MAX_LENGTH:
            return cls(text, *parse(text, typing))
        root, _, hints = parse(text[:MAX_LENGTH], False)
        return cls(text, root, False, (*hints, _CUT))

    def within(self, other: Query) -> Query:
        """Return the query that asks for what both ask for, this one being typed."""
        nodes = (*other.root.nodes, *self.root.nodes)
        return Query(self.text, And(nodes), self.is_open, other.hints + self.hints)

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word that is asked for, in the order of the text; those not wanted left out."""
        return tuple(
            word
            for leaf in self.text_leaves
            for word in (leaf.words if isinstance(leaf, Phrase) else (leaf,))
        )

    @property
    def text_leaves(self) -> tuple[TextLeaf, ...]:
        """The words and phrases that are asked for, in the order of the text."""
        leaves = iterate_leaves(self.root, skips_unwanted=True)
        return tuple([leaf for leaf in leaves if isinstance(leaf, (Word, Phrase))])

    @property
    def inside_leaves(self) -> tuple[Inside, ...]:
        """What is asked for in whole papers, in the order of the text."""
        leaves = iterate_leaves(self.root, skips_unwanted=True)
        return tuple([leaf for leaf in leaves if isinstance(leaf, Inside)])

    @property
    def asks_texts(self) -> bool:
        """Whether whole papers are needed to answer it."""
        return any(isinstance(leaf, Inside) for leaf in iterate_leaves(self.root))

    @property
    def open_leaf(self) -> TextLeaf | None:
        """The word or phrase that may still be unfinished."""
        if not self.is_open:
            return None
        last: Node = self.root
        while not isinstance(last, (Word, Phrase)):
            match last:
                case And(nodes) | Or(nodes) if nodes:
                    last = nodes[-1]
                case Not(child):
                    last = child
                case _:
                    return None
        return last

    @property
    def has_text(self) -> bool:
        """Whether the index is needed to answer it."""
        return has_text(self.root)

    @property
    def has_facts(self) -> bool:
        """Whether it asks for what is known of a paper besides its text."""
        leaves = iterate_leaves(self.root)
        return any(not isinstance(leaf, (Word, Phrase)) for leaf in leaves)

    def __bool__(self) -> bool:
        return bool(self.root.nodes)
