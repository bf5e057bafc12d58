"""Papers as one page of HTML that needs nothing beside itself and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..paper import Highlight, Paper
from .addresses import address
from .papers import Papers
from .wording import authors, facts, marks

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --quiet: #595959;
  --line: #d9d9d9; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --paper: #161616; --ink: #e6e6e6; --quiet: #a6a6a6;
  --line: #404040; --link: #8ab4f8; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem;
  background: var(--paper); color: var(--ink);
  overflow-wrap: anywhere; }
article { border-top: 1px solid var(--line); padding: .75rem 0; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 0; }
a { color: var(--link); }
p { margin: .35rem 0; } .quiet { color: var(--quiet); font-size: .9rem; }
.tag { border: 1px solid var(--line); border-radius: .75rem; padding: 0 .5rem; }
blockquote { margin: .5rem 0; padding-left: .75rem; border-left: 3px solid var(--line);
  white-space: pre-wrap; }
.remark { white-space: pre-wrap; }
"""

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p class="quiet">{count}</p></header>
<main>
"""


def write_page(papers: Papers) -> Iterator[str]:
    """Yield the page; it follows the reader's choice of light and dark."""
    count = f"{len(papers):,} paper{'' if len(papers) == 1 else 's'}"
    yield _HEAD.format(title=escape(papers.heading), style=_STYLE, count=count)
    yield from map(_article, papers)
    yield "</main>\n</body>\n</html>\n"


def _article(paper: Paper) -> str:
    title = escape(paper.title)
    told = [authors(paper), *facts(paper), *marks(paper)]
    parts = [
        f'<article id="{escape(paper.id)}">',
        f"<h2>{anchor(paper.link, title) if paper.link else title}</h2>",
        _quiet([escape(text) for text in told if text]),
        _quiet([anchor(link.url, escape(shown(link.url))) for link in paper.links]),
        f"<p>{escape(paper.abstract)}</p>" if paper.abstract else "",
        _quiet([escape(text) for text in (", ".join(paper.keywords), paper.license) if text]),
        f'<p class="remark">{escape(paper.remark)}</p>' if paper.remark else "",
        _quiet([f'<span class="tag">{escape(tag)}</span>' for tag in paper.tags], " "),
        f"<blockquote>{escape(paper.note)}</blockquote>" if paper.note else "",
        *map(_highlight, paper.highlights),
        "</article>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _highlight(highlight: Highlight) -> str:
    parts = [
        f"<blockquote>“{escape(highlight.text)}”</blockquote>",
        _quiet([escape(highlight.section)]) if highlight.section else "",
        f'<p class="remark">{escape(highlight.note)}</p>' if highlight.note else "",
    ]
    return "\n".join(filter(None, parts))


def _quiet(told: list[str], seam: str = " · ") -> str:
    return f'<p class="quiet">{seam.join(told)}</p>' if told else ""


def anchor(url: str, text: str) -> str:
    """Return a link; its text is HTML."""
    return f'<a href="{escape(address(url))}">{text}</a>'


def shown(url: str) -> str:
    """Return what people call an address."""
    return url.partition("://")[2].removesuffix("/")
