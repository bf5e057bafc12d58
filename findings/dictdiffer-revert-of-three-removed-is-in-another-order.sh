#!/usr/bin/env bash
# dictdiffer 0.10.0: `revert` of a difference that took the last items of a list away brings all of
# them back, but from three on in another order: of "one two three" emptied comes "one three two". With
# two removed the order is right, and `patch` is right always. Items keep their numbers in the
# difference, so that nothing that is needed is missing.
# Guessed before it was run: revert(diff(a, b), b) is a, of lists as of dictionaries.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q dictdiffer==0.10.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from dictdiffer import diff, patch, revert

print("dictdiffer", version("dictdiffer"))
QUEUE = ["one", "two", "three", "four"]
back = {}
for kept in (2, 1, 0):
    change = list(diff(QUEUE, QUEUE[:kept]))
    patched = patch(change, list(QUEUE))
    back[kept] = revert(change, QUEUE[:kept])
    print(f"{QUEUE} to {patched} by {change}; reverted: {back[kept]}.")
    if patched != QUEUE[:kept]:
        sys.exit("It is not as described any more.")
as_described = (
    back[2] == QUEUE
    and back[1] == ["one", "two", "four", "three"]
    and back[0] != QUEUE
    and sorted(back[0]) == sorted(QUEUE)
)
print(
    "What is reverted is not what was there."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
