"""What must not be deleted although it is over: a legal hold (GDPR Art. 17(3)) or a restriction (Art. 18)."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from functions.core.job import Job

Place = tuple[str, str]  # a team and a subject of it


class Holds(Protocol):
    """Asked before anything is deleted. Reads are consistent."""

    def held(self, team: str, subject: str) -> bool:
        """Whether a hold or a restriction stands for this subject now."""

    def among(self, places: Iterable[Place]) -> frozenset[Place]:
        """Those of these subjects that are held."""


def held_jobs(jobs: Sequence[Job], holds: Holds) -> Sequence[Job]:
    """The jobs in which anybody is held: the user, or who is depicted."""
    held = holds.among({(job.ref.team, subject) for job in jobs for subject in job.subjects})
    return [job for job in jobs if any((job.ref.team, subject) in held for subject in job.subjects)]
