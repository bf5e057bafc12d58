"""Which field of a format holds what of a paper: writers write by it, readers read by it.

Dates are only those with a year. `url` is the paper's page on arXiv and never anything else; the
addresses in its abstract go where `links` says. Tags keep their order; a note keeps its lines.
"""

from __future__ import annotations

BIBTEX = {
    "title": "title",
    "authors": "author",
    "year": "year",
    "month": "month",
    "day": "day",
    "arxiv_id": "eprint",
    "url": "url",
    "links": "verba",
    "abstract": "abstract",
    "tags": "keywords",
    "note": "annote",
    "remark": "note",
    "mark": "verbb",
}
"""Beside `eprint` stands `archiveprefix = {arXiv}`; biblatex knows both by these names.

Keywords are parted by commas, links by spaces. A line of a note ends in `{\\newline}` and a newline
character, since programs fold white space. `month` is one of the macros jan to dec. `eprint`,
`url`, `verba` and `verbb` are verbatim: nothing in them is escaped. Those last two are what
biblatex knows for verbatim data of one's own; no style prints them. `verbb` is the mark
(`own_mark`): where it stands, `annote` is the reader's note, and the keywords that it names are
tags. `note` is a remark.
"""

BIBTEX_LINE_END = "{\\newline}\n"

BIBTEX_SIGNS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
}
"""How each sign is written that TeX would obey; all else is UTF-8, and braces are for case only."""

RIS = {
    "title": "TI",
    "authors": "AU",
    "year": "PY",
    "date": "DA",
    "arxiv_id": "AN",
    "url": "UR",
    "links": "L2",
    "abstract": "AB",
    "tags": "KW",
    "note": "N1",
    "remark": "RN",
    "mark": "C8",
}
"""`DA` is `YYYY/MM/DD`, `AN` is `arXiv:ID`, and each author, link, tag and line of a note has a
field of its own, whose leading spaces readers strip. An author is `Family, Given, Suffix`, or has
no comma and is taken as it stands. `C8` is the mark (`own_mark`): where it stands, `N1` is the
reader's note, and the keywords that it names are tags. `RN` is a remark.
"""

CSL = {
    "title": "title",
    "authors": "author",
    "date": "issued",
    "arxiv_id": "number",
    "url": "URL",
    "links": "custom",
    "abstract": "abstract",
    "tags": "keyword",
    "note": "note",
    "remark": "annote",
    "mark": "recto",
}
"""`issued` has `date-parts`, `number` is `arXiv:ID`, `keyword` is parted by `, `, `custom` is
`{"recto": mark, "links": [address, …]}`. Where the mark (`own_mark`) stands, `note` is the reader's
note, and the keywords that it names are tags. `annote` is a remark. The parts of a name are put
together with spaces, in the order given, non-dropping-particle, family, suffix; or there is
`literal` alone.
"""

ARXIV = "arXiv"
ARXIV_PREFIX = "arXiv:"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's macros."""
