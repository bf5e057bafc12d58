"""The layouts of the reader and the widths from which each can be had."""

from __future__ import annotations

BESIDE, WIDE, TINY = 100, 170, 60
"""Columns from which the sidebar stands beside the list, the abstract does, and below which
one pane is shown at a time; the stylesheet has the same numbers as breakpoints."""

LAYOUTS = ("list", "split", "reader")
"""The list alone, the list with the abstract, and the abstract with a strip of the list."""

STRIP = 5
"""Lines of the list in the layout for reading, where the abstract stands below it."""
