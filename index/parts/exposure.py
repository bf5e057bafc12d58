"""Directories of a library that others may look into: named once, and by `recto doctor`.

Recto makes its own for their owner alone. Those that were there before are somebody's decision.
"""

from __future__ import annotations

from ..disk.private import make_directory
from ..disk.whole_files import whole_file
from ..locations import Locations


def tell_exposed(locations: Locations) -> list[str]:
    """Say which directories others may look into, and where the index is for that reason.

    What was said before is not said again; where that cannot be written down nothing is.
    """
    told = {
        str(path): f"{path} is open to others; chmod 700 shuts it." for path in locations.exposed()
    }
    _, elsewhere = locations.find_index()
    if elsewhere:
        told[elsewhere] = elsewhere
    if not told:
        return []
    notes = locations.state / "told"
    try:
        before = notes.read_text("utf-8", "surrogateescape").splitlines() if notes.exists() else []
        new = [name for name in told if name not in before]
        if new:
            make_directory(notes.parent)
            with whole_file(notes, is_private=True) as partial:
                lines = "".join(f"{name}\n" for name in (*before, *new))
                partial.write_text(lines, "utf-8", "surrogateescape")
    except OSError:
        return []
    return [told[name] for name in new]
