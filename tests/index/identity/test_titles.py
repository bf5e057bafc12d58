"""Titles that read the same have one key; those that differ in a sign that means something, two."""

from __future__ import annotations

import pytest
from recto.index.identity.titles import former_title_key, title_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$\beta$-Inks for $\ell_2$ Pens", "β-Inks for ℓ_2 Pens"),
        (r"Sorting in {$\mathcal{O}(m^3)$} Strokes", "Sorting in O(m^3) Strokes"),
        ("Drawing in O(n²) Strokes", "Drawing in $O(n^{2})$ Strokes"),
        (r"G{\"o}del's Nibs", "Gödel’s Nibs"),
        ("Gödel's Nibs", "Godel's nibs"),
        ("Łódź Inks", "Lodz Inks"),
        ("Go\u0308del", "Gödel"),
        ("{PEN-T}: A Nib", "PEN-T: A Nib"),
        ("Pens, Nibs: Inks.", "Pens Nibs — Inks"),
        ("“Pens” and ‘Nibs’", "\"Pens\" and 'Nibs'"),
        ("Pens–Nibs", "Pens-Nibs"),
        ("Pens \\& Nibs", "Pens and Nibs"),
        ("Pens &amp; Nibs", "Pens & Nibs"),
        ("H₂O Inks", "H2O Inks"),
        (r"$\mathrm{H}_2\mathrm{O}$ Inks", "H<sub>2</sub>O Inks"),
        ("E = mc<sup>2</sup>", "E = mc²"),
        ("C$^{++}$ Nibs", "C++ Nibs"),
        ("Ｃ＋＋ Nibs", "C++ Nibs"),
        ("F\\# Nibs", "F♯ Nibs"),
        (r"Pens with A$^*$", "Pens with A*"),
        ("A *Pen* and a **Nib**", "A Pen and a Nib"),
        (r"$n \leq m$ Pens", "n ≤ m Pens"),
        ("Pens -> Nibs", "Pens → Nibs"),
        ("2 × 2 Pens", "2x2 Pens"),
        ("The 2$^{nd}$ Pen", "The 2nd Pen"),
        ("Pens in H^{-1}", "Pens in H⁻¹"),
        ("10,000 Pens", "10000 Pens"),
        ("Pens, Part Ⅳ", "Pens Part IV"),
        ("Pen2.5-VL", "Pen 2.5 VL"),
        (r"A \$50 Pen", "A $50 Pen"),
        ("Pens... and Nibs", "Pens and Nibs"),
        ("Pens etc. in Use", "Pens etc in Use"),
        ("On $5$-Pens", "On 5-Pens"),
        ("Pen J1712$-$2435", "Pen J1712-2435"),
        ("PEN -19", "Pen-19"),
        ("1–2 Pens", "1-2 Pens"),
        ("Nib™ Pens", "Nib Pens"),
        ("ﬁne nibs", "Fine Nibs"),
    ],
)
def test_titles_that_read_the_same_have_one_key(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (".NET Pens", "NET Pens"),
        ("Pens in .NET", "Pens in NET"),
        ("A $50 Pen", "A 50 Pen"),
        (r"A \$50 Pen", "A 50 Pen"),
        ("$50 to $100", "50 to 100"),
        ("Pens for €50", "Pens for £50"),
        ("C++", "C"),
        ("C#", "C"),
        ("C#", "C++"),
        ("F#", "F"),
        ("A* Pens", "A Pens"),
        ("Nibs of X+Y", "Nibs of X-Y"),
        ("Pens where n<m", "Pens where n>m"),
        (r"Pens where $n \le m$", r"Pens where $n \ge m$"),
        ("L_1 Pens", "L^1 Pens"),
        ("Pens in H^{-1}", "Pens in H^1"),
        ("Drawing in O(n^2)", "Drawing in O(n^3)"),
        ("2^n Pens", "2n Pens"),
        ("Pens, Part I", "Pens, Part II"),
        ("Pens 1-2", "Pens 12"),
        ("Spin 1/2 Pens", "Spin 12 Pens"),
        ("Pen2.5", "Pen25"),
        ("P = NP", "P ≠ NP"),
        ("x ∈ Pens", "x ∉ Pens"),
        ("Pens → Nibs", "Pens ← Nibs"),
        ("100% Pens", "100 Pens"),
        ("α-Pens", "β-Pens"),
        ("かんじ", "がんじ"),
        ("दिल", "दल"),
    ],
)
def test_signs_that_carry_meaning_tell_titles_apart(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


def test_the_key_of_a_plain_title_is_what_it_has_always_been() -> None:
    title = "Pens: A Survey of Nibs (with Inks), 2nd Edition"
    assert title_key(title) == former_title_key(title) == "pensasurveyofnibswithinks2ndedition"


@pytest.mark.parametrize("title", ["???", "…", "†"])
def test_a_title_of_nothing_but_points_is_its_own_key(title: str) -> None:
    assert title_key(title) == title


@pytest.mark.parametrize("title", ["Pens", "G{\\\"o}del's C$^{++}$", "O(n²) in 2.5", "がんじ ½"])
def test_a_key_is_its_own_key(title: str) -> None:
    key = title_key(title)
    assert title_key(key) == key


def test_former_keys_are_letters_and_digits() -> None:
    ascii_signs = "".join(map(chr, range(128)))
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert former_title_key(ascii_signs) == f"0123456789{letters}{letters}"
    # The same by the other way, which one letter more asks for.
    assert former_title_key(f"{ascii_signs}É") == f"0123456789{letters}{letters}é"
    assert former_title_key("?!") == "?!"
