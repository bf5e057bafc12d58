"""Builds the search index in a process of its own, and says how far it is and what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from .state import TYPING

if TYPE_CHECKING:
    from ...index import Library
    from .answers import Answers
    from .stage import IndexStage
    from .state import ReaderState


class IndexProgress(Message):
    """So many papers are in the index that is being built."""

    def __init__(self, done: int, total: int, pace: str = "") -> None:
        super().__init__()
        self.done, self.total = done, total
        self.pace = pace
        """How fast it goes on and how long it will take, in words; empty at first."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest number matters."""
        return isinstance(message, IndexProgress)


class IndexBuilt(Message):
    """The index is ready, or could not be built for the reason given."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem


class Indexer:
    """One building process and the thread that listens to it."""

    def __init__(self, data_dir: str | None, post: Callable[[Message], object]) -> None:
        self._data_dir = data_dir
        self._post = post
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._is_building = False

    def start(self) -> None:
        """Start building unless that goes on already."""
        if self._is_building or self._is_closed:
            return
        self._is_building = True
        environment = dict(os.environ)
        if self._data_dir is not None:
            environment["RECTO_DATA_DIR"] = self._data_dir
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "recto.tui.reader.indexing"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=environment,
            )
        except OSError as error:  # no descriptor, memory or process is left for it
            self._is_building = False
            self._post(IndexBuilt(f"{error.strerror}."))
            return
        self._thread = threading.Thread(
            target=self._listen, args=(self._process,), name="index", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop building and wait until that is so."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def stop(self) -> None:
        """Stop building; what is in use by then stays, and the next start goes on from there."""
        self._is_closed = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        from ..system.programs import ended  # the first screen stands without them
        from ..system.progress import Pace

        assert process.stdout is not None
        last, pace = "", Pace()
        with process.stdout as lines:
            for line in lines:
                last = line.strip()
                numbers = last.split()
                if len(numbers) == 2 and all(number.isdecimal() for number in numbers):
                    done, total = int(numbers[0]), int(numbers[1])
                    if pace.is_due(done):
                        words = pace.words(max(0, total - done), "/s")
                        self._post(IndexProgress(done, total, words))
        status = process.wait()
        self._is_building = False
        if not self._is_closed:
            self._post(IndexBuilt("" if status == 0 else last or f"it {ended(status)}"))


class IndexKeeper:
    """Has the index built when it must be, and what waits for it asked again."""

    def __init__(
        self,
        library: Library,
        stage: IndexStage,
        state: ReaderState,
        answers: Answers,
        indexer: Indexer,
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._answers = answers
        self._indexer = indexer
        self._why = ""
        """What was said when the building began."""
        self._tried: dict[str, str] = {}
        """The texts for which it was built last."""

    def build(self, why: str = "") -> None:
        """Build the index anew, and say why where there is a reason."""
        if why:
            self._stage.say(why)
        self._why = why
        self._stage.activity.building = "indexing"
        self._indexer.start()

    def build_for_texts(self) -> None:
        """Index texts that are not yet; those of which that failed not again and again."""
        if self._stage.activity.building:
            return  # whoever asks again then is heard
        marks = self._library.text_search.marks()
        if marks != self._tried:
            self._tried = marks
            self.build()

    def stop(self) -> None:
        """Leave the index as it was; may be called on any thread."""
        self._indexer.stop()

    def close(self) -> None:
        """Stop building and wait until that is so."""
        self._indexer.close()

    def take_progress(self, message: IndexProgress) -> None:
        """Show how far the index is."""
        done = 100 * message.done // max(1, message.total)
        self._stage.activity.building = f"indexing {done} %{message.pace.replace(', ', ' · ')}"
        if self._state.is_waiting and self._library.index.state() == "stale":
            self._ask()  # there was nothing to search in before

    def take_end(self, problem: str) -> None:
        """Search for what has been typed meanwhile; `problem` is why no index could be built."""
        stage, state = self._stage, self._state
        stage.activity.building = ""
        if stage.bottom.message == self._why:
            stage.say("")
        state.index_was_built |= not problem
        if not problem and self._library.index.state() == "stale":
            self.build()  # more was added meanwhile
        if problem:
            stage.say(f"The search index could not be built: {problem}", is_error=True)
            self._answers.build_itself()
        elif stage.box.text or state.is_waiting:
            self._ask()

    def _ask(self) -> None:
        self._answers.ask(is_final=self._stage.keyboard not in TYPING)
