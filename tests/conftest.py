"""What every test shares: a home of its own, and the five bundled pages."""

from __future__ import annotations

import fcntl
import gc
import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
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

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes of memory for files from which on a run keeps its own there: about half a gigabyte."""

# Whatever tests do is written durably, as it should be, and the disk is waited for a hundred
# thousand times. A file system in memory keeps to the same rules and is not waited for.
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

_numbers = count()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the worker that comes first compile everything, and the others read what it has written.

    Side by side each would compile all tests and all of Recto in a fresh clone, which is two thirds
    of what collecting them takes.
    """
    with Path(__file__).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(lock, fcntl.LOCK_SH)
        except OSError:
            pass  # a network file system may refuse it: then each compiles, as without this
        return (yield)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among the modules and the list of tests, which stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


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


MakeOnce = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> MakeOnce:
    """Return a way to make a directory that all workers of a run share: to be copied, not changed.

    It takes a name and what makes the directory; the worker that comes first makes it.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        place = root / f"once-{name}"
        with (root / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                making = tmp_path_factory.mktemp(name) / "making"
                make(making)
                making.rename(place)
        return place

    return make_once


@pytest.fixture(scope="session")
def seeded(make_once: MakeOnce) -> Path:
    """A library of the bundled pages with its index, to be copied, never changed."""

    def make(data_dir: Path) -> None:
        with Library.open(data_dir) as library:
            library.index.rebuild()

    return make_once("seeded", make)


@pytest.fixture(scope="session")
def few(seed_paths: list[Path], make_once: MakeOnce) -> Path:
    """A library of the two shortest pages, 122 papers, with its index: to be copied as well."""

    def make(data_dir: Path) -> None:
        with Library.open(data_dir, seeds=False) as library:
            for path in sorted(seed_paths, key=lambda path: path.stat().st_size)[:2]:
                library.add_text(path.name, path.read_bytes())
            library.index.rebuild()

    return make_once("few", make)
