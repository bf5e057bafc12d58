"""Which kind of file system a path is on, since SQLite's write-ahead log needs a local one."""

from __future__ import annotations

import os
from pathlib import Path

from ..disk.exhaustion import refuse_exhaustion

_NAMES = """
9p acfs afs beegfs ceph cifs coda fhgfs fuse.ceph fuse.cephfs fuse.glusterfs fuse.juicefs
fuse.rclone fuse.s3fs fuse.sshfs glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs panfs prl_fs
pvfs2 smb2 smb3 smbfs vboxsf
"""

NETWORK_TYPES = frozenset(_NAMES.split())
"""Types whose shared memory is not shared between machines (`/proc/mounts`, third column)."""

_MOUNTS = Path("/proc/mounts")


def filesystem_type(path: Path, mounts: str | None = None) -> str | None:
    """Return the type of the file system that `path` is on, None where the system does not tell.

    `mounts` is the text of `/proc/mounts`: of several mounts on one point the last one counts.
    """
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            refuse_exhaustion(error)
            return None
    place = os.path.realpath(path)
    found, longest = None, -1
    for line in mounts.splitlines():
        columns = line.split(" ")
        if len(columns) < 3:
            continue
        point = _unescaped(columns[1]).rstrip("/")
        is_above = place == point or place.startswith(point + "/")
        if is_above and len(point) >= longest:
            found, longest = columns[2], len(point)
    return found


def is_on_network(path: Path, mounts: str | None = None) -> bool:
    """Tell whether `path` is on a file system that other machines may write at the same time."""
    return filesystem_type(path, mounts) in NETWORK_TYPES


def _unescaped(point: str) -> str:
    """Undo the octal escapes that `/proc/mounts` writes for blanks and backslashes."""
    for escape, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(escape, sign)
    return point
