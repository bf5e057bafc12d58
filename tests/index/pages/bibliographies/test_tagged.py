"""PubMed's, EndNote's and Web of Science's exports."""

from __future__ import annotations

import pytest
from recto.index.pages.kinds import recognise

from .read_entries import record_of, records_of

NBIB = """
PMID- 111
OWN - NLM
TI  - [Inks <i>in vitro</i> of a title that goes
      on.]
AB  - BACKGROUND: X &lt; Y.
      More.
AU  - Nib J
AU  - von Tinte J Jr
FAU - Quill, Rosa M 3rd
AU  - Quill RM 3rd
CN  - The Ink Group
AU  - et al.
DP  - 2020 Mar-Apr
DEP - 20200305
JT  - Journal of inks
TA  - J Inks
VI  - 5
IP  - 2
PG  - 123-8
LID - S0000(1)2 [pii]
LID - 10.1000/(x)Y [doi]
PT  - Journal Article
MH  - *Ink/analysis
OT  - pens
GN  - A remark

PMC - PMC7
PMID- 112
TI  - Another one
DP  - 2019 Winter
PT  - Preprint
AID - arXiv:2407.00001v2 [pii]
"""
ENDNOTE = """%0 Journal Article
%T Attention to <i>inks</i>
%A Quill, Rosa
%A Nib, Jo, Jr.
%A The Ink Team,
%J arXiv preprint arXiv:2407.00001
%D 2017
%8 June 12
%K inks
pens; nibs
%X Line one

line two
%U https://a.org/x
%> file:///home/me/x.pdf
%Z A remark
%F quill-etal-2017

%0 Conference Paper
%T Another one
%A Ann Nib
%B Proc. of Inks
%P 1-9
%I ACL
%R https://doi.org/10.1000/x
%D 2020
%8 2020/03/05/
"""
REFER = "%A Ann Nib\n%A Bob Quill\n%T One\n%J Inks\n%D 1999\n\n%A Cy Feder\n%T Two\n%D 2000\n"
WEB_OF_SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Nib, J
   Quill, RM
AF Nib, Jo
   Quill, Rosa M., Jr.
CA Ink Grp
TI Inks of a title that goes
   on
SO JOURNAL OF INKS
DT Article
DE inks; pens
ID NETWORKS
AB One.
   Two.
DI 10.1000/X
PD MAR 5
PY 2020
VL 5
IS 2
BP 11
EP 23
PU ACM
ER

PT S
AU [Anonymous]
   Poe E
TI Another one
SO PROC
DT Proceedings Paper
PD JAN-FEB
PY 2021
AR e12
ER

EF
"""
FILES = {"nbib": NBIB, "enw": ENDNOTE, "wos": WEB_OF_SCIENCE}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_they_are_known_by_their_content(kind: str, end: str) -> None:
    text = FILES[kind].replace("\n", end)
    assert recognise(text) == kind
    assert len(records_of(kind, f"\ufeff{text}")) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (REFER, "enw"),
        ("%0 Generic\n%A A\n%T B\n", "enw"),
        ("% made by hand\n@misc{a, title={A}}\n", "bibtex"),
        ("%A by hand\n@misc{a, title={A}}\n", "bibtex"),
        ("%PDF-1.7\n%T\n", "text"),
        ("PT Cruisers are cars.\n", "text"),
        ("PMID- 5\n", "text"),
    ],
)
def test_what_looks_like_them(text: str, kind: str) -> None:
    assert recognise(text) == kind


def test_pubmed() -> None:
    one, two = records_of("nbib", NBIB)
    assert one.title == "Inks in vitro of a title that goes on"
    assert one.abstract == "BACKGROUND: X < Y. More."
    names = ("J Nib", "J von Tinte Jr", "Rosa M Quill 3rd", "The Ink Group")
    assert (one.authors, one.has_more_authors) == (names, True)
    assert (one.published, one.venue, one.doi) == ("2020-03-05", "Journal of inks", "10.1000/(x)y")
    assert (one.volume, one.issue, one.pages) == ("5", "2", "123-8")
    assert (one.keywords, one.remark, one.links) == (("pens", "Ink"), "A remark", ())
    assert (two.published, two.arxiv_id, two.arxiv_version) == ("2019", "2407.00001", 2)
    assert (two.type, two.categories) == ("article", ())
    assert [link.url for link in two.links] == ["https://pubmed.ncbi.nlm.nih.gov/112/"]


def test_endnote() -> None:
    one, two = records_of("enw", ENDNOTE)
    assert (one.title, one.abstract) == ("Attention to inks", "Line one line two")
    assert one.authors == ("Rosa Quill", "Jo Nib Jr.", "The Ink Team")
    assert (one.published, one.arxiv_id, one.venue) == ("2017-06-12", "2407.00001", None)
    assert (one.keywords, one.remark) == (("inks", "pens", "nibs"), "A remark")
    assert (one.files, one.cite_key) == (("/home/me/x.pdf",), "quill-etal-2017")
    assert [link.url for link in one.links] == ["https://a.org/x"]
    assert (two.venue, two.pages, two.publisher) == ("Proc. of Inks", "1-9", "ACL")
    assert (two.doi, two.published, two.type) == ("10.1000/x", "2020-03-05", "paper-conference")


def test_refer_has_no_types() -> None:
    one, two = records_of("enw", REFER)
    assert (one.authors, one.published) == (("Ann Nib", "Bob Quill"), "1999")
    assert (two.title, two.published) == ("Two", "2000")


def test_web_of_science() -> None:
    one, two = records_of("wos", WEB_OF_SCIENCE)
    assert (one.title, one.abstract) == ("Inks of a title that goes on", "One. Two.")
    assert one.authors == ("Jo Nib", "Rosa M. Quill Jr.", "Ink Grp")
    assert (one.published, one.doi, one.pages) == ("2020-03-05", "10.1000/x", "11-23")
    assert (one.keywords, one.publisher) == (("inks", "pens", "NETWORKS"), "ACM")
    assert (two.authors, two.published, two.pages) == (("E Poe",), "2021-01", "e12")
    assert two.type == "paper-conference"


def test_web_of_science_says_by_its_kind_what_no_type_says() -> None:
    assert (
        record_of("wos", "FN x\nVR 1.0\nPT C\nTI A\nSO PROC\nER\n\nEF\n").type == "paper-conference"
    )


def test_pubmed_stars_what_matters_most() -> None:
    (one, _) = records_of("nbib", NBIB.replace("OT  - ", "OT  - *", 1))
    assert one.keywords == ("pens", "Ink")


def test_one_name_may_be_a_whole_list() -> None:
    record = record_of("enw", "%0 Book\n%T A\n%A Nib, J.; Quill, R., et al.\n")
    assert (record.authors, record.has_more_authors) == (("J. Nib", "R. Quill"), True)
