"""What holds no papers is named for what it seems to be, with what to take instead of it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.pages.strangers import describe_binary, describe_text


def packed(*names: str, first: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x" * 100)
    return data.getvalue()


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "is_a"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF file"),
        (packed("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "an Excel file"),
        (packed("[Content_Types].xml", "ppt/slides.xml"), "a PowerPoint file"),
        (packed("x", first="application/epub+zip"), "an EPUB book"),
        (packed("x", first="application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (packed("x", first="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
        (packed("My.enl", "My.Data/sdb.eni"), "a packed EndNote library"),
        (packed("refs.bib"), "a ZIP archive"),
        (ole("WordDocument"), "a Word document"),
        (ole("Workbook"), "an Excel file"),
        (ole("__nameid_version1.0"), "a mail of Outlook"),
        (b"SQLite format 3\0" + b"CREATE TABLE itemAttachments", "the database of Zotero"),
        (b"SQLite format 3\0" + b"CREATE TABLE DocumentUrls", "the database of Mendeley"),
        (b"SQLite format 3\0" + b"CREATE TABLE enl_refs", "an EndNote library"),
        (b"SQLite format 3\0" + b"CREATE TABLE acts", "a library or a backup of Recto"),
        (b"SQLite format 3\0", "a database"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"BZh91AY\0\0\0", "packed by bzip2"),
        (b"\x28\xb5\x2f\xfd\0\0", "packed by zstd"),
        (b"PAR1\0\0\0", "a Parquet file"),
        (b"\0" * 257 + b"ustar", "a tar archive"),
        (b"\0\1\2\3", "a binary file"),
    ],
)
def test_what_is_no_text(empty: Library, data: bytes, is_a: str) -> None:
    assert is_a in describe_binary(data).message
    assert is_a in str(empty.add_text("file", data).error)


def test_an_endnote_library_is_known_by_its_name(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "My Refs.enl"
    path.write_bytes(b"\0\1\2\3" * 99)
    (report,) = empty.add([path])
    assert "It is an EndNote library. Export the library as BibTeX or RIS" in str(report.error)


@pytest.mark.parametrize(
    ("text", "is_a", "take"),
    [
        ("<?xml version='1.0'?><xml><records><record><a>17</a></record></records></xml>",
         "EndNote's XML", "RefMan"),
        ("<?xml version='1.0'?>\n<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
         "PubMed's XML", ".nbib"),
        ("<?xml version='1.0'?><modsCollection><mods/></modsCollection>", "MODS", "BibTeX"),
        ("<?xml version='1.0'?><opml version='2.0'><body/></opml>", "a list of feeds",
         "feeds give"),
        ("<?xml version='1.0'?><style xmlns='http://purl.org/net/xbiblio/csl'><info/></style>",
         "a CSL style", "BibTeX"),
        ("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'/>", "OAI-PMH", "ListRecords"),
        ("<svg xmlns='http://www.w3.org/2000/svg'></svg>", "a picture", "text"),
        (json.dumps({"status": "ok", "message-type": "work", "message": {"DOI": "10.1/a"}}),
         "Crossref", "works"),
        (json.dumps({"status": "failed", "message-type": "validation-failure", "message": []}),
         "an error answer of Crossref", "works"),
        ("<rss version='2.0'><channel><title>Feed error for query: zz.ZZ</title></channel></rss>",
         "an error answer of arXiv's feeds", "categories"),
        ("Rate exceeded.", "asked too often", "later"),
        ("We had to rate limit your IP (192.0.2.1). To continue, create an account", "asked too",
         "later"),
        ("error code: 1015", "error message", "later"),
        ("Just a moment...\nVerify you are human by completing the action below.\n\nexample.org "
         "needs to review the security of your connection before proceeding.\n", "a person",
         "later"),
        ("<!doctype html><html><title>Making sure you&#39;re not a bot!</title></html>",
         "a person", "later"),
        (json.dumps({"results": [{"id": "https://openalex.org/W1", "display_name": "A"}]}),
         "OpenAlex", "BibTeX"),
        (json.dumps({"itemType": "journalArticle", "creators": []}), "Zotero", "CSL JSON"),
        (json.dumps({"items": [{"itemType": "book", "title": "A", "date": "2020"}]}), "Zotero",
         "CSL JSON"),
        (json.dumps([{"key": "A", "data": {"itemType": "book", "title": "A"}}]), "Zotero",
         "CSL JSON"),
        ("<rdf:RDF xmlns:rdf='x' xmlns:bib='http://purl.org/net/biblio#'><bib:Article/></rdf:RDF>",
         "Zotero's RDF", "--from-zotero"),
        ("<?xml version='1.0'?><article><front><article-meta/></front></article>",
         "XML (JATS)", "BibTeX"),
        ("<html><body><pre>@article{a, title={Inks}}</pre></body></html>",
         "a page with BibTeX in it", ".bib file"),
        ("1. J Inks. 2020 Mar 5;5(2):1-9. doi: 10.1000/x.\n\nInks that dry.\n\nNib J(1).\n\n"
         "We write.\n\nPMID: 123\n", "PubMed's text", ".nbib"),
        ("<1>\nUnique Identifier\n  123\nTitle\n  Inks.\n", "Ovid's text", "RIS"),
        ("PT\tAU\tTI\tSO\tPY\tDI\nJ\tNib, J\tInks\tJ INKS\t2020\t10.1000/x\n",
         "Web of Science's table", "plain text"),
        (json.dumps({"nbformat": 4, "cells": []}), "a Jupyter notebook", "BibTeX"),
        ("{\\rtf1\\ansi Some words.}", "a document in RTF", "BibTeX"),
        ("\\documentclass{article}\n\\begin{document}\nWe read.\n\\end{document}\n",
         "a LaTeX document", "\\bibliography"),
        ("\\relax\n\\citation{a}\n\\bibdata{refs}\n", "an .aux file", ".bib files"),
        ("\\begin{thebibliography}{9}\n\\bibitem{a} Alpha, A. Inks.\n\\end{thebibliography}\n",
         "the formatted bibliography", ".bib file"),
        ("% a style\nENTRY\n  { address author }\n  {}\n  { label }\nINTEGERS { a }\n",
         "a bibliography style", ".bib file"),
        ("Title,Authors,Year,DOI\nInks,Ann Alpha,2024,x\nPens,Bob Beta,2023,y\n",
         "a table in CSV", "BibTeX"),
        ("Title,Authors,Year,DOI\nInks,Ann Alpha,2024,10.1000/a\nPens,Bob Beta,2023,10.1000/b\n",
         "a table in CSV", "`--format arxiv`"),
        ("Title\tAuthors\tYear\nInks\tAnn Alpha\t2024\n", "a table with tabs", "BibTeX"),
        ("import os\nfrom sys import path\n\nprint(os.name)\n", "a program", "BibTeX"),
        ("#!/bin/sh\necho x\n", "a script", "BibTeX"),
        ("[InternetShortcut]\nURL=https://a.org\n", "a shortcut", "save the page"),
        ("%!PS-Adobe-3.0\n%%Title: x\n", "a PostScript file", "BibTeX"),
        ("<!doctype html><html><head><title>inks - Ink Search</title></head><body><p>Words."
         "</p></body></html>", "a page of Ink Search", "BibTeX or RIS"),
        ("<!doctype html><html><head><meta property='og:site_name' content='Ink News'></head>"
         "<body><p>Words.</p></body></html>", "a page of Ink News", "BibTeX or RIS"),
    ],
)  # fmt: skip
def test_what_is_text_of_another_kind(empty: Library, text: str, is_a: str, take: str) -> None:
    stranger = describe_text(text)
    assert stranger is not None
    assert is_a in stranger.message
    error = str(empty.add_text("file", text.encode()).error)
    assert "No papers in file" in error
    assert is_a in error
    assert take in error


@pytest.mark.parametrize(
    "text", ["", "What I want to read some day.\n", "a, b\n", "[1] a\n", "{x}", "<p>a</p>"]
)
def test_what_tells_nothing_is_nothing(text: str) -> None:
    assert describe_text(text) is None


@pytest.mark.parametrize(
    "sign", ["<record", "<", "\\", "ENTRY", '{"', "\n", "a,", "From: a\n", " "]
)
def test_looking_takes_no_longer_for_much_of_a_sign(sign: str) -> None:
    assert describe_text("x y\n" + sign * ((1 << 17) // len(sign))) is None
