r"""Words that hold TeX, read by pylatexenc, which is told what it does not know of commands.

A command that nobody knows stays as it stands, its arguments with it; so does whatever ends the
reader. Mathematics stays as it is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import import_module
from typing import Any
from unicodedata import combining

from ...exports.mapping import BIBTEX_SIGNS
from ..fields.markup import lowered, raised
from ..outside import PARSER_FAULTS

_LIGATURES = ("``", "''", "---", "--", "!`", "?`")

_SWITCHES_WORDS = """
bf em it rm sc sf sl tt bfseries mdseries itshape slshape scshape upshape rmfamily sffamily
ttfamily normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge relax
protect bgroup egroup boldmath unboldmath sloppy raggedright null noindent allowbreak
nobreak break
"""
_SWITCHES = tuple(_SWITCHES_WORDS.split())
"""Commands that change how what follows looks, of which plain text has nothing."""

_SHOWN_WORDS = """
mbox hbox fbox text uppercase lowercase MakeUppercase MakeLowercase MakeTextUppercase textgreek
textcyrillic texttt textmd textnormal textulc uline ul hl enquote mkbibquote mkbibemph mkbibbold
mkbibitalic mkbibparens NoCaseChange textlf oldstylenums smash title author
date sout
"""
_SHOWN = tuple(_SHOWN_WORDS.split())
"""Commands of which the argument is shown."""
_SECOND_SHOWN_WORDS = """
textcolor colorbox foreignlanguage raisebox scalebox rotatebox href hyperref hypertarget
hyperlink texorpdfstring
"""
_SECOND_SHOWN = tuple(_SECOND_SHOWN_WORDS.split())
"""Commands of two arguments of which the second is shown."""
_HIDDEN_WORDS = """
color thanks noopsort SortNoop label index vspace hspace input include vphantom hphantom phantom
"""
_HIDDEN = tuple(_HIDDEN_WORDS.split())
"""Commands of one argument of which nothing is shown."""
_AS_THEY_STAND_WORDS = """
today cite citep citet ref eqref pageref includegraphics footnotemark frac dfrac tfrac sqrt binom
log ln exp sin cos tan max min lim sup inf arg det dim ker Pr
"""
_AS_THEY_STAND = tuple(_AS_THEY_STAND_WORDS.split())
"""Commands of which pylatexenc shows what is not said, such as a fraction as `a/b+c`."""

_SIGNS = {
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "S": "§", "P": "¶",
    "copyright": "©", "dots": "…", "ldots": "…", "textellipsis": "…", "slash": "/", "sim": "~",
    "backslash": "\\", "space": " ", "quad": " ", "qquad": " ", "enspace": " ", "thinspace": " ",
    "par": " ", "linebreak": " ", "newblock": " ", "textunderscore": "_", "lq": "‘", "rq": "’",
    "textdollar": "$", "textpercent": "%", "textquotesingle": "'", "textprimstress": "'",
    "textvisiblespace": " ", "textnumero": "№", "texttimes": "×", "textmu": "µ", "ohm": "Ω",
    "textohm": "Ω", "textperthousand": "‰", "textcelsius": "℃", "degree": "°", "textonehalf": "½",
    "nobreakspace": " ", "hyp": "-", "fshyp": "/", "-": "",
}  # fmt: skip

_TOKENS_A_CHARACTER = 10
_TOKENS = 1000
"""Tokens that are read of a text at most; honest ones take about one a character."""

_UNITS = 50_000
_UNITS_A_CHARACTER = 0.06
_UNITS_A_WORD = 10
"""What is allowed of TeX in a file; a unit takes six microseconds, a character is one."""

LINK_BEGIN, LINK_END = "\ue001", "\ue002"
"""Between them stands the address of what stands before; no text keeps private characters."""


class Allowance:
    """How much of a file's TeX is read: so much, and more with each character of the file.

    Each word costs a tenth of a millisecond and more. A file that is TeX and little else would take
    ten times as long as one of words.
    """

    def __init__(self) -> None:
        self._left: float = _UNITS
        self.is_spent = False
        """Whether words were left as they stand."""

    def add(self, characters: int) -> None:
        """Allow for so many more characters of the file."""
        self._left += characters * _UNITS_A_CHARACTER

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what is decoded by this thread meanwhile."""
        before = _allowance.set(self)
        try:
            yield
        finally:
            _allowance.reset(before)

    def spend(self, word: str) -> None:
        """Count a word; raise SpentError where no more is allowed."""
        self._left -= len(word) + _UNITS_A_WORD
        if self._left < 0:
            self.is_spent = True
            raise _SpentError


class _SpentError(Exception):
    """A file has had as much of its TeX read as is allowed."""


_allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


def decoded(word: str) -> str | None:
    """Return what words that hold TeX show, or None where pylatexenc cannot read them."""
    with suppress(_SpentError):
        return _decoded(word)
    return None


@lru_cache(4096)
def _decoded(word: str) -> str | None:
    from pylatexenc.latexwalker import LatexWalkerError

    if allowance := _allowance.get():
        allowance.spend(word)
    decoder, commands, walker = _decoder()
    try:
        walk = walker(re.sub(r"(?<!\\)%", r"\\%", word), latex_context=commands)
        told = decoder.nodelist_to_text(walk.get_latex_nodes()[0])
    except (LatexWalkerError, *PARSER_FAULTS):
        # It knows a thousand commands, and raises where some are not followed by what it expects.
        return None
    is_unfilled = "%s" in told and "%s" not in word.replace("\\%", "%")
    return None if is_unfilled else str(told)


@cache
def _decoder() -> tuple[Any, Any, Any]:
    """Return pylatexenc's decoder, the commands that it reads, and what it reads them with."""
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        SpecialsTextSpec,
        get_default_latex_context_db,
    )
    from pylatexenc.latexwalker import get_default_latex_context_db as get_commands
    from pylatexenc.macrospec import MacroSpec

    # What it cannot show it also writes into its log, which would end up on the screen.
    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
    ones = ("t", "ensuremath", "textsubscript", "textsuperscript", "url", "path", "footnote")
    arguments = dict.fromkeys((*_SHOWN, *_HIDDEN, *ones), "{")
    arguments |= dict.fromkeys(_SECOND_SHOWN, "{{")
    arguments |= {"cite": "[[{", "citep": "[[{", "citet": "[[{", "includegraphics": "[{"}
    arguments |= {"ref": "{", "eqref": "{", "pageref": "{"}
    commands = get_commands()
    commands.add_context_category(
        "recto",
        prepend=True,
        macros=[MacroSpec(name, args) for name, args in arguments.items()],
    )
    signs = {name[2:-1]: sign for sign, name in BIBTEX_SIGNS.items() if name.startswith("{\\")}
    shown: dict[str, Any] = {**signs, **_SIGNS}
    shown |= dict.fromkeys((*_SWITCHES, *_HIDDEN), "")
    shown |= dict.fromkeys(_SHOWN, "%(1)s")
    shown |= dict.fromkeys(_SECOND_SHOWN, "%(2)s")
    shown |= dict.fromkeys(_AS_THEY_STAND, _as_it_stands)
    shown |= {
        "href": _link,
        "url": _address,
        "path": _address,
        "footnote": " (%(1)s)",
        "texorpdfstring": _first_or_second,
        "ensuremath": _formula,
        "t": lambda node, l2tobj: _tied(_shown(node, l2tobj)),
        "textsubscript": lambda node, l2tobj: lowered(_shown(node, l2tobj)),
        "textsuperscript": lambda node, l2tobj: raised(_shown(node, l2tobj)),
    }
    context = get_default_latex_context_db()
    context.add_context_category(
        "recto",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=text) for name, text in shown.items()],
        specials=[SpecialsTextSpec(sign, simplify_repl=sign) for sign in (*_LIGATURES, "&", "#")],
    )
    known = {
        spec.macroname
        for category in context.categories()
        for spec in context.iter_macro_specs([category])
    }
    # What it can show and knows no arguments of has none; groups behind it are text.
    commands.add_context_category("shown", macros=[MacroSpec(name, "") for name in sorted(known)])
    commands.set_unknown_macro_spec(MacroSpec("", args_parser=_groups_behind()))
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_as_it_stands))
    return LatexNodes2Text(math_mode="verbatim", latex_context=context), commands, _walker()


def _walker() -> Any:
    """Return pylatexenc's walker, which raises RuntimeError once it goes back again and again.

    Version 2.10 mends texts with mistakes by trying to go on in several ways, each of which may do
    so too: some short ones would take it years.
    """
    latexwalker: Any = import_module("pylatexenc.latexwalker")

    class Walker(latexwalker.LatexWalker):  # type: ignore[misc]
        def __init__(self, text: str, **options: Any) -> None:
            super().__init__(text, **options)
            self._left = _TOKENS_A_CHARACTER * len(text) + _TOKENS

        def get_token(self, *arguments: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left < 0:
                raise RuntimeError("the text is read again and again")
            return super().get_token(*arguments, **options)

    return Walker


def _groups_behind() -> Any:
    """Return what reads the groups behind a command that nobody knows as its arguments."""
    macrospec: Any = import_module("pylatexenc.macrospec")

    class Groups(macrospec.MacroStandardArgsParser):  # type: ignore[misc]
        def parse_args(self, w: Any, pos: int, parsing_state: Any = None) -> Any:
            begin, nodes = pos, []
            is_word = w.s[begin - 1 : begin].isalpha()
            while is_word and w.s[pos : pos + 1] == "{":
                node, start, length = w.get_latex_braced_group(pos, parsing_state=parsing_state)
                nodes.append(node)
                pos = start + length
            told = macrospec.ParsedMacroArgs(argnlist=nodes, argspec="{" * len(nodes))
            return told, begin, pos - begin

    return Groups()


def _as_it_stands(node: Any) -> str:
    return str(node.latex_verbatim())


def _argument(node: Any, place: int) -> Any:
    return node.nodeargd.argnlist[place]


def _shown(node: Any, decoder: Any) -> str:
    return str(decoder.nodelist_to_text([_argument(node, 0)]))


def _tied(letters: str) -> str:
    """Return letters of which an arc ties the first to the second."""
    end = next((at for at in range(1, len(letters)) if not combining(letters[at])), None)
    return letters if end is None else f"{letters[:end]}\u0361{letters[end:]}"


def _source(node: Any) -> str:
    """Return an argument as it is written, without its braces."""
    text = str(node.latex_verbatim())
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def _formula(node: Any) -> str:
    inner = _source(_argument(node, 0))
    return inner if "$" in inner else f"${inner}$"


def _first_or_second(node: Any, l2tobj: Any) -> str:
    """Return a formula where there is one: what is for PDF is its ersatz."""
    first = _source(_argument(node, 0))
    chosen = 0 if "$" in first else 1
    return str(l2tobj.nodelist_to_text([_argument(node, chosen)]))


def _address(node: Any) -> str:
    return re.sub(r"\\([%#&_~{}])", r"\1", _source(_argument(node, 0)))


def _link(node: Any, l2tobj: Any) -> str:
    words = str(l2tobj.nodelist_to_text([_argument(node, 1)]))
    return f"{words}{LINK_BEGIN}{_address(node)}{LINK_END}"
