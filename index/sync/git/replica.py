"""A repository of git kept here: what is there is fetched and united with files, and pushed.

Its history is a line. What was written here, since whenever, becomes one commit behind whatever is
there by now, so that nothing is ever merged by git; where somebody was quicker it is done again.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ...disk.hashes import sha256
from ...disk.private import make_directory
from ...errors import SyncError
from ..layout import ROOT
from .addresses import Address
from .packing import pack
from .program import Answer, Git
from .refusals import UNKNOWN, LockedError, is_damage, is_full, refusal, telling_line
from .trees import LARGEST, Entry, changes, files_of, is_recto, read_tree

BRANCH = "refs/heads/main"
"""Where libraries meet in a repository, whatever it calls its own."""

_REMOTE = "refs/recto/remote"
"""What was there when it was fetched last."""

_TOGETHER = 1 << 24
"""Bytes of files that are read together."""


class Replica:
    """A repository elsewhere, with a repository of its own here and the folder's files."""

    def __init__(
        self,
        directory: Path,
        address: Address,
        *,
        is_stopped: Callable[[], bool] = lambda: False,
        held: Sequence[int] = (),
    ) -> None:
        """Take a directory of its own, which need not be there yet."""
        self.address = address
        self.folder = directory / "files"
        self._directory = directory
        kept = kept_by(address, held)
        self._git = Git(directory / "git", is_stopped=is_stopped, held=kept)
        self._index = directory / "git" / "recto-index"
        self._files = files_of(self.folder)
        self.hindrance: SyncError | None = None
        """Why the last push came to nothing, where that was no other machine's."""
        self._entries: list[Entry] = []
        self._is_anew = False
        """Whether the repository here has nothing but what is fetched now."""
        self._has_grown = False
        """Whether objects have come since it was looked whether they are to be packed."""
        self._given: dict[str, str] = {}
        """What git calls the contents of the files as they were committed last."""

    def prepare(self) -> None:
        """Make what is missing here, and remove what a killed git has left; OSError, SyncError."""
        make_directory(self._directory)
        make_directory(self.folder / ROOT)
        self._git.heed_user()
        git = self._git.directory
        if (git / "HEAD").is_file():
            # Nobody else is at it: whoever is holds the lock of the library.
            for left in [*git.glob("*.lock"), *git.glob("refs/**/*.lock"), *git.glob("*/*.lock")]:
                left.unlink(missing_ok=True)
        else:
            self.begin_anew()

    def begin_anew(self) -> None:
        """Make the repository here anew, to be filled by the next fetch; raises SyncError."""
        self._is_anew = True
        shutil.rmtree(self._git.directory, ignore_errors=True)
        self._done(self._git.run("init", "--quiet", "--bare", "--template="))

    # Fetching

    def fetch(self, seen: str) -> str:
        """Fetch what is there and return its last commit; empty where there is nothing yet.

        The commit that was `seen` last has to be among its forebears: a history that was rewritten
        is refused, as is what is no repository of Recto's. Raises AwayError, DamagedError,
        Interrupted and SyncError.
        """
        if not seen and not self._has_branch():
            return ""
        answer = self._far("fetch", "--progress", "--no-tags", "--no-recurse-submodules",
            "--", self.address.text, f"+{BRANCH}:{_REMOTE}",
        )  # fmt: skip
        if answer.status != 0:
            if "couldn't find remote ref" in answer.said.lower():
                raise self._rewritten()
            raise self._refused(answer)
        commit = self._text("rev-parse", "--verify", f"{_REMOTE}^{{commit}}")
        self._has_grown = self._has_grown or seen != commit
        if seen and seen != commit:
            is_behind = self._git.run("merge-base", "--is-ancestor", seen, commit)
            if is_behind.status == 1 or (is_behind.status and self._is_anew):
                raise self._rewritten()
            if is_behind.status:  # what lies between cannot be read here
                line = telling_line(is_behind.said)
                told = f"git cannot use {self._git.directory}: {line}"
                raise DamagedError("Not in step", told)
        self._entries = read_tree(self._printed("ls-tree", "-r", "-z", "--full-tree", commit))
        tops = dict.fromkeys(entry.name.partition("/")[0] for entry in self._entries)
        if tops and not is_recto(list(tops)):
            raise self._not_ours(list(tops))
        return commit

    def _has_branch(self) -> bool:
        """Tell whether libraries have met there before. Raises SyncError for what is another's."""
        answer = self._far("ls-remote", "--refs", "--", self.address.text)
        if answer.status != 0:
            raise self._refused(answer)
        names = [
            line.split("\t")[-1]
            for line in answer.printed.decode("utf-8", "replace").splitlines()
            if "\t" in line
        ]
        heads = [name for name in names if name.startswith("refs/heads/")]
        if BRANCH not in heads and heads:
            raise self._not_ours([name.removeprefix("refs/heads/") for name in heads], "branches")
        return BRANCH in heads

    def unite(self, own: str) -> list[str]:
        """Put what was fetched among the files here; return what is not taken. Raises OSError."""
        wanted = [
            entry
            for entry in self._entries
            if entry.is_taken and self._files.object_of(entry.name) != entry.object
        ]
        odd = [
            entry.name
            for entry in self._entries
            if entry.name.startswith(f"{ROOT}/") and not entry.is_taken
        ]
        for entry, data in self._contents(wanted):
            if data is None:
                odd.append(entry.name)
            else:
                self._files.take(entry.name, entry.object, data, own)
        self._files.close()
        return odd

    def drop_unpushed(self, own: str) -> bool:
        """Let files of the machine `own` be as they were fetched; return whether any was not."""
        entries = [
            entry
            for entry in self._entries
            if entry.is_taken and entry.name.startswith(f"{ROOT}/{own}/")
        ]
        is_any = self._files.drop_other(own, {entry.name: entry.object for entry in entries})
        for entry, data in self._contents(entries) if is_any else ():
            if data is not None:
                self._files.take(entry.name, entry.object, data, own)
        return is_any

    def _contents(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield files with what they hold; None for those that are too large."""
        sizes = self._sizes(entries)
        together: list[Entry] = []
        room = _TOGETHER
        for entry in entries:
            size = sizes.get(entry.object, LARGEST)
            if size >= LARGEST:
                yield entry, None
                continue
            if together and size > room:
                yield from self._read(together)
                together, room = [], _TOGETHER
            together.append(entry)
            room -= size
        if together:
            yield from self._read(together)

    def _read(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes]]:
        data = "".join(f"{entry.object}\n" for entry in entries).encode()
        printed = memoryview(self._printed("cat-file", "--batch=%(objectsize)", data=data))
        at = 0
        for entry in entries:
            end = at + bytes(printed[at : at + 30]).index(b"\n")
            size = int(printed[at:end])
            yield entry, bytes(printed[end + 1 : end + 1 + size])
            at = end + size + 2

    def _sizes(self, entries: Sequence[Entry]) -> dict[str, int]:
        if not entries:
            return {}
        data = "".join(f"{entry.object}\n" for entry in entries).encode()
        printed = self._printed("cat-file", "--batch-check=%(objectname) %(objectsize)", data=data)
        found = [line.split() for line in printed.decode().splitlines()]
        if lost := [parts[0] for parts in found if parts[1:] == ["missing"]]:
            directory = self._git.directory
            raise DamagedError("Not in step", f"git cannot use {directory}: {lost[0]} is missing")
        return {parts[0]: int(parts[1]) for parts in found if len(parts) == 2}

    # Pushing

    def push(self, parent: str, message: str) -> str | None:
        """Give to the repository what is here and not there, behind the commit that was fetched.

        Returns the commit that is the last one there now, which is its `parent` where there was
        nothing to give; None where somebody was quicker, or is at it. Raises AwayError,
        Interrupted, OSError and SyncError.
        """
        commit = self._commit(parent, message)
        if commit == parent:
            if self._has_grown:
                self._tidy()
            return parent
        answer = self._far("push", "--porcelain", "--progress", "--no-verify", "--no-signed",
            "--no-follow-tags", "--recurse-submodules=no", "--", self.address.text,
            f"{commit}:{BRANCH}",
        )  # fmt: skip
        printed = answer.printed.decode("utf-8", "replace")
        if answer.status == 0:
            self._git.run("update-ref", _REMOTE, commit)
            self._tidy()
            return commit
        if re.search(r"^!.*(non-fast-forward|fetch first|stale info|but expected)", printed, re.M):
            self.hindrance = None
            return None
        error = self._refused(answer._replace(said=f"{answer.said}\n{printed}"))
        if not isinstance(error, LockedError):
            raise error
        self.hindrance = error
        return None

    def _commit(self, parent: str, message: str) -> str:
        """Return a commit that holds all files here; `parent` where that has them already."""
        held = {entry.name: entry.object for entry in self._entries if entry.is_taken}
        names = self._files.names()
        objects = {name: self._files.object_of(name) for name in names}
        changed = [name for name in names if not objects[name] or held.get(name) != objects[name]]
        if changed:
            data = "".join(f"{self.folder / name}\n" for name in changed).encode()
            printed = self._printed("hash-object", "-w", "--no-filters", "--stdin-paths", data=data)
            objects |= zip(changed, printed.decode().split(), strict=True)
        told = b"".join(changes(objects, self._entries))
        if told:
            self._index.unlink(missing_ok=True)
            self._printed(*(("read-tree", parent) if parent else ("read-tree", "--empty")),
                index=self._index)  # fmt: skip
            self._printed("update-index", "-z", "--index-info", data=told, index=self._index)
            tree = self._text("write-tree", index=self._index)
            above = ("-p", parent) if parent else ()
            dates = f"{max(0, int(time.time()))} +0000"
            parent = self._text(
                "commit-tree", tree, *above, data=f"{message}\n".encode(), dates=dates
            )
        self._given = {name: objects[name] for name in names}
        return parent

    def note_pushed(self) -> None:
        """Note that all files are there as they were when they were pushed; raises OSError."""
        for name, object in self._given.items():
            self._files.note(name, object)
        self._files.close()

    def _tidy(self) -> None:
        self._has_grown = False
        pack(self._git)

    # Running git

    def _far(self, *arguments: str) -> Answer:
        return self._git.run(*arguments, is_far=True)

    def _printed(self, *arguments: str, data: bytes = b"", index: Path | None = None,
        dates: str = "") -> bytes:  # fmt: skip
        return self._done(self._git.run(*arguments, data=data, index=index, dates=dates))

    def _text(self, *arguments: str, data: bytes = b"", index: Path | None = None,
        dates: str = "") -> str:  # fmt: skip
        return self._printed(*arguments, data=data, index=index, dates=dates).decode().strip()

    def _done(self, answer: Answer) -> bytes:
        if answer.status != 0:
            raise self._refused(answer, is_here=True)
        return answer.printed

    def _refused(self, answer: Answer, *, is_here: bool = False) -> SyncError:
        """Return what a failure means: what fails here alone, or finds damage, is mended first."""
        error = refusal(self.address, answer.said)
        is_odd = is_here or is_damage(answer.said) or error.title == UNKNOWN
        if is_odd and not is_full(answer.said) and (is_here or not self._is_sound()):
            line = telling_line(answer.said)
            return DamagedError("Not in step", f"git cannot use {self._git.directory}: {line}")
        return error

    def _is_sound(self) -> bool:
        """Tell whether all that is here can be read."""
        return self._git.run("fsck", "--full", "--no-dangling").status == 0

    def _rewritten(self) -> SyncError:
        return SyncError(
            "The repository has another history",
            f"What Recto has seen in {self.address.name} is not in it any more: somebody has "
            "rewritten it, or it is another one.",
            f"`recto sync {self.address.name}` takes it as it is; what is missing there is written "
            "again.",
        )

    def _not_ours(self, names: Sequence[str], what: str = "files") -> SyncError:
        some = ", ".join(names[:3])
        return SyncError(
            "The repository is something else",
            f"{self.address.name} has {what} that are not Recto's"
            + (f" ({some})." if some else "."),
            "Make an empty one, without a README, for Recto alone.",
        )


class DamagedError(SyncError):
    """The repository here is damaged; it is made anew."""


def directory_of(data: Path, address: Address) -> Path:
    """Return where a repository is kept, below the directory of the library."""
    return data / "sync" / f"git-{sha256(address.text.encode()).hexdigest()[:12]}"


def kept_by(address: Address, held: Sequence[int]) -> Sequence[int]:
    """Return which descriptors git may hold: what keeps passwords for it would do so for long."""
    return held if address.is_local or address.is_ssh else ()
