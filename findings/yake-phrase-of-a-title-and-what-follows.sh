#!/usr/bin/env bash
# yake 0.7.3 makes phrases of the end of a title and the beginning of the abstract below it, and puts
# them first, although an empty line parts them and its own preparation of the text sets one there to
# keep paragraphs apart. With a full stop behind the title, which titles do not have, there are none.
# Guessed before it was run: each phrase stands in the title or in the abstract.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q yake==0.7.3
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import yake

print("yake", version("yake"))
TITLE, ABSTRACT = "Permutation Symmetries", "Model merging joins networks."


def phrases(between):
    """Return the phrases of title and abstract, best first, and those that neither has."""
    extractor = yake.KeywordExtractor(lan="en", n=3, top=20)
    found = [phrase for phrase, _ in extractor.extract_keywords(TITLE + between + ABSTRACT)]
    return found, [phrase for phrase in found if phrase not in TITLE and phrase not in ABSTRACT]


print(f"The title is {TITLE!r}, the abstract {ABSTRACT!r}.")
told = {}
for name, between in (("an empty line", "\n\n"), ("a full stop and an empty line", ".\n\n")):
    told[name] = found, foreign = phrases(between)
    print(f"With {name} between them the first are {found[:3]}; in neither stand {foreign}.")
(parted, foreign), (_, none) = told.values()
as_described = (
    parted[:2] == ["Permutation Symmetries Model", "Symmetries Model merging"]
    and foreign == [*parted[:2], "Symmetries Model"]
    and not none
)
print(
    "The best phrases are ones that nobody has written."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
