#!/usr/bin/env bash
# crdts 0.0.4: a key of a map that one machine unsets while another sets it ends differently on both,
# although both have had the same two updates, as the map itself made them. Where the removal comes
# last, the key stays and is worth None: LWWMap loses what the other had written (if the one who
# removes has the greater name), MVMap has None beside it. Where it comes first, that text stands.
# Guessed before it was run: both read the same, what was set, or no key at all.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q crdts==0.0.4
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from crdts import LWWMap, MVMap, ScalarClock

print("crdts", version("crdts"))


def plain(view):
    """Return a view of a map with its values as Python has them, in one order."""
    return {
        key: sorted(str(getattr(one, "value", one)) for one in value)
        if isinstance(value, tuple)
        else value
        for key, value in view.items()
    }


def ends(kind, remover=(), writer=()):
    """Return what two machines read once each has the other's update, and after all come again."""
    here, there = (kind(clock=ScalarClock(uuid=b"library")) for _ in range(2))
    there.update(here.set("note", "first", *remover))
    removal, text = here.unset("note", *remover), there.set("note", "second", *writer)
    here.update(text)
    there.update(removal)
    once = plain(here.read()), plain(there.read())
    for update in (removal, text):
        here.update(update)
        there.update(update)
    again = plain(here.read()), plain(there.read())
    print(
        f"{kind.__name__}{' by ' + remover[0] if remover else ''} unsets the note, another sets it:"
        f" here {once[0]}, there {once[1]}; once all has come again: here {again[0]}."
    )
    return once, again


kept, empty = {"note": "second"}, {"note": None}
both = {"note": ["None", "second"]}
as_described = (
    ends(LWWMap, ("office",), ("laptop",)) == ((kept, empty), (empty, empty))
    and ends(LWWMap, ("laptop",), ("office",)) == ((kept, kept), (kept, kept))
    and ends(MVMap) == (({"note": ["second"]}, both), (both, both))
)
print(
    "What both have depends on the order in which it came."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
