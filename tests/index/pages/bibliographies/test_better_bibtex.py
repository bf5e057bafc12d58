"""Exports of Better BibTeX are told from those of others, and from what people write."""

from __future__ import annotations

import pytest
from recto.index import Library
from recto.index.pages.bibliographies.better_bibtex import is_better_bibtex

EXPORTED = """
@article{doeInks2012,
  title = {Inks for {{CMOS}} on Ordinary Paper},
  author = {Doe, Jane},
  date = {2012-07},
  journaltitle = {Journal of Inks},
  langid = {english},
  file = {/home/me/inks.pdf}
}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EXPORTED, True),
        ("% == BibTeX quality report for doe2012:\n% Missing required field", True),
        ("% == BibLaTeX quality report for doe2012:\n", True),
        ("@comment{zotero-better-bibtex:whitelist:a}\n", True),
        # Zotero's own, JabRef's, pandoc's, Google Scholar's, and by hand
        ("@article{doe_inks_2012,\n\ttitle = {Inks for {CMOS}},\n\tauthor = {Doe},\n}\n", False),
        ("@Article{Doe2012,\n  author = {Doe},\n  title  = {Inks for {CMOS}},\n}\n", False),
        ("@article{doe,\n  title = {Inks for {CMOS}},\n  year = 2012\n}\n", False),
        ("@article{doe2012inks,\n  title={Inks on paper},\n  author={Doe, Jane}\n}\n", False),
        ("@article{doe,\n  title = {{Inks on Paper}},\n  year = 2012\n}\n", False),
    ],
)
def test_it_is_told_by_its_ways(text: str, expected: bool) -> None:
    assert is_better_bibtex(text) == expected


def test_one_sentence_says_what_its_options_would_bring(empty: Library) -> None:
    report = empty.add_text("refs.bib", EXPORTED.encode())
    assert report.new == 1
    (remark,) = report.remarks
    assert "“Export notes”" in remark
    assert "recto add --from-zotero" in remark
    assert empty.add_text("own.bib", b"@misc{a, title = {Own}}").remarks == ()
