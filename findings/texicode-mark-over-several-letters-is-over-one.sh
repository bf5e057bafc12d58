#!/usr/bin/env bash
# TeXicode 1.0.5 draws the bar of `\bar{AB}` over A alone, and so the hat of `\hat{AB}`: that is the
# mean of A times B, another formula.
# Guessed before it was run: a bar over both, a hat that is said of both.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q TeXicode==1.0.5
cat > "$folder/run.py" <<'PYTHON'
import sys
import unicodedata
from importlib.metadata import version

from texicode.pipeline import render_tex

print("TeXicode", version("TeXicode"))
WANTED = {
    r"\bar{AB}": "A\u0304B",
    r"\bar{A}B": "A\u0304B",
    r"\hat{AB}": "A\u0302B",
    r"\hat{A}B": "A\u0302B",
}
told = {
    tex: unicodedata.normalize("NFD", render_tex(tex, False, False, "raw", {"fonts": "normal"}))
    .strip()
    for tex in WANTED
}
for tex, shown in told.items():
    print(tex, "->", shown)
as_described = told == WANTED
print(
    "A mark over two letters is drawn as one over the first, with nothing to tell them apart."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
