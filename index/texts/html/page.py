"""A page as a text: which part of it is the paper, and what is told around it."""

from __future__ import annotations

import re
from typing import Any

from ...text import clean
from ..blocks import Block, Text
from ..citing import with_ranges
from .cutting import cut
from .latexml import LatexmlVisitor
from .laying import resolved
from .reader import Reader
from .walking import attribute, classes_of, nodes_of, text_of, walk

_STAMP = re.compile(r"arXiv:\s*\S+?v(\d{1,3})\b")
"""What arXiv prints beside a paper, with its version."""
_VERSIONED = re.compile(r"arxiv\.org/(?:html|abs|pdf)/[\w.\-/]+?v(\d{1,3})\b", re.I)
_BODY = ("paragraph", "item", "heading", "theorem")


def read_html(html: str) -> Text:
    """Return the paper of a page: that of LaTeXML's article, else of the page's main part."""
    from justhtml import JustHTML

    page = cut(html)
    # What is printed is cleaned piece by piece; cleaning here would drop much that is wanted.
    tree = JustHTML(page.html, sanitize=False).root
    reader = Reader(page.formulas)
    if page.has_drawings:
        reader.lacks["pictures"] = None
    around = _Around(tree)
    walk(around.root, LatexmlVisitor(reader))
    reader.flush()
    reader.emit(None)
    blocks = with_ranges(resolved(reader.blocks, reader.anchors))
    if around.is_latexml and not _has_body(blocks):
        reader.lacks["the body"] = None
    return Text(blocks, around.source, around.version, around.license, tuple(reader.lacks))


class _Around:
    """What a page says around its paper."""

    def __init__(self, tree: Any) -> None:
        self.version: int | None = None
        self.license = ""
        articles, mains, bodies = [], [], [tree]
        documents = []
        hosts: set[str] = set()
        for node in nodes_of(tree):
            name = node.name
            if name == "article":
                articles.append(node)
                if "ltx_document" in classes_of(node):
                    documents.append(node)
            elif name == "main" or attribute(node, "role") == "main":
                mains.append(node)
            elif name == "body":
                bodies.append(node)
            else:
                self._look(node, hosts)
        self.is_latexml = bool(documents)
        only = articles if len(articles) == 1 else []
        self.root = (documents or mains or only or bodies[::-1])[0]
        self.source = self._source(hosts)

    def _look(self, node: Any, hosts: set[str]) -> None:
        label = attribute(node, "id")
        if label == "watermark-tr" and (found := _STAMP.search(text_of(node))):
            self.version = int(found[1])
            hosts.add("arxiv")
        elif label == "license-tr":
            address = attribute(node, "href")
            said = clean(text_of(node)).removeprefix("License:").strip()
            self.license = clean(address) if "creativecommons.org" in address else said
            hosts.add("arxiv")
        elif node.name in ("base", "link", "a"):
            address = attribute(node, "href")
            if "ar5iv" in address:
                hosts.add("ar5iv")
            elif node.name != "a" and "arxiv.org" in address:
                hosts.add("arxiv")
                if self.version is None and (found := _VERSIONED.search(address)):
                    self.version = int(found[1])

    def _source(self, hosts: set[str]) -> str:
        if not self.is_latexml:
            return "html"
        return "ar5iv" if "ar5iv" in hosts else "arxiv" if "arxiv" in hosts else "html"


def _has_body(blocks: tuple[Block, ...]) -> bool:
    return any(block.kind in _BODY and block.place == "body" for block in blocks)
