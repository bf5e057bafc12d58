"""The orders of a list: the letter behind `S`, the label and the meaning of each."""

from __future__ import annotations

LETTERS = {
    "relevance": "r",
    "newest": "n",
    "oldest": "o",
    "comments": "c",
    "upvotes": "u",
    "rising": "g",
    "title": "t",
    "added": "a",
    "list": "l",
    "taste": "y",
}
"""The letter behind `S` for each order; rising is what has gained."""

LABELS = {
    "relevance": "best",
    "newest": "new",
    "oldest": "old",
    "upvotes": "ups",
    "rising": "rise",
    "list": "own",
    "taste": "yours",
}
"""What a line has room for that shows all of them; the others go by their names."""

MEANINGS = {
    "relevance": "as they come, or what matches best",
    "newest": "the newest first",
    "oldest": "the oldest first",
    "comments": "most comments first",
    "upvotes": "most upvotes first",
    "rising": "what gained most upvotes a day first",
    "title": "by title",
    "added": "what was added last first",
    "list": "in the order of the queue, the tag or the page",
    "taste": "best first, as my marks have taught",
}
"""What each order is, in words."""
