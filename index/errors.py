"""Errors that carry their own sentence, and the next step, to the person who caused them."""

from __future__ import annotations


class RectoError(Exception):
    """Something a person can understand and act upon: a title, a sentence and a hint."""

    exit_status = 2
    """What the command line exits with when this error ends a command."""

    def __init__(self, title: str, message: str = "", hint: str = "") -> None:
        super().__init__(title, message, hint)
        self.title = title
        """What went wrong, in a few words without a full stop."""
        self.message = message
        """What exactly happened, as a sentence."""
        self.hint = hint
        """What to do next, as a sentence."""

    def __str__(self) -> str:
        head = f"{self.title}: {self.message}" if self.message else f"{self.title}."
        return f"{head} {self.hint}".strip()


class NotFoundError(RectoError):
    """No paper answers to the id that was given."""

    exit_status = 1


class SourceError(RectoError):
    """A file could not be taken in; nothing of it was added."""


class Interrupted(RectoError):  # noqa: N818 - it is a request, not a failure
    """Long work was stopped by its reader; what was done of it stays, and the next call goes on."""

    exit_status = 130


class StoreError(RectoError):
    """The library's database could not be opened, read or written."""


class DamageError(StoreError):
    """The library's database is not what was written; what is good of it can be recovered."""


class SearchIndexError(RectoError):
    """The full-text index is missing, unreadable or still being built."""


class OtherVersionError(SearchIndexError):
    """The full-text index is that of another version of Recto, or of Whoosh."""


class CostlyQueryError(RectoError):
    """A query asks for so much that answering it would hold up everything else."""


class DistrustedIndexError(SearchIndexError):
    """The full-text index lies where others may write."""


class ExhaustedError(RectoError):
    """The system has no descriptor or no memory left; nothing is damaged by that.

    Neither a StoreError nor a SearchIndexError, whose handlers would repair what is whole.
    """


class Superseded(Exception):  # noqa: N818
    """A search was given up since a newer one has taken its place; no error of anybody."""


class FetchError(RectoError):
    """Something could not be fetched; nothing in the library has changed by that."""


class OfflineError(FetchError):
    """Nothing is to be fetched until the reader takes that back."""


def offline() -> OfflineError:
    """Return the error that the reader has wanted nothing to be fetched."""
    return OfflineError(
        "Recto is offline",
        "It was told to fetch nothing.",
        "`recto fetch --online` takes that back.",
    )


def switched_off(settings: str) -> OfflineError:
    """Return the error that the settings, in a file of this path, let nothing be fetched."""
    return OfflineError(
        "Fetching is switched off",
        f"`enabled = false` under [fetch] in {settings} says so.",
        "Without that line Recto fetches.",
    )


def fetched_elsewhere(settings: str) -> OfflineError:
    """Return the error that the settings leave fetching what is followed to another machine."""
    return OfflineError(
        "Another machine fetches",
        f"`here = false` under [fetch] in {settings} says so.",
        "`recto sync` brings what it has fetched.",
    )


class SyncError(RectoError):
    """The library could not be brought in step with its others; nothing of it has changed."""


WAITS = "What there is for it waits."
"""The hint of where libraries meet that is not to be reached now."""


class AwayError(SyncError):
    """Where libraries meet is not to be reached now; what there is for it waits."""

    exit_status = 75
    """EX_TEMPFAIL of sysexits.h: to be tried again later."""


class RestingError(FetchError):
    """A service has asked for a rest, which lasts until a moment."""

    exit_status = 75
    """EX_TEMPFAIL of sysexits.h: to be tried again later."""

    def __init__(self, title: str, message: str, hint: str, until: float, status: int = 0) -> None:
        super().__init__(title, message, hint)
        self.until = until
        """Seconds since 1970 began, in UTC."""
        self.status = status
        """That of HTTP by which it has just asked for the rest; 0 where that was before."""


class RefusedError(FetchError):
    """A service has answered that it does not give what it was asked for."""

    def __init__(self, title: str, message: str, hint: str, status: int) -> None:
        super().__init__(title, message, hint)
        self.status = status
        """That of HTTP."""


class UnbelievableError(FetchError):
    """An answer is not whole, or not what was asked for."""
