"""What every test shares: a home of its own, and the five bundled pages."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library

SEEDS = Path(__file__).parents[1] / "seeds"

# Containers often forbid compiled modules to be kept. Then each worker, and each of the thousand
# processes that tests start, would compile Recto and its tests anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_numbers = count()


def pytest_collection_finish() -> None:
    """Leave the modules and the list of tests alone, which garbage is else looked for among."""
    gc.collect()
    gc.freeze()


_connect = socket.socket.connect
_look_up = socket.getaddrinfo
_strays: list[str] = []
"""Whom the present test wanted to reach that is not on this machine."""


def _is_here(host: object) -> bool:
    """Tell whether a host is this machine, told without asking anybody."""
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _connect_here(self: socket.socket, address: Any, /) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        _strays.append(str(address))
        raise OSError(101, "Network is unreachable")
    _connect(self, address)


def _look_up_here(host: Any, *arguments: Any, **options: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if not _is_here(name) and not str(name).replace(".", "").isdecimal():
        _strays.append(str(name))
        raise socket.gaierror(-3, "Temporary failure in name resolution")
    return _look_up(host, *arguments, **options)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """No way to other machines: a test that looks for one fails, whatever it makes of that.

    A test that wants to be without a network empties the list.
    """
    _strays.clear()
    monkeypatch.setattr(socket.socket, "connect", _connect_here)
    monkeypatch.setattr(socket, "getaddrinfo", _look_up_here)
    yield _strays
    assert not _strays, f"not on this machine: {_strays}"


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test finds a home."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test reads or writes a real one."""
    home = homes / str(next(_numbers))
    home.mkdir(mode=0o700)
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


@pytest.fixture(scope="session")
def few(seed_paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the two shortest pages, 122 papers, with its index: to be copied as well."""
    data_dir = tmp_path_factory.mktemp("few") / "library"
    with Library.open(data_dir, seeds=False) as library:
        for path in sorted(seed_paths, key=lambda path: path.stat().st_size)[:2]:
            library.add_text(path.name, path.read_bytes())
        library.index.rebuild()
    return data_dir
