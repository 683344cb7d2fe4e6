"""Which of the copies for a purpose stand: consented to, of a result that is out, and not over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.core.datasets import Copy, Datasets, copy_until
from functions.core.job import DONE, EXPIRED, Job
from functions.core.ports import Ledger
from functions.core.reasons import RETENTION_OVER
from functions.core.restriction import Restrictions
from functions.core.retention import as_of
from functions.core.retention_ports import Retained, TeamSettings
from functions.core.subjects import is_erased
from functions.core.team_settings import Settings

Standing = tuple[Copy, Job, datetime]  # what is kept, of which job, and until when


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be asked of the world."""

    datasets: Datasets
    jobs: Retained
    ledger: Ledger
    restrictions: Restrictions
    settings: TeamSettings


def standing(team: str, copies: Sequence[Copy], world: Asked, now: datetime) -> list[Standing]:
    """Those that may be shown. What was withdrawn, erased, restricted or is over is not among them."""
    settings, allowed = world.settings.of(team), _consented(team, copies, world)
    jobs = {job.ref: job for job in world.jobs.read([copy.ref for copy in allowed])}
    places = {(team, subject) for job in jobs.values() for subject in job.subjects}
    restricted = {subject for _, subject in world.restrictions.restricted(places)}
    found: list[Standing] = []
    for copy in allowed:
        job = jobs.get(copy.ref)
        until = _until(copy, job, settings)
        if job and until > now and not restricted & {*job.subjects} and _may_be_shown(job, world, now):
            found.append((copy, job, until))
    return found


def _consented(team: str, copies: Sequence[Copy], world: Asked) -> list[Copy]:
    wishes = {(copy.ref.subject, copy.purpose) for copy in copies}
    withdrawn = world.datasets.withdrawn(team, wishes) if wishes else {}
    kept = []
    for copy in copies:
        wish = (copy.ref.subject, copy.purpose)
        before = withdrawn.get(wish)
        if wish not in withdrawn or (before is not None and copy.kept_at > before):
            kept.append(copy)
    return kept


def _until(copy: Copy, job: Job | None, settings: Settings) -> datetime:
    """By the settings as they are now: a change need not have reached the copy's row."""
    if job is None or job.keep is None:
        return copy.kept_at
    return min(copy.until, copy_until(copy.kept_at, settings, job.keep.record))


def _may_be_shown(job: Job, world: Asked, now: datetime) -> bool:
    """Its result is out, or was until its time was over: nothing reported or rejected."""
    current = as_of(job, now)
    if current is None or is_erased(job, world.ledger):
        return False
    ended = current.outcome.reason if current.outcome else None
    return current.state == DONE or (current.state, ended) == (EXPIRED, RETENTION_OVER)
