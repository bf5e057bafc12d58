r"""Which sign a command of TeX stands for and how it is spaced: LaTeX's, amsmath's, amssymb's.

Signs are those of Unicode's blocks of operators and arrows. Where fonts of terminals have but one
of several lookalikes (`\sim`, `\mid`, `\ast`, `\implies`), it is the one they have.
"""

from __future__ import annotations

from .signs import FUNCTIONS, GREEK

_ORDINARY = """
varkappa ϰ digamma ϝ imath ı jmath ȷ hslash ℏ Re ℜ Im ℑ wp ℘ beth ℶ gimel ℷ daleth ℸ eth ð mho ℧
complement ∁ Bbbk 𝕜 circledS Ⓢ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠
measuredangle ∡ sphericalangle ∢ surd √ prime ′ backprime ‵ flat ♭ natural ♮ sharp ♯ clubsuit ♣
diamondsuit ♢ heartsuit ♡ spadesuit ♠ Box □ square □ Diamond ◇ blacksquare ■ blacktriangle ▲
blacktriangledown ▼ blacklozenge ⧫ lozenge ◊ bigstar ★ triangledown ▽ dots … ldots … cdots ⋯
dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ dotso … vdots ⋮ ddots ⋱ iddots ⋰ vert | Vert ‖ | ‖ backslash ∖
degree ° checkmark ✓ maltese ✠ yen ¥ pounds £ dag † ddag ‡ copyright © circledR ® S § P ¶ diagup ╱
diagdown ╲ Finv Ⅎ Game ⅁ aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł ss ß textdegree °
textasciitilde ~ textregistered ® texttrademark ™ textquoteright ’ textquoteleft ‘ textquotesingle '
degr ° arcsec ″ arcmin ′ farcs ″ farcm ′
textbackslash ∖ infin ∞ cents ¢ euro € Finv Ⅎ hbar ħ ohm Ω micro µ LaTeX LaTeX TeX TeX
"""

_BINARY = """
pm ± mp ∓ times × div ÷ cdot · ast * star ⋆ circ ∘ bullet • cap ∩ cup ∪ Cap ⋒ Cup ⋓ uplus ⊎ sqcap ⊓
sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △
bigtriangledown ▽ triangleleft ◁ triangleright ▷ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ oplus ⊕ ominus ⊖
otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯ dagger † ddagger ‡ amalg ⨿ dotplus ∔ ltimes ⋉ rtimes ⋊
leftthreetimes ⋋ rightthreetimes ⋌ curlywedge ⋏ curlyvee ⋎ barwedge ⊼ veebar ⊻ doublebarwedge ⩞
circleddash ⊝ circledast ⊛ circledcirc ⊚ boxminus ⊟ boxtimes ⊠ boxdot ⊡ boxplus ⊞ divideontimes ⋇
intercal ⊺ centerdot · And & obslash ⦸ bmod mod
"""

_RELATIONS = """
sim ~ approx ≈ simeq ≃ cong ≅ equiv ≡ propto ∝ varpropto ∝ le ≤ leq ≤ leqq ≦ leqslant ≤ ge ≥ geq ≥
geqq ≧ geqslant ≥ ll ≪ gg ≫ lll ⋘ ggg ⋙ llless ⋘ gggtr ⋙ lesssim ≲ gtrsim ≳ lessapprox ⪅
gtrapprox ⪆ lessgtr ≶ gtrless ≷ lesseqgtr ⋚ gtreqless ⋛ lesseqqgtr ⪋ gtreqqless ⪌ lessdot ⋖
gtrdot ⋗ eqslantless ⪕ eqslantgtr ⪖ ne ≠ neq ≠ in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ supset ⊃
subseteq ⊆ supseteq ⊇ subseteqq ⫅ supseteqq ⫆ subsetneq ⊊ supsetneq ⊋ subsetneqq ⫋ supsetneqq ⫌
varsubsetneq ⊊ varsupsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐
sqsubseteq ⊑ sqsupseteq ⊒ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ curlyeqprec ⋞
curlyeqsucc ⋟ precsim ≾ succsim ≿ precapprox ⪷ succapprox ⪸ precneqq ⪵ succneqq ⪶ precnsim ⋨
succnsim ⋩ nprec ⊀ nsucc ⊁ npreceq ⋠ nsucceq ⋡ nleq ≰ ngeq ≱ nless ≮ ngtr ≯ nleqslant ≰ ngeqslant ≱
lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩ lnsim ⋦ gnsim ⋧ lnapprox ⪉ gnapprox ⪊ mid | nmid ∤ shortmid |
parallel ∥ nparallel ∦ shortparallel ∥ perp ⊥ models ⊨ vdash ⊢ dashv ⊣ vDash ⊨ Vdash ⊩ Vvdash ⊪
nvdash ⊬ nvDash ⊭ nVdash ⊮ nVDash ⊯ asymp ≍ bowtie ⋈ Join ⋈ smile ⌣ frown ⌢ doteq ≐ Doteq ≑
doteqdot ≑ risingdotseq ≓ fallingdotseq ≒ circeq ≗ eqcirc ≖ triangleq ≜ bumpeq ≏ Bumpeq ≎ approxeq ≊
thickapprox ≈ thicksim ~ backsim ∽ backsimeq ⋍ eqsim ≂ nsim ≁ ncong ≇ therefore ∴ because ∵
between ≬ pitchfork ⋔ multimap ⊸ trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲
vartriangleright ⊳ ntriangleleft ⋪ ntriangleright ⋫ ntrianglelefteq ⋬ ntrianglerighteq ⋭
blacktriangleleft ◀ blacktriangleright ▶ coloneqq ≔ coloneq ≔ defeq ≔ eqqcolon ≕ eqcolon ≕
Coloneqq ⩴ colonequals ≔ equalscolon ≕ coloneqqdef ≔ to → gets ← rightarrow → leftarrow ←
leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ impliedby ⇐ iff ⇔
longrightarrow → longleftarrow ← longleftrightarrow ↔ Longrightarrow ⇒ Longleftarrow ⇐
Longleftrightarrow ⇔ mapsto ↦ longmapsto ↦ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓
updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌
leftrightharpoons ⇋ rightrightarrows ⇉ leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆
upuparrows ⇈ downdownarrows ⇊ upharpoonleft ↿ upharpoonright ↾ restriction ↾ downharpoonleft ⇃
downharpoonright ⇂ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢ Lsh ↰
Rsh ↱ looparrowright ↬ looparrowleft ↫ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻
circlearrowleft ↺ rightsquigarrow ⇝ leadsto ⇝ leftrightsquigarrow ↭ dashrightarrow ⇢ dashleftarrow ⇠
Rrightarrow ⇛ Lleftarrow ⇚ nrightarrow ↛ nleftarrow ↚ nleftrightarrow ↮ nRightarrow ⇏ nLeftarrow ⇍
nLeftrightarrow ⇎ vartriangle △ triangle △ independent ⫫ Perp ⫫ indep ⫫
"""

_LARGE = """
sum ∑ prod ∏ coprod ∐ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
biguplus ⨄ bigsqcup ⨆
"""
_INTEGRALS = "int ∫ iint ∬ iiint ∭ iiiint ⨌ idotsint ∫⋯∫ oint ∮ oiint ∯ oiiint ∰ smallint ∫"
_OPENING = """
( ( [ [ lbrace { { { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lbrack [ llbracket ⟦ lgroup (
lmoustache ⎰ ulcorner ⌜ llcorner ⌞ lAngle ⟪
"""
_CLOSING = """
) ) ] ] rbrace } } } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rbrack ] rrbracket ⟧ rgroup )
rmoustache ⎱ urcorner ⌝ lrcorner ⌟ rAngle ⟫
"""


def _pairs(text: str) -> dict[str, str]:
    told = text.split()
    return dict(zip(told[::2], told[1::2], strict=True))


NAMED = FUNCTIONS - {"mod", "bmod", "poly", "polylog", "tr", "rank", "argmax", "argmin"} | {
    "hom", "sec", "csc", "coth", "injlim", "projlim", "lg",
}  # fmt: skip
"""Commands of LaTeX and amsmath that stand for their own names; what papers define is among them
below."""
_TOLD_OWN = """
argmax argmin rank tr Tr trace diag sgn sign supp span Var Cov Corr KL softmax ReLU sigmoid poly
polylog conv dom range relu erf arcsinh arccosh arctanh sech cov var
"""
OWN = frozenset(_TOLD_OWN.split())
"""Names that many papers define for themselves."""
_TOLD_STACKING = """
lim max min sup inf limsup liminf argmax argmin det gcd Pr injlim projlim
"""
STACKING = frozenset(_TOLD_STACKING.split())
"""Functions under which a limit is set in a displayed formula."""

INTEGRALS = frozenset(_pairs(_INTEGRALS).values())
LARGE = frozenset(_pairs(_LARGE).values())

_SLANTED = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
SYMBOLS: dict[str, tuple[str, str]] = {
    **{name: (sign, "ord") for name, sign in GREEK.items()},
    **{name: (sign, "ord") for name, sign in _pairs(_ORDINARY).items()},
    **{name: (sign, "bin") for name, sign in _pairs(_BINARY).items()},
    **{name: (sign, "rel") for name, sign in _pairs(_RELATIONS).items()},
    **{name: (sign, "op") for name, sign in {**_pairs(_LARGE), **_pairs(_INTEGRALS)}.items()},
    **{name: (sign, "open") for name, sign in _pairs(_OPENING).items()},
    **{name: (sign, "close") for name, sign in _pairs(_CLOSING).items()},
    **{name: (name, "op") for name in NAMED | OWN},
    "limsup": ("lim sup", "op"), "liminf": ("lim inf", "op"), "varlimsup": ("lim sup", "op"),
    "argmax": ("arg max", "op"), "argmin": ("arg min", "op"), "varliminf": ("lim inf", "op"),
    "epsilon": ("ϵ", "ord"), "varepsilon": ("ε", "ord"), "phi": ("ϕ", "ord"),
    "varphi": ("φ", "ord"), "%": ("%", "ord"), "#": ("#", "ord"), "$": ("$", "ord"),
    "&": ("&", "ord"), "_": ("_", "ord"), "-": ("", "ord"),
    "mod": ("mod", "bin"), "colon": (":", "punct"),
    **{f"var{name}": (GREEK[name], "ord") for name in _SLANTED.split()},
}  # fmt: skip
"""The sign and the class of each command: `ord`, `op`, `bin`, `rel`, `open`, `close`."""

TYPED = {
    **dict.fromkeys("+-*·−", "bin"), **dict.fromkeys("=<>:≤≥≠≈≡∈∉→←↔⇒∼∣", "rel"),
    **dict.fromkeys("([", "open"), **dict.fromkeys(")]", "close"), **dict.fromkeys(",;", "punct"),
    **dict.fromkeys("×÷±∘∩∪∧∨⊕⊗⊙", "bin"), **dict.fromkeys("∑∏∫", "op"),
}  # fmt: skip
"""The class of characters that stand for themselves; all others are `ord`."""
