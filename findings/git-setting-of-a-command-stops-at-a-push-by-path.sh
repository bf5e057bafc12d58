#!/usr/bin/env bash
# git 2.39.5: what `-c` says does not hold for the other half of a push or fetch by path, though it is a
# process of the same command on the same machine; what the user's own settings say does. So
# `git -c core.hooksPath=/dev/null push /path/of/bare.git` runs that repository's hooks,
# `git -c safe.directory='*' fetch /path` still refuses another user's, and a core.hooksPath in
# ~/.gitconfig, set for one's own commits, silently ends the hooks of every bare repository pushed to.
# Guessed before it was run: -c holds for the whole command; a bare repository's own hooks are its own.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
unset XDG_CONFIG_HOME
git --version
cd "$folder"
git config --global user.name Ann
git config --global user.email ann@example.org
git init -q --bare bare.git
printf '#!/bin/sh\ntouch "%s/ran"\n' "$folder" > bare.git/hooks/post-receive
chmod +x bare.git/hooks/post-receive
git init -q work
cd work

push() {
    rm -f "$folder/ran"
    git commit -q --allow-empty -m "$1"
    shift
    "$@" push -q ../bare.git HEAD:refs/heads/main
    if [ -e "$folder/ran" ]; then echo ran; else echo "did not run"; fi
}

plain=$(push one git)
command=$(push two git -c core.hooksPath=/dev/null)
git config --global core.hooksPath "$folder/none"
own=$(push three git)
echo "post-receive of the bare repository, pushed to plainly: $plain"
echo "with -c core.hooksPath=/dev/null: $command"
echo "with core.hooksPath in the user's settings: $own"
if [ "$plain/$command/$own" = "ran/ran/did not run" ]; then
    echo "A setting of the command does not reach the other half of a push; one of the user's does."
else
    echo "It is not as described any more."
    exit 1
fi
