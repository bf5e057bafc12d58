#!/usr/bin/env bash
# pyte 0.8.2 takes what sets how keys are sent, and the colour of underlines, for how letters look:
# after `CSI > 4 ; 2 m`, xterm's modifyOtherKeys, everything is underlined, and after a colour of
# underlines, `CSI 58 ; 2 ; 1 ; 2 ; 3 m`, everything is bold and italic.
# Guessed before it was run: what it does not know is left out.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pyte==0.8.2
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import pyte

print("pyte", version("pyte"))


def look(sequence):
    """Return what a letter looks like behind a sequence."""
    screen = pyte.Screen(20, 2)
    pyte.Stream(screen).feed(f"{sequence}a")
    letter = screen.buffer[0][0]
    return [name for name in ("bold", "italics", "underscore") if getattr(letter, name)]


found = {}
for name, sequence in {
    "keys": "\x1b[>4;2m",
    "colour of underlines": "\x1b[58;2;1;2;3m",
    "underlined and not any more": "\x1b[4m\x1b[24m",
}.items():
    found[name] = look(sequence)
    print(f"{name}, {sequence!r}: {found[name] or 'plain'}")
as_described = list(found.values()) == [["underscore"], ["bold", "italics"], []]
print(
    "What sets keys underlines; red, green and blue of an underline are read as attributes."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
