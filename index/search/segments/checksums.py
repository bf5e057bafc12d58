"""Checksums of files: for accidents, not for enemies."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

from ...errors import Superseded

_PIECE = 1 << 20
"""Bytes that are read together."""


def checksum(path: Path, pause: float = 0.0, is_wanted: Callable[[], bool] = lambda: True) -> str:
    """Return the CRC-32 of a file's content as eight hexadecimal digits. Raises OSError.

    Raises Superseded once it `is_wanted` no more, asked before every piece. With a `pause`, so many
    seconds are left to others after every piece.
    """
    crc = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            if not is_wanted():
                raise Superseded
            crc = zlib.crc32(piece, crc)
            if pause:
                time.sleep(pause)
    return f"{crc:08x}"
