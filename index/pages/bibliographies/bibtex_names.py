"""Names in BibTeX's three forms, in biblatex's extended one, and as people write lists of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ..fields.bylines import Byline, People, people_in_parts, without_marks
from ..fields.markup import plain
from ..fields.short_names import SUFFIX
from ..values import MOST_TEXT
from .latex import plain_text

_LONGEST = 1000
"""Characters of a name that is taken apart into its parts."""

_AND_TWICE = re.compile(r"(?i)\band(?:\s+and\b)+")
_AND_AT_END = re.compile(r"(?i)^\s*and\s+|\s+and\s*$")
_MORE_BEHIND = re.compile(
    r"[,;]?\s(?:\{|\\(?:emph|textit|it)\b\s*\{?)*et\.?[ ~]?al(?:ii|ia)?\.?\}*$", re.IGNORECASE
)
_HIDDEN = re.compile(
    r"\\(?:footnote(?:mark)?|inst|fnref|corref|orcid(?:link|ID)?|affil)(?:\[[^\[\]]*\])?\{[^{}]*\}"
)
"""What belongs to no name, but says more about it."""
_COMMAND_FIRST = re.compile(r"(?i)(\sand )(?=\\)")
_SIGNS = re.compile(r"\\.|[{}]|[,;]| (?:&|\\&) ", re.DOTALL)
_EXTENDED = re.compile(r"\s*[\"{]?\s*(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_MORE = re.compile(r"et\.? ?al|others", re.IGNORECASE)
_SPOKEN = ("given", "prefix", "family", "suffix")
"""The parts of a name in the order in which it is said."""


def bibtex_people(field: str, collaboration: str = "") -> People:
    """Return who is named in an `author` field, in order, and the group for which they write."""
    byline = Byline()
    names = list(_names(without_marks(plain(_HIDDEN.sub("", field)))))
    if len(names) == 2 and _is_enumerated(*names):
        names[:1] = names[0].split(",")
    for name in names:
        _add(byline, name)
    for group in re.split(r"\s+and\s+", collaboration) if collaboration else ():
        byline.add_collaboration(_shown(group))
    return byline.people()


def own_people(field: str) -> People:
    """Return who is named in an `author` field that Recto wrote: each name as it stands."""
    byline = Byline()
    for name in _names(field):
        if name.lower() == "others":
            byline.add_literal(name)
        else:
            told = plain_text(name) if len(name) > _LONGEST else _spoken(name, plain_text)
            byline.add_exactly(" ".join(told.split()))
    return byline.people()


def _names(field: str) -> Iterator[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    # It drops a command with which a name begins that is not the first.
    text = " ".join(field[:MOST_TEXT].split())
    text = _AND_AT_END.sub("", _AND_TWICE.sub("and", text))
    text = _COMMAND_FIRST.sub(r"\1{}", text)
    for name in split_multiple_persons_names(text):
        yield name.strip()


def _is_enumerated(first: str, last: str) -> bool:
    """Whether names are listed as in a sentence: `Ann Alpha, Bob Beta and Cy Gamma`."""
    parts = first.split(",")
    is_plain = not set(first + last) & set("{}\\;") and "," not in last
    return is_plain and len(parts) == 2 and all(" " in part.strip() for part in (*parts, last))


def _add(byline: Byline, name: str) -> None:
    if behind := _MORE_BEHIND.search(name, max(0, len(name) - 40)):
        byline.add_literal("et al.")
        name = name[: behind.start()]
    if len(name) > _LONGEST:
        byline.add(_shown(name))
    elif _EXTENDED.match(name):
        byline.add_literal(_extended(name))
    elif name.startswith("{") and name.endswith("}") and len(_outside(name, ",;&")) == 1:
        byline.add_literal(_shown(name))
    else:
        for one in _outside(name, ";"):
            for person in _companions(one):
                _add_person(byline, person)


def _companions(name: str) -> list[str]:
    """Return names between `&`, where they are names and not one of a company."""
    parts = _outside(name, "&")
    is_list = any("," in part or " " in part.strip() for part in parts[1:])
    if len(parts) == 1 or not is_list or " " not in parts[0].strip():
        return [name]
    if len(parts) == 2 and _is_enumerated(*parts):
        parts[:1] = parts[0].split(",")
    return parts


def _add_person(byline: Byline, name: str) -> None:
    parts = [_shown(part).strip() for part in _outside(name, ",")]
    told = [part for part in parts if part]
    if len(told) == len(parts) > 1 and _is_ordered(told):
        byline.add_literal(_spoken(name, _shown))
    else:
        byline.add_person(told)


def _is_ordered(parts: list[str]) -> bool:
    """Whether a name is in a form of BibTeX's, `von Last, First` or `von Last, Jr, First`."""
    if ":" in parts[0] or _MORE.match(parts[-1]):
        return False
    if len(parts) == 2:
        is_suffix = SUFFIX.fullmatch(parts[1]) and " " in parts[0]
        return not is_suffix and len(people_in_parts(parts)) == 1
    return len(parts) == 3 and SUFFIX.fullmatch(parts[1]) is not None


def _spoken(name: str, shown: Callable[[str], str]) -> str:
    """Return a name as it is said, whatever stands first."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except ValueError:
        return shown(name)
    words: list[Any] = [*parts.first, *parts.von, *parts.last, *parts.jr]
    return shown(" ".join(map(str, words)))


def _extended(name: str) -> str:
    """Return a name of biblatex's extended format, such as `family=Meij, prefix=van der`."""
    if name[:1] == name[-1:] == '"' or (name.startswith("{") and name.endswith("}")):
        name = name[1:-1]
    told: dict[str, str] = {}
    for part in _outside(name, ","):
        key, is_told, value = part.partition("=")
        if is_told:
            told.setdefault(key.strip(' "').lower(), _shown(value.strip().strip('"')))
    return " ".join(filter(None, (told.get(part, "") for part in _SPOKEN)))


def _shown(text: str) -> str:
    return " ".join(plain(plain_text(text)).split())


def _outside(text: str, signs: str) -> list[str]:
    """Return what stands between signs that are in no braces."""
    parts: list[str] = []
    depth = at = 0
    for found in _SIGNS.finditer(text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and sign.strip(" \\") in signs and sign[0] != "\\":
            parts.append(text[at : found.start()])
            at = found.end()
    return [*parts, text[at:]]
