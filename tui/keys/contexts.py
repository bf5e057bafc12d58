"""Where a key can be pressed: the panes, by the names that commands and key bar call them."""

from __future__ import annotations

LIST, ABSTRACT, SIDEBAR, FULL = "list", "abstract", "sidebar", "full"
PANES = frozenset({LIST, ABSTRACT, SIDEBAR})
PAPERS = frozenset({LIST, ABSTRACT, FULL})
ANYWHERE = PANES | {FULL}
