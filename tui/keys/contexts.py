"""Where a key can be pressed: the panes, by the names that commands and key bar call them."""

from __future__ import annotations

LIST, ABSTRACT, SIDEBAR, FULL, TEXT = "list", "abstract", "sidebar", "full", "text"
PANES = frozenset({LIST, ABSTRACT, SIDEBAR})
ABSTRACTS = frozenset({LIST, ABSTRACT, FULL})
"""Where one reads abstracts."""
PAPERS = ABSTRACTS | {TEXT}
BESIDE_TEXTS = PANES | {FULL}
"""Everywhere but in a paper's text, where many keys have to do with that."""
ANYWHERE = PANES | PAPERS
