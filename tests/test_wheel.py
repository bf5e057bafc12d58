"""What people install: wheel and sdist are built as a release is, looked into and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent

PACKED = ("tui", "index", "seeds", "tests", "docs", "bench", "pyproject.toml", "MANIFEST.in")
ALSO_PACKED = ("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both from a copy: what an earlier build left in the checkout must not help."""
    source = tmp_path_factory.mktemp("source")
    rubbish = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist")
    for name in [*PACKED, *ALSO_PACKED]:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=rubbish)
        elif path.exists():
            shutil.copy(path, source / name)
    target = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Iterator[zipfile.ZipFile]:
    (path,) = dist.glob("*.whl")
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        yield file


def source_files() -> set[str]:
    """Every file of the three packages that the program needs, as it is called once installed."""
    wanted = [
        path.relative_to(ROOT)
        for name in ("tui", "index", "seeds")
        for path in (ROOT / name).rglob("*")
        if path.suffix in (".py", ".tcss", ".txt", ".md", ".bin") or path.name == "py.typed"
    ]
    return {f"recto/{path.as_posix()}" for path in wanted}


def test_the_wheel_holds_the_program_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == source_files()


def test_the_wheel_holds_the_bundled_pages_and_the_type_marker(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    seeds = [n for n in names if n.startswith("recto/seeds/") and n.endswith(".txt")]
    assert len(seeds) == 5
    for name in seeds:
        assert wheel.read(name) == (ROOT / "seeds" / PurePosixPath(name).name).read_bytes()
    assert {"recto/tui/py.typed", "recto/index/py.typed", "recto/seeds/__init__.py"} <= set(names)


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    about = Parser().parsestr(wheel.read(name).decode())
    assert about["Name"] == "recto"
    assert about["License-Expression"] == "MIT"
    assert about["Requires-Python"] == ">=3.11"
    needed = [line for line in about.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split("[<>]", line)[0] for line in needed} == {
        "textual",
        "rich",
        "whoosh3",
        "platformdirs",
        "argcomplete",
        "justhtml",
        "markdown-it-py",
        "bibtexparser",
        "pylatexenc",
        "anyascii",
        "tzdata",
    }
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "recto = recto.tui.cli.main:run" in wheel.read(entry).decode()


def test_the_sdist_can_be_built_and_tested_from(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {name.removeprefix("recto/") for name in source_files()} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"} <= names
    assert {"tests/test_wheel.py", "tests/e2e/conftest.py"} <= names
    pages = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md")}
    assert len(pages) > 5
    assert pages <= names
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]


def test_the_wheel_runs_on_its_own(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    place = tmp_path / "site"
    wheel.extractall(place)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(place)}
    script = (
        "import recto.index, recto.tui, recto.seeds as s; print(s.__file__, recto.tui.__file__)"
    )
    where = subprocess.run(
        [sys.executable, "-c", script],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert where.count(str(place)) == 2
    found = subprocess.run(
        [sys.executable, "-m", "recto.tui", "search", "permutation", "--limit", "1"],
        env=env, cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert len(found.splitlines()) == 1
