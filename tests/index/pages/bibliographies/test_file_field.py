"""The `file` field of a BibTeX entry, as programs write it."""

from __future__ import annotations

import pytest
from recto.index.pages.bibliographies.file_field import paths_in

FIELDS = [
    ("/home/me/a b.pdf", ["/home/me/a b.pdf"]),
    (":papers/a.pdf:PDF;:b.pdf:PDF", ["papers/a.pdf", "b.pdf"]),
    (r"Full Text\: a:/home/x/a.pdf:application/pdf", ["/home/x/a.pdf"]),
    ("Title: one:files/1/a.pdf:application/pdf", ["files/1/a.pdf"]),
    ("a.pdf:PDF", ["a.pdf"]),
    (":a.pdf:", ["a.pdf"]),
    (r":C$\backslash$:/me/a{\_}b.pdf:pdf", ["C:/me/a_b.pdf"]),
    (r":C\:\\me\\a.pdf:PDF", [r"C:\me\a.pdf"]),
    (r"C:\me\a.pdf", [r"C:\me\a.pdf"]),
    ("file:///home/me/a%20b.pdf", ["/home/me/a b.pdf"]),
    ("PDF:/x/a.pdf:application/pdf;Page:/x/b.html:text/html", ["/x/a.pdf", "/x/b.html"]),
    ("https://a.org/a.pdf", []),
    (r":https\://a.org/a.pdf:PDF", []),
    ("", []),
    (";:;::", []),
]


@pytest.mark.parametrize(("field", "paths"), FIELDS, ids=[field for field, _ in FIELDS])
def test_paths(field: str, paths: list[str]) -> None:
    assert list(paths_in(field)) == paths
