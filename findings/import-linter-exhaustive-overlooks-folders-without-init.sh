#!/usr/bin/env bash
# import-linter 2.17 with grimp 3.20: a contract of layers that is `exhaustive` is kept although the
# container has a folder that stands in no layer and imports upwards, when that folder has no
# __init__.py. Python imports from it all the same (PEP 420); the analysis has none of its files.
# Guessed before it was run: the folder counts as a room, and is said to be missing in the layers.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q import-linter==2.17 grimp==3.20
cd "$folder"
mkdir -p house/upper house/lower house/cellar
touch house/__init__.py house/upper/__init__.py house/lower/__init__.py
echo "ROOM = 'upper'" > house/upper/one.py
echo "import house.upper.one" > house/cellar/two.py
cat > .importlinter <<'INI'
[importlinter]
root_package = house

[importlinter:contract:layers]
name = Rooms
type = layers
containers = house
layers =
    upper
    lower
exhaustive = true
INI
cat > run.py <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import grimp
import house.cellar.two

LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def lint() -> bool:
    return subprocess.run(LINT, capture_output=True).returncode == 0


print("import-linter", version("import-linter"), "grimp", version("grimp"))
print("Python imports", house.cellar.two.__name__)
without = lint()
seen = grimp.build_graph("house", cache_dir=None).find_children("house")
print("Without __init__.py in house/cellar the contract is", "kept" if without else "broken")
print("Rooms that the analysis has:", sorted(seen))
Path("house/cellar/__init__.py").touch()
with_init = lint()
print("With an empty __init__.py it is", "kept" if with_init else "broken")
as_described = without and not with_init and "house.cellar" not in seen
print(
    "A room without __init__.py may import what it likes: an exhaustive contract does not see it."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" run.py
