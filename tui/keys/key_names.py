"""Which keys a terminal can send for certain, and how people may write them."""

from __future__ import annotations

NAMED = frozenset(
    (
        *("enter", "space", "escape", "backspace", "tab", "shift+tab"),
        *("up", "down", "left", "right"),
        *("home", "end", "pageup", "pagedown", "insert", "delete"),
    )
)
"""Keys that have a name instead of a character."""

ALIASES = {
    "return": "enter",
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "ins": "insert",
    "del": "delete",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
"""Other names that people write."""

TAKEN = {
    "ctrl+a": "GNU screen keeps it for itself",
    "ctrl+b": "tmux keeps it for itself",
    "ctrl+h": "terminals send it for Backspace",
    "ctrl+i": "terminals send it for Tab",
    "ctrl+j": "terminals send it for Enter",
    "ctrl+m": "terminals send it for Enter",
    "ctrl+q": "terminals go on with their output on it",
    "ctrl+s": "terminals stop their output on it",
}
"""Keys that never arrive as themselves, with the reason."""

FUNCTION_KEYS = frozenset(f"f{number}" for number in range(1, 25))


class UnusableKeyError(ValueError):
    """A key that no command can be on; its text says why."""


def parse_keys(text: str) -> str:
    """Return a key sequence as commands have it: `g a` for `ga` and for `g a`.

    Two characters without a space are two keys; whatever is longer is a name, so that a slip in
    a name is noticed. Raises UnusableKeyError.
    """
    words = text.split() if text != " " else ["space"]
    if not words:
        raise UnusableKeyError("it is empty")
    if len(words) == 1 and len(words[0]) == 2 and words[0].lower() not in NAMED | FUNCTION_KEYS:
        words = list(words[0])
    keys = [_parse_key(word) for word in words]
    if keys[0].isdecimal() and keys[0] != "0":
        raise UnusableKeyError("a number before a command says how often")
    if len(keys) > 1 and "escape" in keys:
        raise UnusableKeyError("Esc ends a sequence of keys")
    return " ".join(keys)


def _parse_key(word: str) -> str:
    if len(word) == 1 and word not in ALIASES:
        if not word.isprintable():
            raise UnusableKeyError("it is a control character")
        return word
    name = ALIASES.get(word.lower(), word.lower())
    if name in NAMED:
        return name
    *modifiers, key = name.split("+")
    if name in TAKEN:
        raise UnusableKeyError(TAKEN[name])
    if "alt" in modifiers or "meta" in modifiers:
        raise UnusableKeyError("terminals send Alt as Esc and the key")
    if "ctrl" in modifiers and "shift" in modifiers:
        raise UnusableKeyError("terminals do not tell ctrl+shift from ctrl")
    if key in FUNCTION_KEYS:
        raise UnusableKeyError("function keys do not arrive from every terminal")
    if modifiers == ["ctrl"] and len(key) == 1 and "a" <= key <= "z":
        return name
    raise UnusableKeyError("there is no such key")
