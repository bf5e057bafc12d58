#!/usr/bin/env bash
# pybtex 0.26.1 writes the accent of ñ and ã as a line break and a tilde, and a tie as a tilde that
# is printed.
# Guessed before it was run: what it has read and not touched it writes as it stood.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pybtex==0.26.1
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from pybtex.database import parse_string

TEXT = r"""
@article{k,
    author = {Ib{\'a}{\~n}ez, Rosa},
    title = {El Ni{\~n}o in S{\~a}o Paulo, Vol.~1},
    year = {2020}
}
"""
written = parse_string(TEXT, "bibtex").to_string("bibtex")
print("pybtex", version("pybtex"))
print("Read:", TEXT)
print("Written:", written, sep="\n\n")
as_described = all(
    part in written
    for part in (
        r"Ib{\'a}{\\textasciitilde n}ez, Rosa",
        r"El Ni{\\textasciitilde n}o in S{\\textasciitilde a}o Paulo, Vol.\textasciitilde 1",
    )
)
print(
    r"Of the accent \~ the backslash is doubled, which breaks the line, and the tilde is spelled "
    "out, so that LaTeX sets `Ibá`, a new line and `~nez`. Other accents stay. A tie between two "
    "words is printed as a tilde too."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
