"""Which words of a line may be the title of a paper, and how they are freed of signs."""

from __future__ import annotations

import re

from ...text import clean

_LABEL = re.compile(
    r"\W*+(?:\b(?:the|this|official|original|full|our|arxiv|papers?|pdf|abs(?:tract)?|links?|html|doi"
    r"|codes?|project|pages?|website|web|blog|here|url|preprint|demo|data(?:set)?s?|model|weights"
    r"|video|slides|poster|github|hf|hugging|face|ar5iv|alphaxiv|openreview|source|read|view|open"
    r"|download|bib(?:tex)?|publication|article|venue|tl|dr|\d{1,2})\b\W*+)*+",
    re.I,
)
"""Words on a link that are no title."""

_NO_TITLE = re.compile(r"[.!?;] |\bet al\b|\b[A-Z]\.|\((?:19|20)\d\d\)|://")
"""What stands in references and remarks, and hardly in a title."""

_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.I)
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`")
_ESCAPED = re.compile(r"\\(?=[\[\]()*_#|`-])")
_LONELY = re.compile(r"\s+(?=[.,;:](?:\s|$))")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SEPARATORS = " \t-–—:;,|·•/\\#*_=~\"'→"
_LEAST_TITLE = 8
_LONGEST_TITLE = 300
_CAPITALS = 0.6
"""Of the longer words of a title, how many begin with a capital where titles are written so."""


def is_label(text: str) -> bool:
    """Whether words are no more than what is written on links, such as `paper` or `full pdf`."""
    return _LABEL.fullmatch(text) is not None


def count_words(text: str) -> int:
    """Return how many words there are, as titles have them."""
    return len(_WORD.findall(text))


def is_title(text: str) -> bool:
    """Whether words may be a title: some, and more than what is written on links."""
    is_long = _LEAST_TITLE <= len(text) <= _LONGEST_TITLE and "://" not in text
    return is_long and count_words(text) >= 2 and not is_label(text)


def is_name(text: str) -> bool:
    """Whether the words on a link to a paper may be its title, which may be one word."""
    return len(text) <= _LONGEST_TITLE and bool(_WORD.search(text)) and not is_label(text)


def is_written_as_title(text: str) -> bool:
    """Whether words before a link are a title by the way in which they are written."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    if not is_title(text) or len(words) < 2 or _NO_TITLE.search(text):
        return False
    return sum(not word[0].islower() for word in words) >= _CAPITALS * len(words)


def plain(text: str) -> str:
    """Return words without the signs of Markdown around them."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "\\" in text:
        text = _ESCAPED.sub("", text)
    return clean(_EMPHASIS.sub("", text) if _EMPHASIS.search(text) else text)


def tidied(text: str) -> str:
    """Return words without the signs that parted them from what they stood beside."""
    if not text or text.isspace():
        return ""
    text = _LONELY.sub("", plain(text)).strip(_SEPARATORS)
    for begin, end in ("()", "[]", "{}", "<>"):
        if text.count(begin) != text.count(end) or (text[:1] == begin and text[-1:] == end):
            text = text.strip(begin + end + _SEPARATORS)
    return "" if text.strip(".") == "" else text
