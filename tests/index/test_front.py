"""The names that the index offers: each is there, and none is loaded before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
import recto.index


@pytest.mark.parametrize("name", recto.index.__all__)
def test_every_name_of_the_front_is_there(name: str) -> None:
    assert getattr(recto.index, name) is not None


def test_the_front_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Librarian'"):
        _ = recto.index.Librarian  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        exec("from recto.index import Librarian")


def test_a_name_loads_what_defines_it_and_nothing_else() -> None:
    code = (
        "import sys; from recto.index import SORTS\n"
        "print([name for name in sorted(sys.modules) if name.startswith('recto.index.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['recto.index.views']"
