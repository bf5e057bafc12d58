#!/usr/bin/env bash
# latex2mathml 3.81.1 sets the space that `\\[2pt]` asks for between two rows as a part of the formula:
# the entry below becomes `[ 2pt ] c`, and with `\\*` it becomes `* b`. `\sqrt[3]{x}` is read well.
# Guessed before it was run: two rows, and 2pt is not shown.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q latex2mathml==3.81.1
cat > "$folder/run.py" <<'PYTHON'
import html
import re
import sys
from importlib.metadata import version

from latex2mathml.converter import convert

print("latex2mathml", version("latex2mathml"))
WANTED = {
    r"\begin{pmatrix}a&b\\[2pt]c&d\end{pmatrix}": "( a b [ 2pt ] c d )",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}": "( a b c d )",
    r"\begin{matrix}a\\*b\end{matrix}": "a * b",
    r"\sqrt[3]{x}": "x 3",
}
told = {
    tex: " ".join(html.unescape(re.sub("<[^>]*>", " ", convert(tex))).split()) for tex in WANTED
}
for tex, shown in told.items():
    print(tex, "->", shown)
as_described = told == WANTED
print(
    "The space between rows has become an entry of the matrix."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
