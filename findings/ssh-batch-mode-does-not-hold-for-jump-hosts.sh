#!/usr/bin/env bash
# OpenSSH 9.2p1: `ssh -o BatchMode=yes` to a host behind a ProxyJump starts another ssh for the jump
# host without it, and without ConnectTimeout: that one asks on the terminal whether a new key is
# right, or for a passphrase, and waits. Who wants to be asked nothing has to take the terminal away.
# Guessed before it was run: what -o says holds for the whole way, as -F and -v do.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ssh -V 2>&1
cat > "$folder/config" <<CONFIG
Host target
    HostName 127.0.0.1
    ProxyJump jump
Host jump
    HostName 127.0.0.1
    Port 1
CONFIG
ssh -v -F "$folder/config" -o BatchMode=yes -o ConnectTimeout=7 target true \
    < /dev/null > "$folder/said" 2>&1 || true
line=$(grep -m 1 'Setting implicit ProxyCommand' "$folder/said")
echo "Run: ssh -v -F config -o BatchMode=yes -o ConnectTimeout=7 target"
echo "Starts: ${line#*: }" | sed "s|$folder/||"
case "$line" in
*BatchMode* | *ConnectTimeout*)
    echo "It is not as described any more."
    exit 1
    ;;
*" -F "*" -v "*)
    echo "The file of settings and -v are passed on to the jump host's ssh, BatchMode and ConnectTimeout are not."
    ;;
*)
    echo "It is not as described any more."
    exit 1
    ;;
esac
