"""What Better BibTeX writes, told by its ways; and what its options would bring besides."""

from __future__ import annotations

import re

_SIGNS = re.compile(
    r"^% == Bib(?:La)?TeX quality report for |^@comment\{zotero-better-bibtex|"
    # Two blanks, an equals sign between two more, and capitals within a title in braces of two.
    r"^@\w+\{[^\s,]+,\n  title = \{[^\n]*[^\s{]\s?\{\{[^\n]*\},\n",
    re.MULTILINE,
)

OPTIONS = (
    "Better BibTeX wrote this: its options “Export notes” and “Export files” bring notes and the "
    "paths of PDFs along, “Keep updated” keeps the file current for a watched directory; "
    "recto add --from-zotero reads all of it, and collections too."
)
"""A sentence on what could be had as well."""


def is_better_bibtex(text: str) -> bool:
    """Whether a BibTeX file that begins so is an export of Better BibTeX."""
    return _SIGNS.search(text) is not None
