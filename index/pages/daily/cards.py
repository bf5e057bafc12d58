"""Lists of papers with links: the blocks of a page into one record for each paper on it.

A card is told by the paper that its links lead to, so nothing has to be guessed from the order of
lines, and a page that prints each card twice still shows each paper once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...identity.titles import title_key
from ...paper import Link
from ...text import clean
from ..bibliographies.title_words import is_title
from ..contents import Problem
from .blocks import Block, Piece, address_of, joined
from .card_signs import (
    BULLET,
    BUTTON,
    CHECKBOX,
    COUNT,
    LONG,
    LONGEST_NAME,
    PICTURE,
    facts_of,
    has_text_below,
    is_name,
    is_of_page,
    is_prose,
    leads_to_paper,
)
from .dumps import beginning
from .lines import LONGEST_TEXT, CardFooter, Day, is_furniture

_LONGEST_PERSON = 40
_LEAST_WORDS = 20
"""Characters; what is shorter below a title, such as `Read`, is a word to click on."""
_VOTES = re.compile(r"(?<![0-9])[0-9]{1,6}$")
"""The number of a button for votes, behind whatever is left of its picture."""
_UPVOTES = re.compile(r"(?:\[[x ]?\] ?)*Upvotes?:? ?(?P<count>[0-9]{1,6})?", re.IGNORECASE)
_SUBMITTED = re.compile(r"(?:· ?)?Submitted by\b ?(?P<name>.*)", re.IGNORECASE)


@dataclass(slots=True)
class Card:
    """What is known of a paper while the page is read."""

    line: int
    arxiv_id: str | None = None
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    size: int = 0
    """Characters of its paragraphs; what is longer than any abstract is not added to."""
    facts: CardFooter = field(default_factory=CardFooter)
    has_facts: bool = False
    upvotes: int | None = None
    links: dict[str, Link] = field(default_factory=dict)
    is_heading: bool = False
    """Its title is a heading without a link."""
    is_copy: bool = False
    """Its paper has been on the page already, and its text is read anew."""

    def read_abstract(self) -> str:
        """Return its abstract."""
        return " ".join(self.paragraphs)


class Cards:
    """The papers of a page, gathered block by block."""

    def __init__(self, problems: list[Problem]) -> None:
        self.cards: list[Card] = []
        self.problems = problems
        self.day: Day | None = None
        self._card: Card | None = None
        self._by_id: dict[str, Card] = {}
        self._by_title: dict[str, Card] = {}
        self._awaits_name = False
        """Whether the name below "Submitted by" is still to come."""
        self._awaits_votes = False
        """Whether the number below "Upvote" is."""
        self._has_box = False
        """Whether a box to tick was seen last, which stands before the upvotes of a card."""
        self._next_votes: int | None = None
        """Upvotes that stand without a link above the card they belong to."""

    def read(self, blocks: Sequence[Block]) -> None:
        """Take every block of a page in turn."""
        for at, block in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if len(block.text) > LONGEST_TEXT:
                reason = f"A line of {len(block.text):,} characters is no abstract."
                self.problems.append(Problem(block.line, reason))
            elif block.level and not leads_to_paper(block):
                self._take_heading(block, following)
            elif is_prose(block):
                self._take_text(block.line, joined(block.pieces), following)
            else:
                for piece in block.pieces:
                    self._take_piece(block, piece, following)
                    is_box = CHECKBOX.fullmatch(clean(piece.text)) is not None
                    self._has_box = is_box or (self._has_box and not piece.text.strip())

    def _take_heading(self, block: Block, following: Block | None) -> None:
        text = block.text
        if not text or is_of_page(text):
            return
        known = self._by_title.get(title_key(text))
        if known:
            self._reopen(known)
        elif self._card and self._card.arxiv_id and not self._card.title:
            self._set_title(self._card, text, block.line)
        elif has_text_below(following):
            card = self._begin(block.line)
            card.is_heading = True
            self._set_title(card, text, block.line)

    def _set_title(self, card: Card, title: str, line: int) -> None:
        card.title, card.line = title, line
        self._by_title[title_key(title)] = card

    def _open(self, arxiv_id: str, line: int) -> Card:
        """Return the card of a paper, begun where there is none; it is the one being read."""
        card = self._by_id.get(arxiv_id)
        if card is None:
            current = self._card
            if current and current.arxiv_id is None and not current.has_facts:
                card = current
            else:
                card = self._begin(line)
            card.arxiv_id = arxiv_id
            self._by_id[arxiv_id] = card
        self._card = card
        return card

    def _begin(self, line: int) -> Card:
        card = self._card = Card(line, upvotes=self._next_votes)
        self._next_votes = None
        self.cards.append(card)
        return card

    def _reopen(self, card: Card) -> None:
        card.is_copy = True
        self._card = card

    def _take_piece(self, block: Block, piece: Piece, following: Block | None) -> None:
        target = piece.target
        whole = clean(piece.text)
        text = BULLET.sub("", CHECKBOX.sub("", whole))
        self._has_box |= text != whole and whole.startswith("[")
        if PICTURE.fullmatch(text):
            text = ""
        if self._is_submission(block, piece, text):
            return
        if target.arxiv_id is None:
            self._take_plain(block, piece, target.kind, text, following)
            return
        if target.kind == "arxiv":
            self._take_arxiv(block, target.arxiv_id, text)
            return
        if target.kind == "paper" and self._is_under_chapter(block, text):
            self._card = None  # a heading above a title that links to the paper is none itself
        card = self._open(target.arxiv_id, block.line)
        if target.kind == "vote":
            self._take_votes(card, text)
        elif target.kind == "comments":
            if text.isdecimal() and len(text) <= 6:
                card.facts.comments = int(text)
        elif text:
            self._take_own_link(card, block, text)

    def _is_under_chapter(self, block: Block, text: str) -> bool:
        """Whether a link that is a title itself stands below a heading that is another."""
        card = self._card
        return (
            card is not None
            and card.is_heading
            and not (card.arxiv_id or card.has_facts or card.paragraphs or block.level)
            and len(text) < LONG
            and is_title(text)
            and title_key(text) != title_key(card.title)
            and facts_of(block.line, text) is None
        )

    def _is_submission(self, block: Block, piece: Piece, text: str) -> bool:
        """Whether a piece tells who brought the paper to the site, or is that person's name."""
        if submitted := _SUBMITTED.fullmatch(text):
            self._awaits_name = not submitted["name"] and block.pieces[-1] is piece
            return True
        if not text or not self._awaits_name:
            return False
        self._awaits_name = False
        return not block.level and len(text) <= _LONGEST_PERSON and text.count(" ") < 4

    def _take_own_link(self, card: Card, block: Block, text: str) -> None:
        """Take what stands on a link to the paper: its title first, then all the rest."""
        facts = facts_of(block.line, text)
        if facts and (facts.author_count or facts.day or facts.is_dotted):
            self._take_facts(card, facts)
        elif text.isdecimal() or text == "-":
            self._take_votes(card, text)
        elif BUTTON.fullmatch(text) or address_of(text):
            return
        elif not card.title:
            self._set_title(card, text, block.line)
        elif title_key(text) == title_key(card.title):
            card.is_copy = True
        elif len(text) >= _LEAST_WORDS:
            self._take_abstract(card, block.line, text)

    def _take_arxiv(self, block: Block, arxiv_id: str, text: str) -> None:
        if block.level or self._card is None:
            card = self._open(arxiv_id, block.line)
            if block.level and text and not card.title:
                self._set_title(card, text, block.line)
        elif self._card.arxiv_id is None:
            if self._is_under_chapter(block, text):
                self._card = None
            card = self._open(arxiv_id, block.line)
            if not card.title:
                self._set_title(card, text, block.line)
        elif arxiv_id not in self._by_id and not BUTTON.fullmatch(text) and text != arxiv_id:
            card = self._open(arxiv_id, block.line)
            self._set_title(card, text, block.line)

    def _take_votes(self, card: Card, text: str) -> None:
        if count := _VOTES.search(text):
            card.upvotes = max(int(count[0]), card.upvotes or 0)

    def _take_plain(
        self, block: Block, piece: Piece, kind: str, text: str, following: Block | None
    ) -> None:
        card = self._card
        if kind == "code" and card and len(text) <= LONGEST_NAME:
            card.links.setdefault(piece.url, Link(clean(piece.url), "code"))
            return
        if kind == "profile":
            text = PICTURE.sub("", text).strip()
        if not text or is_furniture(text) or BUTTON.fullmatch(text):
            self._awaits_votes = text.casefold() == "upvote"
            return
        if kind == "profile" and card and card.title and len(text) <= LONGEST_NAME:
            facts = facts_of(block.line, f"· {text}") or CardFooter()
            self._take_facts(card, facts)
            return
        if piece.url and kind != "profile" and len(text) < LONG:
            return  # the site's own menu
        self._take_text(block.line, text, following)

    def _take_text(self, line: int, text: str, following: Block | None) -> None:
        """Take text without a link to a paper: facts, the page's day, or an abstract."""
        card = self._card
        facts = facts_of(line, text)
        if self._take_upvotes(card, text):
            return
        votes = COUNT.fullmatch(text)
        if facts is not None and (facts.day or facts.author_count or facts.is_dotted):
            if card and card.title and not (card.facts.day and facts.day and not card.is_copy):
                self._take_facts(card, facts)
            elif card is None and facts.day and self.day is None:
                self.day = facts.day
            return
        if votes:
            if self._has_box and text.isdecimal():
                self._next_votes = int(text)
            elif card and votes["count"] and card.facts.day and card.facts.comments is None:
                is_comment = votes["count"] == text and text != "-"
                card.facts.comments = int(text) if is_comment else None
            return
        if card and card.title and not card.has_facts and is_name(text, following):
            self._take_facts(card, CardFooter(line, organisation=text))
        elif card and card.title and (not card.has_facts or card.is_copy):
            self._take_abstract(card, line, text)
        elif len(text) >= LONG:
            reason = f"Text without a title above it: {beginning(text)}"
            self.problems.append(Problem(line, reason))

    def _take_upvotes(self, card: Card | None, text: str) -> bool:
        """Take the button for votes and the number in or below it; return whether it was that."""
        if (self._awaits_votes and text.isdecimal()) and card:
            self._take_votes(card, text)
            self._awaits_votes = False
            return True
        button = _UPVOTES.fullmatch(text)
        self._awaits_votes = button is not None and not button["count"]
        if button and button["count"] and card:
            self._take_votes(card, button["count"])
        return button is not None

    def _take_abstract(self, card: Card, line: int, text: str) -> None:
        if card.is_copy and card.paragraphs:
            if len(text) > len(card.read_abstract()):
                card.paragraphs, card.size = [text], len(text)
        elif card.size <= LONGEST_TEXT and text not in card.paragraphs:
            card.paragraphs.append(text)
            card.size += len(text)

    def _take_facts(self, card: Card, facts: CardFooter) -> None:
        known = card.facts
        card.has_facts = True
        card.facts = replace(
            known,
            author_count=known.author_count or facts.author_count,
            organisation=known.organisation or facts.organisation,
            day=known.day or facts.day,
            comments=known.comments if facts.comments is None else facts.comments,
            line=facts.line if facts.day and not known.day else known.line or facts.line,
        )
