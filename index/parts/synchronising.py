"""One library on several machines: where they meet, and how far each is in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..disk.file_locks import FileLock, NoLocksError
from ..errors import WAITS, AwayError, RectoError, SyncError
from ..sync.git.addresses import is_address, read_address
from ..sync.layout import find_files, look, packed_signs
from ..sync.meeting import make_folder, own_folder, told_folder
from .context import Context
from .meeting_places import MeetingPlaces

if TYPE_CHECKING:
    from ..results import Synced
    from ..sync.exchanging import Exchanged
    from ..sync.standing import MachineStanding
    from ..sync.telling import Way

_LOCK = "sync.lock"
"""The file beside `library.db` that whoever exchanges anything holds."""


_NOT_SET = "The settings stay as they are; try it again once it can be reached."
"""The hint of a place to meet that could not be reached at the first time."""


class Sync:
    """Brings the library in step with those of other machines; safe to call from any thread."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen: tuple[object, ...] | None = None
        """How the folder was when it was looked at last."""
        self._unfinished: frozenset[object] | None = None
        """How its packed files were, where some of what machines wrote has not arrived."""
        self._places = MeetingPlaces(context.locations, context.config)

    @property
    def folder(self) -> Path | None:
        """The folder in which libraries meet; None where the settings name none."""
        return self._places.folder

    @property
    def git(self) -> str:
        """The address of the repository in which libraries meet; empty where there is none."""
        return self._places.git

    @property
    def is_configured(self) -> bool:
        """Whether there is anywhere to meet."""
        return self.folder is not None or bool(self.git)

    def set_folder(self, folder: str | Path, *, papers: str = "") -> None:
        """Meet in this folder from now on, as long as the library is open; the settings stay.

        Which `papers` travel is as the settings say where it is not said.
        """
        given = Path(folder).expanduser().absolute()
        self._places.given = self._places.given._replace(folder=given, papers=papers)
        self._seen = None

    def meet(self, where: str) -> tuple[str, str]:
        """Meet in a repository or a folder from now on, as long as the library is open.

        A repository is made where there is none, on the host as well; one that was rewritten is
        taken as it is. Of a folder that is not there only the last directory is made. Returns the
        setting that says the same, and its value. Raises AwayError, Interrupted and SyncError.
        """
        if not is_address(where):
            folder = own_folder(where)
            make_folder(folder)
            self.set_folder(folder)
            return "folder", told_folder(folder)
        from ..sync.git.rounds import begin

        address = read_address(where)
        with FileLock(self._context.locations.data / _LOCK) as lock:
            with suppress(NoLocksError):
                lock.take()
            begin(
                self._context.store,
                self._context.locations.data,
                address,
                held=(lock.descriptor,),
            )
        self._places.given = self._places.given._replace(git=address.text)
        return "git", address.text

    def begin(
        self,
        where: str,
        notice: Callable[[str], None] | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> tuple[Synced, str, str]:
        """Meet there from now on and bring the library in step; see `meet` and `run`.

        Returns what was done, and the setting that says the same with its value. Where that fails
        libraries meet where they did before, and errors are as of both.
        """
        before = self._places.given, self._seen
        try:
            name, value = self.meet(where)
            return self.run(notice, is_stopped), name, value
        except RectoError as error:
            self._places.given, self._seen = before
            if isinstance(error, AwayError) and error.hint == WAITS:
                raise AwayError(error.title, error.message, _NOT_SET) from error
            raise

    def folder_changed(self) -> bool:
        """Tell whether the folder is otherwise than at the last look; reads nothing of its files.

        A folder that is not there has not changed.
        """
        folder = self.folder
        if folder is None:
            return False
        try:
            if look(folder) != self._seen:
                return True
            return self._unfinished not in (None, packed_signs(find_files(folder)))
        except OSError:
            return False

    def has_news(self) -> bool:
        """Tell whether a way does not hold all yet that is to travel; its files are not read."""
        from ..sync.standing import has_untold

        with suppress(SyncError):  # of an address that is none, which `run` tells
            return any(has_untold(self._context.store, way) for way in self._places.ways())
        return False

    def run(
        self,
        notice: Callable[[str], None] | None = None,
        is_stopped: Callable[[], bool] = lambda: False,
        *,
        is_near: bool = False,
    ) -> Synced:
        """Take in what is new elsewhere, and write what is new here; each way is tried.

        Where it `is_near` nothing is asked of the network: what is in the folder is looked at.
        `notice` is told in a sentence about work that takes a while; it is stopped where another
        machine is waited for. Raises AwayError where the other side cannot be reached now,
        Interrupted, SyncError and StoreError.
        """
        from ..results import Synced

        if not self.is_configured:
            raise SyncError(
                "There is nowhere to meet",
                "The settings name neither a folder nor a repository under [sync].",
                "`recto sync FOLDER` or `recto sync HOST:DIRECTORY` does.",
            )
        tell = notice or self._context.notices.tell
        self._context.database.check_writable()
        lock = FileLock(self._context.locations.data / _LOCK)
        with lock:
            with suppress(NoLocksError):
                if not lock.take(wait=False):
                    return Synced(is_busy=True)
            last = self._context.database.value("SELECT coalesce(max(seq), 0) FROM journal")
            done: list[Exchanged] = []
            failed: list[SyncError] = []
            for run in self._rounds(lock, tell, is_stopped, is_near=is_near):
                try:
                    done.append(run())
                except SyncError as error:
                    failed.append(error)
            way = self._places.folder_way()
            if len(done) > 1 and done[-1].has_read and way is not None:
                # What has come by the repository goes on to the folder.
                with suppress(AwayError):
                    done.append(self._exchange(way, tell))
            away = [error for error in failed if isinstance(error, AwayError)]
            if failed and (not done or len(away) < len(failed)):
                raise next((error for error in failed if error not in away), failed[0])
        counts = self._context.counting.counts()
        return Synced(
            sent=sum(one.sent for one in done),
            sent_acts=max((one.sent_acts for one in done), default=0),
            sent_papers=max((one.sent_papers for one in done), default=0),
            sent_others=max((one.sent_others for one in done), default=0),
            read=sum(one.read for one in done),
            new_papers=sum(one.new_papers for one in done),
            others=sum(one.others for one in done),
            waiting=max((one.waiting for one in done), default=0),
            papers=counts.all,
            new=counts.new,
            sentences=tuple(sentence for one in done for sentence in one.sentences)
            + tuple(str(error) for error in away),
            is_away=bool(away),
            away=tuple(str(error) for error in away),
            machines=self._whose(last) if any(one.read for one in done) else (),
        )

    def _whose(self, after: int) -> tuple[tuple[str, int], ...]:
        """Return which machines did what came behind a row of the journal, and how many acts."""
        from ..sync.names import name_of_machine

        rows = self._context.database.rows(
            "SELECT machine, count(*) FROM journal WHERE seq > ? AND machine <> "
            "(SELECT value FROM meta WHERE key = 'machine') GROUP BY machine ORDER BY 2 DESC",
            (after,),
        )
        ways = self._places.ways()
        return tuple((name_of_machine(ways, machine), acts) for machine, acts in rows)

    def name_of(self, machine: str) -> str:
        """Return what a machine of an id is called, this one included; the id where nobody says."""
        from ..sync.names import name_of_machine

        here = self._context.database.value("SELECT value FROM meta WHERE key = 'machine'")
        with suppress(SyncError):  # of an address that is none, which `run` tells
            return name_of_machine(self._places.ways(), machine, is_here=machine == here)
        return machine

    def machines(self) -> int:
        """Return how many other machines have written anything that is known here."""
        from ..sync.memory import MACHINE

        sql = (
            "SELECT count(DISTINCT name) FROM synced WHERE kind = ? AND name <> "
            "(SELECT value FROM meta WHERE key = 'machine')"
        )
        return int(self._context.database.value(sql, (MACHINE,)))

    def status(self) -> list[MachineStanding]:
        """Return how far each machine is in step, this one first; writes nothing."""
        from ..sync.standing import standings

        return standings(self._context.database, self._places.ways())

    def retire(self, name: str, *, is_back: bool = False) -> str:
        """Leave a machine behind, or take it back; it is told by its name or its id's beginning.

        What it had written counts, what it writes from now on does not. Returns its name. Raises
        NotFoundError, and SyncError where several are called so.
        """
        from ..sync.retiring import retire
        from ..sync.standing import named

        store = self._context.store
        found = named(store, self._places.ways(), name)
        for one in found:
            retire(store, one.way, one.machine, is_back=is_back)
        self.run()
        return found[0].name

    def _rounds(
        self,
        lock: FileLock,
        tell: Callable[[str], None],
        is_stopped: Callable[[], bool],
        *,
        is_near: bool,
    ) -> Iterator[Callable[[], Exchanged]]:
        """Yield what is to be done with each way, the folder first."""
        if (way := self._places.folder_way()) is not None:
            yield partial(self._exchange, way, tell)
        if self.git and not is_near:
            yield partial(self._run_git, lock, tell, is_stopped)

    def _run_git(
        self, lock: FileLock, tell: Callable[[str], None], is_stopped: Callable[[], bool]
    ) -> Exchanged:
        from ..sync.git.rounds import Round

        return Round(
            self._context.store,
            self._context.locations.data,
            read_address(self.git),
            self._places.papers,
            self._places.wishes(),
            held=(lock.descriptor,),
            is_stopped=is_stopped,
            notice=tell,
        ).run()

    def _exchange(self, way: Way, notice: Callable[[str], None]) -> Exchanged:
        from ..sync.exchanging import Exchange

        # One that cannot be looked at has changed once it can: what was marked meanwhile waits.
        self._seen = self._unfinished = None
        with suppress(OSError):
            self._seen = look(way.folder)
        exchange = Exchange(self._context.store, way, notice=notice)
        done = exchange.run()
        if done.waiting:
            self._unfinished = packed_signs(exchange.files)
        if done.sent:
            # What was written by this machine is no news to it.
            with suppress(OSError):
                self._seen = look(way.folder)
        return done
