r"""A formula of TeX taken apart into its pieces, by one pass over its tokens.

Nothing is guessed: words without a backslash are letters in a row. What is unknown stays TeX, with
its arguments read. Folded lines, as LaTeXML writes them (`\nabla_{%` and a line end), are joined.
"""

from __future__ import annotations

import unicodedata

from .commands import (
    ACCENTS,
    ALPHABETS,
    ARROWS,
    BINOMIALS,
    BOLD,
    BRACES,
    CLASSES,
    DROPPED,
    FENCED,
    FRACTIONS,
    IGNORED,
    PLAIN,
    SIZES,
    TEXTS,
    UPRIGHT,
    WIDTHS,
    WORDS,
)
from .rows import environment, fence, substack
from .symbols import SYMBOLS, TYPED
from .tokens import END, Tokens
from .tree import Kind, Node, Nodes, alike, as_one, as_word, lettered, upright
from .words import letters_of, running_text

_DEEPEST = 24
"""Groups within groups that are looked into; what lies deeper stays as it is written."""

_MOST_PRIMES = 4
_INFIX: dict[str, Kind] = {r"\over": "fraction", r"\choose": "binomial", r"\atop": "binomial"}
_CLASSED = frozenset(("scripts", "raw", "bin", "rel", "punct", "open", "close"))
_SPACE = Node("space", " ")


def parse(tex: str, *, is_prose: bool = False, has_bold: bool = False) -> Nodes:
    """Return the pieces of a formula; never raises, and takes time in proportion to its length.

    Within prose, which people search, spaces stay where they were written and script letters plain.
    Bold letters are Unicode's own where `has_bold` is set, else as others.
    """
    parser = _Parser(tex, is_prose, has_bold)
    return alike(parser.whole()) if is_prose else parser.whole()


class _Parser(Tokens):
    """Takes apart what its tokens say."""

    def __init__(self, tex: str, is_prose: bool = False, has_bold: bool = False) -> None:
        super().__init__(tex)
        self._depth = 0
        self._is_prose = is_prose
        self._has_bold = has_bold
        self._sized_open: list[tuple[int, int]] = []
        r"""Of each `\Bigl` without its `\Bigr` the list it stands in, and how much that has."""

    def whole(self) -> Nodes:
        nodes = list(self.read_list(""))
        while self.tokens[self.at] != END:  # a bracket too many
            nodes.append(Node("ord", self.tokens[self.at]))
            self.at += 1
            nodes += self.read_list("")
        return tuple(nodes)

    def read_list(self, *ends: str) -> Nodes:
        """Read up to one of some tokens, which is left, or to what ends any list."""
        tokens = self.tokens
        nodes: list[Node] = []
        while True:
            token = tokens[self.at]
            if token in ends or token in ("}", END, r"\right", r"\end"):
                if token == END or token in ends or token == "}" or self._depth:
                    return tuple(nodes)
                self.at += 1  # an end without a beginning
                continue
            self.at += 1
            if token in TYPED:
                nodes.append(Node(TYPED[token], token))  # type: ignore[arg-type]
            elif token in ("^", "_", "'", "’"):
                self._script(token, nodes)
            elif token[0] == "\\":
                if token in _INFIX and self._depth < _DEEPEST:
                    self._depth += 1
                    below = self.read_list(*ends)
                    self._depth -= 1
                    return (Node(_INFIX[token], "frac", (tuple(nodes), below)),)
                if token in (r"\limits", r"\nolimits") and nodes:
                    last = nodes[-1]
                    if last.kind != "scripts":
                        nodes[-1] = Node("scripts", token[1:], ((last,), (), ()))
                    continue
                self._command(token, nodes, ends)
            elif token == "{":
                nodes.append(self._group())
            elif token == "&":
                nodes.append(Node("cell"))
            elif token == "~":
                nodes.append(_SPACE)
            elif token.isspace():
                if self._is_prose and not self._depth:
                    nodes.append(_SPACE)
            elif token[0] != "%" or len(token) == 1:
                nodes.append(Node("ord", token))

    def _group(self) -> Node:
        """Read what stands in braces, of which the first has been read."""
        if self._depth >= _DEEPEST:
            return Node("raw", "{" + self.verbatim() + "}")
        self._depth += 1
        inner = self.read_list()
        while self.tokens[self.at] in (r"\right", r"\end"):
            self.at += 1
            inner += self.read_list()
        self._depth -= 1
        if self.tokens[self.at] == "}":
            self.at += 1
        if len(inner) == 1 and inner[0].kind not in _CLASSED:
            return inner[0]
        return Node("group", "ord", (inner,))

    def read_argument(self) -> Nodes:
        """Read one argument: what stands in braces, or one token with what that takes."""
        token = self.skip()
        if token in (END, "}", "&", r"\right", r"\end") or token[:2] == r"\\":
            return ()
        self.at += 1
        if token == "{":
            group = self._group()
            return group.parts[0] if group.kind == "group" else (group,)
        if token in TYPED:
            return (Node(TYPED[token], token),)  # type: ignore[arg-type]
        if token[0] != "\\" or len(token) < 2:
            return (Node("ord", token),)
        nodes: list[Node] = []
        self._command(token, nodes, ())
        return tuple(nodes)

    def _script(self, token: str, nodes: list[Node]) -> None:
        """Read something raised or lowered, and let it hang on what stands before it."""
        base: Nodes = ()
        if nodes and nodes[-1].kind not in ("space", "cell", "break"):
            base = (nodes.pop(),)
        if token in ("'", "’"):
            primes = 1
            while self.tokens[self.at] in ("'", "’"):
                primes, self.at = primes + 1, self.at + 1
            inner: Nodes = (Node("ord", "′"),) * primes
        else:
            inner = self.read_argument()
        place = 1 if token == "_" else 2
        if base and base[0].kind == "brace" and not base[0].parts[1]:
            nodes.append(base[0]._replace(parts=(base[0].parts[0], inner)))
            return
        if base and base[0].kind == "scripts":
            parts = list(base[0].parts)
            is_prime = parts[2] and all(node.text == "′" for node in parts[2])
            if not parts[place] or (place == 2 and is_prime and len(parts[2]) < _MOST_PRIMES):
                parts[place] = (*parts[place], *inner)
                nodes.append(base[0]._replace(parts=tuple(parts)))
                return
            nodes.append(base[0])  # a second one of its kind, which TeX refuses
            base = ()
        low, high = (inner, ()) if place == 1 else ((), inner)
        nodes.append(Node("scripts", "", (base, low, high)))

    def _command(self, token: str, nodes: list[Node], ends: tuple[str, ...]) -> None:
        """Read a command with what it takes."""
        name = token[1:]
        if (symbol := SYMBOLS.get(name)) is not None:
            nodes.append(Node(symbol[1], symbol[0]))  # type: ignore[arg-type]
        elif name in WIDTHS and name not in DROPPED:
            nodes.append(Node("space", WIDTHS[name]))
        elif name[:1] == "\\":
            nodes.append(Node("break"))
        elif name in IGNORED or name in SIZES:
            if name in SIZES:
                self._sized(name, nodes)
        elif self._depth >= _DEEPEST:
            nodes.append(Node("raw", token))
        else:
            self._depth += 1
            self._structure(name, nodes, ends)
            self._depth -= 1

    def _sized(self, name: str, nodes: list[Node]) -> None:
        """Read a bracket that is set larger; LaTeXML has it in braces."""
        (sign, *_) = self.read_argument() or (Node("ord"),)
        kind = {"l": "open", "r": "close", "m": "rel"}.get(name[-1], sign.kind)
        if kind == "close" and not sign.parts and not self._is_prose:
            self._close(sign.text, nodes)
            return
        nodes.append(Node(kind, sign.text) if not sign.parts else sign)  # type: ignore[arg-type]
        if kind == "open" and not sign.parts:
            self._sized_open.append((id(nodes), len(nodes)))

    def _close(self, sign: str, nodes: list[Node]) -> None:
        """End what a larger bracket began in the same list: both are as high as what they hold."""
        while self._sized_open:
            where, at = self._sized_open.pop()
            if where == id(nodes) and 0 < at <= len(nodes) and nodes[at - 1].kind == "open":
                inner = tuple(nodes[at:])
                if any(node.kind in ("cell", "break") for node in inner):
                    break
                nodes[at - 1 :] = [Node("fence", f"{nodes[at - 1].text} {sign}", (inner,))]
                return
        nodes.append(Node("close", sign))

    def _structure(self, name: str, nodes: list[Node], ends: tuple[str, ...]) -> None:
        read = self.read_argument
        if name in FRACTIONS:
            nodes.append(Node("fraction", name, (read(), read())))
        elif name in BINOMIALS:
            nodes.append(Node("binomial", name, (read(), read())))
        elif name == "sqrt":
            degree = self.optional()
            nodes.append(Node("root", "", (self._within(degree or ""), read())))
        elif name in ACCENTS:
            nodes.append(Node("accent", name, (read(),)))
        elif name in ALPHABETS:
            inner = self.read_list(*ends) if name == "cal" else read()
            is_plain = self._is_prose and ALPHABETS[name] != "double"
            nodes.append(as_one(inner if is_plain else lettered(ALPHABETS[name], inner)))
        elif name in UPRIGHT:
            nodes += upright(self.read_list(*ends))
        elif name in WORDS:
            self.star()
            inner = read()
            kind = "op" if name == "operatorname" else "word"
            word = letters_of(inner)
            nodes.append(as_one(inner) if word is None else as_word(word, kind))
        elif name in TEXTS or name == "tag":
            self._text(name, nodes)
        elif name in ("overset", "stackrel", "underset"):
            over, base = read(), read()
            below, above = (over, ()) if name == "underset" else ((), over)
            nodes.append(Node("over", "", (base, above, below)))
        elif name in ARROWS:
            under = self._within(self.optional() or "")
            nodes.append(Node("over", "arrow", ((Node("rel", ARROWS[name]),), read(), under)))
        elif name in BRACES:
            nodes.append(Node("brace", name, (read(), ())))
        elif name in ("left", "mleft"):
            nodes.append(fence(self))
        elif name == "middle":
            nodes.append(Node("middle", "".join(node.text for node in read())))
        elif name == "begin":
            nodes.append(environment(self))
        else:
            self._rare(name, nodes)

    def _rare(self, name: str, nodes: list[Node]) -> None:
        """Read a command that is not met often, or is unknown."""
        read = self.read_argument
        if name == "not":
            inner = read()
            if not inner or inner[0].parts or not inner[0].text.strip():
                nodes += (Node("raw", r"\not"), *inner)
                return
            sign = unicodedata.normalize("NFC", inner[0].text + "\u0338")
            nodes += (inner[0]._replace(text=sign), *inner[1:])
        elif name in ("pmod", "pod"):
            word = (as_word("mod", "op"),) if name == "pmod" else ()
            nodes += (_SPACE, Node("open", "("), *word, *read(), Node("close", ")"))
        elif name == "substack":
            self._depth += 1
            nodes.append(substack(self))
            self._depth -= 1
        elif name in FENCED:
            self.star()
            nodes.append(Node("fence", FENCED[name], (read(),)))
        elif name in CLASSES:
            nodes.append(Node("group", CLASSES[name], (read(),)))
        elif name in PLAIN:
            inner = read()
            is_bold = self._has_bold and name in BOLD
            nodes.append(as_one(lettered("bold", inner) if is_bold else inner))
        elif name in DROPPED:
            self.star()
            self.optional()
            for _ in range(DROPPED[name]):
                read()
            if name in WIDTHS or name == "hspace":
                nodes.append(_SPACE)
        else:
            arguments = []
            while self.tokens[self.at] == "{":
                arguments.append(read())
            nodes.append(Node("raw", f"\\{name}", tuple(arguments)))

    def _text(self, name: str, nodes: list[Node]) -> None:
        if self.skip() != "{":
            nodes += self.read_argument()
            return
        self.at += 1
        pieces = running_text(self.verbatim())
        if name == "tag":
            nodes += (_SPACE, Node("word", f"({''.join(pieces)})"), _SPACE)
            return
        for place, piece in enumerate(pieces):
            if place % 2:  # a formula in it
                nodes += self._within(piece)
            elif piece:
                nodes.append(as_word(piece, "word"))

    def _within(self, tex: str) -> Nodes:
        """Return the pieces of a formula that stands within this one, apart from its tokens."""
        if not tex or self._depth >= _DEEPEST:
            return (Node("raw", tex),) if tex else ()
        parser = _Parser(tex, self._is_prose, self._has_bold)
        parser._depth = self._depth + 1
        nodes = parser.read_list("")
        return nodes + tuple(Node("raw", token) for token in parser.tokens[parser.at : -1])
