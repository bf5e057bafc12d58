"""Some thousand papers written as one segment, in this process."""

from __future__ import annotations

from pathlib import Path

from ..postings.files import SegmentWriter
from .collecting import Papers


def write_segment(
    folder: Path, name: str, papers: Papers, *, use_arrays: bool, is_apart: bool = False
) -> None:
    """Write the files of a segment; none is left of one that could not be written.

    With `use_arrays` NumPy does the work; `is_apart` is how places are packed. Raises OSError.
    """
    if use_arrays:
        from .array_inversion import invert
    else:
        from .plain_inversion import invert
    papers.settle()
    writer = SegmentWriter(folder, name, is_apart=is_apart)
    try:
        for field, terms in invert(papers):
            writer.write(field, terms)
        writer.finish(papers.rowids)
    except BaseException:
        writer.cancel()
        raise
