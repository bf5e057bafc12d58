#!/usr/bin/env bash
# pylatexenc 2.10 shows nothing of \texttt{word}, \textsf{word}, \mbox{word} and
# \ensuremath{\alpha}, but all of \textbf{word} and \text{word}: names of programs are missing from
# titles without a word about it.
# Guessed before it was run: a command that only changes the type leaves its words as they are.
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

HIDDEN = (r"\texttt", r"\textsf", r"\mbox")
SHOWN = (r"\textbf", r"\textit", r"\text")
print("pylatexenc", version("pylatexenc"))
decoder = LatexNodes2Text()
told = {name: decoder.latex_to_text(rf"We share {name}{{quokka}} today") for name in HIDDEN + SHOWN}
for name, text in told.items():
    print(f"We share {name}{{quokka}} today -> {text!r}")
sign = decoder.latex_to_text(r"\ensuremath{\alpha}-inks")
print(r"\ensuremath{\alpha}-inks ->", repr(sign))
as_described = (
    all("quokka" not in told[name] for name in HIDDEN)
    and all("quokka" in told[name] for name in SHOWN)
    and sign == "-inks"
)
print(
    "Words in typewriter, sans serif and boxes are gone, and so is the sign; no warning is given."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
