"""Commands of formulas that are more than a sign: what each takes, and what it does with it."""

from __future__ import annotations

_FRACTIONS = """
frac dfrac tfrac cfrac nicefrac sfrac
"""
FRACTIONS = frozenset(_FRACTIONS.split())
_BINOMIALS = """
binom dbinom tbinom
"""
BINOMIALS = frozenset(_BINOMIALS.split())
_WORDS = """
mathrm mathsf mathtt mathit operatorname mathnormal mathup DeclareMathOperator
"""
WORDS = frozenset(_WORDS.split())
"""Commands whose letters, where they are several, are one word."""
_TEXTS = """
text textrm textbf textit textsf texttt textsc textsl textup textmd textnormal emph mbox hbox
intertext shortintertext uline
"""
TEXTS = frozenset(_TEXTS.split())
"""Commands whose argument is running text."""
_PLAIN = """
mathbf boldsymbol bm pmb ensuremath boxed fbox smash mathord mathinner mathllap mathrlap mathclap
llap rlap vcenter symbf symup symit symsf mathbfit mathsfit
"""
PLAIN = frozenset(_PLAIN.split())
"""Commands of which only the argument is shown."""
BOLD = frozenset(("mathbf", "boldsymbol", "bm", "pmb", "symbf", "mathbfit"))
CLASSES = {
    "mathop": "op", "mathbin": "bin", "mathrel": "rel", "mathopen": "open", "mathclose": "close",
    "mathpunct": "punct",
}  # fmt: skip
ALPHABETS = {
    "mathcal": "script", "mathscr": "script", "mathbb": "double", "mathds": "double",
    "mathbbm": "double", "Bbb": "double", "mathfrak": "fraktur", "frak": "fraktur",
    "mathbbmss": "double", "mathbbold": "double", "cal": "script",
}  # fmt: skip
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "dddot": "\u20db",
    "vec": "\u20d7", "overrightarrow": "\u20d7", "overleftarrow": "\u20d6", "check": "\u030c",
    "widecheck": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
    "mathring": "\u030a", "underline": "\u0332", "underbar": "\u0332", "cancel": "\u0338",
    "overleftrightarrow": "\u20e1", "bcancel": "\u0338", "xcancel": "\u0338", "ddddot": "\u20dc",
    "Hat": "\u0302", "Tilde": "\u0303", "Bar": "\u0304", "Vec": "\u20d7", "Dot": "\u0307",
    "undertilde": "\u0330", "utilde": "\u0330",
}  # fmt: skip
"""Commands that put a mark on what they take, and the combining character."""
SAID = {
    "widehat": "hat", "Hat": "hat", "widetilde": "tilde", "Tilde": "tilde", "Bar": "bar",
    "Vec": "vec", "overrightarrow": "vec", "Dot": "dot", "widecheck": "check", "bcancel": "cancel",
    "xcancel": "cancel", "utilde": "undertilde", "underbar": "underline",
}  # fmt: skip
"""How a mark is called that cannot be set, where that is not its command's name."""
ARROWS = {
    "xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒",
    "xLeftarrow": "⇐", "xmapsto": "↦", "xhookrightarrow": "↪", "xhookleftarrow": "↩",
    "xLeftrightarrow": "⇔", "xlongequal": "=", "xtwoheadrightarrow": "↠", "xrightharpoonup": "⇀",
}  # fmt: skip
_BRACES = """
underbrace overbrace underbracket overbracket underparen overparen
"""
BRACES = frozenset(_BRACES.split())
UPRIGHT = frozenset(("rm", "sf", "tt", "sc", "rmfamily", "sffamily", "ttfamily"))
"""Commands after which letters are words, up to the end of the group."""
_IGNORED = """
displaystyle textstyle scriptstyle scriptscriptstyle it bf em sl nonumber notag
protect noindent centering small large normalsize footnotesize scriptsize tiny Large relax hline
hfill hfil strut mathstrut allowbreak nobreak penalty break null unboldmath boldmath mathsurround
bfseries itshape mdseries upshape normalfont smallskip medskip bigskip
par displaylimits toprule midrule bottomrule qedhere hfuzz vspace* leavevmode allowdisplaybreaks
"""
IGNORED = frozenset(_IGNORED.split())
"""Commands that set nothing, or how what follows looks."""
_SIZES = """
big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm
"""
SIZES = frozenset(_SIZES.split())
"""Commands before a bracket that only make it larger."""
WIDTHS = {
    ",": " ", ":": " ", ";": " ", " ": " ", ">": " ", "!": "", "/": "", "quad": "  ",
    "qquad": "   ", "thinspace": " ", "medspace": " ", "thickspace": " ", "enspace": " ",
    "negthinspace": "", "negmedspace": "", "negthickspace": "", "space": " ", "nobreakspace": " ",
    "enskip": " ", "\n": " ", "\t": " ", "@": "", "newline": " ", "linebreak": " ", "*": "",
    "hphantom": " ", "cr": " ",
}  # fmt: skip
"""Spaces."""
DROPPED = {
    "label": 1, "color": 1, "hspace": 1, "vspace": 1, "mspace": 1, "vphantom": 1, "phantom": 1,
    "hphantom": 1, "cline": 1, "textcolor": 1, "colorbox": 1, "scalebox": 1, "raisebox": 1,
    "fontsize": 2, "resizebox": 2, "href": 1, "lx@label": 1, "hypertarget": 1, "style": 1,
    "class": 1, "cssId": 1,
}  # fmt: skip
"""How many arguments of a command are not shown."""
DELIMITERS = {".": "", "<": "⟨", ">": "⟩"}
"""What `\\left` and `\\right` make of some signs."""
FENCED = {
    "abs": "| |", "norm": "‖ ‖", "ket": "| ⟩", "bra": "⟨ |", "braket": "⟨ ⟩", "floor": "⌊ ⌋",
    "ceil": "⌈ ⌉", "set": "{ }",
}  # fmt: skip
"""Commands of packages, and of many papers, that set brackets around what they take."""
