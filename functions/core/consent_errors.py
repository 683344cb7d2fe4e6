"""Errors of consent, beside those of `functions.core.errors`.

Problem
├── ConsentMissing    409  a purpose of the job needs a consent that does not stand
└── ConsentNotNeeded  409  the purpose rests on another basis than consent
Conflict
└── Unconsented       a consent that the job needs does not stand
"""

from functions.core.errors import Conflict, Problem


class ConsentMissing(Problem):
    """One of the job's purposes needs a consent of the user that was never given, or was withdrawn."""

    status = 409
    code = "consent_missing"
    title = "A purpose of this job needs the user's consent"


class ConsentNotNeeded(Problem):
    """The purpose rests on another basis than consent, so asking for one would mislead."""

    status = 409
    code = "consent_not_needed"
    title = "This purpose does not rest on consent"


class Unconsented(Conflict):
    """A consent that the job needs does not stand (promise 9); ``purpose`` names it."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose
