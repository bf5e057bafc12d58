"""Which file system a path is on, and whether that is another machine's."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.database.mounts import filesystem_type, is_on_network

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local\\040disk xfs rw 0 0
tmpfs /homework tmpfs rw 0 0
sshfs /mnt fuse.sshfs rw 0 0
/dev/sdc1 /mnt btrfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/etc", "ext4"),
        ("/home/ann", "nfs4"),
        ("/home/ann/local disk/recto", "xfs"),
        ("/homework", "tmpfs"),
        ("/mnt/x", "btrfs"),
    ],
)
def test_the_longest_mount_point_tells_the_file_system(path: str, expected: str) -> None:
    assert filesystem_type(Path(path), MOUNTS) == expected
    assert is_on_network(Path(path), MOUNTS) == (expected == "nfs4")


def test_a_system_without_a_list_of_mounts_counts_as_local() -> None:
    assert not is_on_network(Path("/"), "")
