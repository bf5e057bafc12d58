"""Libraries in step by a repository that is raced for, rewritten, damaged, or something else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from recto.index import Interrupted, RectoError
from recto.index.parts.meeting_places import Given
from recto.index.sync.git import packing, program
from recto.index.sync.git import replica as replica_module

from ...support.importing import add_page, made_up
from ..meeting import Killed, Machine, acts_of, machines
from .repositories import bare, blob, commit, git, head, meet, replica

PAPERS = (made_up("A paper about marks"), made_up("Another about notes"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return bare(tmp_path / "recto.git")


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with machines(tmp_path, "one", "two", papers="marked") as (one, two):
        add_page(one.store, "page", *PAPERS)
        yield one, two


def mark(machine: Machine, tag: str) -> None:
    """Tag a paper of a machine."""
    (paper, *_) = machine.library.rows(machine.rowids())
    machine.library.tag(paper.id, add=[tag])


def test_what_was_done_on_both_sides_while_they_were_apart_is_on_both_and_one_commit_each(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    assert meet(two, repository).read > 0
    for number in range(3):
        mark(one, f"one{number}")
        mark(two, f"two{number}")
    meet(one, repository)
    before = int(git(repository, "rev-list", "--count", "main"))
    meet(two, repository)
    meet(one, repository)
    assert acts_of(one) == acts_of(two)
    assert one.canonical() == two.canonical()
    assert int(git(repository, "rev-list", "--count", "main")) == before + 1
    assert git(repository, "rev-list", "--min-parents=2", "--count", "main") == "0"
    assert git(repository, "fsck", "--strict", "--no-dangling") == ""
    # A round in which there is nothing to do writes nothing, there or here.
    last, mark_ = head(repository), two.store.database.change_mark
    listed = sorted(path.stat().st_mtime_ns for path in (replica(two) / "files").rglob("*"))
    done = meet(two, repository)
    assert (done.sent, done.read, done.sentences) == (0, 0, [])
    assert (head(repository), two.store.database.change_mark) == (last, mark_)
    assert listed == sorted(path.stat().st_mtime_ns for path in (replica(two) / "files").rglob("*"))


def test_where_another_is_quicker_it_is_done_again(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    raced: list[str] = []

    def step(name: str) -> None:
        if name == "push" and len(raced) < 2:
            raced.append(name)
            mark(two, f"quick{len(raced)}") if two.rowids() else None
            meet(two, repository)

    add_page(two.store, "page of two", made_up("A third paper"))
    mark(two, "own")
    meet(one, repository, step)
    assert raced == ["push", "push"]
    meet(two, repository)
    assert acts_of(one) == acts_of(two)
    mark(one, "slow")
    with pytest.raises(RectoError, match="quicker") as caught:
        meet(one, repository, lambda name: outrun(two, repository) if name == "push" else None)
    assert caught.value.exit_status == 75
    meet(one, repository)
    meet(two, repository)
    assert acts_of(one) == acts_of(two)


def outrun(machine: Machine, repository: Path) -> None:
    """Write something before the other one does, each time."""
    mark(machine, f"t{len(acts_of(machine))}")
    meet(machine, repository)


@pytest.mark.parametrize("kill", ["appended", "commit", "push", "pushed"])
def test_a_process_that_is_killed_between_loses_nothing(
    pair: tuple[Machine, Machine], repository: Path, kill: str
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    mark(one, "second")

    def step(name: str) -> None:
        if name == kill:
            raise Killed

    with pytest.raises(Killed):
        meet(one, repository, step)
    one.library.sync._places.given = Given(git=str(repository))
    unsent = next(told.unsent for told in one.library.sync.status() if told.is_here)
    assert (unsent, one.library.sync.has_news()) == (1, True)
    (replica(one) / "git" / "refs" / "recto" / "remote.lock").touch()
    meet(one, repository)
    assert not one.library.sync.has_news()
    meet(two, repository)
    assert acts_of(one) == acts_of(two)


@pytest.mark.parametrize("kill", ["appended", "push"])
def test_what_has_become_private_before_it_was_pushed_is_not_pushed(
    pair: tuple[Machine, Machine], repository: Path, kill: str
) -> None:
    one, two = pair
    first, second = one.library.rows(one.rowids())
    one.library.tag(first.id, add=["open"])
    meet(one, repository)
    one.library.tag(second.id, add=["covert"])
    one.library.note(first.id, "of the first")

    def step(name: str) -> None:
        if name == kill:
            raise Killed

    with pytest.raises(Killed):
        meet(one, repository, step)
    one.library.marks.keep_private(second.id)
    done = meet(one, repository)
    assert done.sentences == []
    listed = git(repository, "rev-list", "--objects", "--all").splitlines()
    told = "".join(git(repository, "cat-file", "-p", line.split()[0]) for line in listed)
    assert "covert" not in told and second.title not in told and "of the first" in told
    assert meet(one, repository).sent == 0
    meet(two, repository)
    assert two.library.paper(first.id).note == "of the first"
    one.library.marks.keep_private(second.id, False)
    meet(one, repository)
    done = meet(two, repository)
    assert (done.waiting, two.library.paper(second.id).tags) == (0, ("covert",))
    assert one.canonical() == two.canonical()


def test_a_rewritten_history_is_refused_until_somebody_takes_it_as_it_is(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    first = head(repository)
    mark(one, "second")
    meet(one, repository)
    meet(two, repository)
    git(repository, "update-ref", "refs/heads/main", first)
    mark(one, "third")
    for _ in range(2):
        with pytest.raises(RectoError, match="another history") as caught:
            meet(one, repository)
        assert caught.value.exit_status == 2
    assert head(repository) == first
    one.library.sync.meet(str(repository))
    meet(one, repository)
    two.library.sync.meet(str(repository))
    meet(two, repository)
    assert acts_of(one) == acts_of(two)
    git(repository, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(RectoError, match="another history"):
        meet(one, repository)


def test_a_repository_that_is_something_else_is_left_alone(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, _ = pair
    mark(one, "first")
    readme = commit(repository, f"100644 blob {blob(repository, 'Hello')}\tREADME.md\n")
    with pytest.raises(RectoError, match=r"something else.*README\.md"):
        meet(one, repository)
    assert head(repository) == readme
    git(repository, "update-ref", "refs/heads/thesis", "main")
    git(repository, "update-ref", "-d", "refs/heads/main")
    with pytest.raises(RectoError, match=r"something else.*thesis"):
        meet(one, repository)
    assert git(repository, "for-each-ref", "--format=%(refname)") == "refs/heads/thesis"


def test_what_others_have_put_into_it_is_neither_followed_nor_run_nor_removed(
    pair: tuple[Machine, Machine],
    repository: Path,
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = pair
    trap = tmp_path / "trap"
    trap.mkdir()
    for name in ("pre-push", "post-receive", "update", "reference-transaction", "pre-receive"):
        for hooks in (repository / "hooks", home / "hooks"):
            hooks.mkdir(exist_ok=True)
            (hooks / name).write_text(f"#!/bin/sh\ntouch {trap}/{name}\n")
            (hooks / name).chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {home}/hooks\n\tautocrlf = true\n\tfsmonitor = touch {trap}/m\n"
        "[commit]\n\tgpgSign = true\n[push]\n\tgpgSign = true\n\tfollowTags = true\n"
        "[gpg]\n\tprogram = false\n[fetch]\n\tprune = true\n[color]\n\tui = always\n"
        "[safe]\n\tdirectory = *\n"
    )
    monkeypatch.setenv("GIT_DIR", str(trap))
    monkeypatch.setenv("GIT_SSH_COMMAND", f"touch {trap}/ssh")
    mark(one, "first")
    meet(one, repository)
    machine = f"recto-sync-1/{one.id}"
    monkeypatch.delenv("GIT_DIR")
    own = git(repository, "rev-parse", f"main:{machine}")
    text, link = blob(repository, "* text=auto eol=crlf filter=x\n"), blob(repository, str(trap))
    module = git(repository, "rev-parse", "main")
    inner = f"040000 tree {own}\t{one.id}\n120000 blob {link}\tlink\n160000 commit {module}\tsub\n"
    evil = git(
        repository, "mktree", data=f"120000 blob {link}\t000009.jsonl\n"
        f"100644 blob {text}\tnotes.txt\n".encode()
    )  # fmt: skip
    root = git(repository, "mktree", data=f"{inner}040000 tree {evil}\tmachine9\n".encode())
    newer = git(repository, "mktree", data=f"040000 tree {evil}\tx\n".encode())
    top = (
        f"100644 blob {text}\t.gitattributes\n100644 blob {text}\tREADME.md\n"
        f"040000 tree {root}\trecto-sync-1\n040000 tree {newer}\trecto-sync-9\n"
    )
    assert list(trap.iterdir()) == []
    commit(repository, top, parent=head(repository))
    (trap / "reference-transaction").unlink(missing_ok=True)  # that was the test's own git
    meet(two, repository)
    mark(two, "second")
    done = meet(two, repository)
    mark(one, "third")
    done = meet(one, repository)
    assert any("is no file of Recto's" in sentence for sentence in done.sentences)
    assert meet(one, repository).sentences == []
    meet(two, repository)
    assert acts_of(one) == acts_of(two)
    there = git(repository, "ls-tree", "-r", "main")
    for name in (".gitattributes", "README.md", "recto-sync-9/x/000009.jsonl", "machine9/notes"):
        assert name in there
    assert there.count("120000") == 3 and there.count("160000") == 1
    assert not [path for path in (replica(one) / "files").rglob("*") if path.is_symlink()]
    assert b"\r" not in b"".join(
        path.read_bytes() for path in (replica(two) / "files").rglob("0*.jsonl")
    )
    assert list(trap.iterdir()) == []


def test_a_file_that_is_too_large_is_left_where_it_is(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    add_page(two.store, "page of two", made_up("A third paper"))
    mark(two, "second")
    name = f"recto-sync-1/{one.id}/000001.jsonl"
    before = git(repository, "rev-parse", f"main:{name}")
    with mock.patch.object(replica_module, "LARGEST", 300):
        assert f"{name} in" in meet(two, repository).sentences[0]
    assert git(repository, "rev-parse", f"main:{name}") == before
    meet(two, repository)
    assert acts_of(one) < acts_of(two)


def test_a_lock_that_was_left_in_a_repository_is_told(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    lock = repository / "refs" / "heads" / "main.lock"
    lock.touch()
    with pytest.raises(RectoError, match=r"locked.*main\.lock") as caught:
        meet(one, repository)
    assert caught.value.exit_status == 2
    pushes = []

    def step(name: str) -> None:
        if name == "push":
            pushes.append(name)
        if len(pushes) == 2:
            lock.unlink(missing_ok=True)

    meet(one, repository, step)  # whoever wrote has ended meanwhile
    meet(two, repository)
    assert acts_of(one) == acts_of(two) and len(pushes) == 2


def test_a_replica_that_is_damaged_or_gone_is_made_anew(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    meet(two, repository)
    for number, harm in enumerate((empty_objects, lose_git, lose_all, lose_files)):
        mark(two, f"two{number}")
        meet(two, repository)
        mark(one, f"one{number}")
        harm(replica(one))
        meet(one, repository)
        meet(two, repository)
        assert acts_of(one) == acts_of(two), harm
        assert git(repository, "fsck", "--no-dangling") == ""


def test_a_replica_that_has_lost_what_files_hold_is_made_anew(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    meet(two, repository)
    mark(two, "second")
    meet(two, repository)
    meet(one, repository)
    lose_blobs(replica(one))
    mark(one, "third")
    meet(one, repository)
    meet(two, repository)
    assert acts_of(one) == acts_of(two)
    assert git(repository, "fsck", "--no-dangling") == ""


def empty_objects(directory: Path) -> None:
    """Leave what a machine leaves that goes down while git writes."""
    for path in (directory / "git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"")


def lose_git(directory: Path) -> None:
    shutil.rmtree(directory / "git")


def lose_all(directory: Path) -> None:
    shutil.rmtree(directory)


def lose_files(directory: Path) -> None:
    shutil.rmtree(directory / "files")


def lose_blobs(directory: Path) -> None:
    """Leave commits and trees, and nothing of what files hold."""
    lose_files(directory)
    own = directory / "git"
    packs = list((own / "objects" / "pack").glob("*.pack"))
    moved = [pack.rename(directory / pack.name) for pack in packs]
    for pack in moved:
        git(own, "unpack-objects", "-q", data=pack.read_bytes())
    shutil.rmtree(own / "objects" / "pack")
    told = git(own, "cat-file", "--batch-all-objects", "--batch-check").splitlines()
    blobs = [line.split()[0] for line in told if " blob " in line]
    assert blobs
    for name in blobs:
        (own / "objects" / name[:2] / name[2:]).unlink()


def test_damage_here_is_not_taken_for_a_history_that_was_rewritten(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    for number in range(2):
        mark(one, f"t{number}")
        meet(one, repository)
        meet(two, repository)
    run, failed = program.Git.run, list[str]()

    def damaged(self: program.Git, *arguments: str, **others: Any) -> program.Answer:
        if arguments[0] == "merge-base" and not failed:
            failed.append(arguments[2])
            return program.Answer(128, b"", "error: object file is empty\nfatal: loose object")
        return run(self, *arguments, **others)

    mark(one, "last")
    meet(one, repository)
    with mock.patch.object(program.Git, "run", damaged):
        assert meet(two, repository).read > 0
    assert failed and acts_of(one) == acts_of(two)


def packs_and_loose(repository: Path) -> tuple[int, int]:
    """Return how many packs a repository has, and objects with a file each."""
    counts = dict(line.split(": ") for line in git(repository, "count-objects", "-v").splitlines())
    return int(counts["packs"]), int(counts["count"])


def test_what_comes_round_by_round_is_packed_there_and_here(
    pair: tuple[Machine, Machine], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    monkeypatch.setattr(packing, "_LOOSE", 0)
    git(repository, "config", "gc.autoPackLimit", "2")
    for number in range(5):
        mark(one, f"t{number}")
        meet(one, repository)
        assert meet(two, repository).read > 0
        assert packs_and_loose(repository)[0] <= 3
        for machine in pair:
            assert packs_and_loose(replica(machine) / "git")[1] == 0
    assert packs_and_loose(repository)[1] == 0
    monkeypatch.setattr(packing, "_PACKS", 2)
    mark(one, "last")
    meet(one, repository)
    assert packs_and_loose(replica(one) / "git") == (1, 0)
    assert git(repository, "fsck", "--strict", "--no-dangling") == ""
    assert meet(two, repository).read > 0 and acts_of(one) == acts_of(two)


def test_a_library_that_was_copied_keeps_what_both_have_written(
    pair: tuple[Machine, Machine], repository: Path, tmp_path: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    # All of a disk is copied, so that nothing tells the copy by its home.
    with two.store.database.transaction():
        for table in ("meta", "synced"):
            two.store.database.execute(f"DELETE FROM {table} WHERE true")
            for row in one.store.database.rows(f"SELECT * FROM {table}"):
                marks = ",".join("?" * len(row))
                two.store.database.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    shutil.copytree(
        one.library.locations.data / "sync", two.library.locations.data / "sync", symlinks=True
    )
    assert one.id == two.id
    add_page(two.store, "page of two", made_up("A third paper"))
    mark(two, "y")
    with pytest.raises(Killed):
        meet(two, repository, killed_at_push)
    mark(one, "x")
    meet(one, repository)
    for _ in range(3):
        for machine in (two, one):
            meet(machine, repository)
    assert one.id != two.id
    assert acts_of(one) == acts_of(two)


def killed_at_push(name: str) -> None:
    if name == "push":
        raise Killed


def test_a_disk_that_is_not_mounted_is_waited_for(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, _ = pair
    mark(one, "first")
    meet(one, repository)
    repository.rename(repository.with_name("away"))
    mark(one, "second")
    with pytest.raises(RectoError, match="not there") as caught:
        meet(one, repository)
    assert caught.value.exit_status == 75
    one.library.sync._places.given = Given(git=str(repository))
    assert one.library.sync.has_news()
    repository.with_name("away").rename(repository)
    assert meet(one, repository).sent == 1


def test_it_is_stopped_while_another_machine_is_waited_for(
    pair: tuple[Machine, Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pair
    programs = tmp_path / "bin"
    programs.mkdir()
    ssh = programs / "ssh"
    ssh.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\ncat > /dev/null\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    one.library.sync._places.given = Given(git="host:recto.git")
    with pytest.raises(Interrupted):
        one.library.sync.run(is_stopped=(tmp_path / "asked").exists)


def test_without_git_there_is_a_sentence(
    pair: tuple[Machine, Machine], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = pair
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RectoError, match="no git on this machine"):
        meet(one, repository)


def test_a_machine_is_left_behind_and_taken_back_by_the_repository(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    one, two = pair
    mark(one, "first")
    meet(one, repository)
    two.library.sync.meet(str(repository))
    two.library.sync.run()
    two.library.sync.retire(one.id[:6])
    mark(one, "later")
    assert "left behind" in meet(one, repository).sentences[0]
    assert two.library.sync.run().read == 0
    two.library.sync.retire(one.id[:6], is_back=True)
    meet(one, repository)
    two.library.sync.run()
    assert acts_of(one) == acts_of(two)


def test_folder_and_repository_are_both_used_and_pass_on(
    pair: tuple[Machine, Machine], repository: Path, tmp_path: Path
) -> None:
    one, two = pair
    with machines(tmp_path / "more", "three", papers="marked") as (three,):
        sync = two.library.sync
        sync.set_folder(two.folder)
        assert sync.meet(str(repository)) == ("git", str(repository))
        mark(one, "first")
        meet(one, repository)
        assert sync.run().read > 0
        three.folder = two.folder
        # What has come by the repository is in the folder after the same run.
        assert three.sync().read > 0
        mark(three, "third")
        three.sync()
        assert sync.run().sent > 0
        meet(one, repository)
        assert acts_of(one) == acts_of(two) == acts_of(three)
        # Where one of them is not there the other is used.
        shutil.move(two.folder, tmp_path / "away")
        mark(one, "fourth")
        meet(one, repository)
        done = sync.run()
        assert done.is_away and done.read == 1
