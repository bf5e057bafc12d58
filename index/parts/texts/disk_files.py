"""Files of this disk that become texts of papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...disk.pdf_files import find_pdf
from ...errors import RectoError
from ...paper import Paper
from ...text import clean
from ...texts.blocks import Text
from ...texts.deriving import LARGEST, UnreadableError, reads
from ...texts.keeping import TextFiles

if TYPE_CHECKING:
    from ...fetch.clock import Stop
    from ...texts.asking import Found


def take_in(
    files: TextFiles,
    key: str,
    paper: Paper,
    notice: Callable[[str], object],
    *,
    stopped: Stop | None,
    part: Callable[[Text], object] | None,
) -> Found:
    """Keep the PDF of a paper that is on this disk, if there is one, as the text of a name.

    Raises StoreError and Interrupted.
    """
    from ...texts.asking import Found

    path, gone = find_pdf(paper.files)
    if path is None:
        return Found(None, (f"{clean(gone[0])} is gone.",) if gone else ())
    name = clean(path.name)
    if not reads("pdf"):
        return Found(None, (f"{name} is read with pip install 'recto[pdf]'.",))
    notice(f"reading {name}")
    try:
        data = read_file(path)
        text = files.keep(
            key, data, path.name, license=paper.license or "", stopped=stopped, part=part
        )
    except UnreadableError as error:
        return Found(None, (f"{name}: {error.message}",))
    return Found(text)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; raises RectoError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise RectoError(f"Cannot read {path}", f"{error.strerror}.") from error
    if len(data) > LARGEST:
        raise UnreadableError(f"It has more than {LARGEST >> 20} MB.")
    return data
