"""The fields of the index: which there are, what each keeps, and places of words in a paper."""

from __future__ import annotations

TEXT = "text"
"""The stems in title and abstract, with impacts and the places of their words."""
EDGES = "edges"
"""The title's words, unstemmed, and their edge n-grams: what they begin with; impacts alone."""
FUNCTION = "function"
"""The function words of title and abstract, with their places alone."""
AUTHOR = "author"
"""The words of the authors' names, folded; a place is left free between two names."""
VENUE = "venue"
"""The words of the journal, the proceedings or the book."""
KEYWORD = "keyword"
"""The words of the keywords; a place is left free between two of them."""
CATEGORY = "category"
"""Categories of arXiv in small letters, whole."""
TYPE = "type"
"""CSL's type, in small letters, whole."""
YEAR = "year"
"""The year of the publication, of four digits."""
LINK = "link"
"""Which of `KINDS` its links are."""

KINDS = ("link", "code")
"""What can be asked of a paper's links: whether there are any, and any to code."""

FIELDS = tuple(sorted((TEXT, EDGES, FUNCTION, AUTHOR, VENUE, KEYWORD, CATEGORY, TYPE, YEAR, LINK)))
"""All of them, as they follow each other in a dictionary."""

GRADED = frozenset((TEXT, EDGES))
"""Those whose postings have an impact; of the others it is only known who has a term."""
PLACED = frozenset((TEXT, FUNCTION, AUTHOR, VENUE, KEYWORD))
"""Those that know the places of their terms in a paper."""

IN_ABSTRACT = 2048
"""The place of an abstract's first word; the title's words are numbered from 0."""
AS_IT_CAME = 1 << 15
"""What is added to the places of words of a text as it came, where it is shown otherwise (TeX)."""
LAST_PLACE = (1 << 16) - 1

MOST_FORMS = 255
"""Forms of one stem that are told apart; words beyond them have this number."""


def room(is_title: bool) -> tuple[int, int]:
    """Return the place of the first word of a text, and the one after the last there can be."""
    return (0, IN_ABSTRACT) if is_title else (IN_ABSTRACT, AS_IT_CAME)


def kinds_of(links: str) -> tuple[str, ...]:
    """Return which of `KINDS` a paper has, of its links as they are kept, of which there are some.

    Nothing within an address looks like the end of such a link: a quotation mark there has a
    backslash before it.
    """
    return KINDS if '"code"]' in links else KINDS[:1]
