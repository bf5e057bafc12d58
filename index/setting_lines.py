"""One setting changed in a settings file, which otherwise stays as somebody wrote it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from .disk.private import make_directory
from .disk.whole_files import whole_file
from .errors import RectoError


def write_setting(path: Path, table: str, name: str, value: str) -> bool:
    """Let a settings file say `name = "value"` under `[table]`; return whether it did not before.

    A file that is a link stays one. Raises RectoError, and leaves the file as it is, where it
    cannot be read or written, or says the same in another way than lines can be changed in.
    """
    import tomllib

    wanted = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        before = tomllib.loads(text)
        if before.get(table, {}).get(name) == value:
            return False
        changed = with_line(text, table, name, wanted)
        expected = {**before, table: {**before.get(table, {}), name: value}}
        if tomllib.loads(changed) != expected:
            raise ValueError
        make_directory(path.parent)
        is_new = not path.exists()  # what is there keeps the mode that its owner gave it
        target = Path(os.path.realpath(path))
        with whole_file(target, over=not is_new, is_private=is_new) as partial:
            partial.write_text(changed, encoding="utf-8")
    except OSError as error:
        told = f"{path}: {error.strerror or error}."
        raise RectoError("The settings cannot be written", told) from error
    except (ValueError, AttributeError, TypeError) as error:  # TOML's and UTF-8's among them
        raise RectoError(
            "The settings stay as they are",
            f"{path} is not written so that this can be put in.",
            f"Write it yourself, under [{table}]: {wanted}",
        ) from error
    return True


def with_line(text: str, table: str, name: str, line: str) -> str:
    """Return a text in which a table has this line, in the place of what it had of that name."""
    lines = text.splitlines()
    head = re.compile(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?")
    start = next((at for at, one in enumerate(lines) if head.fullmatch(one)), None)
    if start is None:
        gap = [""] if lines and lines[-1].strip() else []
        return "\n".join([*lines, *gap, f"[{table}]", line]) + "\n"
    after = (at for at in range(start + 1, len(lines)) if lines[at].lstrip().startswith("["))
    end = next(after, len(lines))
    own = re.compile(rf"\s*{re.escape(name)}\s*=")
    comment = re.compile(rf"\s*#\s*{re.escape(name)}\s*=")
    for named in (own, comment):
        for at in range(start + 1, end):
            if named.match(lines[at]):
                lines[at] = line
                return "\n".join(lines) + "\n"
    return "\n".join([*lines[: start + 1], line, *lines[start + 1 :]]) + "\n"
