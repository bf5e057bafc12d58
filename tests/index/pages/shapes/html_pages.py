"""Saved pages as HTML, what data are in it, and archives of it."""

from __future__ import annotations

import html
import itertools
import json
from typing import Any

from .shape import LONG_LINE, Paper, Shapes, daily, papers

HTML = Shapes("html")

_HTML = "<!doctype html><html><body>"
_ARCHIVE = 'From: a\nContent-Type: multipart/related; boundary="x"\n\n'


@HTML.of_papers(
    "archive",
    begin=f"{_ARCHIVE}--x\nContent-Type: text/html\n\n{_HTML}",
    end="</body></html>\n--x--\n",
)
@HTML.of_papers("honest", begin=_HTML, end="</body></html>")
def _html(paper: Paper) -> str:
    return (
        f'<article><h3><a href="/papers/{paper["arxiv_id"]}">{paper["title"]}</a></h3>'
        f"<p>{paper['abstract']}</p><div>· 3 authors</div><div>· May 27, 2024</div></article>\n"
    )


def _props(kind: str, told: object) -> str:
    """Return a page whose data stand in an attribute, as one part of the site writes them."""
    props = html.escape(json.dumps(told))
    return f'{_HTML}<div data-target="{kind}" data-props="{props}"></div>'


def _dailies(size: int) -> list[dict[str, Any]]:
    return list(map(daily, itertools.islice(papers(), max(1, size // 1700))))


@HTML.shape("hydrated")
def _hydrated(size: int) -> str:
    return _props("DailyPapers", {"dailyPapers": _dailies(size)})


@HTML.shape("hydrated, of no papers")
def _hydrated_of_none(size: int) -> str:
    return _props("DailyPapers", {"dailyPapers": [1] * (size // 3)})


@HTML.shape("hydrated, of comments")
def _hydrated_of_comments(size: int) -> str:
    told = {"paper": _dailies(1)[0]["paper"], "comments": [{}] * (size // 4)}
    return _props("PaperPage", told)


_HTML_CARD = (
    f'<article><h3><a href="/papers/2401.%d">A Title %d</a></h3><p>{LONG_LINE}</p></article>'
)
HTML.each(
    {
        "cards": _HTML_CARD,
        "one card": _HTML_CARD.replace("%d", "12345"),
        "one card, other texts": _HTML_CARD.replace("%d", "12345") + "<p>It is %d.",
    },
    _HTML,
)
HTML.each(
    {
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
    },
    _HTML,
)
HTML.repeated("attributes of one tag", " a%d=b", "<!doctype html><html><body")
HTML.repeated("a comment before all", "-", "<!--", "--><!doctype html><html>")
HTML.repeated("instructions before all", "<?xml ?>", "", "<!doctype html><html>")
HTML.repeated("archive of parts", "--x\nContent-Type: text/plain\n\na\n", _ARCHIVE)
HTML.repeated("archive of heads", "A%d: b\n", f"{_ARCHIVE}--x\n")
HTML.repeated(
    "archive of archives", 'Content-Type: multipart/mixed; boundary="x"\n\n--x\n', _ARCHIVE
)
HTML.repeated(
    "archive quoted",
    "=3D",
    f"{_ARCHIVE}--x\nContent-Type: text/html\n"
    "Content-Transfer-Encoding: quoted-printable\n\n<html>",
)
_ITEM = (
    '<dt><a href="/abs/2401.%d">arXiv:2401.%d</a></dt><dd><div>Title: Walks %d</div>'
    f'<div><a href="/x">Ada</a>, <a href="/y">Bob</a></div><p>{LONG_LINE}</p></dd>\n'
)
_DOC = "<!doctype html><html><body>"
HTML.each(
    {
        "list of arXiv": _ITEM,
        "list of arXiv, one paper": _ITEM.replace("%d", "12345"),
        "labels of a list": "<div>Comments:</div>",
        "headings of a list": "<h3>Fri, 5 Jan 2024 of all the days that there are</h3>",
        "names of a list": '<a href="/x">Ada Lovelace</a>, ',
        "brackets of a list": "((a) (b)) of all of them",
    },
    f"{_DOC}{_ITEM.replace('%d', '12345')}<dt><a href='/abs/2401.1'>arXiv:2401.11111</a></dt>"
    "<div>Title: A</div><div>",
)
HTML.repeated(
    "tags of a publisher",
    '<meta name="citation_author" content="Lovelace, Ada of %d">',
    '<!doctype html><html><head><meta name="citation_title" content="A">',
)
HTML.repeated(
    "versions of a page",
    "<div>[v%d] Fri, 5 Jan 2024 18:59:13 UTC and more words</div>",
    '<!doctype html><html><head><meta name="citation_title" content="A">'
    '<meta name="citation_arxiv_id" content="2401.00001"></head><body>',
)
