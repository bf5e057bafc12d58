r"""The `file` field of a BibTeX entry as JabRef, Zotero and Mendeley write it, taken apart.

JabRef: `description:path:PDF`, several parted by `;`; Zotero has the MIME type at the end; others
have the path alone. A backslash takes its meaning from `:`, `;` and itself; Mendeley writes it as
`$\backslash$`.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from ...text import clean_note

_MOST = 100
_LONGEST = 4096
"""Files of a paper, and characters of a path."""

_SIGN = re.compile(r"\\([:;\\_&%#{}])|([:;])")
_LATEX = re.compile(r"\{\\([_&%#])\}")
_TYPE = re.compile(r"[a-z]{1,20}/[a-zA-Z0-9.+-]{1,60}|[A-Za-z][A-Za-z0-9 +-]{0,20}")
_DRIVE = re.compile(r"[A-Za-z]")
_SCHEMES = ("http", "https", "ftp", "file")
_WEB = ("http://", "https://", "ftp://")


def paths_in(field: str) -> tuple[str, ...]:
    """Return the paths in a `file` field, in order, each once; addresses on the web are none."""
    text = _LATEX.sub(r"\1", field.replace("$\\backslash$", "\\")).strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    told: dict[str, None] = {}
    for parts in _files(text)[:_MOST]:
        path = _path(parts)
        if path and len(path) <= _LONGEST:
            told.setdefault(path)
    return tuple(told)


def _files(text: str) -> list[list[str]]:
    """Return the parts of each file between colons that are not escaped."""
    files: list[list[str]] = [[""]]
    at = 0
    for found in _SIGN.finditer(text):
        files[-1][-1] += text[at : found.start()]
        at = found.end()
        if found[2] == ":":
            files[-1].append("")
        elif found[2] == ";":
            files.append([""])
        else:
            files[-1][-1] += found[1]
    files[-1][-1] += text[at:]
    return files


def _path(parts: list[str]) -> str | None:
    """Return which of the parts of a file is its path, None where none is one on a disk."""
    parts = _with_drives([part.strip() for part in parts])
    if any(part.lower().startswith(_WEB) for part in parts[:2]):
        return None
    last = parts[-1]
    if len(parts) == 1:
        path = last
    elif len(parts) == 2:
        path = parts[0] if parts[0] and _TYPE.fullmatch(last) else last
    else:
        # A title may have colons of its own; behind them stand the path and its MIME type.
        path = parts[-2] if "/" in last and _TYPE.fullmatch(last) else parts[1]
    if path.startswith("file:"):
        path = unquote(urlsplit(path).path)
    return clean_note(path).replace("\n", "") or None


def _with_drives(parts: list[str]) -> list[str]:
    """Return the parts with drives and schemes put back before what belongs to them."""
    told: list[str] = []
    for part in parts:
        before = told[-1] if told else ""
        is_drive = _DRIVE.fullmatch(before) and part.startswith(("/", "\\"))
        if is_drive or (before.lower() in _SCHEMES and part.startswith("//")):
            told[-1] = f"{before}:{part}"
        else:
            told.append(part)
    return told


def local_path(text: str) -> str | None:
    """Return the path that an address or a path leads to on this disk, None for one on the web."""
    text = text.strip()
    if not text or text.lower().startswith((*_WEB, "www.", "internal-pdf:", "doi:")):
        return None
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    is_path = text.startswith(("/", "~", ".", "\\")) or text[1:3] in (":\\", ":/") or "." in text
    return (clean_note(text).replace("\n", "") or None) if is_path else None
