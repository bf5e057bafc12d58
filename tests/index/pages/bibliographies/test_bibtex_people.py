"""Authors as BibTeX, biblatex and people list them: in order, none mixed with another."""

from __future__ import annotations

import pytest

from .read_entries import bibtex

AUTHORS = [
    # BibTeX's own forms, and suffixes wherever they stand.
    ("Lovelace, Ada and Grace Hopper", ["Ada Lovelace", "Grace Hopper"]),
    ("Oldman, Jr., Gus T.", ["Gus T. Oldman Jr."]),
    ("Oldman, Gus T., Jr.", ["Gus T. Oldman Jr."]),
    ("Gus T. Oldman, Jr.", ["Gus T. Oldman Jr."]),
    ("Prince, III, Otto and Quill, Rosa, Ph.D.", ["Otto Prince III", "Rosa Quill Ph.D."]),
    ("de la Plume, Jean Marie", ["Jean Marie de la Plume"]),
    ("Ludwig van Tinte AND Quill, R.", ["Ludwig van Tinte", "R. Quill"]),
    # biblatex's extended format.
    (
        "family=Veer, given=Wim, prefix=van der, useprefix=true and Quill, R.",
        ["Wim van der Veer", "R. Quill"],
    ),
    ("given=Hans, family=Feder", ["Hans Feder"]),
    (
        "family=Oldman, given=Gus T., suffix=Jr., juniorcomma=true and family={Tinte}",
        ["Gus T. Oldman Jr.", "Tinte"],
    ),
    (
        "given={Jean Marie}, prefix=de la, prefix-i=d, family=Plume, given-i={J M}",
        ["Jean Marie de la Plume"],
    ),
    ('family={Ink, Grand Master}, given="Simon B"', ["Simon B Ink, Grand Master"]),
    # Corporate authors and collaborations.
    ("{Search and Rescue, Inc.} and {OpenInk}", ["Search and Rescue, Inc.", "OpenInk"]),
    (r"Pen \& Sons and {Ink {\&} Co}", ["Pen & Sons", "Ink & Co"]),
    ("{{Institute of Inks}} and O'Brien, Conan", ["Institute of Inks", "Conan O'Brien"]),
    # What is no name.
    ("DeepInk-AI and : and Xiao Bee", ["DeepInk-AI", "Xiao Bee"]),
    ("DeepInk: Xiao Bee, Deli Dee", ["DeepInk", "Xiao Bee", "Deli Dee"]),
    ("The ALICE collaboration: Quill, A.", ["The ALICE collaboration", "A. Quill"]),
    ("- and Quill, A. and .", ["A. Quill"]),
    ("Authors: Ann Quill, Bob Nib", ["Ann Quill", "Bob Nib"]),
    # Lists of other styles.
    ("Nib J., Quill Jane, Feder Rick and Poe E.", ["Nib J.", "Quill Jane", "Feder Rick", "Poe E."]),
    ("Nib J, Quill RK, von Feder A", ["J Nib", "RK Quill", "A von Feder"]),
    ("Nib J., Quill R.-K.", ["J. Nib", "R.-K. Quill"]),
    ("Karthik S, Priya M", ["Karthik S", "Priya M"]),
    ("Nib, J.; Quill, Jane; Feder, Rick", ["J. Nib", "Jane Quill", "Rick Feder"]),
    ("Nib, J., Quill, K., Feder, R.", ["J. Nib", "K. Quill", "R. Feder"]),
    ("Nib, John, Quill, Jane", ["John Nib", "Jane Quill"]),
    ("Ann Nib, Bob Quill and Cy Feder", ["Ann Nib", "Bob Quill", "Cy Feder"]),
    ("A. Nib, B. Quill, and C. Feder", ["A. Nib", "B. Quill", "C. Feder"]),
    (r"Nib, J. \& Quill, K.", ["J. Nib", "K. Quill"]),
    ("A. Nib and B. Quill,", ["A. Nib", "B. Quill"]),
    # TeX and markup in names.
    (
        r"{\'E}tienne Dupont and \'Etienne Dupont and J{\"o}rg M{\"u}ller",
        ["Étienne Dupont", "Étienne Dupont", "Jörg Müller"],
    ),
    (r"S\o ren Gar\c con and {\relax Ch}arles Nib", ["Søren Garçon", "Charles Nib"]),
    ("<i>Ann</i> Quill and Bob &amp; Sons", ["Ann Quill", "Bob & Sons"]),
    ("李, 明 and 王小明", ["明 李", "王小明"]),
    # What stands behind names and belongs to none.
    (
        "Nib, Jane [0000-0002-1825-0097] and Quill, R. (ORCID: 0000-0001-5109-3700)",
        ["Jane Nib", "R. Quill"],
    ),
    (r"Nib, Jane$^{1}$ and Quill, R.\textsuperscript{2,*}", ["Jane Nib", "R. Quill"]),
    ("Ann Nib¹ and Bob Quill* and Cy Feder 0001", ["Ann Nib", "Bob Quill", "Cy Feder"]),
    (r"Ann Nib\thanks{Of an institute} and Bob Quill\footnote{Also}", ["Ann Nib", "Bob Quill"]),
    ("Nib, Ann (eds.) and Quill, Bob (Ed.)", ["Ann Nib", "Bob Quill"]),
    ("and Nib, Ann and  and Quill, Bob and", ["Ann Nib", "Bob Quill"]),
    (r"Ann Nib, Bob Quill \& Cy Feder", ["Ann Nib", "Bob Quill", "Cy Feder"]),
]


@pytest.mark.parametrize(("field", "names"), AUTHORS, ids=[field for field, _ in AUTHORS])
def test_each_author_is_read_as_one_and_in_order(field: str, names: list[str]) -> None:
    record = bibtex(f"author = {{{field}}}")
    assert list(record.authors) == names
    assert (record.author_count, record.has_more_authors) == (len(names), False)


@pytest.mark.parametrize(
    ("field", "names", "count"),
    [
        ("Nib, J. and others", ["J. Nib"], None),
        ("Nib, J. and Quill, Jane and et al.", ["J. Nib", "Jane Quill"], None),
        ("Z. Nib, D. S. Quill, et al.", ["Z. Nib", "D. S. Quill"], None),
        ("Ann Nib et al", ["Ann Nib"], None),
        ("Nib, Ann and {et al.}", ["Ann Nib"], None),
        ("Nib, J., et al.", ["J. Nib"], None),
        ("Nib, A. and ... and Quill, Z.", ["A. Nib", "Z. Quill"], None),
        ("Nib, A. and Quill, B. and 25 others", ["A. Nib", "B. Quill"], 27),
        ("Nib, Ann; Quill, Bob and others", ["Ann Nib", "Bob Quill"], None),
        ("Nib, Ann et al", ["Ann Nib"], None),
        (r"Nib, Ann \textit{et al.}", ["Ann Nib"], None),
        ("Nib, A. and others (Ink Collaboration)", ["A. Nib", "Ink Collaboration"], None),
        ("Nib, A. and [et al]", ["A. Nib"], None),
    ],
)
def test_there_are_more_than_these(field: str, names: list[str], count: int | None) -> None:
    record = bibtex(f"author = {{{field}}}")
    assert (list(record.authors), record.has_more_authors) == (names, True)
    assert record.author_count == count


@pytest.mark.parametrize("field", ["[No authors listed]", "No author", "N/A", "Unknown"])
def test_nobody_is_no_author(field: str) -> None:
    assert bibtex(f"author = {{{field}}}").authors == ()


@pytest.mark.parametrize(
    ("author", "collaboration", "names"),
    [
        ("Quill, A. and others", "ATLAS", ["A. Quill", "ATLAS Collaboration"]),
        ("Quill, A.", "The Ink Team", ["A. Quill", "The Ink Team"]),
        ("ATLAS Collaboration and Quill, A.", "ATLAS", ["ATLAS Collaboration", "A. Quill"]),
        ("", "CMS and ATLAS", ["CMS Collaboration", "ATLAS Collaboration"]),
        ("Quill, A.", "{N}ib Consortium", ["A. Quill", "Nib Consortium"]),
    ],
)
def test_a_collaboration_writes_too(author: str, collaboration: str, names: list[str]) -> None:
    record = bibtex(f"author = {{{author}}}, collaboration = {{{collaboration}}}")
    assert list(record.authors) == names
