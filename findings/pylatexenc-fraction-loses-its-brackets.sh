#!/usr/bin/env bash
# pylatexenc 2.10 shows the fraction of a by b+c as a/b+c, which is another number, although of the
# root of a+b it shows √(a+b), with brackets; of n over k it shows nk, which is a product.
# Guessed before it was run: a denominator of several signs gets brackets as what is under a root
# does.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pylatexenc==2.10
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from pylatexenc.latex2text import LatexNodes2Text

print("pylatexenc", version("pylatexenc"))
decoder = LatexNodes2Text()
WANTED = {r"\frac{a}{b+c}": "a/b+c", r"\sqrt{a+b}": "√(a+b)", r"\binom{n}{k}": "nk"}
told = {text: decoder.latex_to_text(text) for text in WANTED}
for text, shown in told.items():
    print(text, "->", shown)
as_described = told == WANTED
print(
    "The fraction and the binomial coefficient have become other formulas; the root has not."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
