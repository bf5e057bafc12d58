#!/usr/bin/env bash
# markdown-it-py 4.3.0 with its CommonMark preset leaves out the tenth list within lists, and all
# that follows it on the page.
# Guessed before it was run: all points are shown, the deepest ones perhaps flattened.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q markdown-it-py==4.3.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

from markdown_it import MarkdownIt

LEVELS = range(1, 13)
TEXT = "".join(f"{'  ' * (level - 1)}- point {level:02}\n" for level in LEVELS)


def shown(preset):
    page = MarkdownIt(preset).render(TEXT + "\nThe end.\n")
    return [level for level in LEVELS if f"point {level:02}" in page], "The end." in page


print("markdown-it-py", version("markdown-it-py"))
strict, has_end = shown("commonmark")
usual, usual_end = shown("js-default")
print("An outline of 12 levels, rendered with the preset commonmark, shows the points", strict)
print("The paragraph behind the outline is", "there" if has_end else "missing")
print("With the preset js-default it shows the points", usual, "and the paragraph")
as_described = strict == list(range(1, 10)) and not has_end and usual == list(LEVELS) and usual_end
print(
    "Each level counts twice towards maxNesting, which is 20 in the preset commonmark (and not "
    "limited by CommonMark): the page ends before the tenth level. What stands there is missing, "
    "and so is all that follows the list, and nothing says so."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
