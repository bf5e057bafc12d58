"""Out of descriptors or memory, told apart from damage: what cannot be read now is no worse for it.

Libraries say it in many ways, and some as if a file were missing or broken.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os

from ..errors import ExhaustedError

_FILES = {errno.EMFILE, errno.ENFILE}

_FEW = 12
"""Descriptors that opening two databases takes at most, with what is beside them."""


_LITTLE = 2 << 20
"""Bytes: twice what Python gets at once for all that is small (an arena of its allocator)."""


def exhaustion(error: BaseException | None) -> ExhaustedError | None:
    """Return what an error, or what led to it, means where the system has no more to give."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ExhaustedError):
            return error
        number = error.errno if isinstance(error, OSError) else None
        if number in _FILES:
            return no_descriptor()
        if isinstance(error, MemoryError) or number == errno.ENOMEM:
            return no_memory()
        if isinstance(error, ImportError | RuntimeError):
            # What loads extensions, or starts threads, has the reason in words alone.
            if os.strerror(errno.EMFILE) in str(error):
                return no_descriptor()
            if any(words in str(error) for words in _NO_MEMORY):
                return no_memory()
        error = error.__cause__ or error.__context__
    return None


_NO_MEMORY = (
    os.strerror(errno.ENOMEM),
    "failed to map segment",
    "cannot allocate memory",
    "can't start new thread",
)


def refuse_exhaustion(error: BaseException) -> None:
    """Raise ExhaustedError for an error that comes of it, before it is taken for anything else."""
    found = exhaustion(error)
    if found is not None:
        raise found from error


_RESERVED = 4 << 20
"""Bytes: for what Python does while it leaves a call, and to say that there are no more."""

_reserve: list[bytes] = []


def hold_reserve() -> None:
    """Keep some memory from all that is done, to be given back by `let_go`; raises MemoryError."""
    _reserve[:] = (bytes(_RESERVED),)  # nothing is written into it: only addresses are taken


def let_go(error: BaseException) -> None:
    """Free the reserve, and what failed still holds: an error and what led to it keep all of that.

    Without memory nobody says a word: Python 3.11 itself, where it leaves a `with` far into a
    function, needs some to note where it was, and tries for ever while there is none; where it has
    no room for another call it may crash.
    """
    _reserve.clear()
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        found = todo.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        todo += (found.__cause__, found.__context__)
        at = found.__traceback__
        while at is not None:
            with contextlib.suppress(RuntimeError):  # it still runs
                at.tb_frame.clear()
            at = at.tb_next
    gc.collect()


def is_memory_short() -> bool:
    """Tell whether the system gives so little that Python may fail at anything, in any way."""
    try:
        bytes(_LITTLE)  # nothing is written into it, so that it is never really taken
    except MemoryError:
        return True
    return False


def are_descriptors_short(needed: int = _FEW) -> bool:
    """Tell whether fewer files can be opened than are needed, by default to open a database.

    SQLite and event loops say nothing of it, or leave half of what they began.
    """
    held: list[int] = []
    try:
        for _ in range(needed):
            held.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return error.errno in _FILES
    finally:
        for descriptor in held:
            os.close(descriptor)
    return False


def refuse_few_descriptors(needed: int) -> None:
    """Raise ExhaustedError where fewer files can be opened than are needed."""
    if are_descriptors_short(needed):
        raise no_descriptor()


def no_descriptor() -> ExhaustedError:
    """Return the error of a process that may open no more files."""
    message = "The system lets this process open no more."
    with contextlib.suppress(ImportError, OSError):
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        message = f"The system lets this process open {most:,} at once."
    return ExhaustedError("Too many files are open", message, "Allow more with ulimit -n.")


def no_memory() -> ExhaustedError:
    """Return the error of a process that is given no more memory, and free the reserve."""
    _reserve.clear()
    return ExhaustedError(
        "There is not enough memory",
        "The system gave Recto no more.",
        "Close other programs, or allow more with ulimit -v.",
    )
