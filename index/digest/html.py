"""A digest as a page of HTML that programs for mail show as it is meant.

They know no variables and often no style sheet, so what matters stands in the elements. Paper and
ink are given no colour: each program turns its own to light or dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..addresses import page_address
from ..exports.page import anchor, shown
from .gathering import Digest, Item
from .wording import CLOSING, abstract, counts, heading, links, section_title, title, told

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{ .quiet {{ color: #a6a6a6 !important; }} }}
</style>
</head>
<body style="margin:0 auto; padding:16px; max-width:640px; overflow-wrap:anywhere">
<div style="font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<h1 style="font-size:22px; margin:0">{title}</h1>
{counts}
"""


def write_html(digest: Digest) -> str:
    """Return the digest; each paper's title is a link, to a search where its page is not known."""
    lines = [_HEAD.format(title=escape(heading(digest)), counts=_quiet(f"{counts(digest)}."))]
    for section in digest.sections:
        lines.append(f'<h2 style="font-size:18px; margin:24px 0 0">{section_title(section)}</h2>\n')
        lines += ["".join(f"{line}\n" for line in _entry(item)) for item in section.items]
    return "".join([*lines, _quiet(CLOSING), "\n</div>\n</body>\n</html>\n"])


def _entry(item: Item) -> Iterator[str]:
    paper = item.paper
    name = anchor(page_address(paper), escape(title(paper)))
    yield f'<h3 style="font-size:16px; margin:16px 0 0">{name}</h3>'
    facts = [f"<code>{escape(paper.id)}</code>", *map(escape, told(item))]
    facts += [anchor(url, escape(shown(url))) for url in links(paper) if url != paper.link]
    yield _quiet(" · ".join(facts))
    if text := abstract(item):
        yield f'<p style="margin:4px 0 0">{escape(text)}</p>'


def _quiet(html: str) -> str:
    return f'<p class="quiet" style="color:#737373; font-size:14px; margin:4px 0 0">{html}</p>'
