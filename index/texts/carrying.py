"""Texts in one file beside a backup, and back from it: a tar archive of what was given."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

from ..database.connections import explained
from ..disk.private import OWN_FILE, make_directory
from ..disk.whole_files import whole_file
from ..errors import StoreError
from .file_marks import RAW
from .keeping import TextFiles

ENDING = ".texts"
"""What the name of a backup has behind it where its texts are."""

_NAME = re.compile(r"[0-9a-z]{4,64}\.raw")
_LARGEST = 80 << 20
"""Bytes of one text, as it is kept."""


def carry_out(files: TextFiles, path: Path) -> int:
    """Write all that was given to a file, replacing an older one, and return how many texts.

    What is derived of it is left out: it is made again. Raises StoreError.
    """
    told = 0
    with (
        explained(path),
        whole_file(path, is_private=True) as partial,
        tarfile.open(partial, "w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for raw in sorted(files.directory.glob(f"*{RAW}")):
            archive.add(raw, raw.name, recursive=False)
            told += 1
    return told


def carry_in(files: TextFiles, path: Path) -> int:
    """Take the texts of such a file in that are not here, and return how many those are.

    Raises StoreError where it is none, or damaged.
    """
    taken = 0
    try:
        with explained(path), tarfile.open(path, "r:") as archive:
            for member in archive:
                target = files.directory / member.name
                if not _is_text(member) or target.exists():
                    continue
                data = archive.extractfile(member)
                assert data is not None  # a regular file has content
                make_directory(files.directory)
                with whole_file(target, over=False, is_private=True) as partial:
                    partial.write_bytes(data.read())
                    partial.chmod(OWN_FILE)
                taken += 1
    except (tarfile.TarError, EOFError, ValueError) as error:
        told = f"{path} is damaged, or no file of texts; {taken} of them were taken in."
        raise StoreError("The texts were not restored", told) from error
    return taken


def _is_text(member: tarfile.TarInfo) -> bool:
    """Whether a member is a text by its name, its kind and its size; a link is none."""
    return member.isreg() and bool(_NAME.fullmatch(member.name)) and member.size <= _LARGEST
