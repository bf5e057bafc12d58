"""Saved pages in all their shapes: text, text with links, Markdown, HTML."""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Callable
from typing import Any

from .reading_shapes import LONG_LINE, SHAPES, Shape, daily, of_papers, papers, repeated, shape

# Text


@shape("text", "honest")
def _text(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        return (
            f"{paper['title']}\n{paper['abstract'].capitalize()}\n\n· 3 authors\n· May 27, 2024\n"
        )

    return of_papers(size, write)


@shape("text", "wrapped lines")
def _wrapped(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        words = paper["abstract"].split()
        lines = [" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15)]
        return "\n".join([paper["title"], *lines, "· 3 authors", "· May 27, 2024", ""])

    return "Get trending papers in your email inbox!\n" + of_papers(size, write)


_TOP = "Daily Papers - Hugging Face\n"
_PAPER_TOP = "arxiv: 2401.00001\nA Title of Things\nPublished on May 27, 2024\n"

repeated("text", "one-letter lines", "a\n")
repeated("text", "one-letter lines of a page", "a\n", _TOP)
repeated("text", "one-letter paragraphs", "a\n\n", _TOP)
repeated("text", "one long paragraph", LONG_LINE, _TOP, f"\n{LONG_LINE}" * 3)
repeated("text", "paragraph between two", LONG_LINE, _TOP, "\nA Title\n" * 9)
repeated("text", "numbers", "12\n", _TOP)
repeated("text", "dates", "May 27, 2024\n", _TOP)
repeated("text", "dots", "·\n", _TOP)
repeated("text", "dots in lines", "· " * 49 + "\n", _TOP)
repeated("text", "blank lines", "\n", "A Title of Things\nIt is an abstract.\n")
repeated("text", "spaces", " ", "A Title of Things\nIt is an abstract.\n")
repeated("text", "banners", "Get trending papers in your email inbox! ", "", "\nA\n")
repeated("text", "buttons", "Subscribe", "Get trending papers in your email inbox!\n", "\nA\n")
repeated("text", "lines too long", "word " * 5000 + "\n", _TOP)
repeated("text", "long titles", "Word " * 3990 + "\n", _TOP)
repeated("text", "marks on a letter", "\u0301", "Title\ne")
repeated("text", "sequences without end", "\x1b]", "Title\n")
repeated("text", "escapes", "\x1b[", "Title\n")
repeated("text", "carriage returns", "a\r", "")
repeated("text", "'Published on' in lines", "Published on \n", _PAPER_TOP)
repeated("text", "'Published on' in one line", "Published on ", f"{_PAPER_TOP}Abstract\n")
repeated("text", "'arxiv:' in one line", "arxiv: x ", "Authors: ", " Abstract x")
repeated("text", "'arxiv:' in lines", "arxiv: x Authors: a Abstract \n", _PAPER_TOP)
repeated("text", "pages of one paper", f"{_PAPER_TOP}Authors:\nAda\nAbstract\nIt is.\nCommunity\n")
repeated("text", "'Abstract'", "Abstract\n", _PAPER_TOP)
repeated("text", "authors", "Ada Lovelace,\n", f"{_PAPER_TOP}Authors:\n", "Abstract\nIt is.\n")
repeated("text", "authors in one line", "Ada %d,", f"{_PAPER_TOP}Authors:", "\nAbstract\nIt is.\n")
repeated("text", "'Upvote'", "Upvote\n", "Upvote\n")
repeated(
    "text",
    "cards",
    f"Submitted by\nada\nA Title of Things %d\n{LONG_LINE}Upvote 12\nGitHub 31\narXiv Page\n",
)
repeated(
    "text", "one card", f"Submitted by\nada\nA Title of Things\n{LONG_LINE}Upvote 12\nGitHub 31\n"
)
repeated("text", "'Submitted by'", "Submitted by\n", "Upvote 12\n")
repeated("text", "addresses", "https://", "A Title of Things\nIt is ")
repeated("text", "slashes", "/", "A Title of Things\nIt is ")
repeated("text", "addresses in lines", "https://a.org/x_%d\n", "A Title of Things\nIt is at\n")
repeated("text", "torn hosts", "github. com/", "A Title of Things\nIt is ")
repeated("text", "TeX", "$x^{2}$ {\\bf a_{b}} ", "A Title of Things\nIt is ")

# With links

_LINK = "https://huggingface.co/papers/2401."


@shape("linked", "honest")
def _linked(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        link = f"https://huggingface.co/papers/{paper['arxiv_id']}"
        return (
            f"{paper['title']}\n{link}\n{paper['abstract']}\n{link}\n· 3 authors\n· May 27, 2024\n"
        )

    return of_papers(size, write)


_CARD = f"A Title of Things %d\n{_LINK}%d\n{LONG_LINE}{LONG_LINE}· 3 authors\n· May 27, 2024\n"
repeated("linked", "cards", _CARD)
repeated("linked", "one card", _CARD.replace("%d", "12345"))
repeated("linked", "one card, other texts", f"A Title\n{_LINK}12345\nIt is %d.\n{LONG_LINE}\n")
repeated("linked", "addresses", f"{_LINK}12345\n")
repeated("linked", "text below one address", LONG_LINE, f"A Title\n{_LINK}12345\n")
repeated("linked", "other text below one address", f"%d {LONG_LINE}", f"A Title\n{_LINK}12345\n")
repeated("linked", "addresses of code", "https://github.com/a/b%d\n", f"A Title\n{_LINK}12345\n")
repeated(
    "linked",
    "addresses within a text",
    "https://github.com/a/b%d\n",
    f"{f'A Title{chr(10)}{_LINK}12345{chr(10)}' * 3}{LONG_LINE.strip()}\n",
)
repeated("linked", "brackets", "[", f"{_LINK}12345\n" * 3)
repeated("linked", "links begun", "[a](b", f"{_LINK}12345\n" * 3)
repeated("linked", "links begun in lines", "[a\n](b\n", f"{_LINK}12345\n" * 3)
repeated("linked", "torn words", "a-\nb ", f"{_LINK}12345\n" * 3)
repeated("linked", "torn paths", "/\na.b ", f"{_LINK}12345\n" * 3)
repeated("linked", "boxes", "[x] ", f"{_LINK}12345\n" * 3)
repeated("linked", "references", f"   %d. {_LINK}12345\n", "A Title\n\nReferences\n\n")
repeated("linked", "marks", "[1]", "", f"\n\nReferences\n\n   1. {_LINK}12345\n")
repeated("linked", "marks in order", "[%d] a ", "", f"\n\n   10000. {_LINK}12345\n")
repeated("linked", "no reference", "1. a", "", f"\n\n   1. {_LINK}12345\n")
repeated("linked", "one paragraph", LONG_LINE, "", f"\n\n   1. {_LINK}12345\n")

# Markdown


@shape("markdown", "honest")
def _markdown(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        link = f"https://huggingface.co/papers/{paper['arxiv_id']}"
        told = f"### [{paper['title']}]({link})\n\n{paper['abstract']}\n\n"
        return f"{told}· 3 authors · May 27, 2024\n\n"

    return of_papers(size, write)


_HEAD = "".join(f"### [A Title {n}]({_LINK}1234{n})\n\n{LONG_LINE}\n" for n in range(3))
repeated("markdown", "cards", f"### [A Title %d]({_LINK}%d)\n\n{LONG_LINE}\n· 3 authors\n\n")
repeated("markdown", "one card", f"### [A Title]({_LINK}12345)\n\n{LONG_LINE}\n· 3 authors\n\n")
repeated("markdown", "one card, other texts", f"### [A Title]({_LINK}12345)\n\nIt %d {LONG_LINE}\n")
repeated("markdown", "headings", "### A Title %d\n\n", _HEAD)
repeated("markdown", "headings with texts", f"### A Title %d\n\n{LONG_LINE}\n", _HEAD)
repeated("markdown", "one heading", "# A\n", _HEAD)
repeated("markdown", "paragraphs", f"{LONG_LINE}\n", _HEAD)
repeated("markdown", "other paragraphs", f"It %d {LONG_LINE}\n", _HEAD)
repeated("markdown", "one paragraph", LONG_LINE, _HEAD)
for _name, _piece in {
    "brackets": "[",
    "closed brackets": "[]",
    "links begun": "[a](",
    "links begun in lines": "[a\n](b\n",
    "links of spaces": f"[a{' ' * 19_000}\n](b) ",
    "links ended by spaces": f"[a](b{' ' * 19_000}",
    "links broken by signs": f"[{chr(92) * 19_000}a](b) ",
    "links": "[a](b) ",
    "links within": "[![a](b)](c) ",
    "links in lines": "[a\n\nb](c)\n\n",
    "pictures": "![",
    "pictures whole": "![a](b)",
    "tags begun": "<a ",
    "tags": "<b>",
    "comments begun": "<!--",
    "comments": "<!-- -->",
    "instructions": "<?",
    "CDATA": "<![CDATA[",
    "stars": "*",
    "stars and letters": "*a **a ",
    "lines below": "_a",
    "quotations": ">",
    "quotations in lines": "> a\n",
    "quotations deep": "> " * 50 + "\n",
    "lists": "- a\n",
    "lists deep": "- " * 50 + "\n",
    "lists numbered": "1. a\n",
    "lists deeper": "  " * 20 + "- a\n",
    "rules": "***\n",
    "entities": "&amp;",
    "entities begun": "&",
    "backslashes": "\\",
    "backslashes in lines": "\\\n",
    "backslashes in words": "\\  a",
    "addresses": "<https://a.org/%d> ",
    "definitions": "[a%d]: https://a.org/%d\n",
    "definitions begun": '[a]: b "\n',
    "references": "[a%d][b%d] ",
    "fences": "```\n",
    "tildes": "~",
    "tables": "| a | b |\n|---|---|\n",
    "underlines": "a\n=\n",
    "underlines missing": "a\n=x\n",
    "HTML": "<div>\n",
    "HTML and texts": "<div>\n\na\n\n</div>\n\n",
    "torn words": "a-\nb ",
    "spaces": " ",
    "tabs": "\t",
    "blank lines": "\n",
    "dollars": "$",
    "braces": "{",
    "colons": ":",
    "at signs": "@",
    "votes": "[Upvote\n\n34](/login?next=%2Fpapers%2F2401.12345)\n\n",
}.items():
    repeated("markdown", _name, _piece, _HEAD)
repeated("markdown", "front matter", "a: b\n", "---\n", f"---\n{_HEAD}")
repeated("markdown", "front matter without end", "a: b\n", "---\n")
repeated("markdown", "told by a reader", "Title: a\n", "", f"\nMarkdown Content:\n{_HEAD}")
repeated(
    "markdown",
    "page of one paper",
    "Published on May 27\n\n",
    "---\ntitle: Paper page - A\n---\n\n",
    "## Abstract\n\nIt is.\n",
)
repeated(
    "markdown",
    "titles told in lines",
    "\n a",
    "---\ntitle: Paper page - A",
    f"\n---\n{_HEAD}",
)

# HTML


@shape("html", "honest")
def _html(size: int) -> str:
    def write(paper: dict[str, Any]) -> str:
        return (
            f'<article><h3><a href="/papers/{paper["arxiv_id"]}">{paper["title"]}</a></h3>'
            f"<p>{paper['abstract']}</p><div>· 3 authors</div><div>· May 27, 2024</div></article>\n"
        )

    return f"<!doctype html><html><body>{of_papers(size, write)}</body></html>"


def _hydrated(kind: str, told: Callable[[int], object], name: str) -> None:
    def text(size: int) -> str:
        props = html.escape(json.dumps(told(size)))
        return f'<!doctype html><html><body><div data-target="{kind}" data-props="{props}"></div>'

    SHAPES.append(Shape("html", name, text))


def dailies(size: int) -> list[dict[str, Any]]:
    return list(map(daily, itertools.islice(papers(), max(1, size // 1700))))


_hydrated("DailyPapers", lambda size: {"dailyPapers": dailies(size)}, "hydrated")
_hydrated("DailyPapers", lambda size: {"dailyPapers": [1] * (size // 3)}, "hydrated, of no papers")
_hydrated(
    "PaperPage",
    lambda size: {"paper": dailies(1)[0]["paper"], "comments": [{}] * (size // 4)},
    "hydrated, of comments",
)
_HTML_CARD = (
    f'<article><h3><a href="/papers/2401.%d">A Title %d</a></h3><p>{LONG_LINE}</p></article>'
)
_HTML = "<!doctype html><html><body>"
repeated("html", "cards", _HTML_CARD, _HTML)
repeated("html", "one card", _HTML_CARD.replace("%d", "12345"), _HTML)
repeated("html", "one card, other texts", _HTML_CARD.replace("%d", "12345") + "<p>It is %d.", _HTML)
for _name, _piece in {
    "signs": "<",
    "tags": "<b>",
    "tags begun": "<a ",
    "tags ended": "</p>",
    "attributes": " a%d=b",
    "attributes alike": " a=b",
    "values without end": ' a="b',
    "comments begun": "<!--",
    "comments half ended": "<!---",
    "CDATA": "<![CDATA[",
    "declarations": "<!doctype html>",
    "instructions": "<?xml ?>",
    "entities": "&amp;",
    "entities begun": "&am",
    "numbers of signs": "&#65;",
    "numbers of signs begun": "&#",
    "letters": "a",
    "paragraphs": "<p>a",
    "divisions": "<div>",
    "links": '<a href="/papers/2401.12345">a',
    "links by number": '<a href="/papers/2401.%d">a',
    "scripts": "<script>a</script>",
    "scripts begun": "<script><!--",
    "scripts half ended": "</script",
    "titles": "<title>a</title>",
    "titles begun": "<title>a",
    "text areas": "<textarea>a</textarea>",
    "selects": "<select><option>a",
    "templates": "<template>",
    "tables": "<table><tr><td>a",
    "SVG": "<svg>",
    "styles begun": "<style>a",
    "targets": '<div data-target="DailyPapers" data-props="{}">',
    "other targets": '<div data-target="a%d" data-props="{}">',
    "pictures": "data:image/png;base64,AAAA",
    "headings": "<h3>A Title %d</h3>",
    "abstracts": "<h2>Abstract</h2><p>It is.</p>",
    "ids": "<p>arxiv:2401.12345</p>",
    "plain text": "<plaintext>a",
    "brackets": "[",
    "spaces": " ",
    "lines": "\n",
    "slashes": "</",
}.items():
    repeated("html", _name, _piece, _HTML)
repeated("html", "attributes of one tag", " a%d=b", "<!doctype html><html><body")
repeated("html", "a comment before all", "-", "<!--", "--><!doctype html><html>")
repeated("html", "instructions before all", "<?xml ?>", "", "<!doctype html><html>")


@shape("html", "archive")
def _mhtml(size: int) -> str:
    head = 'From: a\nContent-Type: multipart/related; boundary="x"\n\n'
    return f"{head}--x\nContent-Type: text/html\n\n{_html(size)}\n--x--\n"


_ARCHIVE = 'From: a\nContent-Type: multipart/related; boundary="x"\n\n'
repeated("html", "archive of parts", "--x\nContent-Type: text/plain\n\na\n", _ARCHIVE)
repeated("html", "archive of heads", "A%d: b\n", f"{_ARCHIVE}--x\n")
repeated(
    "html", "archive of archives", 'Content-Type: multipart/mixed; boundary="x"\n\n--x\n', _ARCHIVE
)
repeated(
    "html",
    "archive quoted",
    "=3D",
    f"{_ARCHIVE}--x\nContent-Type: text/html\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<html>",
)
