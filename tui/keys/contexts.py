"""Where a key can be pressed: the panes, by the names that commands and key bar call them."""

from __future__ import annotations

LIST, ABSTRACT, SIDEBAR, FULL, TEXT = "list", "abstract", "sidebar", "full", "text"
MARKING = "marking"
"""In a paper's text while some of it is being marked."""
PANES = frozenset({LIST, ABSTRACT, SIDEBAR})
ABSTRACTS = frozenset({LIST, ABSTRACT, FULL})
"""Where one reads abstracts."""
PAPERS = ABSTRACTS | {TEXT}
BESIDE_TEXTS = PANES | {FULL}
"""Everywhere but in a paper's text, where many keys have to do with that."""
ANYWHERE = PANES | PAPERS
"""Wherever keys are commands, but for marking, where most have to do with that."""
EVERYWHERE = ANYWHERE | {MARKING}
