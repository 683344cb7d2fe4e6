"""A masker meets a restriction (GDPR Art. 18): the file is kept, and nothing in it is looked at."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from functions.core.errors import LeaseOpen
from functions.core.job import Claim, Job
from functions.core.ports import Jobs
from functions.core.restriction import RestrictedJobs, Shelf

HELD_BACK: Final = "held_back"


@dataclass(frozen=True, slots=True)
class HoldBack:
    """What it needs of the world."""

    jobs: Jobs
    rows: RestrictedJobs
    shelf: Shelf


def hold_back(job: Job, claim: Claim, subject: str, now: datetime, world: HoldBack) -> str:
    """Keep exactly the file of the claim, and say so in its job.

    It works under the claim's lease, as masking does, so that an erasure waits for it; what is killed in
    between is done again by the same message. Raises `Tombstoned`, `Replaced`, `LeaseOpen`, and `Conflict` if
    the restriction was lifted in this moment: then the message comes back.
    """
    kept = replace(job, consents=())
    try:
        world.jobs.claim(kept, claim, now, kept=True)
    except LeaseOpen:
        row = world.jobs.get(job.ref)
        if row is None or row.claim is None or row.claim.token != claim.token:
            raise
    world.shelf.keep(job.key, claim.etag)
    world.rows.restrict(job, subject, claim)
    return HELD_BACK
