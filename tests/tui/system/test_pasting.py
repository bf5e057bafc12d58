"""Pasted text among keys, in whatever pieces it arrives."""

from __future__ import annotations

import pytest
from recto.tui.system.pasting import END, START, Pasted, PasteReader

EMPTY = START + END


def read(*pieces: str) -> tuple[str, list[str]]:
    """Return the keys that come of pieces of input, and the pasted texts."""
    reader = PasteReader()
    parts = [part for piece in pieces for part in reader.read(piece)]
    keys = "".join(part for part in parts if isinstance(part, str))
    return keys, [part.text for part in parts if isinstance(part, Pasted)]


@pytest.mark.parametrize(
    ("sent", "keys", "pasted"),
    [
        ("jj\x1b[A\x1b", "jj\x1b[A\x1b", []),
        (f"{START}abc{END}", EMPTY, ["abc"]),
        (f"j{START}abc{END}k", f"j{EMPTY}k", ["abc"]),
        (f"{START}{END}", EMPTY, [""]),
        (f"{START}a{END}{START}b{END}", EMPTY * 2, ["a", "b"]),
        (f"{START}dd\x1b[Aq{END}", EMPTY, ["ddq"]),
        (f"{START}\x1bq\x1b{END}", EMPTY, ["q"]),
        (f"{START}a{START}q{END}", EMPTY, ["aq"]),
        (f"{START}\x1b]52;c;aGk=\x07\x9b31mx\x00\u202ey\u200b{END}", EMPTY, ["xy"]),
        (f"{START}one\r\ntwo\rthree\tfour\u2028five{END}", EMPTY, ["one\ntwo\nthree\tfour\nfive"]),
        (f"{START}größer 漢字 e\u0301{END}", EMPTY, ["größer 漢字 e\u0301"]),
        (f"{END}j", f"{END}j", []),
    ],
)
def test_a_paste_is_told_from_keys_wherever_it_is_cut(
    sent: str, keys: str, pasted: list[str]
) -> None:
    assert read(sent) == (keys, pasted)
    assert read(*sent) == (keys, pasted)
    for at in range(1, len(sent)):
        assert read(sent[:at], sent[at:]) == (keys, pasted)


def test_the_mark_of_the_end_within_a_paste_does_not_end_it() -> None:
    assert read(f"{START}abc{END}q{END}j") == (f"{EMPTY}j", ["abcq"])
    assert read(f"{START}abc{END}q{START}d{END}") == (f"{EMPTY}q{EMPTY}", ["abc", "d"])


def test_a_paste_without_an_end_is_kept_from_the_keys() -> None:
    assert read(f"j{START}qqq", "qqq") == (f"j{EMPTY}", [])
