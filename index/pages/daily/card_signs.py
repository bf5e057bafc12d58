"""What a block on a list of papers is, told by itself and the block below it."""

from __future__ import annotations

import re

from .blocks import Block, joined
from .lines import CardFooter, Text, is_furniture, read_facts

LONG = 120
"""Characters from which a text with links in it is a paragraph, not a row of buttons."""
LONGEST_NAME = 100
COUNT = re.compile(r"(?:\[[x ]?\] ?|- )*(?:Upvote ?)?(?P<count>[0-9]{1,6}|-)?", re.IGNORECASE)
CHECKBOX = re.compile(r"^(?:[-*+•] )*(?:\[[x -]?\] ?)+")
BULLET = re.compile(r"^(?:[-*+•○◦▪](?: |$))+")
PICTURE = re.compile(r"!?\[[^\[\]]{0,200}\]")
"""What some tools leave of a picture; a title may begin so, but is more than that."""
BUTTON = re.compile(
    r"(?:\[?LINK: ?)?(?:GitHub [0-9.,]+[kM]?|GitHub|arXiv(?: Page)?|Upvote|Project page)(?: auto)?",
    re.IGNORECASE,
)

_PUBLISHED = re.compile(r"\bPublished on ", re.IGNORECASE)
_LEAST_ABSTRACT = 60


def facts_of(line: int, text: str) -> CardFooter | None:
    """Return the facts that a short text may be; None where it can be none."""
    text = _PUBLISHED.sub("", text)
    return read_facts(Text(line, text)) if len(text) <= LONGEST_NAME else None


def leads_to_paper(block: Block) -> bool:
    """Whether a block has a link to a paper."""
    return any(piece.target.kind in {"paper", "arxiv"} for piece in block.pieces)


def is_prose(block: Block) -> bool:
    """Whether a block is a paragraph in which words are links, and not a row of linked things."""
    text = joined(block.pieces)
    if len(text) < LONG or len(block.pieces) < 2:
        return False
    kinds = {piece.target.kind for piece in block.pieces}
    if kinds & {"vote", "comments", "profile"}:
        return False
    on_papers = sum(len(p.text) for p in block.pieces if p.target.kind == "paper")
    return on_papers * 5 < len(text) * 4


def is_of_page(text: str) -> bool:
    """Whether a heading is one of the page itself."""
    folded = text.casefold()
    is_own = folded.startswith(("by ak", "daily papers", "trending papers"))
    return is_own or folded.endswith("- hugging face") or is_furniture(text)


def has_text_below(following: Block | None) -> bool:
    """Whether an abstract or a link to the paper is below a heading, as is below a title."""
    if following is None or following.level:
        return False
    return len(following.text) >= _LEAST_ABSTRACT or leads_to_paper(following)


def is_name(text: str, following: Block | None) -> bool:
    """Whether a line is an organisation in the place of `N authors`: the dot or date is below."""
    if following is None or len(text) > LONGEST_NAME or text.endswith(".") or "://" in text:
        return False
    facts = facts_of(following.line, following.text)
    return facts is not None and bool(facts.is_dotted or facts.day)
