"""Notes that a program keeps as HTML, as plain text: paragraphs, lists, quotes, formulas."""

from __future__ import annotations

import re
from typing import Any

from ...text import clean_note
from ..outside import PARSER_FAULTS

LONGEST = 1 << 20
"""Characters of a note that are read."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,2000}>|&#?\w{1,10};")
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "div", "dl", "dd", "dt", "figure", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "header", "footer", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_SKIPPED = frozenset({"script", "style", "template", "head", "title"})
_PARTED = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table"})
"""Before and behind which there is an empty line."""

_DEEPEST = 20
"""Lists within lists that are indented."""


def text_of_html(html: str) -> str:
    """Return the text of a note: one line for each paragraph, `- ` or `1. ` before items of lists.

    A text without any tag stays as it is. Raises nothing: what is odd is read as far as it can be.
    """
    html = html[:LONGEST]
    if not _TAG.search(html):
        return clean_note(html)
    from justhtml import stream

    page = _Page()
    try:
        for kind, told in stream(_COMMENT.sub("", html)):
            page.take(kind, told)
    except PARSER_FAULTS:
        pass
    page.end_line()
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines))
    return clean_note(text)


class _Page:
    """The lines of a text while its tags go by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line = ""
        self._lists: list[int | None] = []
        """The lists that are open: the number of the next item, None for dots."""
        self._quotes = 0
        self._mark = ""
        self._verbatim = 0
        self._skipped = 0
        self._link = ""
        self._link_at = 0
        self._raised: list[tuple[str, int]] = []

    def take(self, kind: str, told: Any) -> None:
        """Take a tag or a text."""
        if kind == "text":
            if not self._skipped:
                self._add(str(told))
        elif kind == "start":
            self._start(str(told[0]), told[1] if isinstance(told[1], dict) else {})
        elif kind == "end":
            self._end(str(told))

    def end_line(self) -> None:
        """Begin a new line, unless one has just begun."""
        if not self._line.strip():
            self._line = ""
            return
        marks = self._mark or "  " * min(len(self._lists), _DEEPEST)
        before = "> " * min(self._quotes, _DEEPEST) + (marks if self._lists else "")
        self.lines.append((before + self._line.strip(" ")).rstrip())
        self._line, self._mark = "", ""

    def _part(self) -> None:
        if self.lines and self.lines[-1] and not self._lists:
            self.lines.append("")

    def _add(self, text: str) -> None:
        if self._verbatim:
            *whole, last = text.split("\n")
            for line in whole:
                self.lines.append(self._line + line)
                self._line = ""
            self._line += last
            return
        text = re.sub(r"\s+", " ", text)
        self._line += text.lstrip() if not self._line or self._line.endswith(" ") else text

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        if name in _SKIPPED:
            self._skipped += 1
        elif name in _BLOCKS:
            self.end_line()
            if name in _PARTED:
                self._part()
        if name == "br":
            self.lines += [] if self._line.strip() else [""]
            self.end_line()
        elif name == "hr":
            self.end_line()
            self.lines.append("---")
        elif name == "li":
            self._begin_item()
        elif name in ("ol", "ul"):
            start = attributes.get("start")
            first = int(start) if isinstance(start, str) and re.fullmatch(r"\d{1,6}", start) else 1
            self._lists.append(first if name == "ol" else None)
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._verbatim += 1
        elif name in ("td", "th") and self._line.strip():
            self._line = self._line.rstrip() + " | "
        elif name in ("sup", "sub"):
            self._raised.append(("^" if name == "sup" else "_", len(self._line)))
        elif name == "a":
            self._link, self._link_at = str(attributes.get("href") or ""), len(self._line)
        elif name == "img":
            self._line += f"[{attributes.get('alt') or 'image'}]"

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        mark = "- " if number is None else f"{number}. "
        if self._lists and number is not None:
            self._lists[-1] = number + 1
        self._mark = "  " * min(max(0, len(self._lists) - 1), _DEEPEST) + mark
        if not self._lists:
            self._line, self._mark = "- ", ""

    def _end(self, name: str) -> None:
        if name in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif name == "pre" and self._verbatim:
            self._verbatim -= 1
            if self._line:
                self.lines.append(self._line)
                self._line = ""
            self._part()
        elif name in _BLOCKS:
            self.end_line()
        if name in ("ol", "ul") and self._lists:
            self._lists.pop()
            self._part()
        elif name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
            self._part()
        elif name in _PARTED:
            self._part()
        elif name in ("sup", "sub") and self._raised:
            self._raise(*self._raised.pop())
        elif name == "a" and self._link:
            said, self._link, link = self._line[self._link_at :].strip(), "", self._link
            if link.startswith(("http://", "https://")) and said != link:
                self._line += f" ({link})" if said else link

    def _raise(self, sign: str, at: int) -> None:
        """Write what stands above or below the line as TeX does."""
        raised = self._line[at:].strip()
        if raised:
            braced = raised if len(raised) == 1 else f"{{{raised}}}"
            self._line = self._line[:at] + sign + braced
