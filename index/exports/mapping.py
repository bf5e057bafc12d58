"""Which field of a format holds what of a paper: writers write by it, readers read by it.

Dates are only those with a year, and say no more than is known. `url` is the paper's page on arXiv,
else nothing: the addresses in its abstract go where `links` says. Tags keep their order; a note
keeps its lines. Where both are in one field, the reader's tags stand before the paper's keywords.
"""

from __future__ import annotations

BIBTEX = {
    "title": "title",
    "authors": "author",
    "year": "year",
    "month": "month",
    "day": "day",
    "volume": "volume",
    "issue": "number",
    "pages": "pages",
    "doi": "doi",
    "arxiv_id": "eprint",
    "category": "primaryclass",
    "url": "url",
    "links": "verba",
    "abstract": "abstract",
    "tags": "keywords",
    "keywords": "keywords",
    "remark": "note",
    "note": "annote",
    "arxiv_comment": "usera",
    "license": "userb",
    "categories": "userc",
    "files": "file",
    "subtype": "entrysubtype",
    "mark": "verbb",
}
"""Beside `eprint` stands `archiveprefix = {arXiv}`; biblatex knows both by these names.

Keywords are parted by commas, links by spaces, categories by commas, files by semicolons. A line of
a note or a remark ends in `{\\newline}` alone: programs fold a newline character into a space.
`month` is one of the macros jan to dec. `eprint`, `url`, `doi`, `file`, `verba` and `verbb` are
verbatim: nothing in them is escaped. `verba`, `verbb` and `usera` to `userf` are what biblatex
knows for data of one's own; no style prints them. `verbb` is the mark (`own_mark`): where it is,
`annote` is the reader's note, and the keywords that it names are tags. `note` is a remark. Pages
are parted by `--`. Authors end in `and others` where there are more. Formulas stand as they are,
`{$…$}`.
"""

BIBTEX_TYPES = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
    "manuscript": "unpublished",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "entry": "incollection",
    "entry-dictionary": "incollection",
    "entry-encyclopedia": "incollection",
}
"""CSL's types of which BibTeX has one; all else is `misc`.

The first of CSL's is what an entry type means by itself. Where it is another, `entrysubtype` says
which by CSL's name (of magazines and newspapers, as others do, without `article-`). A `misc` with
`eprint` and without it is CSL's `article`, a preprint; `@misc` alone says no type.
"""

BIBTEX_VENUES = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "book": "series",
    "phdthesis": "series",
    "techreport": "series",
    "unpublished": "howpublished",
    "misc": "howpublished",
}
"""What an entry type calls where the paper is in."""

BIBTEX_PUBLISHERS = {"phdthesis": "school", "techreport": "institution"}
"""What entry types call the publisher that do not call it `publisher`."""

BIBTEX_LINE_END = r"{\newline}"

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
    "venue": "T2",
    "volume": "VL",
    "issue": "IS",
    "first_page": "SP",
    "last_page": "EP",
    "publisher": "PB",
    "doi": "DO",
    "arxiv_id": "AN",
    "url": "UR",
    "links": "L2",
    "abstract": "AB",
    "tags": "KW",
    "keywords": "KW",
    "note": "N1",
    "remark": "RN",
    "categories": "U1",
    "arxiv_comment": "U2",
    "license": "U3",
    "files": "L1",
    "mark": "C8",
}
"""`DA` is `YYYY/MM/DD` as far as it is known, `AN` is `arXiv:ID`, `PB  - arXiv` says nothing beside
it, and each author, link, tag, category, file and line of a note or a remark has a field of its
own, whose leading spaces readers strip. An author is `Family Suffix, Given`, or has no comma and is
taken as it stands. `C8` is the mark (`own_mark`): where it stands, `N1` is the reader's note,
and the keywords that it names are tags. `RN` is a remark.
"""

RIS_TYPES = {
    "article-journal": "JOUR",
    "paper-conference": "CPAPER",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "manuscript": "MANSCPT",
    "article": "UNPB",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "patent": "PAT",
    "standard": "STAND",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "speech": "SLIDE",
    "motion_picture": "VIDEO",
    "personal_communication": "PCOMM",
    "map": "MAP",
    "figure": "FIGURE",
    "legislation": "STAT",
    "legal_case": "CASE",
    "bill": "BILL",
    "hearing": "HEAR",
}
"""CSL's types of which RIS has one, each the only one for it; all else is `GEN`."""

CSL = {
    "title": "title",
    "authors": "author",
    "date": "issued",
    "venue": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "publisher": "publisher",
    "doi": "DOI",
    "arxiv_id": "number",
    "url": "URL",
    "links": "custom",
    "abstract": "abstract",
    "tags": "keyword",
    "keywords": "keyword",
    "remark": "annote",
    "note": "note",
    "mark": "recto",
}
"""`issued` has `date-parts`, `number` is `arXiv:ID`, `keyword` is parted by `, `, `type` is the
paper's own, else `article` with an arXiv id and `document` without. The parts of a name are put
together with spaces, in the order given, non-dropping-particle, family, suffix; or there is
`literal` alone. `custom` has the mark (`own_mark`) under `recto`: where it stands, `note` is the
reader's note, and the keywords that it names are tags. `annote` is a remark.
"""

_CSL_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter
classic collection dataset document entry entry-dictionary entry-encyclopedia event
figure graphic hearing interview legal_case legislation manuscript map motion_picture
musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software
song speech standard thesis treaty webpage
"""
CSL_TYPES = frozenset(_CSL_TYPES.split())
"""All types of CSL 1.0.2."""

CSL_CUSTOM = (
    "links",
    "has_more_authors",
    "categories",
    "arxiv_version",
    "arxiv_comment",
    "license",
    "published",
    "updated",
    "published_journal",
    "files",
)
"""What CSL has no name for, under `custom` by the attributes of records."""

ARXIV = "arXiv"
ARXIV_PREFIX = "arXiv:"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's macros."""
