r"""What a run of LaTeX cites, told by the `.aux` files that it wrote.

BibTeX's form is `\citation{key,key}`, biblatex's `\abx@aux@cite{0}{key}` or without the number;
`\@input{chapter.aux}` names the file of a part. The key `*` stands for everything there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import SourceError
from ..text import clean

_MOST = 64 * 1024 * 1024
"""Characters of one file; a book of a thousand pages has one million."""
_MOST_FILES = 1000

_COMMAND = re.compile(r"\\(citation|abx@aux@cite|@input)(?:\{\d+\})?\{([^{}]*)\}")

_SETTING = re.compile(r"(?i)(?:bst)?control$")
"""Entries by which packages set up styles; they write them into files of their own."""


@dataclass(slots=True)
class Cited:
    """What a run cites."""

    keys: list[str] = field(default_factory=list)
    """Keys, each once, in the order in which they are first cited."""
    is_all: bool = False
    """Whether everything there is shall be listed."""
    problems: list[str] = field(default_factory=list)
    """Sentences about files of parts that could not be read."""


def read_cited(path: Path) -> Cited:
    """Return what the run cites whose main `.aux` file this is; raises SourceError."""
    cited = Cited()
    try:
        main = path.resolve()
        files, texts = [main], [_read(main)]
    except OSError as error:
        raise SourceError(
            f"Cannot read {clean(str(path))}",
            f"{error.strerror}.",
            "LaTeX writes it when it is run; name the .aux file beside the .log file.",
        ) from error
    keys: dict[str, None] = {}
    for text in texts:  # grows
        for command, value in _COMMAND.findall(text):
            if command != "@input":
                keys.update(dict.fromkeys(filter(None, map(str.strip, value.split(",")))))
                continue
            part = main.parent / value.strip()
            if part in files or len(files) >= _MOST_FILES:
                continue
            files.append(part)
            try:
                texts.append(_read(part))
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else "that is no name of a file"
                cited.problems.append(f"{clean(value)} cannot be read: {why}.")
    cited.is_all = "*" in keys
    cited.keys = [key for key in keys if key != "*" and not _SETTING.search(key)]
    return cited


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(_MOST)
