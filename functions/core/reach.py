"""What an erasure is of, and what of a store that reaches."""

from dataclasses import dataclass
from typing import Final

from functions.core.names import subject_prefix

USER: Final = "user"
JOB: Final = "job"


@dataclass(frozen=True, slots=True)
class Reach:
    """A part of a team's data: everything of one subject, or of one job of it.

    It knows pseudonyms only. ``job`` is the job's own part of its id.
    """

    team: str
    subject: str
    job: str | None = None

    @property
    def prefix(self) -> str:
        """What the keys of its objects begin with; it ends in a slash, so no other's can begin so."""
        of_subject = subject_prefix(self.team, self.subject)
        return f"{of_subject}{self.job}/" if self.job else of_subject


@dataclass(frozen=True, slots=True)
class OfUser:
    """Everything of a user: ``subject`` of this epoch, ``person`` across epochs."""

    subject: str
    person: str
    epoch: int
    kind: str = USER

    def reach(self, team: str) -> Reach:
        """What of the stores that is."""
        return Reach(team, self.subject)


@dataclass(frozen=True, slots=True)
class OfJob:
    """One job of a subject, wherever it stands."""

    subject: str
    job: str
    kind: str = JOB

    def reach(self, team: str) -> Reach:
        """What of the stores that is."""
        return Reach(team, self.subject, self.job)


Scope = OfUser | OfJob
