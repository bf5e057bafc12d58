"""The mark by which Recto knows its own exports again, whoever has edited them since.

It stands in a field of its own of each paper: `recto:` and the paper's id, then the tags among its
keywords. In what a program wrote that drops such fields, notes and keywords are a publisher's.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from ..identifiers import ID_LENGTH, paper_id
from ..identity.titles import former_title_key
from ..paper import Paper

_MARK = re.compile(rf"recto:[0-9a-z]{{{ID_LENGTH},52}}(?: .*)?", re.DOTALL)
_SIGNS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '%{}\\"#'})
"""What formats obey in a field that is verbatim."""


def own_mark(paper: Paper) -> str:
    """Return a paper's mark: its id and its tags, parted by spaces."""
    return " ".join((f"recto:{paper.id}", *(tag.translate(_SIGNS) for tag in paper.tags)))


def marked_tags(text: str) -> frozenset[str] | None:
    """Return the tags that a mark names, or None where a text is no mark."""
    told = " ".join(text.split())
    return frozenset(map(unquote, told.split()[1:])) if _MARK.fullmatch(told) else None


def is_marked_by_key(key: str, title: str) -> bool:
    """Whether a citation key ends in the id of its title, as those of Recto do.

    It tells exports from before there was a mark.
    """
    return key.endswith(f"-{paper_id(former_title_key(title))}")
