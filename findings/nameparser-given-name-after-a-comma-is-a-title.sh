#!/usr/bin/env bash
# nameparser 2.6.0 takes a given name behind a comma for a title where it is spelt like one. Of
# "Osei, Prince" the surname becomes the given name and no surname is left; of "Suzuki, Gen" no
# given name is.
# Guessed before it was run: "Surname, Given" says which is which, so that no list of titles is
# asked.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q nameparser==2.6.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from nameparser import HumanName

print("nameparser", version("nameparser"))
told = {}
for name in ("Osei, Prince", "Suzuki, Gen", "Osei, Paul"):
    read = HumanName(name)
    told[name] = (read.title, read.first, read.last)
    print(f"{name}: title {read.title!r}, given name {read.first!r}, surname {read.last!r}")
as_described = told == {
    "Osei, Prince": ("Prince", "Osei", ""),
    "Suzuki, Gen": ("Gen", "", "Suzuki"),
    "Osei, Paul": ("", "Paul", "Osei"),
}
print(
    "Prince Osei has no surname any more, and Gen Suzuki no given name."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
