#!/usr/bin/env bash
# dulwich 1.2.21 merges a file line by line that must not be, and calls it clean: one that has bytes
# of zero in it, and one that .gitattributes marks `-merge`. What it leaves is neither machine's file
# but a mixture of both. git 2 and pygit2 1.21.0 tell a conflict, and git leaves the file as it was.
# Guessed before it was run: a conflict each time, and the file here as it was.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q 'dulwich[merge]==1.2.21' pygit2==1.21.0
export HOME=$folder GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
cat > "$folder/run.py" <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

import pygit2
from dulwich import porcelain

print("dulwich", version("dulwich"), "and pygit2", version("pygit2"))
HERE, THERE = b"A here\nb\nc\nd\ne\n", b"a\nb\nc\nd\nE there\n"
MIXTURE = b"A here\nb\nc\nd\nE there\n"


def git(where, *words):
    """Run git and return whether it went well."""
    return subprocess.run(["git", *words], cwd=where, capture_output=True).returncode == 0


def repository(attributes, zero):
    """Return a repository in which the first line was changed here, the last on a branch."""
    where = Path(mkdtemp(dir=Path.home()))
    git(where, "init", "-q", "-b", "here")
    (where / ".gitattributes").write_text(attributes)
    for branch, content in (("here", b"a\nb\nc\nd\ne\n"), ("there", THERE), ("here", HERE)):
        if branch == "there" or content == HERE:
            git(where, "checkout", "-q", *(["-b"] if branch == "there" else []), branch)
        (where / "f").write_bytes(zero + content)
        git(where, "add", "-A")
        git(where, "commit", "-qm", "a file")
    return where


def by_git(where):
    """Merge with git and return whether it tells a conflict."""
    return not git(where, "merge", "-q", "there")


def by_pygit2(where):
    """Merge with pygit2 and return whether it tells a conflict."""
    opened = pygit2.Repository(str(where))
    opened.merge(opened.branches["there"].target)
    return bool(opened.index.conflicts)


def by_dulwich(where):
    """Merge with dulwich and return whether it tells a conflict."""
    return bool(porcelain.merge(str(where), "there")[1])


told = {}
for kind, attributes, zero in (("a byte of zero", "", b"\0"), ("the mark -merge", "f -merge\n", b"")):
    for name, merge in (("git", by_git), ("pygit2", by_pygit2), ("dulwich", by_dulwich)):
        where = repository(attributes, zero)
        conflict = merge(where)
        content = (where / "f").read_bytes()
        told[kind, name] = (conflict, content == zero + MIXTURE)
        print(f"{name}, a file with {kind}: {'a conflict' if conflict else f'clean: {content!r}'}.")
as_described = all(
    told[kind, "git"][0] and told[kind, "pygit2"][0] and told[kind, "dulwich"] == (False, True)
    for kind in ("a byte of zero", "the mark -merge")
)
print(
    "What is not to be merged is mixed by dulwich, and it tells no conflict."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
