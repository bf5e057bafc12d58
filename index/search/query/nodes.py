"""What a query is made of: words and phrases, facts about papers, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...function_words import FUNCTION_WORDS

MAX_WORDS = 64
"""Words of a query that are looked at: a pasted abstract is found by its beginning."""

MAX_LENGTH = 5000
"""Characters of a query that are looked at: more than so many words have."""

Scope = Literal["", "title", "abstract"]
"""Where a word has to stand; empty for anywhere."""


@dataclass(frozen=True, slots=True)
class Word:
    """One name that is asked for: a word, or several joined by hyphens or TeX."""

    parts: tuple[str, ...]
    """Its words, folded: `u`, `net`."""
    joined: tuple[str, ...] = ()
    """What it is when written in one word, the fullest first: `unet`."""
    kind: Literal["stem", "prefix", "fuzzy", "exact"] = "stem"
    """How it is compared: by its stem, as in `word*`, as in `word~`, as in `=word`."""
    scope: Scope = ""
    sign: str = ""
    """What has to stand beside it: the `++` of C++, the `#` of C#, the `.` of .NET."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The words of which any one stands for the whole name."""
        return self.joined or self.parts

    @property
    def whole(self) -> str:
        """The name in one word; of a name too long for that the last part."""
        return self.joined[0] if self.joined else self.parts[-1]

    @property
    def is_function_word(self) -> bool:
        """Whether it holds nothing but function words, which need not be found."""
        return self.kind == "stem" and all(part in FUNCTION_WORDS for part in self.parts)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are asked for as they are written, one behind the other."""

    words: tuple[Word, ...]
    scope: Scope = ""

    @property
    def is_function_word(self) -> bool:
        """Never: what is asked for as it is written has to be found."""
        return False


@dataclass(frozen=True, slots=True)
class Filter:
    """A fact about a paper that is asked for: `tag:ml`, `is:unread`, `author:hinton`."""

    name: str
    """The field: `tag`, `is` ..."""
    value: str
    is_prefix: bool = False
    """Whether values that begin so are meant, too."""


@dataclass(frozen=True, slots=True)
class Range:
    """A number or a date that is asked for: from `low` on and before `high`, None for no end.

    Dates are compared as text; a `~` at the end of one is behind all that begin with it.
    """

    name: str
    low: int | str | None = None
    high: int | str | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """A time that is asked for as it is seen from today."""

    name: str
    days: int
    is_older: bool = False
    """Whether it is to be longer ago, rather than since then."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A word or a phrase that is asked for in whole papers, as far as their texts are kept."""

    node: Word | Phrase
    is_open: bool = False
    """Whether its last word may be the beginning of one."""

    @property
    def name(self) -> str:
        """The field."""
        return "text"


@dataclass(frozen=True, slots=True)
class And:
    """Everything in it is asked for."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Any of it is asked for."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What is not to be found."""

    node: Node


NOTHING = Or(())
"""What no paper has: any of nothing."""

TextLeaf = Word | Phrase
"""What is looked for in titles and abstracts."""
FactLeaf = Filter | Range | Age | Inside
"""What is known of a paper otherwise."""
Node = TextLeaf | FactLeaf | And | Or | Not
"""What a query is made of."""


def iterate_leaves(node: Node, *, skips_unwanted: bool = False) -> Iterator[TextLeaf | FactLeaf]:
    """Yield the leaves of a node in their order, those under a Not too unless told otherwise."""
    match node:
        case And(nodes) | Or(nodes):
            for child in nodes:
                if isinstance(child, Word):
                    yield child
                else:
                    yield from iterate_leaves(child, skips_unwanted=skips_unwanted)
        case Not(child):
            if not skips_unwanted:
                yield from iterate_leaves(child)
        case _:
            yield node


def has_text(node: Node) -> bool:
    """Whether there are words or phrases in a node."""
    return any(isinstance(leaf, (Word, Phrase)) for leaf in iterate_leaves(node))
