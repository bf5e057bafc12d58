"""What there is to know of the texts of papers, for whoever looks after a library."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ...locations import Locations
from ...safety.examination import Finding
from ...texts.keeping import TextFiles


def examine_texts(data_dir: str | os.PathLike[str] | None = None) -> Iterator[Finding]:
    """Tell how many texts an older Recto has read; RectoError without a home."""
    outdated = len(TextFiles(Locations.find(data_dir).texts).outdated())
    if outdated:
        told = "1 was" if outdated == 1 else f"{outdated:,} were"
        advice = "recto text --anew reads them as this one does; an open reader does so too."
        yield Finding("texts", f"{told} read by an older Recto.", "note", advice)
