"""What a line may begin, by how it reads and how it is set: heading, caption, item, formula."""

from __future__ import annotations

import re
from typing import NamedTuple

from .lines import BULLETS, Line

_NAMES = (
    r"abstract|references|bibliography|literature cited|acknowledge?ments?|appendix|appendices|"
    r"supplementary materials?|supplemental materials?|introduction|conclusions?|discussion|"
    r"related work|background|limitations|ethics statement|broader impact|contents|"
    r"author contributions|funding|data availability|reproducibility statement"
)
_KNOWN = re.compile(rf"(?:{_NAMES})[.:]?", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_ROMAN = re.compile(r"([IVXL]{1,6})\.\s+(?=[A-Z])")
_LETTERED = re.compile(r"([A-Z](?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_APPENDIX = re.compile(r"appendix\s+([A-Z\d]{1,2})\b[.:]?\s*", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:supplementary\s+|extended data\s+)?"
    r"(figure|fig\.|table|algorithm|listing|scheme|procedure)\s*"
    r"(S?\d{1,3}(?:\.\d{1,2})?|[IVXL]{1,6}|[A-Z]\.?\d{1,3})(?![\w-])\s*([:.|—–]?)",
    re.IGNORECASE,
)
_THEOREM = re.compile(
    r"(theorem|lemma|proposition|corollary|definition|remark|example|assumption|conjecture|claim|"
    r"fact|observation|property|problem|hypothesis|notation|condition|proof)\b"
    r"\s*(\d{1,3}(?:\.\d{1,3})*|[A-Z]\.?\d{1,3})?",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"([•◦▪■□●○‣⁃▶►∗⋄–—-]|\(?\d{1,2}[.)]|\([a-z]\)|[a-z]\)|\(?[ivx]{1,4}[.)]|\[[A-Z]?\d\])\s+(?=\S)"
)
_NUMBER_OF_FORMULA = re.compile(r"\(((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?[a-z]?)\)")
_NOTE_SIGNS = re.compile(r"\s*(\d{1,3}|[*∗†‡§¶‖⋆]{1,3})")
_SMALL_CAPITALS = re.compile(r"csc|smallcap|-sc\b|sc$", re.IGNORECASE)
_RUN_IN = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=[^\W\d_])")
_GLUED_SIGN = re.compile(r"(\d{1,2})(?=[^\W\d_a-z])")


class Heading(NamedTuple):
    """A heading as one line tells it."""

    level: int
    """0 where only its size can tell."""
    number: str
    text: str


class Setting(NamedTuple):
    """What is usual in a paper, by which lines are judged."""

    size: float
    """Of its running text, in points."""
    leading: float
    """From one baseline to the next."""
    face: str
    """The font of most of it."""
    is_roman: bool = False
    """Whether its sections have Roman numbers, so that letters are those of subsections."""
    is_justified: bool = False
    """Whether its lines end where their column does, but for the last ones of paragraphs."""


def heading_of(line: Line, after: Line | None, setting: Setting) -> Heading | None:
    """Return the heading that a line is, if it is one.

    It is set otherwise than the text (bold, larger, small capitals, another font) and stands by
    itself; numbers and the usual names count for more than that.
    """
    text = line.text.strip()
    if not 2 <= len(text) <= 150 or line.math > 0.5 or text.endswith((",", ";")):
        return None
    if line.gap is not None and line.gap < 1.1 * setting.leading:
        return None
    if line.is_at_foot and line.size < 0.9 * setting.size:
        return None
    is_large = line.top_size > 1.08 * setting.size and line.size > 1.04 * setting.size
    is_bold = line.share("is_bold") > 0.85
    is_slanted = line.share("is_italic") > 0.85
    is_capital = _is_capital(line)
    is_other = is_large or is_bold or is_capital or line.face != setting.face
    if line.top_size < 0.95 * setting.size and not is_bold and not _KNOWN.fullmatch(text):
        return None
    if not is_other and not is_slanted:
        return None
    stands_alone = after is None or after.gap is None or after.gap > 1.04 * setting.leading
    differs_from_next = after is None or after.face != line.face or after.size != line.size
    if found := _APPENDIX.match(text):
        if is_other:
            return Heading(1, found[1], text[found.end() :].strip())
        return None
    if _KNOWN.fullmatch(text):
        return Heading(1, "", text.rstrip(".:"))
    if not (stands_alone or differs_from_next):
        return None
    if (found := _ROMAN.match(text)) and (is_capital or is_bold or is_large):
        return Heading(1, found[1], text[found.end() :])
    if found := _NUMBERED.match(text):
        return Heading(found[1].count(".") + 1, found[1], text[found.end() :])
    if (found := _LETTERED.match(text)) and (is_large or is_bold or is_capital or is_slanted):
        if setting.is_roman and "." not in found[1] and not is_capital:
            return Heading(2, found[1], text[found.end() :])
        is_short_word = found[1] == "A" and not (is_large or is_bold)
        if not is_short_word:
            return Heading(found[1].count(".") + 1, found[1], text[found.end() :])
    if text[-1] in ".:" and not is_large:
        return None
    words = len(text.split())
    gap = line.gap is None or line.gap > 1.3 * setting.leading
    if gap and words <= 12 and ((is_bold and stands_alone) or (is_large and text[0].isupper())):
        return Heading(0, "", text)
    return None


def run_in_heading_of(line: Line) -> tuple[Heading, int] | None:
    """Return the heading with which a line goes on into its text, and how many pieces it has.

    The classes of the AMS set subsections so: `3.1. Setting. Let`, its name in bold.
    """
    pieces = line.pieces
    start = int(not pieces[0].face.is_bold and bool(re.fullmatch(r"[\d. ]+", pieces[0].text)))
    count = next((n for n in range(start, len(pieces)) if not pieces[n].face.is_bold), 0)
    if count <= start:
        return None
    text = Line(line.pieces[:count], line.page).text.strip()
    found = _RUN_IN.match(text)
    if not found or not text.endswith("."):
        return None
    return Heading(found[1].count(".") + 1, found[1], text[found.end() :].rstrip(".")), count


def _is_capital(line: Line) -> bool:
    """Tell whether a line is in capitals, large or small ones."""
    if all(_SMALL_CAPITALS.search(piece.face.name) for piece in line.pieces):
        return True
    letters = "".join(filter(str.isalpha, "".join(piece.text for piece in line.pieces)))
    return len(letters) > 3 and letters.isupper()


class Caption(NamedTuple):
    """What a caption is of."""

    kind: str
    """`figure`, `table`, `algorithm`, `listing`, `scheme` or `procedure`."""
    number: str
    start: int
    """Where in its line its text begins behind the number."""


def caption_of(line: Line, follows_text: bool, setting: Setting) -> Caption | None:
    """Return the caption that a line begins, if it does.

    `Algorithm 1 summarises` begins a sentence: there is a sign behind the number, or nothing, or
    name and number are bold and what follows is not.
    """
    text = line.text.strip()
    found = _CAPTION.match(text)
    if not found or not text[0].isupper():
        return None
    if follows_text and line.gap is not None and line.gap < 1.15 * setting.leading:
        return None
    rest = text[found.end() :].strip()
    set_apart = _is_set_apart(line, found.end())
    if not (found[3] or not rest or set_apart):
        return None
    if not found[3] and not rest and line.is_full:
        return None
    kind = {"fig.": "figure"}.get(found[1].lower(), found[1].lower())
    return Caption(kind, found[2], found.end())


def _is_set_apart(line: Line, length: int) -> bool:
    """Tell whether the beginning of a line is in one font and what follows in another.

    Bitmaps have no names, so that it is not asked whether the first is bold.
    """
    first = line.pieces[0].face
    seen = 0
    for piece in line.pieces:
        if piece.face is not first:
            return seen >= len(line.text.lstrip()[:length].replace(" ", ""))
        seen += len(piece.text.replace(" ", ""))
    return False


class Theorem(NamedTuple):
    """What a theorem is called."""

    name: str
    number: str


def theorem_of(line: Line) -> Theorem | None:
    """Return the theorem or proof that a line begins: its name is set otherwise than the text."""
    text = line.text.lstrip()
    found = _THEOREM.match(text)
    if not found or not text[0].isupper():
        return None
    first = next((run for run in line.runs if run.text.strip()), None)
    if first is None:
        return None
    # Small capitals come as capitals of a smaller size.
    is_set = first.style in ("strong", "emphasis") or line.pieces[0].text.isupper()
    if not is_set and line.pieces[0].face.name == "" and line.gap is not None:
        is_set = _is_set_apart(line, len(found[0]))
    if not is_set or (first.style == "emphasis" and first.text.strip()[-1:] not in ".:0123456789"):
        return None
    name = found[1].capitalize()
    if name != "Proof" and not found[2] and not re.match(r"\s*[(.:]", text[found.end() :]):
        return None
    return Theorem(name, found[2] or "")


def item_of(line: Line) -> tuple[str, float] | None:
    """Return the sign of an item that a line begins, and where its text begins in points."""
    text = line.text.lstrip()
    found = _ITEM.match(text)
    if not found:
        return None
    sign = found[1]
    if sign not in BULLETS and line.indent < 0.3 * line.size:
        return None
    if sign in "–—-∗" and line.indent < 0.6 * line.size:
        return None
    length = len(found[0].strip())
    seen = 0
    for piece in line.pieces:
        if seen >= length:
            return sign.strip("()."), piece.x
        seen += len(piece.text.strip())
    return sign.strip("()."), line.x + 1.5 * line.size


def number_of_formula(line: Line) -> str:
    """Return the number that stands apart at the end of a line, without brackets."""
    cells = line.cells
    last = "".join(piece.text for piece in cells[-1]).strip()
    found = _NUMBER_OF_FORMULA.fullmatch(last)
    if found and (len(cells) > 1 or line.indent > 3 * line.size) and line.is_full:
        return found[1]
    return ""


def is_formula(line: Line, setting: Setting) -> bool:
    """Tell whether a line is a displayed formula or part of one.

    Signs of formulas have fonts of their own (CMMI, CMSY, CMEX, MSBM and the like); a display is
    indented on both sides or has a number at its end.
    """
    if number_of_formula(line) and (line.math > 0.1 or line.indent > 1.2 * setting.size):
        return True
    if line.math < 0.3:
        return False
    if line.indent > 1.2 * setting.size:
        return not (line.math < 0.5 and line.is_full)
    if line.gap is None or line.is_full:
        return False
    return line.math > 0.65 and line.gap > 1.1 * setting.leading


def note_sign(line: Line) -> str:
    """Return the sign that a footnote begins with: raised and small, or no letter at all."""
    first = line.pieces[0]
    found = _NOTE_SIGNS.match(first.text)
    if not found:
        return ""
    is_raised = first.size < 0.9 * line.size and first.y > line.y + 0.08 * line.size
    if is_raised or not found[1].isdigit():
        return found[1]
    # A raised digit may be a glyph of its own, which is of the same size and on the line.
    glued = _GLUED_SIGN.match(line.text.lstrip())
    return glued[1] if glued else ""
