"""What was learned of a reader's taste, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .lessons import Lessons
from .profiles import Profile
from .reasons import TasteReason
from .terms import TermVector


class Learned(NamedTuple):
    """A taste at one moment of the library."""

    key: object
    profile: Profile
    lessons: Lessons
    liked: Mapping[int, TermVector]
    """The papers that made the profile, by row number."""
    rejected: Mapping[int, TermVector]
    floor: int
    """The score below which there is little of the reader's in a paper."""


class Ranked(NamedTuple):
    """A paper of a list in the order of a taste."""

    rowid: int
    score: int
    """How much of what the reader wants is in it, in millionths; to be compared within a list."""
    reasons: tuple[TasteReason, ...]


class TasteWord(NamedTuple):
    """A word of a taste."""

    text: str
    part: int
    """Its part of the whole, in thousandths."""
    papers: tuple[int, ...]
    """The row numbers of the papers that it comes from, those first in which it says most."""


class TasteProfile(NamedTuple):
    """A taste in words."""

    wanted: tuple[TasteWord, ...]
    """What is wanted, what says most first."""
    against: tuple[TasteWord, ...]
    interests: tuple[TasteWord, ...]
    """Each interest by its words, with the papers that made it; the largest first."""
    authors: tuple[TasteWord, ...]
    """Those of two papers and more."""
    struck: tuple[str, ...]
    """Words that count no more, since the reader has said so."""
    taught: Mapping[str, int]
    """How many papers taught by being `bookmarked`, `queued`, ... and how many were `rejected`."""
