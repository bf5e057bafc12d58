"""The process that writes segments for another one, which `second_process` has started."""

from __future__ import annotations

import gc
import marshal
import os
import sys
from pathlib import Path

from .collecting import Papers
from .second_process import DONE, SIZE
from .writing import write_segment

_FAILED = b"0"
_LESS_URGENT = 5
"""By so much its priority is below that of whoever reads."""


def main() -> int:
    """Write what standard input asks for until that ends; whoever asks hears a byte each time."""
    os.nice(_LESS_URGENT)
    gc.disable()  # nothing of it refers to itself
    asked = sys.stdin.buffer
    while size := asked.read(SIZE):
        told = asked.read(int.from_bytes(size, "little"))
        try:
            folder, name, use_arrays, is_apart, sizes, words = marshal.loads(told)
            papers = Papers.of(words)
            del told, words
            for numbers, length in zip(papers.arrays(), sizes, strict=True):
                numbers.fromfile(asked, length)
        except (EOFError, ValueError):
            return 1  # whoever sent it has ended
        try:
            write_segment(Path(folder), name, papers, use_arrays=use_arrays, is_apart=is_apart)
        except (OSError, MemoryError):
            answer = _FAILED  # it is tried again where that can be told
        else:
            answer = DONE
        del papers
        try:
            os.write(sys.stdout.fileno(), answer)
        except OSError:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
