"""How long what is stored lives, and what of a job is over (GDPR Art. 5(1)(e); promise 8).

All times run from the moment that a job was closed. What is over is invisible at once, whoever looks; the
sweeper deletes it after that, and the lifecycle of S3 is only the net behind the sweeper.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.job import DONE, EXPIRED, FAILED, REJECTED, RESTRICTED, REVIEW, Job, Keep, Outcome
from functions.core.reasons import NOT_REVIEWED, RETENTION_OVER

DAY: Final = 24 * 60
NETS: Final = (1, 7, 30, 90, 365)  # days: the lifecycle rules of `held` and `results`, by the tag `expire`
# What a job says whose file is over: the state that the sweeper will write is shown before it has written it.
OVER: Final = {DONE: (EXPIRED, RETENTION_OVER), REVIEW: (REJECTED, NOT_REVIEWED)}


@dataclass(frozen=True, slots=True)
class Retention:
    """Minutes: of originals in review, of results, of exports, of the records of closed jobs.

    ``datasets`` are copies for a purpose, which never outlive their job's record; ``consent_proof`` is how
    long the proof of a consent outlives it, after its withdrawal or an erasure; ``audit`` is how long an
    entry of the audit lives; ``correction_window`` is how long the original of what is done is held, so that
    it can be masked anew.
    """

    originals: int
    results: int
    exports: int
    job_records: int
    consent_proof: int = 3 * 365 * DAY
    audit: int = 3 * 365 * DAY
    correction_window: int = 0
    datasets: int = 90 * DAY

    def keep(self, state: str, closed_at: datetime) -> Keep:
        """Until when a job that is closed in this state has its file, if it has one, and its record.

        What a failed job has is its original in `originals`, which S3 deletes after a day at the earliest.
        That of one that is done is another matter: see `held_until`.
        """
        files = {DONE: self.results, REVIEW: self.originals, FAILED: min(self.originals, DAY)}
        file = closed_at + timedelta(minutes=files[state]) if state in files else None
        return Keep(closed_at + timedelta(minutes=self.job_records), file)

    def held_until(self, done_at: datetime) -> datetime | None:
        """Until when the original of a job that was done first at ``done_at`` is held; None if it is not.

        Masking it again gives it no more time.
        """
        return done_at + timedelta(minutes=self.correction_window) if self.correction_window else None


def net(life: timedelta) -> int:
    """The lifecycle rule for a file of this life: the least that does not end before it, in days."""
    return next((days for days in NETS if timedelta(days=days) >= life), NETS[-1])


def as_of(job: Job, now: datetime) -> Job | None:
    """The job as it is at a moment: without what is over, and None once its record is over too.

    Nothing of a restricted job is over: that is seen to when the restriction is lifted.
    """
    if job.keep is None or job.state == RESTRICTED:
        return job
    if job.keep.record <= now:
        return None
    if job.keep.file is None or job.keep.file > now:
        corrected = job.keep.original is None or job.keep.original > now
        return job if corrected else replace(job, keep=replace(job.keep, original=None))
    state, reason = OVER.get(job.state, (job.state, None))
    outcome = job.outcome or Outcome(state)
    ended = replace(outcome, state=state, reason=reason or outcome.reason)
    return replace(job, state=state, outcome=ended, keep=replace(job.keep, file=None, original=None))
