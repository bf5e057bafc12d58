"""Fonts of a PDF: what their codes mean, how wide they are, and what their names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .codings import CMEX, OT1_STROKE, coding_of

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
_BOLD = re.compile(
    r"bold|black|heavy|demi|-medi|medi(?:ital)?$|cmbx|cmssbx|sfbx|sfsx|ecbx|-bd|\bbd\b|,b", re.I
)
_ITALIC = re.compile(r"ital|obli|slant|cmti|cmsl|sfti|sfsl|ecti|ecsl|cmbxti|cmssi|kursiv", re.I)
_MONO = re.compile(r"cmtt|sftt|ectt|mono|courier|typewriter|nimbusmon|consol|txtt|lmtt", re.I)
_MATH = re.compile(
    r"cmmi|cmsy|cmex|cmbsy|msam|msbm|eufm|eusm|rsfs|euex|euler|lmmath|math|mtmi|mtsy|mtex|mt2mi|"
    r"rtxmi|txsy|txex|txmi|pxmi|pxsy|pxex|rmtmi|symbol|esint|stmary|wasy|bbm|dsrom|bbold|"
    r"zplmr|fplm|lasy|yhmath|mnsymbol|fourier-|mdsymbol|stix.*sym",
    re.I,
)
"""Families that set formulas, by the names that TeX's distributions and Word give them."""
_OT1_TEXT = re.compile(r"CM(?:R|BX|TI|SL|SS|SSBX|CSC|B|U|DUNH|BXTI|BXSL)\d")

_ROW, _COLUMN = 12, 400
_MOST_CODES = 4096
_AVERAGE = 0.5
"""Width of a character in ems where nothing tells."""


_PICTURES = re.compile(r"l(?:ine|inew|circle|circlew)\d+$", re.I)
"""LaTeX's fonts of strokes, of which pictures are made."""

_NOTHING = "/.notdef"


class Face(NamedTuple):
    """A font as it is read."""

    name: str
    table: dict[int, str]
    widths: Mapping[int, float]
    """In ems."""
    missing: float
    """The width of what `widths` has not."""
    is_wide: bool
    """Whether a code is two bytes."""
    is_bold: bool = False
    is_italic: bool = False
    is_mono: bool = False
    is_math: bool = False


class Fonts:
    """The fonts of one file, each read once; their codes are told by pypdf."""

    def __init__(self) -> None:
        self._faces: dict[Any, Face] = {}

    def of_page(self, resources: Any) -> dict[str, Face]:
        """Return the fonts that resources name."""
        named: dict[str, Face] = {}
        try:
            fonts = resources["/Font"].get_object()
            items = list(fonts.items())
        except (KeyError, AttributeError, TypeError):
            return named
        new: list[tuple[str, Any, DictionaryObject]] = []
        for name, reference in items:
            font = reference.get_object()
            if not hasattr(font, "get"):
                continue
            key = getattr(reference, "idnum", None) or id(font)
            if key in self._faces:
                named[name] = self._faces[key]
            else:
                new.append((name, key, font))
        for (name, key, font), table in zip(new, _tables([font for *_, font in new]), strict=True):
            self._faces[key] = named[name] = _face(font, table)
        return named


def _face(font: DictionaryObject, table: dict[int, str]) -> Face:
    name = _SUBSET.sub("", str(font.get("/BaseFont", "")))
    is_wide = font.get("/Subtype") == "/Type0"
    widths, missing = _wide_widths(font) if is_wide else _widths(font)
    if font.get("/Subtype") == "/Type3" and _names_no_signs(font):
        codes = _named_codes(font)
        told = coding_of(codes)
        table = {code: told.get(code, "") for code in codes}
    if name.startswith("CMEX"):
        table = {code: CMEX.get(code, "") for code in table}
    elif _OT1_TEXT.match(name) and "/Encoding" not in font:
        table.update((code, OT1_STROKE[code]) for code in OT1_STROKE if code in table)
    if _PICTURES.match(name):
        table = {}
    is_math = bool(_MATH.search(name))
    return Face(
        name,
        table,
        widths,
        missing,
        is_wide,
        bool(_BOLD.search(name)) and not is_math,
        bool(_ITALIC.search(name)),
        bool(_MONO.search(name)),
        is_math,
    )


def _names_no_signs(font: DictionaryObject) -> bool:
    """Tell whether a font's glyphs are called by numbers, as those of TeX's bitmaps: `/a136`."""
    if "/ToUnicode" in font:
        return False
    encoding = _object(font, "/Encoding")
    differences = _object(encoding, "/Differences") or []
    names = [str(name) for name in differences if isinstance(name, str)]
    return all(name == _NOTHING or re.fullmatch(r"/[A-Za-z]{0,2}\d+", name) for name in names)


def _named_codes(font: DictionaryObject) -> set[int]:
    """Return the codes to which a font has a glyph, as `Differences` (PDF 1.7, 9.6.6) tell."""
    codes: set[int] = set()
    code = 0
    for one in _object(_object(font, "/Encoding"), "/Differences") or []:
        if isinstance(one, int):
            code = one
            continue
        if one != _NOTHING:
            codes.add(code)
        code += 1
    return codes or set(_codes(font))


def _object(holder: Any, name: str) -> Any:
    value = holder.get(name) if hasattr(holder, "get") else None
    return value.get_object() if value is not None and hasattr(value, "get_object") else value


def _number(value: Any, usual: float) -> float:
    value = value.get_object() if hasattr(value, "get_object") else value
    return float(value) if isinstance(value, (int, float)) else usual


def _codes(font: DictionaryObject) -> list[int]:
    """Return the codes that a simple font has, those without a width left out."""
    first = int(_number(font.get("/FirstChar"), 0))
    widths = _object(font, "/Widths")
    if not isinstance(widths, list):
        return list(range(256))
    return [first + at for at in range(len(widths)) if 0 <= first + at < 256]


def _widths(font: DictionaryObject) -> tuple[dict[int, float], float]:
    """Return the widths of a simple font (PDF 1.7, 9.2.4), in ems."""
    scale = 0.001
    if font.get("/Subtype") == "/Type3":
        matrix = _object(font, "/FontMatrix")
        scale = abs(_number(matrix[0], scale)) if isinstance(matrix, list) and matrix else scale
    widths = _object(font, "/Widths")
    first = int(_number(font.get("/FirstChar"), 0))
    if not isinstance(widths, list):
        # One of the fourteen that every reader has: Helvetica's widths are near to Times'.
        return dict(_STANDARD), _AVERAGE
    return {first + at: _number(width, 0) * scale for at, width in enumerate(widths)}, _AVERAGE


def _classes() -> Iterable[tuple[int, float]]:
    for sizes, characters in (
        (0.25, " ijl.,;:'|!ftI[]()/\\-`"),
        (0.5, 'abcdeghknopqrsuvxyz0123456789$#*+<>=?_JL"^~{}'),
        (0.7, "ABCDEFGHKNOPQRSTUVXYZw&"),
        (0.85, "mMW@%"),
    ):
        for character in characters:
            yield ord(character), sizes


_STANDARD = dict(_classes())


def _wide_widths(font: DictionaryObject) -> tuple[dict[int, float], float]:
    """Return the widths of a composite font (PDF 1.7, 9.7.4.3), in ems."""
    inner = _object(font, "/DescendantFonts")
    inner = inner[0].get_object() if isinstance(inner, list) and inner else {}
    told: dict[int, float] = {}
    listed = _object(inner, "/W")
    rest = list(listed) if isinstance(listed, list) else []
    at = 0
    while at + 1 < len(rest):
        first, second = int(_number(rest[at], 0)), rest[at + 1].get_object()
        if isinstance(second, list):
            told.update((first + n, _number(width, 500) / 1000) for n, width in enumerate(second))
            at += 2
        elif at + 2 < len(rest):
            last = min(int(_number(second, 0)), first + _MOST_CODES)
            width = _number(rest[at + 2], 500) / 1000
            told.update((code, width) for code in range(first, last + 1))
            at += 3
        else:
            break
    return told, _number(_object(inner, "/DW"), 1000) / 1000


def _tables(fonts: list[DictionaryObject]) -> list[dict[int, str]]:
    """Return what the codes of fonts mean, by having pypdf read a page that shows each of them.

    What pypdf makes of encodings, `ToUnicode` and the encoding in a font's own file is behind its
    `extract_text` only.
    """
    shown: list[list[int]] = [
        _wide_codes(font) if font.get("/Subtype") == "/Type0" else _codes(font) for font in fonts
    ]
    return _read_codes(fonts, shown)


def _wide_codes(font: DictionaryObject) -> list[int]:
    widths, _ = _wide_widths(font)
    codes = set(widths)
    unicode = _object(font, "/ToUnicode")
    if hasattr(unicode, "get_data"):
        for found in re.finditer(rb"<([0-9A-Fa-f]{4})>", unicode.get_data()[:400_000]):
            codes.add(int(found[1], 16))
    return sorted(codes)[:_MOST_CODES]


def _read_codes(fonts: list[DictionaryObject], shown: list[list[int]]) -> list[dict[int, str]]:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    tables: list[dict[int, str]] = [{} for _ in fonts]
    if not fonts:
        return tables
    named = DictionaryObject()
    operators: list[str] = []
    for at, (font, codes) in enumerate(zip(fonts, shown, strict=True)):
        named[NameObject(f"/F{at}")] = font
        digits = 4 if font.get("/Subtype") == "/Type0" else 2
        operators.extend(
            f"BT /F{at} 1 Tf 1 0 0 1 {at * _COLUMN} {code * _ROW} Tm <{code:0{digits}x}> Tj ET"
            for code in codes
        )
    page = PageObject.create_blank_page(width=100, height=100)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): named})
    stream = StreamObject()
    stream.set_data("\n".join(operators).encode())
    page[NameObject("/Contents")] = stream

    def take(text: str, _cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        # A hyphen that some call a soft one is drawn all the same.
        if text := text.replace("\n", "").replace("\u00ad", "-").replace("\u2010", "-"):
            tables[round(tm[4] / _COLUMN)][round(tm[5] / _ROW)] = text

    page.extract_text(visitor_text=take)
    return tables
