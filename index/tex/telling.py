"""What tells that there may be TeX in a text, looked for in every one."""

from __future__ import annotations

import re

TELLING = re.compile(r"[\\^_{]")
"""The characters without which nothing is TeX."""
