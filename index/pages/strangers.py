"""What a file seems to be that holds no papers Recto can read, and what to take in its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from .refusals import refusal_of


class Stranger(NamedTuple):
    """What a file is, as a sentence, and what to do, as another."""

    message: str
    hint: str


_SAVE = "Save the page as text (UTF-8) and add that file."
_EXPORT = "Export the library as BibTeX or RIS and add that file."
_ZOTERO = "`recto add --from-zotero DIR` takes in what Zotero has, of its own database."
_PDF = "Add it by its path: it joins the paper that it is, told by its name or its first page."
_UNPACK = "Unpack it and add the files in it."
_IDS = "Add the BibTeX or RIS file of what it cites, or a list of arXiv ids and DOIs."
_SHEET = "Export the same papers as BibTeX or RIS where the table came from, and add that file."
_AGAIN = "Nothing of it was taken in; fetch it again later."
_API = "Ask for BibTeX, or save the ids or DOIs one on a line, and add that."

_OFFICE = (
    (b"word/", "It is a Word document.", _IDS),
    (b"xl/", "It is an Excel file.", _SHEET),
    (b"ppt/", "It is a PowerPoint file.", _IDS),
    (b"mimetypeapplication/epub", "It is an EPUB book.", _IDS),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "It is a spreadsheet.", _SHEET),
    (b"mimetypeapplication/vnd.oasis.opendocument", "It is an OpenDocument file.", _IDS),
    (b".enl", "It is a packed EndNote library.", _EXPORT),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_OFFICE = (
    ("WordDocument", "It is a Word document.", _IDS),
    ("Workbook", "It is an Excel file.", _SHEET),
    ("__nameid_version", "It is a mail of Outlook.", "Save the mail as .eml and add that file."),
    ("PowerPoint Document", "It is a PowerPoint file.", _IDS),
)
_DATABASES = (
    (rb"itemAttachments|itemTypeFields|libraries", "It is the database of Zotero.", _ZOTERO),
    (rb"DocumentContributors|DocumentUrls|CanonicalDocuments", "It is the database of Mendeley.",
     _EXPORT),
    (rb"enl_refs|refs_ord|pdf_index|file_res", "It is an EndNote library.", _EXPORT),
    (rb"CREATE TABLE \"?(?:acts|papers|texts)\b", "It is a library or a backup of Recto.",
     "`recto restore FILE` puts it in the place of yours."),
)  # fmt: skip
_MAGIC = (
    (b"%PDF-", "It is a PDF file, not a saved page.", _PDF),
    (_OLE, "It is a file of Microsoft Office or Outlook.", _IDS),
    (b"SQLite format 3\0", "It is a database, not text.", _EXPORT),
    (b"\x89PNG\r\n", "It is a picture.", _SAVE),
    (b"\xff\xd8\xff", "It is a picture.", _SAVE),
    (b"GIF8", "It is a picture.", _SAVE),
    (b"II*\0", "It is a picture.", _SAVE),
    (b"MM\0*", "It is a picture.", _SAVE),
    (b"RIFF", "It is a picture or a film.", _SAVE),
    (b"AT&TFORM", "It is a DjVu file.", _IDS),
    (b"bplist00", "It is a web archive or a property list of macOS.", _SAVE),
    (b"PK\x03\x04", "It is a ZIP archive.", _UNPACK),
    (b"PK\x05\x06", "It is a ZIP archive, and empty.", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "It is a 7-Zip archive.", _UNPACK),
    (b"Rar!\x1a\x07", "It is a RAR archive.", _UNPACK),
    (b"BZh", "It is packed by bzip2; gzip and xz are unpacked.", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "It is packed by zstd; gzip and xz are unpacked.", _UNPACK),
    (b"PAR1", "It is a Parquet file.", "Write it as JSON Lines and add that file."),
    (b"ARROW1", "It is an Arrow file.", "Write it as JSON Lines and add that file."),
    (b"\x7fELF", "It is a program.", ""),
)  # fmt: skip
MAGIC = tuple(sign for sign, _, _ in _MAGIC if sign not in (b"RIFF", b"BZh"))
"""How files begin that are no text whatever follows."""
_LOOKED_AT = 1 << 16
_TAR_AT = 257


def describe_binary(data: bytes, name: str = "") -> Stranger:
    """Return what bytes are that are no text; `name` is that of the file."""
    head = data[:_LOOKED_AT]
    if name.lower().endswith(".enl"):
        return Stranger("It is an EndNote library.", _EXPORT)
    if head.startswith(b"PK\x03\x04"):
        for sign, message, hint in _OFFICE:
            if sign in head:
                return Stranger(message, hint)
    if head.startswith(b"SQLite format 3\0"):
        for pattern, message, hint in _DATABASES:
            if re.search(pattern, head):
                return Stranger(message, hint)
    if head.startswith(_OLE):
        for called, message, hint in _OLD_OFFICE:
            if called.encode("utf-16-le") in data:
                return Stranger(message, hint)
    for sign, message, hint in _MAGIC:
        if head.startswith(sign):
            return Stranger(message, hint)
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return Stranger("It is a tar archive.", _UNPACK)
    if head[60:68] == b"BOOKMOBI":
        return Stranger("It is an e-book.", _IDS)
    return Stranger("It is a binary file, not text.", _SAVE)


_XML = (
    (r"\A<1>\s*\n(?:Unique Identifier|Accession Number|Title|Author)", "It is Ovid's text.",
     "Export the same papers as RIS and add that file."),
    (r"<records>\s*<record>|<source-app\b[^>]{0,200}EndNote", "It is EndNote's XML.",
     "Export the library as BibTeX or RIS (File, Export, RefMan) and add that file."),
    (r"<PubmedArticle(?:Set)?\b|<MedlineCitation\b", "It is PubMed's XML.",
     "Save the search in the format PubMed (.nbib) and add that file."),
    (r"<modsCollection\b|<mods\b", "It is MODS, the XML of libraries.", _EXPORT),
    (r"<(?:\w+:)?rdf\b[^>]{0,400}xmlns:z=\"http://www\.zotero\.org|zotero\.org/namespaces"
     r"|purl\.org/net/biblio#",
     "It is Zotero's RDF.", _ZOTERO),
    (r"<OAI-PMH\b", "It is an answer of an OAI-PMH interface without records.",
     "Ask it for ListRecords or GetRecord and add that."),
    (r"<title>\s*Feed error for query", "It is an error answer of arXiv's feeds.",
     "Feeds are those of categories, such as https://rss.arxiv.org/rss/cs.LG."),
    (r"<opml\b", "It is a list of feeds (OPML), not a feed.", "Add what the feeds give."),
    (r"<style\b[^>]{0,400}purl\.org/net/xbiblio/csl", "It is a CSL style, not a bibliography.",
     _EXPORT),
    (r"<dblp\b|<dblpperson\b", "It is DBLP's XML.", "Take the BibTeX of the same page."),
    (r"<b:Sources\b|bibliography\b[^>]{0,400}schemas\.openxmlformats",
     "It is Word's list of sources.", _EXPORT),
    (r"<bcf:controlfile\b", "It is a control file of biber, not a bibliography.",
     "Add the .bib files that it names."),
    (r"<article\b[^>]{0,400}(?:jats|article-type|dtd-version)|<!DOCTYPE article\b|<article-meta\b",
     "It is the full text of an article in XML (JATS).", _IDS),
    (r"<TEI\b", "It is a text in TEI, such as GROBID writes.", _IDS),
    (r"<collection\b[^>]{0,400}marc|<(?:marc:)?record\b[^>]{0,400}MARC21",
     "It is MARC, the XML of libraries.", _EXPORT),
    (r"<kml\b|<gpx\b|<plist\b|<project\b|<manifest\b", "It is XML of another program.", _EXPORT),
    (r"<svg\b", "It is a picture.", _SAVE),
)  # fmt: skip
_JSON = (
    (r"\"openalex(?:_id)?\"\s*:|https?://openalex\.org/W\d", "It is an answer of OpenAlex.", _API),
    (r"\"message-type\"\s*:\s*\"validation-failure", "It is an error answer of Crossref.",
     "Ask it for works, such as https://api.crossref.org/works/10.1000/182."),
    (r"\"message-type\"\s*:\s*\"", "It is an answer of Crossref without a paper.",
     "Ask it for works, such as https://api.crossref.org/works/10.1000/182."),
    (r"\"itemType\"\s*:\s*\"", "It is JSON of Zotero.",
     "Export the library as BibTeX, RIS or CSL JSON and add that file."),
    (r"\"dblp\"|\"result\"\s*:\s*\{\s*\"query\"", "It is an answer of DBLP.",
     "Take the BibTeX of the same page."),
    (r"\"nbformat\"\s*:", "It is a Jupyter notebook.", _IDS),
    (r"\"esearchresult\"|\"eutils\"", "It is an answer of PubMed.",
     "Save the search in the format PubMed (.nbib) and add that file."),
    (r"\"is_oa\"\s*:|\"oa_locations\"\s*:", "It is an answer of Unpaywall.", _API),
    (r"\"invitation(?:s)?\"\s*:|\"forum\"\s*:", "It is an answer of OpenReview.",
     "Take the BibTeX of the papers and add that."),
    (r"\"openreview\"|\"europepmc\"|\"resultList\"\s*:", "It is an answer of Europe PMC.", _API),
    (r"\"lockfileVersion\"\s*:|\"devDependencies\"\s*:|\"\$schema\"\s*:",
     "It is a file of settings in JSON.", _IDS),
)  # fmt: skip
_TEXTS = (
    (r"\A\{\\rtf", "It is a document in RTF.", _IDS),
    (r"\A%!PS", "It is a PostScript file.", _IDS),
    (r"\A\[InternetShortcut\]", "It is a shortcut to a page, not the page.",
     "Open it and save the page as text, or add its address if it is one of arXiv."),
    (r"^[ \t]*\\(?:bibstyle|bibdata|citation|abx@aux@\w+)\{", "It is an .aux file of LaTeX.",
     "Add the .bib files that it names."),
    (r"^[ \t]*ENTRY[ \t\r\n]*\{", "It is a bibliography style (.bst), not a bibliography.",
     "Add the .bib file."),
    (r"\\begin\{thebibliography\}|^[ \t]*\\refsection\{|^[ \t]*\\datalist\[",
     "It is the formatted bibliography (.bbl) of a LaTeX run.",
     "Add the .bib file that it was made of."),
    (r"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\}|section\*?\{|usepackage)",
     "It is the source of a LaTeX document.",
     "Add the .bib file that its `\\bibliography` names."),
    (r"^(?:\ufeff)?(?:(?:from [\w.]+ )?import \w[\w. ,]*|#include <.*|package \w+;?)$",
     "It is a program, not a list of papers.", _IDS),
    (r"\A#!", "It is a script, not a list of papers.", _IDS),
    (r"\AFrom \S+ .*\d{4}[ \t\r]*$", "It is a mailbox without an alert of arXiv or Google Scholar.",
     "Pipe the message that lists the papers."),
    (r"\A(?:[\w-]{2,40}:.*\n(?:[ \t].*\n){0,20}){0,20}(?:From|Received|Return-Path|Subject): ",
     "It is a mail in which no papers are listed, and no alert of arXiv or Google Scholar.",
     "Pipe the message that lists the papers."),
    (r"\A(?:\d{1,4}[.:] )[^\n]{5,200}\b(?:19|20)\d\d\b[^\n]{0,200}\n"
     r"(?:[^\n]{0,2000}\n){2,80}?PMID: \d",
     "It is PubMed's text of abstracts.",
     "Save the search in the format PubMed (.nbib) and add that file."),
    (r"\A(?:---[ \t]*\r?\n)?references:[ \t]*\r?$", "It is CSL in YAML.",
     "Export the library as CSL JSON, BibTeX or RIS and add that file."),
)  # fmt: skip
_TABLES = (
    (
        r"\A(?:PT\tAU\t|Authors\tAuthor)",
        "It is Web of Science's table with tabs between columns.",
        "Export the same papers as plain text or RIS and add that file.",
    ),
)
_SITE = re.compile(
    r"<meta\b[^>]{0,300}?og:site_name[\"'][^>]{0,100}?content=[\"']([^\"'<>]{1,60})"
    r"|<link\b[^>]{0,100}?rel=[\"']canonical[\"'][^>]{0,100}?href=[\"']https?://([\w.-]{1,60})"
    r"|<!-- saved from url=\(\d+\)https?://([\w.-]{1,60})"
    r"|<title[^<>]{0,100}>[^<>]{0,200}?(?: [-|–—·] )([^<>|–—·-]{2,60}?)\s*</title>",
    re.I,
)
_BIBTEX_WITHIN = re.compile(r"@(?:article|inproceedings|book|misc|phdthesis|techreport)\s?\{", re.I)
_FIELDS = re.compile(r"title|author|year|doi|abstract|date|journal|url|venue|name|key", re.I)
_LEAST_COLUMNS = 3


def describe_text(text: str) -> Stranger | None:
    """Return what a text seems to be; None where nothing tells."""
    head = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")
    if refusal := refusal_of(head):
        return Stranger(refusal, _AGAIN)
    if head.startswith("<"):
        return _first(_XML, head) or _holding(head) or _site(head)
    if head.startswith(("{", "[")) and (found := _first(_JSON, head)):
        return found
    return _first(_TEXTS, head) or describe_table(head)


def _first(known: tuple[tuple[str, str, str], ...], text: str) -> Stranger | None:
    """Return the first kind of which a text has the sign."""
    for pattern, message, hint in known:
        if re.search(pattern, text, re.M):
            return Stranger(message, hint)
    return None


def _holding(head: str) -> Stranger | None:
    """Return that a page of HTML has a bibliography in it, as a site shows it to be copied."""
    found = _BIBTEX_WITHIN.search(head)
    if found is None:
        return None
    return Stranger(
        "It is a page with BibTeX in it.", "Save the BibTeX alone as a .bib file and add that."
    )


def _site(head: str) -> Stranger | None:
    """Return which site a page of HTML is of, where it says so."""
    found = _SITE.search(head)
    site = next(filter(None, found.groups()), "") if found else ""
    if not site or "hugging" in site.lower():
        return None
    return Stranger(
        f"It is a page of {site} that shows no papers Recto can read.",
        "Take the BibTeX or RIS that the site offers, and add that file.",
    )


def describe_table(head: str) -> Stranger | None:
    """Return that a text is a table with a head of columns, as spreadsheets are exported."""
    if found := _first(_TABLES, head.lstrip("\ufeff \t\r\n")):
        return found
    lines = [line for line in head.split("\n")[:5] if line.strip()]
    for sign, called in ((",", "CSV"), ("\t", "tabs"), (";", "CSV")):
        columns = lines[0].split(sign) if lines else []
        rows = [line.count(sign) >= _LEAST_COLUMNS - 1 for line in lines]
        if len(columns) >= _LEAST_COLUMNS and all(rows):
            named = sum(bool(_FIELDS.search(column)) for column in columns)
            if named >= _LEAST_COLUMNS - 1 and max(map(len, columns)) < 60:
                table = "a table in CSV" if called == "CSV" else "a table with tabs between columns"
                return Stranger(f"It is {table}.", _SHEET)
    return None
