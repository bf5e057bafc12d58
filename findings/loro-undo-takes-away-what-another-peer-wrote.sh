#!/usr/bin/env bash
# loro 1.17.1: the UndoManager of one peer, which is to take back that peer's own operations, also
# takes away what another one wrote over it. A sets a key, B has seen it and sets another value, A has
# seen that and calls undo(): the key is gone in both documents, B's value with it, and redo() brings
# B's value back, not A's. Where B set a second key as well, that one stays.
# Guessed before it was run: A's value is not in force any more, so that there is nothing to take back.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q loro==1.17.1
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from loro import ExportMode, LoroDoc, UndoManager

print("loro", version("loro"))


def document(peer):
    made = LoroDoc()
    made.peer_id = peer
    return made


def meet(one, other):
    """Give each what the other has."""
    other.import_(one.export(ExportMode.Snapshot()))
    one.import_(other.export(ExportMode.Snapshot()))
    marks = one.get_map("marks").get_value()
    assert marks == other.get_map("marks").get_value()
    return marks


a, b = document(1), document(2)
undo = UndoManager(a)
a.get_map("marks").insert("note", "what A thinks")
a.commit()
meet(a, b)
b.get_map("marks").insert("note", "what B thinks")
b.get_map("marks").insert("tag", "of B")
b.commit()
before = meet(a, b)
undo.undo()
a.commit()
after = meet(a, b)
undo.redo()
a.commit()
again = meet(a, b)
print(f"A wrote a note, B another over it: {before}. A undoes: {after}. A does it again: {again}.")
theirs = {"note": "what B thinks", "tag": "of B"}
as_described = before == again == theirs and after == {"tag": "of B"}
print(
    "Undo took away what another one wrote."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
