"""What goes on beside reading: each piece of work in the words in which it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Words:
    """The words for one piece of work, empty while it does not go on; a change is told."""

    def __set_name__(self, owner: type[Activity], name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, activity: Any, owner: type[Activity]) -> str:
        words: str = vars(activity).get(self._name, "")
        return words

    def __set__(self, activity: Activity, words: str) -> None:
        if words != vars(activity).get(self._name, ""):
            setattr(activity, self._name, words)
            activity.changed()


class Activity:
    """The work that goes on; only the event loop changes it."""

    adding = _Words()
    """How far a large file is being added."""
    asking = _Words()
    """Who is asked for a query."""
    fetching = _Words()
    """Who is asked for new papers."""
    syncing = _Words()
    """What of bringing other machines in step takes a while."""
    bringing = _Words()
    """How far the texts of the queue are."""
    building = _Words()
    """How far the search index is being built."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self.changed = changed
        """Called whenever other words are to be shown, or none."""

    @property
    def words(self) -> str:
        """What is shown of all that, or nothing.

        What the reader waits for comes before what goes on by itself.
        """
        waited_for = self.adding or self.asking or self.fetching
        return waited_for or self.syncing or self.bringing or self.building
