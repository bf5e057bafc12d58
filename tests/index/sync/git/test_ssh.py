"""Libraries that meet on a host which a real sshd lets them into; skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import RectoError
from recto.index.parts.meeting_places import Given

from ...support.importing import add_page, made_up
from ...support.sshd import Server
from ..meeting import Machine, acts_of, machines
from .repositories import git


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    server = Server(tmp_path / "office")
    monkeypatch.setenv("PATH", f"{server.programs}:{os.environ['PATH']}")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with machines(tmp_path, "one", "two", papers="marked") as (one, two):
        add_page(one.store, "page", made_up("A paper about marks"))
        yield one, two


def mark(machine: Machine, tag: str) -> None:
    (paper, *_) = machine.library.rows(machine.rowids())
    machine.library.tag(paper.id, add=[tag])


def test_a_repository_is_made_on_a_host_and_used_from_both_sides(
    office: Server, pair: tuple[Machine, Machine]
) -> None:
    one, two = pair
    mark(one, "first")
    address = "office:libraries/my recto's.git"
    assert one.library.sync.meet(address) == ("git", address)
    one.library.sync.run()
    two.library.sync.meet("ssh://office/~/libraries/my recto's.git")
    assert two.library.sync.run().new_papers == 1
    there = office.home / "libraries" / "my recto's.git"
    assert git(there, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(there, "config", "receive.denyNonFastForwards") == "true"
    assert there.stat().st_mode & 0o77 == 0
    office.stop()
    mark(one, "one")
    mark(two, "two")
    for machine in pair:
        with pytest.raises(RectoError, match="does not answer") as caught:
            machine.library.sync.run()
        assert caught.value.exit_status == 75
        assert machine.library.sync.has_news()
    office.start()
    for machine in (one, two, one):
        machine.library.sync.run()
    assert acts_of(one) == acts_of(two)


def test_why_a_host_is_of_no_use_is_a_sentence(
    office: Server, pair: tuple[Machine, Machine]
) -> None:
    sync = pair[0].library.sync
    (office.home / "papers").mkdir()
    (office.home / "papers" / "one.pdf").touch()
    for address, sentence, status in (
        ("unknown:x.git", "does not know the key of unknown", 2),
        # SSH asks nothing of a jump host either, which its own BatchMode does not see to.
        ("behind:x.git", "does not know the key of behind", 2),
        ("changed:x.git", "is not the machine that your SSH knows", 2),
        ("stranger:x.git", "takes none of the keys", 2),
        ("closed:x.git", "closed does not answer", 75),
        ("office:papers", "is no repository, and not empty", 2),
    ):
        with pytest.raises(RectoError, match=sentence) as caught:
            sync.meet(address)
        assert caught.value.exit_status == status
    assert sorted(path.name for path in office.home.iterdir()) == ["papers"]
    sync._places.given = Given(git="office:x.git")
    with pytest.raises(RectoError, match="no such repository"):
        sync.run()  # only who is asked to makes one
