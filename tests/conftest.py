"""What every test shares: a home of its own, and the five bundled pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test reads or writes a real one."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("RECTO_DATA_DIR", str(home / "recto"))
    return home


@pytest.fixture(scope="session")
def seed_paths() -> list[Path]:
    """The five bundled pages, in the order of their names."""
    return sorted(SEEDS.glob("*.txt"))


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled pages with its index, to be copied, never changed."""
    data_dir = tmp_path_factory.mktemp("seeded") / "library"
    with Library.open(data_dir) as library:
        library.index.rebuild()
    return data_dir
