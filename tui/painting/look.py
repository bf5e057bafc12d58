"""How things look: the styles, the signs and the letters that every widget draws with."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from ..terminal.ascii import spell, spell_text


class Palette(NamedTuple):
    """The few styles of the reader; each also differs by weight or sign, never by colour alone."""

    text: Style
    dim: Style
    """What may be overlooked: file names, counts, dates."""
    name: Style
    """The name in a title such as "Name: what it is"."""
    accent: Style
    """The colour of keys, the prompt, and marks that have no hue of their own."""
    tag: Style
    unread: Style
    """The sign of what is unread."""
    match: Style
    """A word that the query matched, in a hue of its own as well."""
    name_match: Style
    """Such a word within a name, which is bold itself."""
    unread_title: Style
    """A title that nobody has read."""
    cursor: Palette | None
    """What the row under the cursor is drawn with in the pane that has the focus."""
    resting_cursor: Style
    """The title under the cursor in a pane without the focus."""
    selected: Style
    """What a selected row has over its own styles, beside its sign."""
    heading: Style
    error: Style
    highlight: Style
    """What is highlighted in a paper's text, beside the bar in the margin."""


class Signs(NamedTuple):
    """The characters that stand for marks."""

    new: str = "•"
    unread: str = "○"
    """Unread, and passed before."""
    bookmark: str = "★"
    note: str = "✎"
    done: str = "✓"
    rejected: str = "✗"
    """It is not for the reader."""
    selected: str = "+"
    cursor: str = "▌"
    ellipsis: str = "…"
    dot: str = "·"
    upvotes: str = "▲"
    text: str = "▤"
    """The whole paper is here."""
    bar: str = "▎"
    """Beside what is highlighted."""
    lost: str = "?"
    """A highlight whose words the text has not got."""


UNICODE = Signs()
CONSOLE = UNICODE._replace(
    bookmark="*", note="¶", done="√", rejected="x", ellipsis="...", text="≡", bar="│"
)
"""For fonts of 256 signs, such as the Linux console's: nothing that code page 437 lacks."""
ASCII = Signs(
    new="N",
    unread="O",
    bookmark="*",
    note="n",
    done="x",
    rejected="-",
    cursor=">",
    ellipsis="...",
    dot="-",
    upvotes="^",
    text="=",
    bar="|",
)


class Look(NamedTuple):
    """What every pane draws with."""

    theme: str
    palette: Palette
    signs: Signs = UNICODE
    is_ascii: bool = False
    """No character above U+007E may be drawn."""

    def word(self, text: str) -> str:
        """Return a text in letters that may be drawn."""
        return spell(text) if self.is_ascii else text

    def text(self, text: Text) -> Text:
        """Return a styled text in letters that may be drawn."""
        return spell_text(text) if self.is_ascii else text
