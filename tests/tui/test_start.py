"""What the start of the reader leaves out, and that nothing is missing afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

OPEN = "from recto.index import Library\nLibrary.open({!r}).close()"
LOAD = "from recto.tui.cli.main import _without_tls\nwith _without_tls():\n    import recto.tui.app"


def told(code: str) -> str:
    """Return what an interpreter of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("what", ["library", "reader"])
def test_nothing_loads_openssl(what: str, tmp_path: Path) -> None:
    code = OPEN.format(str(tmp_path)) if what == "library" else LOAD
    look = "import sys\nprint([name for name in ('_ssl', '_hashlib') if name in sys.modules])"
    assert told(f"{code}\n{look}") == "[]"


def test_whoever_needs_tls_has_it_all_the_same() -> None:
    code = "import ssl\nprint(ssl.create_default_context().check_hostname)"
    assert told(f"{LOAD}\n{code}") == "True"
    loaded_before = f"import ssl, asyncio\n{LOAD}\nprint(asyncio.sslproto.ssl is ssl)"
    assert told(loaded_before) == "True"
