"""What opening a library leaves out, as every command of the shell does it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_library_is_opened_without_openssl(tmp_path: Path) -> None:
    code = (
        f"import sys\nfrom recto.index import Library\nLibrary.open({str(tmp_path)!r}).close()\n"
        "print([name for name in ('_ssl', '_hashlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
