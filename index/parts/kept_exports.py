"""Files that hold what a query finds, written anew whenever that has changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from ..config import KeptExport
from ..disk.file_locks import FileLock
from ..errors import RectoError
from ..exports.formats import CITING, EXPORT_FORMATS, format_of
from ..text import clean
from ..views import View
from .context import Context
from .queries import Queries

_HEADS = {
    "bibtex": "% {}\n\n",
    "markdown": "<!-- {} -->\n\n",
    "html": "<!-- {} -->\n",
}
"""What a file begins with, in formats that have comments, so that people know whose it is."""

_MARK = "Kept by Recto"
_HEAD = _MARK + ", which writes it anew: what is changed here is lost."

_LOOKED_AT = 200
"""Bytes at whose beginning the mark may stand."""


class KeptExports:
    """The files that the settings name under `[[export]]`."""

    def __init__(self, context: Context, queries: Queries) -> None:
        self._context = context
        self._database = context.database
        self._queries = queries

    def __bool__(self) -> bool:
        return bool(self._context.config.export) and not self._database.read_only

    @property
    def is_complete(self) -> bool:
        """Whether all of the files are there."""
        return not self or all(self._path(one).exists() for one in self._context.config.export)

    def refresh(self) -> list[str]:
        """Write the files that are not as they should be; return sentences about what went wrong.

        A sentence comes once, until the file could be written or something else is wrong.
        """
        if not self:
            return []
        said: list[str] = []
        # One at a time, so that nobody writes what was true a moment ago over what is true now.
        with _held(self._database.path.with_name("exports.lock")):
            for one in self._context.config.export:
                problem = ""
                try:
                    self._write(one)
                except RectoError as error:
                    problem = f"{clean(one.file)} is not kept up to date: {error}"
                except OSError as error:
                    problem = f"{clean(one.file)} is not kept up to date: {error.strerror}."
                known = self._state(one)
                if known.get("said", "") != problem:
                    self._keep(one, {**known, "said": problem})
                    said += [problem] if problem else []
        return said

    def _write(self, one: KeptExport) -> None:
        path = self._path(one)
        form = format_of(path.name)
        if form is None:
            endings = ", ".join(EXPORT_FORMATS.values())
            raise RectoError("Its ending tells no format", f"There are {endings}.")
        data = self._bytes(one, form)
        before = None
        with suppress(FileNotFoundError):
            before = path.read_bytes()
        if before == data:
            return
        if before and not self._is_own(one, before):
            raise RectoError(
                "There is a file of that name that Recto did not write",
                hint="Move it away, or name another one in config.toml.",
            )
        from ..exports.files import write_file

        # The digest first: a file whose writing is interrupted is still known for one's own.
        known = self._state(one)
        digests = [*known.get("digests", ())[-1:], hashlib.sha256(data).hexdigest()]
        self._keep(one, {**known, "digests": digests})
        write_file(path, [data.decode()], force=True)

    def _bytes(self, one: KeptExport, form: str) -> bytes:
        from .exporting import export

        rowids = self._found(one)
        if form in CITING:
            # In the order of their keys: little changes where one is added.
            from .citing import give_keys

            give_keys(self._context, rowids)
            papers = self._context.rows(rowids)
            papers.sort(key=lambda paper: ((paper.cite_key or "").lower(), paper.id))
            rowids = [paper.rowid for paper in papers]
        heading = clean(one.query) or "Papers"
        made = export(self._context, (), rowids, form, (), heading, including=one.including)
        head = _HEADS.get(form, "").format(_HEAD)
        return (head + made.text).encode("utf-8", "replace")

    def _found(self, one: KeptExport) -> Sequence[int]:
        from .exporting import own_order

        view = View.parse(one.view)
        if str(view) != one.view:
            raise RectoError(f"There is no view {clean(one.view)!r}")
        listing = self._queries.listing(one.query, view=view, wait=True)
        # What has only some of the words is no answer for a file that is not looked at.
        rowids = () if listing.is_partial else listing.rowids
        return own_order(self._context, one.query, view, list(rowids))

    def _is_own(self, one: KeptExport, data: bytes) -> bool:
        if _MARK.encode() in data[:_LOOKED_AT]:
            return True
        return hashlib.sha256(data).hexdigest() in self._state(one).get("digests", ())

    def _path(self, one: KeptExport) -> Path:
        return self._context.locations.config / os.path.expanduser(one.file)  # noqa: PTH111

    def _name(self, one: KeptExport) -> str:
        return f"export:{self._path(one)}"

    def _state(self, one: KeptExport) -> dict[str, Any]:
        text = self._database.value("SELECT value FROM session WHERE name = ?", (self._name(one),))
        try:
            state = json.loads(text) if text else {}
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def _keep(self, one: KeptExport, state: dict[str, Any]) -> None:
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)",
                (self._name(one), json.dumps(state)),
            )


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a lock between processes, where the file system has such."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(FileLock(path)).take()
        yield
