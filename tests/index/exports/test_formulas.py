"""What is a formula in a text and what is none: money, and what LaTeX would obey."""

from __future__ import annotations

import pytest
from recto.index.exports.formulas import pieces


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("Large $N$ limits", ["$N$"]),
        (r"at $\sqrt{s}=7$ TeV", [r"$\sqrt{s}=7$"]),
        (r"$\alpha$-divergences and $L^{1}$", [r"$\alpha$", "$L^{1}$"]),
        (r"from $\mathcal{O}(n^2)$ to $\tilde{O}(n)$", [r"$\mathcal{O}(n^2)$", r"$\tilde{O}(n)$"]),
        (r"a set $\{x \mid x\}$", [r"$\{x \mid x\}$"]),
        ("between $5 and $10", []),
        ("$5-$10 a month", []),
        ("US$ and A$", []),
        ("$HOME and $PATH", []),
        (r"escaped \$x\$ signs", []),
        ("an empty $$ pair", []),
        (r"$\input{/etc/passwd}$", []),
        (r"$\write18{rm}$ but $x$", ["$x$"]),
        (r"$\def\x{y}$", []),
        (r"$\csname x\endcsname$", []),
        ("$a % b$", []),
        ("$a # b$", []),
        ("$a & b$", []),
        ("$x{y$", []),
        ("$x}y{$", []),
        (r"$\{x$ and $y$", ["$y$"]),
        ("$" + "x" * 500 + "$", []),
    ],
)
def test_formulas_are_told_from_money_and_commands(text: str, formulas: list[str]) -> None:
    found = list(pieces(text))
    assert [piece for piece, is_formula in found if is_formula] == formulas
    assert "".join(piece for piece, _ in found) == text
