"""Checksums of files: for accidents, not for enemies."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

_PIECE = 1 << 20
"""Bytes that are read together."""


def checksum(path: Path, pause: float = 0.0) -> str:
    """Return the CRC-32 of a file's content as eight hexadecimal digits. Raises OSError.

    With a `pause`, so many seconds are left to others after every piece.
    """
    crc = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            crc = zlib.crc32(piece, crc)
            if pause:
                time.sleep(pause)
    return f"{crc:08x}"
