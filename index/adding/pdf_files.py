"""Files of PDF that are taken in together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Pdfs(NamedTuple):
    """Files that become one source."""

    name: str
    paths: Sequence[Path]
