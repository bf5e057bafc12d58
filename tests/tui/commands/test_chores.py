"""What waits until the first screen stands costs the keys nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from recto.index.safety import copying, snapshots, soundness

from ..conftest import ReaderFactory


async def test_the_days_snapshot_is_the_work_of_another_process(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page is copied and no row looked through by the process that answers the keys."""
    here: list[str] = []

    def noting(name: str) -> Callable[..., None]:
        return lambda *_, **__: here.append(name)

    monkeypatch.setattr("recto.tui.app.CHORES", 0.01)
    for module, name in (
        (snapshots, "take_snapshot"),
        (snapshots, "copy_out"),
        (copying, "copy_out"),
        (soundness, "faults_of"),
    ):
        monkeypatch.setattr(module, name, noting(name))
    async with reader(80, 24) as r:
        directory = r.main.library.locations.data / "snapshots"
        await r.until(lambda: bool(list(directory.glob("library-*.db"))), "the day's snapshot")
        await r.until(lambda: not r.main.workers._workers, "no more chores")
    assert here == []
