"""Texts of papers as files beside the library: what was given, and the blocks that it became.

`texts/ID.raw` is a line of JSON that says what is kept, and behind it the file, packed by zlib.
`texts/ID.blocks` is a line that says which version of what derives texts has made it, of which raw
file, and behind it the text as `blocks.pack` has it; it can always be made again.
`texts/ID.references` is what its references name (see `citations`).
`texts/ID.missing` says when services had no text. ID is that of a paper.
"""

from __future__ import annotations

import contextlib
import json
import re
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..database.connections import explained
from ..disk.hashes import sha256
from ..disk.private import make_directory
from ..disk.whole_files import whole_file
from .apart import derive_apart
from .blocks import Text, unpack
from .citations import REFERENCES, write_references
from .deriving import LARGEST, VERSION, UnreadableError, form_of

RAW, BLOCKS, MISSING = ".raw", ".blocks", ".missing"

_SAFE = re.compile(r"[0-9a-z]{4,64}")
_LONGEST_HEAD = 10_000


class Kept(NamedTuple):
    """What is kept of a paper's text."""

    form: str
    name: str
    """The name of the file that was given, or the address it came from."""
    kept: str
    """When, as ISO 8601 in UTC."""
    digest: str
    """SHA-256 of the file, in hex."""
    version: int | None = None
    """That of arXiv, where the address tells and the file does not."""
    license: str = ""
    """That of the paper, where it is known from elsewhere than the file."""
    source: str = ""
    """The service that gave it, where one did."""


class TextFiles:
    """The files of texts in one directory; each is there wholly or not at all."""

    def __init__(self, directory: Path, vocabulary: Container[str] = frozenset()) -> None:
        self.directory = directory
        self._vocabulary = vocabulary

    def ids(self) -> list[str]:
        """Return the ids of the papers of which a text is here, in order."""
        with contextlib.suppress(OSError):
            return sorted(path.stem for path in self.directory.glob(f"*{RAW}"))
        return []

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
    ) -> Text:
        """Keep a file as the text of a paper, in place of what was there; return the text.

        Raises UnreadableError where there is none in it: then what was there stays. Raises
        StoreError where it cannot be written.
        """
        form = form_of(data, name)
        text, packed = derive_apart(data, form, vocabulary=self._vocabulary)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = Kept(form, name, now, sha256(data).hexdigest(), version, license, source)
        with explained(self.directory):
            make_directory(self.directory)
            self._write(id, RAW, told._asdict(), zlib.compress(data, 6))
            self._write_blocks(id, told.digest, packed)
        self._write_references(id, text)
        return _completed(text, told)

    def kept(self, id: str) -> Kept | None:
        """Return what is kept of a paper, None where nothing is."""
        return self._head(id)

    def load(self, id: str, notice: Callable[[str], None] | None = None) -> Text | None:
        """Return a paper's text, None where there is none.

        What an older Recto has derived, or what is damaged, is derived anew, and `notice` told in a
        sentence. Raises UnreadableError where that cannot be done any more.
        """
        told = self._head(id)
        if told is None:
            return None
        if (text := self._derived(id, told.digest)) is None:
            if notice is not None:
                notice("The text is being read anew.")
            text, packed = derive_apart(self.raw(id), told.form, vocabulary=self._vocabulary)
            with contextlib.suppress(OSError):  # it is read all the same
                self._write_blocks(id, told.digest, packed)
            self._write_references(id, text)
        return _completed(text, told)

    def raw(self, id: str) -> bytes:
        """Return the file as it was given. Raises UnreadableError where it is damaged."""
        try:
            with self._path(id, RAW).open("rb") as file:
                file.readline(_LONGEST_HEAD)
                unpacker = zlib.decompressobj()
                data = unpacker.decompress(file.read(), LARGEST + 1)
                if not unpacker.eof:
                    raise zlib.error
                return data
        except (OSError, zlib.error) as error:
            raise UnreadableError(
                "The file that was kept is damaged.", "Give it again with recto text ID --from."
            ) from error

    def remove(self, id: str) -> bool:
        """Remove a text, and tell whether there was one."""
        was_here = False
        with explained(self.directory):
            for ending in (RAW, BLOCKS, REFERENCES, MISSING):
                path = self._path(id, ending)
                was_here |= ending in (RAW, BLOCKS) and path.exists()
                path.unlink(missing_ok=True)
        return was_here

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

    def _derived(self, id: str, digest: str) -> Text | None:
        try:
            with self._path(id, BLOCKS).open("rb") as file:
                told = json.loads(file.readline(_LONGEST_HEAD))
                if told != {"by": VERSION, "of": digest}:
                    return None
                return unpack(file.read())
        except (OSError, ValueError, RecursionError):
            return None

    def _head(self, id: str) -> Kept | None:
        try:
            with self._path(id, RAW).open("rb") as file:
                told = json.loads(file.readline(_LONGEST_HEAD))
            return Kept(**{name: told[name] for name in Kept._fields})
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def _write_blocks(self, id: str, digest: str, packed: bytes) -> None:
        self._write(id, BLOCKS, {"by": VERSION, "of": digest}, packed)

    def _write_references(self, id: str, text: Text) -> None:
        write_references(self.directory, self._path(id, RAW).stem, text)

    def _write(self, id: str, ending: str, head: dict[str, Any], data: bytes) -> None:
        with whole_file(self._path(id, ending), is_private=True) as partial:
            partial.write_bytes(json.dumps(head).encode() + b"\n" + data)

    def _path(self, id: str, ending: str) -> Path:
        name = id if _SAFE.fullmatch(id) else sha256(id.encode()).hexdigest()[:40]
        return self.directory / f"{name}{ending}"

    def _files(self) -> Iterator[Path]:
        for ending in (RAW, BLOCKS, REFERENCES):
            yield from self.directory.glob(f"*{ending}")


def _completed(text: Text, told: Kept) -> Text:
    """Return a text with what is known of it from elsewhere."""
    version = text.version if text.version is not None else told.version
    source = told.source or text.source
    return text._replace(version=version, license=text.license or told.license, source=source)
