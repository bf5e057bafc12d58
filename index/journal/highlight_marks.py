"""How the marks of highlights are called."""

from __future__ import annotations

HIGHLIGHT = "highlight:"
"""What the name of a mark begins with that is a passage of a paper's text; its value is JSON."""

HIGHLIGHT_NOTE = "highlight-note:"
"""What the name of a mark begins with that is the note on a highlight of the same id."""

IS_HIGHLIGHT = f"(name >= '{HIGHLIGHT}' AND name < '{HIGHLIGHT[:-1]};')"
"""Whether a mark is a highlight, in SQL."""
