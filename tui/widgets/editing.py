"""Line editing with readline's keys, done the moment a key arrives.

Textual hands keys to an Input through a queue. An Enter that the screen takes at once would then
overtake the letters typed just before it, which happens on every slow line.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

EDIT_KEYS: dict[str, Callable[[Input], None]] = {
    "left": Input.action_cursor_left,
    "ctrl+b": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "ctrl+f": Input.action_cursor_right,
    "ctrl+left": Input.action_cursor_left_word,
    "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home,
    "ctrl+a": Input.action_home,
    "end": Input.action_end,
    "ctrl+e": Input.action_end,
    "backspace": Input.action_delete_left,
    "ctrl+h": Input.action_delete_left,
    "delete": Input.action_delete_right,
    "ctrl+d": Input.action_delete_right,
    "ctrl+w": Input.action_delete_left_word,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}
"""What readline does with these keys."""


def edit(box: Input, key: str) -> bool:
    """Let a key change the text of a box; say whether it was one that does."""
    if key == "space":
        key = " "
    if len(key) == 1 and key.isprintable():
        _insert(box, key)
        return True
    if (action := EDIT_KEYS.get(key)) is not None:
        action(box)
        return True
    return False


def paste(box: Input, text: str) -> None:
    """Put pasted text into a box, on one line and without what cannot be seen."""
    words = " ".join(text.split())
    _insert(box, "".join(sign for sign in words if sign.isprintable()))


def _insert(box: Input, text: str) -> None:
    """Put a text in the place of the selected one, or at the cursor where none is."""
    if box.selection.is_empty:
        box.insert_text_at_cursor(text)
    else:
        box.replace(text, *box.selection)
