#!/usr/bin/env bash
# Rich 15.0.0: Text.right_crop(0), to take no letter off the end, takes all of them off.
# Guessed before it was run: the text stays as it is, as it does with Text.pad_right(0).
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q rich==15.0.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from rich.text import Text

print("rich", version("rich"))
left = {}
for amount in (2, 1, 0):
    text = Text("abstract")
    text.right_crop(amount)
    left[amount] = text.plain
    print(f"right_crop({amount}) of 'abstract' leaves {text.plain!r}")
padded = Text("abstract")
padded.pad_right(0)
print(f"pad_right(0) leaves {padded.plain!r}")
as_described = left == {2: "abstra", 1: "abstrac", 0: ""} and padded.plain == "abstract"
print(
    "Cropping by a computed width that happens to be 0 empties the line."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
