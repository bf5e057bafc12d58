"""Files that are lists of records, read one record at a time: what all of them have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from ..errors import SourceError
from ..paper import Record
from .contents import Problem
from .strangers import describe_text
from .streams import LONGEST_LINE, TextStream
from .values import without_shown_id

MOST_PROBLEMS = 100
"""Problems reported one by one; of more only the number is told."""


class RecordFile(ABC):
    """The records of a file, and what in it could not be read; to be gone through once.

    A record that cannot be read is a problem, and costs no other.
    """

    none = "It shows no papers."
    """What is said where there is nothing at all in it."""

    def __init__(self, text: TextStream) -> None:
        self.text = text
        self.count = 0
        """Records so far."""
        self._problems: list[Problem] = []
        self._left_out = 0
        self._stopped: Problem | None = None
        """Why it was not read to its end, which is told behind however many other problems."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, as far as was read, in order."""
        found = sorted([*self._problems, *self.text.problems])
        if self.text.long_line is not None:
            reason = f"A line of more than {LONGEST_LINE >> 20} MB was left out."
            found = sorted([*found, Problem(self.text.long_line, reason)])
        end = () if self._stopped is None else (self._stopped,)
        if not self._left_out:
            return (*found, *end)
        more = Problem(found[-1].line, f"And {self._left_out:,} more after this one.")
        return (*found, more, *end)

    def records(self) -> Iterator[Record]:
        """Yield each record.

        Raises SourceError for a file that is damaged, or no list of papers at all.
        """
        for found in self._found():
            if isinstance(found, Problem):
                self._report(found)
                continue
            self.count += 1
            yield without_shown_id(found)
        if not self.count:
            title = f"No papers in {self.text.name}"
            if stranger := describe_text(self.text.head):
                raise SourceError(title, *stranger)
            first = self._problems[0] if self._problems else None
            reason = f"Line {first.line}: {first.reason}" if first else self.none
            raise SourceError(title, reason, "Add a saved page with titles and abstracts.")

    @property
    def rank(self) -> int:
        """The rank of the record that is read next."""
        return self.count + 1

    @abstractmethod
    def _found(self) -> Iterator[Record | Problem]:
        """Yield what stands in the file, in order."""

    def _report(self, problem: Problem) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)
        else:
            self._left_out += 1
