"""Texts of papers as files beside the library: what was given, and the blocks that it became.

`texts/ID.raw` is a line of JSON that says what is kept, and behind it the file, packed by zlib.
`texts/ID.blocks` is a line that says which version of what derives texts has made it, of which raw
file, and behind it the text as `blocks.pack` has it; it can always be made again.
`texts/ID.references` is what its references name (see `citations`).
`texts/ID.missing` says when services had no text, `texts/ID.gone` is one that was removed and can
be brought back for a day. ID is that of a paper.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..database.connections import explained
from ..disk.hashes import sha256
from ..disk.private import make_directory
from ..disk.whole_files import whole_file
from .apart import derive_apart
from .blocks import Text, pack
from .citations import REFERENCES, write_references
from .derived import Made, load_head, load_made, look
from .deriving import VERSION, UnreadableError, form_of, reads
from .file_marks import BLOCKS, RAW, FileMarks
from .kept import Kept, completed, load_kept, load_raw

MISSING, GONE = ".missing", ".gone"

_LOOKED = "looked"
"""The file that says which version of what derives texts has looked at all of them."""

_DAY = 86_400.0
"""Seconds for which what was removed can be brought back."""

_SAFE = re.compile(r"[0-9a-z]{4,64}")


class TextFiles:
    """The files of texts in one directory; each is there wholly or not at all."""

    def __init__(self, directory: Path, vocabulary: Container[str] = frozenset()) -> None:
        self.directory = directory
        self._vocabulary = vocabulary
        self._marks = FileMarks(directory)

    def ids(self) -> list[str]:
        """Return the ids of the papers of which a text is here, in order."""
        with contextlib.suppress(OSError):
            return sorted(path.stem for path in self.directory.glob(f"*{RAW}"))
        return []

    def marks(self) -> dict[str, str]:
        """Return for each of these ids what its files are told by from others, in order.

        They are looked at anew only once a file has come or gone.
        """
        return self._marks.read()

    @property
    def counted(self) -> int:
        """Grows whenever `marks` has looked at the files anew."""
        return self._marks.counted

    def size(self) -> int:
        """Return the bytes of all files."""
        total = 0
        for path in self._files():
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    def has(self, id: str) -> bool:
        """Whether a text is here."""
        return self._path(id, RAW).is_file()

    def keep(
        self,
        id: str,
        data: bytes,
        name: str,
        *,
        version: int | None = None,
        license: str = "",
        source: str = "",
        stopped: threading.Event | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> Text:
        """Keep a file as the text of a paper, in place of what was there; return the text.

        Raises UnreadableError where there is none in it, and Interrupted where it is `stopped`:
        then what was there stays. Raises StoreError where it cannot be written. `part` is told the
        beginning of what takes long, more of it each time.
        """
        form = form_of(data, name)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = Kept(form, name, now, sha256(data).hexdigest(), version, license, source)
        text, packed = self._derive(data, told, stopped, part)
        with explained(self.directory):
            make_directory(self.directory)
            self._write(id, RAW, told._asdict(), zlib.compress(data, 6))
            self._write_blocks(id, told.digest, packed)
        self._write_references(id, text, told.digest)
        return completed(text, told)

    def kept(self, id: str) -> Kept | None:
        """Return what is kept of a paper, None where nothing is."""
        return self._head(id)

    def load(self, id: str, notice: Callable[[str], None] | None = None) -> Text | None:
        """Return a paper's text, None where there is none.

        What an older Recto has derived, or what is damaged, is derived anew, and `notice` told in a
        sentence; where that fails the older one stays. Raises UnreadableError where there is none.
        """
        told = self._head(id)
        if told is None:
            return None
        made = load_made(self._path(id, BLOCKS), told.digest)
        if made is None or not (made.is_current or not reads(told.form)):
            if notice is not None:
                notice("The text is being read anew.")
            return completed(self._renewed(id, told, made), told)
        return completed(made.text, told)

    def load_as_made(self, id: str) -> Text | None:
        """Return a paper's text as whatever Recto has derived it, None where there is none.

        It is derived only where there is nothing. Raises UnreadableError.
        """
        told = self._head(id)
        if told is None:
            return None
        made = load_made(self._path(id, BLOCKS), told.digest)
        return completed(self._renewed(id, told, None) if made is None else made.text, told)

    def ready(self, id: str) -> Text | None:
        """Return a paper's text if it needs not be derived, None else."""
        told = self._head(id)
        made = None if told is None else load_made(self._path(id, BLOCKS), told.digest)
        if told is None or made is None or not (made.is_current or not reads(told.form)):
            return None
        return completed(made.text, told)

    def is_ready(self, id: str) -> bool:
        """Whether a text that is here needs not be derived anew."""
        told = self._head(id)
        if told is None:
            return False
        head = load_head(self._path(id, BLOCKS), told.digest)
        return VERSION in (head.get("by"), head.get("failed")) or (
            bool(head) and not reads(told.form)
        )

    def outdated(self) -> list[str]:
        """Return the ids of texts that an older Recto has derived, in order."""
        return [id for id in self.ids() if not self.is_ready(id)]

    def is_current(self) -> bool:
        """Whether it is known that no text is outdated: to look at thousands takes a while."""
        try:
            return (self.directory / _LOOKED).read_text() == look()
        except (OSError, ValueError):
            return False

    def remember_look(self, is_current: bool) -> None:
        """Keep whether no text is outdated; where that cannot be kept it is looked again."""
        with contextlib.suppress(OSError):
            if is_current:
                with whole_file(self.directory / _LOOKED, is_private=True) as partial:
                    partial.write_text(look())
            else:
                (self.directory / _LOOKED).unlink(missing_ok=True)

    def renew(
        self,
        id: str,
        stopped: threading.Event | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> bool:
        """Derive a text anew, whatever has derived it; return whether that could be done.

        What was there stays where it cannot. Raises Interrupted where it is `stopped`. `part` is
        told the beginning of what takes long, more of it each time.
        """
        told = self._head(id)
        if told is None:
            return False
        made = load_made(self._path(id, BLOCKS), told.digest)
        with contextlib.suppress(UnreadableError):
            text = self._renewed(id, told, made, stopped, part)
            return made is None or text is not made.text
        return False

    def _derive(
        self,
        data: bytes,
        told: Kept,
        stopped: threading.Event | None,
        part: Callable[[Text], object] | None,
    ) -> tuple[Text, bytes]:
        whole = None if part is None else lambda text: part(completed(text, told))
        words = self._vocabulary
        return derive_apart(data, told.form, vocabulary=words, stopped=stopped, part=whole)

    def _renewed(
        self,
        id: str,
        told: Kept,
        made: Made | None,
        stopped: threading.Event | None = None,
        part: Callable[[Text], object] | None = None,
    ) -> Text:
        try:
            text, packed = self._derive(self.raw(id), told, stopped, part)
            by, failed = VERSION, 0
        except UnreadableError:
            if made is None:
                raise
            text, packed, by, failed = made.text, pack(made.text), made.by, VERSION
        with contextlib.suppress(OSError):  # it is read all the same
            self._write_blocks(id, told.digest, packed, by, failed)
            if not (self.has(id) or self._path(id, GONE).exists()):  # it was removed meanwhile
                self._path(id, BLOCKS).unlink(missing_ok=True)
        self._write_references(id, text, told.digest)
        return text

    def raw(self, id: str) -> bytes:
        """Return the file as it was given. Raises UnreadableError where it is damaged."""
        return load_raw(self._path(id, RAW))

    def remove(self, id: str, *, can_return: bool = False) -> bool:
        """Remove a text, and tell whether there was one; for a day it `can_return`."""
        raw, was_here = self._path(id, RAW), False
        with explained(self.directory):
            if can_return and raw.exists():
                os.utime(raw)  # when it went
                raw.replace(self._path(id, GONE))
                was_here = True
            for ending in (RAW, REFERENCES, MISSING, *(() if was_here else (BLOCKS,))):
                path = self._path(id, ending)
                was_here |= ending in (RAW, BLOCKS) and path.exists()
                path.unlink(missing_ok=True)
        return was_here

    def bring_back(self, id: str) -> bool:
        """Bring a text back that was removed, unless another is here by now; tell whether it is."""
        gone = self._path(id, GONE)
        if self.has(id) or not gone.is_file():
            return False
        with explained(self.directory):
            gone.replace(self._path(id, RAW))
        return True

    def forget_gone(self, now: float) -> None:
        """Let go of what was removed more than a day ago; what cannot be is left."""
        for path in self.directory.glob(f"*{GONE}"):
            with contextlib.suppress(OSError):
                if not 0 <= now - path.stat().st_mtime < _DAY:
                    path.unlink()
                    if not path.with_suffix(RAW).exists():
                        path.with_suffix(BLOCKS).unlink(missing_ok=True)

    def missing(self, id: str) -> dict[str, float]:
        """Return which services had no text of a paper, and when that was, in seconds since 1970.

        What is damaged tells nothing.
        """
        try:
            told = json.loads(self._path(id, MISSING).read_bytes())
            return {str(name): float(at) for name, at in told.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return {}

    def remember_missing(self, id: str, missing: Mapping[str, float]) -> None:
        """Remember which services had no text of a paper; raises StoreError."""
        with explained(self.directory):
            make_directory(self.directory)
            with whole_file(self._path(id, MISSING), is_private=True) as partial:
                partial.write_bytes(json.dumps(dict(missing)).encode())

    def _head(self, id: str) -> Kept | None:
        return load_kept(self._path(id, RAW))

    def _write_blocks(
        self, id: str, digest: str, packed: bytes, by: int = VERSION, failed: int = 0
    ) -> None:
        told: dict[str, Any] = {"by": by, "of": digest}
        self._write(id, BLOCKS, told | ({"failed": failed} if failed else {}), packed)

    def _write_references(self, id: str, text: Text, digest: str) -> None:
        write_references(self.directory, self._path(id, RAW).stem, text, digest)

    def _write(self, id: str, ending: str, head: dict[str, Any], data: bytes) -> None:
        with whole_file(self._path(id, ending), is_private=True) as partial:
            partial.write_bytes(json.dumps(head).encode() + b"\n" + data)

    def _path(self, id: str, ending: str) -> Path:
        name = id if _SAFE.fullmatch(id) else sha256(id.encode()).hexdigest()[:40]
        return self.directory / f"{name}{ending}"

    def _files(self) -> Iterator[Path]:
        for ending in (RAW, BLOCKS, REFERENCES):
            yield from self.directory.glob(f"*{ending}")
