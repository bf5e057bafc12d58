"""What the index in use says of itself: of which library, as of when, in which files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Self

from ...errors import OtherVersionError, SearchIndexError

FORMAT = 8
"""Changes whenever an index written before could not be read, or would answer differently."""


class Stamp(NamedTuple):
    """What the index in use is an index of."""

    directory: str
    """The generation's name."""
    format: int
    whoosh: str
    """The version of Whoosh that wrote it."""
    library_id: str
    rev: int
    """The library's revision that it answers for wholly."""
    upto: int
    """The last paper that it has got to where it is not finished; 0 when it is."""
    seen: int
    """The revision as which it knows the papers up to that one."""
    documents: int
    files: dict[str, int]
    """The bytes of every file, by name."""
    sums: dict[str, str]
    """The checksum of every file, taken when it was written."""

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Return what was written; ValueError, TypeError or LookupError for what is no stamp.

        Raises OtherVersionError for one of another format.
        """
        fields: dict[str, Any] = json.loads(data)
        if fields["format"] != FORMAT:  # before anything else is expected of it
            raise OtherVersionError(
                "The search index cannot be used",
                "Another version of Recto wrote it.",
                "Rebuild it.",
            )
        stamp = cls(**fields)
        if not isinstance(stamp.files, dict) or not isinstance(stamp.sums, dict):
            raise ValueError("no stamp")
        if not stamp.files or "/" in stamp.directory or stamp.files.keys() != stamp.sums.keys():
            raise ValueError("no stamp")
        return stamp

    def written(self) -> str:
        """Return it as JSON."""
        return json.dumps(self._asdict())


def check_sizes(sizes: Iterable[tuple[Path, int]]) -> None:
    """Raise SearchIndexError unless all files are there and have so many bytes."""
    for path, size in sizes:
        try:
            found = path.stat().st_size
        except OSError as error:
            raise unreadable(f"{path.name} is missing") from error
        if found != size:
            raise unreadable(f"{path.name} has {found} bytes instead of {size}")


def unreadable(reason: str) -> SearchIndexError:
    """Return the error of an index that is no use as it is."""
    return SearchIndexError(
        "The search index cannot be used", f"{reason[:1].upper()}{reason[1:]}.", "Rebuild it."
    )
