"""The end of the reader: what a thread fails on is told, as long as the library is open."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.tui.app import RectoApp, run_reader
from recto.tui.system.leaving import Leaving


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    """Collect garbage again afterwards: the reader collects only once its screen stands."""
    yield
    gc.enable()


def test_a_thread_that_fails_while_the_library_is_closed_is_told_as_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise LookupError("at the end")

    close = Library.close

    def close_with_a_thread(library: Library) -> None:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        close(library)

    monkeypatch.setattr(Library, "close", close_with_a_thread)
    monkeypatch.setattr(RectoApp, "run", lambda *_, **__: None)
    monkeypatch.setattr(Leaving, "on_signals", lambda _: None)
    before = threading.excepthook
    with pytest.raises(LookupError, match="at the end"):
        run_reader(str(tmp_path), seeds=False)
    assert "Traceback" not in capsys.readouterr().err
    assert threading.excepthook == before
