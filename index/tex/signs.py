"""Which sign a word of TeX stands for, and which characters can be raised or lowered."""

from __future__ import annotations

_LETTERS = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu
nu xi omicron pi rho sigma tau upsilon phi chi psi omega
"""
GREEK = dict(zip(_LETTERS.split(), "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items()}
GREEK |= {
    "varepsilon": "ε", "vartheta": "ϑ", "varpi": "ϖ", "varrho": "ϱ", "varsigma": "ς",
    "varphi": "φ", "ell": "ℓ", "hbar": "ħ", "nabla": "∇", "partial": "∂", "infty": "∞",
    "aleph": "ℵ", "emptyset": "∅", "varnothing": "∅",
}  # fmt: skip
"""Letters: what may carry an index."""

RELATIONS = {
    "sim": "~", "approx": "≈", "simeq": "≃", "cong": "≅", "equiv": "≡", "propto": "∝",
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ll": "≪",
    "gg": "≫", "lesssim": "≲", "gtrsim": "≳", "ne": "≠", "neq": "≠", "in": "∈", "notin": "∉",
    "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "cup": "∪", "cap": "∩", "setminus": "∖",
    "times": "×", "cdot": "·", "cdots": "⋯", "ldots": "…", "dots": "…", "pm": "±", "mp": "∓",
    "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "circ": "∘", "ast": "*", "star": "⋆",
    "bullet": "•", "dagger": "†", "ddagger": "‡", "prime": "′", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐",
    "Leftrightarrow": "⇔", "longrightarrow": "→", "mapsto": "↦", "uparrow": "↑",
    "downarrow": "↓", "forall": "∀", "exists": "∃", "sum": "∑", "prod": "∏", "int": "∫",
    "wedge": "∧", "vee": "∨", "neg": "¬", "perp": "⊥", "top": "⊤", "bot": "⊥", "angle": "∠",
    "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "mid": "|", "vert": "|", "Vert": "‖", "parallel": "∥", "degree": "°", "checkmark": "✓",
    "triangle": "△", "square": "□", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
"""Operators, relations, arrows."""

_FUNCTIONS = """
log ln lg exp sin cos tan cot sinh cosh tanh arcsin arccos arctan max min sup inf lim limsup
liminf arg argmax argmin det dim ker deg gcd Pr poly polylog tr rank mod bmod
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Commands that stand for their own name."""

TEXT = {
    "LaTeX": "LaTeX", "TeX": "TeX", "textemdash": "—", "textendash": "–", "textasciitilde": "~",
    "textbackslash": "\\", "textquoteright": "’", "textquoteleft": "‘", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "copyright": "©", "S": "§", "P": "¶", "o": "ø",
    "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "quad": " ", "qquad": "  ", "newline": " ",
}  # fmt: skip
"""Commands that are letters or signs of running text."""

SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "/": "", "\\": " "}
"""What a backslash before one of these gives."""

LITERAL = frozenset("%&_#${}|-")
"""Characters that a backslash lets stand for themselves."""

_CONTAINERS = """
text textbf textit textrm textsf texttt textsc textsl textup textmd textnormal emph underline
mathrm mathbf mathit mathsf mathtt mathcal mathfrak mathscr mathnormal boldsymbol bm pmb
operatorname mbox hbox fbox ensuremath url mathop mathbin mathrel overline uline
"""
CONTAINERS = frozenset(_CONTAINERS.split())
"""Commands of which only the argument is shown."""

_SWITCHES = """
rm it bf em tt sc sf sl cal displaystyle textstyle scriptstyle small large left right big Big
bigg Bigg bigl bigr Bigl Bigr middle limits nolimits protect noindent centering
"""
SWITCHES = frozenset(_SWITCHES.split())
"""Commands that change how what follows looks."""

ACCENTS = {
    "'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328",
    "r": "\u030a", "d": "\u0323", "b": "\u0331", "hat": "\u0302", "widehat": "\u0302",
    "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "dot": "\u0307",
    "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c", "breve": "\u0306", "acute": "\u0301",
    "grave": "\u0300",
}  # fmt: skip
"""Commands that put a mark on one letter."""

BLACKBOARD = dict(zip("ACDEFHIKNPQRSTZ1", "𝔸ℂ𝔻𝔼𝔽ℍ𝕀𝕂ℕℙℚℝ𝕊𝕋ℤ𝟙", strict=True))

RAISED = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ×",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡˣ",
        strict=True,
    )
)
RAISED |= {"−": "⁻", " ": ""}

RAISED_WHOLE = {
    "*": "*", "∘": "°", "°": "°", "†": "†", "‡": "‡", "′": "′", "″": "″", "⋆": "⋆", "⊤": "ᵀ",
    "'": "′", "**": "**", "™": "™",
}  # fmt: skip
"""Signs that stand high by themselves."""

LOWERED = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
LOWERED |= {"−": "₋", " ": ""}
