"""GET /v1/team/datasets/{purpose}: what users let the team keep for a purpose, by pages, with short links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.core.datasets import Copy, Datasets, copy_until
from functions.core.errors import NotFound
from functions.core.job import DONE, EXPIRED, Job
from functions.core.list_jobs import Listing
from functions.core.ports import Ledger, Links
from functions.core.purposes import NOTHING
from functions.core.reasons import RETENTION_OVER
from functions.core.restriction import Restrictions
from functions.core.retention import as_of
from functions.core.retention_ports import Retained, TeamSettings
from functions.core.subjects import is_erased
from functions.core.team_settings import Settings


@dataclass(frozen=True, slots=True)
class ListDataset:
    """What it needs of the world. ``links`` lead into `held`."""

    datasets: Datasets
    jobs: Retained
    ledger: Ledger
    restrictions: Restrictions
    settings: TeamSettings
    links: Links


Shown = tuple[Copy, datetime, str | None]  # what is kept, until when, and where to get it


def list_dataset(
    team: str, purpose: str, listing: Listing, world: ListDataset, now: datetime
) -> tuple[list[Shown], str | None]:
    """A page of copies with a link to each. What was withdrawn, erased, restricted or is over is not in it.

    Raises `NotFound` for a purpose that the team does not declare, or keeps nothing for.
    """
    settings = world.settings.of(team)
    declared = settings.purposes.get(purpose)
    if declared is None or declared.keeps == NOTHING:
        raise NotFound
    found, after = world.datasets.of_team(team, purpose, listing)
    allowed = _consented(team, found, world)
    jobs = {job.ref: job for job in world.jobs.read([copy.ref for copy in allowed])}
    shown: list[Shown] = []
    for copy in allowed:
        job, until = jobs.get(copy.ref), _until(copy, jobs.get(copy.ref), settings)
        if job and until > now and _may_be_shown(job, world, now):
            shown.append((copy, until, world.links.sign(copy.key, copy.content_type, until)))
    return shown, after


def _consented(team: str, copies: Sequence[Copy], world: ListDataset) -> list[Copy]:
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


def _may_be_shown(job: Job, world: ListDataset, now: datetime) -> bool:
    """Its result is out, or was until its time was over: nothing reported, rejected or restricted."""
    current = as_of(job, now)
    if current is None or is_erased(job, world.ledger):
        return False
    ended = current.outcome.reason if current.outcome else None
    if current.state != DONE and (current.state, ended) != (EXPIRED, RETENTION_OVER):
        return False
    return not world.restrictions.restricted({(job.ref.team, subject) for subject in job.subjects})
