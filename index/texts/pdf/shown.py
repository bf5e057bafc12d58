"""What a page of a PDF shows: pieces of text with their places, in the order of its stream."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .fonts import Face, Fonts

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_UNKNOWN = Face("", {}, {}, 0.5, False)

_SPACE = 0.14
"""Ems from which a gap is a space: TeX shrinks that of Palatino (0.25) to 0.15, that of Computer
Modern (0.333) to 0.222, and parts letters by less than 0.1; a thin space in a formula is 0.167."""
_APART = 1.0
"""Ems from which what follows stands apart: another cell, the number of a formula."""
_ASIDE = 0.1
"""Ems by which a text that is drawn twice is moved."""
_LONGEST = 500
"""Characters of a piece."""
_DEEPEST = 4
"""How deep forms may stand in each other."""
_LITTLE = 200
"""Characters below which a page has no text of its own, and that of its forms is the page's."""
_MOST_OPERATORS = 400_000
_MOST_FORMS = 200
"""Of one page."""


class Piece(NamedTuple):
    """Text in one font that stands in one go; lengths in points, y from below."""

    text: str
    x: float
    y: float
    right: float
    size: float
    face: Face


def pieces_of(page: PageObject, reader: PdfReader, fonts: Fonts) -> list[Piece]:
    """Return what a page shows, turned upright; what is written across it is left out.

    A form (PDF 1.7, 8.10) is a picture put in, unless hardly anything stands outside of forms.
    """
    showing = _Showing(reader, fonts, page)
    showing.run(page.get("/Contents"), page.get("/Resources"), _IDENTITY, 0)
    own, inner = _upright(showing.own), _upright(showing.inner)
    if sum(len(piece.text) for piece in own) < _LITTLE:
        return own + inner
    return own


def _upright(found: list[tuple[int, Piece]]) -> list[Piece]:
    """Return the pieces that stand as most do, as if that were upright."""
    turns = Counter[int]()
    for turn, piece in found:
        turns[turn] += len(piece.text)
    if not turns:
        return []
    most = turns.most_common(1)[0][0]
    return [piece for turn, piece in found if turn == most]


class _State:
    """What the graphics state (PDF 1.7, 8.4 and 9.3) has that text needs."""

    __slots__ = ("cm", "face", "leading", "rise", "scale", "size", "tc", "tw")

    def __init__(self, cm: Matrix) -> None:
        self.cm = cm
        self.face = _UNKNOWN
        self.size = 1.0
        self.tc = self.tw = self.leading = self.rise = 0.0
        self.scale = 1.0

    def copy(self) -> _State:
        other = _State(self.cm)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class _Showing:
    """Runs the operators of one page that matter for text."""

    def __init__(self, reader: PdfReader, fonts: Fonts, page: PageObject) -> None:
        self._reader = reader
        self._fonts = fonts
        self._hidden = _hidden_layers(reader)
        box = page.cropbox
        self._box = float(box.left), float(box.bottom), float(box.right), float(box.top)
        self._left = _MOST_OPERATORS
        self._forms = _MOST_FORMS
        self.own: list[tuple[int, Piece]] = []
        self.inner: list[tuple[int, Piece]] = []

    def run(self, contents: Any, resources: Any, cm: Matrix, depth: int) -> None:
        """Run a stream of operators."""
        from pypdf.generic import ContentStream

        contents = contents.get_object() if contents is not None else None
        resources = resources.get_object() if resources is not None else {}
        if contents is None or self._left <= 0:
            return
        faces = self._fonts.of_page(resources)
        state = _State(cm)
        stack: list[_State] = []
        marked: list[bool] = []  # whether what is marked is of a layer that is not shown
        tm = line = _IDENTITY
        shown = self.inner if depth else self.own
        into = shown
        for operands, operator in ContentStream(contents, self._reader).operations:
            self._left -= 1
            if self._left <= 0:
                return
            try:
                if operator == b"TJ":
                    tm = self._show(operands[0], state, tm, into)
                elif operator == b"Tj":
                    tm = self._show(operands, state, tm, into)
                elif operator in (b"Td", b"TD"):
                    x, y = _floats(operands, 2)
                    if operator == b"TD":
                        state.leading = -y
                    tm = line = _times((1, 0, 0, 1, x, y), line)
                elif operator == b"Tf":
                    state.face = faces.get(operands[0], _UNKNOWN)
                    state.size = float(operands[1])
                elif operator == b"Tm":
                    a, b, c, d, e, f = _floats(operands, 6)
                    tm = line = (a, b, c, d, e, f)
                elif operator == b"T*":
                    tm = line = _times((1, 0, 0, 1, 0, -state.leading), line)
                elif operator in (b"'", b'"'):
                    if operator == b'"':
                        state.tw, state.tc = _floats(operands, 2)
                    line = _times((1, 0, 0, 1, 0, -state.leading), line)
                    tm = self._show(operands[-1:], state, line, into)
                elif operator == b"BT":
                    tm = line = _IDENTITY
                elif operator == b"cm":
                    a, b, c, d, e, f = _floats(operands, 6)
                    state.cm = _times((a, b, c, d, e, f), state.cm)
                elif operator == b"q":
                    stack.append(state)
                    state = state.copy()
                elif operator == b"Q":
                    if stack:
                        state = stack.pop()
                elif operator in (b"BDC", b"BMC"):
                    marked.append(operator == b"BDC" and self._hides(operands, resources))
                    into = [] if any(marked) else shown
                elif operator == b"EMC":
                    if marked:
                        marked.pop()
                    into = [] if any(marked) else shown
                elif operator == b"Do" and depth < _DEEPEST and not any(marked):
                    self._do(resources, operands[0], state.cm, depth)
                elif setting := _SETTINGS.get(operator):
                    setting(state, float(operands[0]))
            except (IndexError, TypeError, ValueError, KeyError, AttributeError, OverflowError):
                continue  # an operator with the wrong operands is passed over, as readers do

    def _hides(self, operands: Any, resources: Any) -> bool:
        """Tell whether marked content is of a layer that is off (PDF 1.7, 8.11)."""
        if not self._hidden or operands[0] != "/OC":
            return False
        layer = resources["/Properties"].get_object().raw_get(operands[1])
        return getattr(layer, "idnum", None) in self._hidden

    def _do(self, resources: Any, name: str, cm: Matrix, depth: int) -> None:
        form = resources["/XObject"].get_object()[name].get_object()
        if form.get("/Subtype") != "/Form" or self._forms <= 0:
            return
        self._forms -= 1
        matrix = _IDENTITY
        if "/Matrix" in form:
            a, b, c, d, e, f = _floats(form["/Matrix"].get_object(), 6)
            matrix = (a, b, c, d, e, f)
        self.run(form, form.get("/Resources", resources), _times(matrix, cm), depth + 1)

    def _show(self, shown: Any, state: _State, tm: Matrix, into: list[tuple[int, Piece]]) -> Matrix:
        """Add what one operator shows; return where the pen is then."""
        face, size = state.face, state.size
        m = _times(tm, state.cm)
        along, up = math.hypot(m[0], m[1]), math.hypot(m[2], m[3])
        turn = round(math.atan2(m[1], m[0]) / (math.pi / 2)) % 4 if along else 0
        x, y = _turned(m[4] + state.rise * m[2], m[5] + state.rise * m[3], turn)
        low_x, low_y, high_x, high_y = self._box
        is_seen = low_x - 1 < m[4] < high_x + 1 and low_y - 1 < m[5] < high_y + 1
        scale, tc, tw = state.scale, state.tc, state.tw
        em = abs(size) * along * scale
        table, widths, missing = face.table, face.widths, face.missing
        pen = start = end = 0.0  # in text space, from where the operator begins
        letters: list[str] = []

        def close() -> None:
            if letters:
                text = "".join(letters)
                left = x + start * along
                right = x + end * along
                piece = Piece(text, left, y, right, abs(size) * up, face)
                if is_seen and not (into and _is_again(piece, into[-1][1])):
                    into.append((turn, piece))
                letters.clear()

        for part in shown:
            if isinstance(part, (int, float)):
                pen -= part / 1000 * size * scale
                continue
            data = part if isinstance(part, bytes) else _bytes(part)
            if face.is_wide:
                codes: Iterator[int] = (
                    (data[at] << 8) | data[at + 1] for at in range(0, len(data) - 1, 2)
                )
            else:
                codes = iter(data)
            for code in codes:
                text = table.get(code, "")
                width = (widths.get(code, missing) * size + tc) * scale
                if code == 32 and not face.is_wide:
                    width += tw * scale
                if text:
                    gap = (pen - end) * along
                    if letters and (gap > _APART * em or len(letters) > _LONGEST):
                        close()
                    elif letters and gap > _SPACE * em and letters[-1] != " " and text != " ":
                        letters.append(" ")
                    if not letters:
                        start = pen
                    letters.append(text)
                    end = pen + width
                pen += width
        close()
        return _times((1, 0, 0, 1, pen, 0), tm)


def _is_again(piece: Piece, before: Piece) -> bool:
    """Tell whether a text is drawn twice, a little aside, to look bold."""
    return (
        piece.text == before.text
        and abs(piece.x - before.x) < _ASIDE * piece.size
        and abs(piece.y - before.y) < _ASIDE * piece.size
    )


def _hidden_layers(reader: PdfReader) -> set[int]:
    """Return the numbers of the objects that are layers which are off."""
    try:
        usual = reader.trailer["/Root"]["/OCProperties"]["/D"]  # type: ignore[index]
        return {layer.idnum for layer in usual.get("/OFF", ()) if hasattr(layer, "idnum")}
    except (KeyError, TypeError, AttributeError):
        return set()


_SETTINGS: dict[bytes, Callable[[_State, float], None]] = {
    b"Tc": lambda state, value: setattr(state, "tc", value),
    b"Tw": lambda state, value: setattr(state, "tw", value),
    b"TL": lambda state, value: setattr(state, "leading", value),
    b"Ts": lambda state, value: setattr(state, "rise", value),
    b"Tz": lambda state, value: setattr(state, "scale", value / 100),
}


def _bytes(text: Any) -> bytes:
    """Return the bytes of a string as it stands in the file."""
    original = getattr(text, "original_bytes", None)
    if isinstance(original, bytes):
        return original
    return text.encode("latin-1", "replace") if isinstance(text, str) else b""


def _floats(operands: Any, count: int) -> list[float]:
    numbers = [float(value) for value in operands[:count]]
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValueError
    return numbers


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a place as it is where the page is turned so that text of this turn is upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]
