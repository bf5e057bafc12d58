"""Papers that pages show without their arXiv id, which the reader knows."""

from __future__ import annotations

from ..errors import RectoError
from ..opened import Opened
from ..paper import Paper, arxiv_id
from ..text import clean


class Identities(Opened):
    """Gives papers their arXiv ids in acts of the journal."""

    def identify(self, paper: str | Paper, arxiv: str) -> tuple[Paper, bool]:
        """Give a paper its arXiv id, or a link to it; return it, and whether two became one.

        The paper that has this id already is the same one: marks and places of both stay. Undo
        takes the id back, and leaves the two together. Raises NotFoundError, and RectoError for
        what is no arXiv id.
        """
        from ..adding.identities import identify

        found = arxiv_id(arxiv)
        if found is None:
            raise RectoError(
                "That is no arXiv id",
                f"{clean(arxiv)!r} is neither an id such as 2405.15738 nor a link to one.",
            )
        with self._database.transaction():
            identified = identify(self._store, self._one(paper), found)
        return self.rows([identified.pid])[0], identified.is_merged
