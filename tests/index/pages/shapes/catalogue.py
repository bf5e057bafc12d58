"""All the shapes in which files can look."""

from __future__ import annotations

import itertools

from .bibtex import BIBTEX
from .feeds import ATOM
from .html_pages import HTML
from .id_lists import ARXIV
from .json_lines import JSON_LINES
from .json_lists import CSL_JSON, JSON
from .linked_pages import LINKED
from .mails import MAIL
from .markdown_pages import MARKDOWN
from .oai import OAI
from .ris import RIS
from .shape import Shape
from .tagged import ENDNOTE, NBIB, WEB_OF_SCIENCE
from .text_pages import TEXT

_PAGES = (TEXT, LINKED, MARKDOWN, HTML, MAIL)
_RECORDS = (
    JSON,
    CSL_JSON,
    JSON_LINES,
    ATOM,
    OAI,
    BIBTEX,
    RIS,
    NBIB,
    ENDNOTE,
    WEB_OF_SCIENCE,
    ARXIV,
)

SHAPES: tuple[Shape, ...] = tuple(itertools.chain(*_PAGES, *_RECORDS))
