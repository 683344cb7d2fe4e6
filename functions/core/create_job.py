"""POST /v1/jobs, POST /v1/me/jobs: write the job, then sign the form."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.core.agreement import Agreements, Terms, must_have_agreed
from functions.core.consent_errors import ConsentMissing, Unconsented
from functions.core.errors import ErasureRunning, Invalid, Problem, Repeated, Tombstoned, Unavailable
from functions.core.job import AWAITING_UPLOAD, Job
from functions.core.job_request import JobRequest
from functions.core.names import JobRef, new_id
from functions.core.ports import Form, Forms, Jobs, Ledger, Mac, Once, Quotas
from functions.core.restriction import Restricted, UserRestricted
from functions.core.retention import as_of
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified, identify


@dataclass(frozen=True, slots=True)
class CreateJob:
    """What it needs of the world. ``grace`` is how long a file may take after its form ended."""

    jobs: Jobs
    ledger: Ledger
    mac: Mac
    forms: Forms
    quotas: Quotas
    grace: timedelta
    settings: TeamSettings
    terms: Terms
    agreements: Agreements


Created = tuple[Job, Form | None]


def create_job(request: JobRequest, team: str, key: str, world: CreateJob, now: datetime) -> Created:
    """A job that awaits its upload, and the form for it.

    ``key`` is the caller's idempotency key, or empty: asked again with it, the answer is the same job, with
    a form signed anew while it still awaits its file. Raises `ErasureRunning`, `ConsentMissing`,
    `UserRestricted`, `AgreementMissing`, `TooMany`, and `Invalid` if the key was used for another request.
    """
    world.quotas.take(team, 1, now)
    _must_be_open(team, world, now)
    return _created(request, key, _People(team, world), world, now)


def create_jobs(
    requests: Sequence[JobRequest], team: str, key: str, world: CreateJob, now: datetime
) -> list[Created | Problem]:
    """Several jobs in one call; each is made, or refused, by itself. Raises `TooMany` for all of them."""
    world.quotas.take(team, len(requests), now)
    _must_be_open(team, world, now)
    answers: list[Created | Problem] = []
    people = _People(team, world)
    for index, request in enumerate(requests):
        try:
            answers.append(_created(request, f"{key}/{index}" if key else "", people, world, now))
        except Problem as problem:
            answers.append(problem)
    return answers


def _must_be_open(team: str, world: CreateJob, now: datetime) -> None:
    """A team as a whole has no tombstone in the transactions: all of them would meet at one item."""
    must_have_agreed(team, world.terms, world.agreements, now)
    if world.ledger.closed(team):
        raise ErasureRunning


class _People:
    """The people of one call: each is looked up once, and once more if an erasure stood in the way."""

    def __init__(self, team: str, world: CreateJob) -> None:
        self.team, self._world = team, world
        self._subjects: dict[str | Identified, str] = {}
        self._looked_again: set[str | Identified] = set()

    def subjects(self, request: JobRequest) -> list[str]:
        """The pseudonym of the user, and of each who is depicted."""
        return [self._subject(person) for person in request.people]

    def look_again(self, request: JobRequest) -> bool:
        """Forget what was read of these people, for their epoch may have moved; whether that may help."""
        stale = set(request.people) - self._looked_again
        for person in stale:
            del self._subjects[person]
        self._looked_again |= stale
        return bool(stale)

    def _subject(self, person: str | Identified) -> str:
        if person not in self._subjects:
            found = identify(self.team, person, self._world.mac, self._world.ledger)
            self._subjects[person] = found.subject
        return self._subjects[person]


def _created(request: JobRequest, key: str, people: _People, world: CreateJob, now: datetime) -> Created:
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        subject, *depicted = people.subjects(request)
        ref = JobRef(people.team, subject, new_id(now))
        job = _job(request, ref, tuple(depicted), now + world.forms.life + world.grace, now)
        once = _once(key, job, request) if key else None
        try:
            world.jobs.create(job, once)
        except Tombstoned:
            if not people.look_again(request):
                break
            continue
        except Unconsented as missing:
            raise ConsentMissing(field=f"purposes[{job.purposes.index(missing.purpose)}]") from None
        except Restricted:
            raise UserRestricted from None
        except Repeated:
            return _repeated(job, once, world, now)
        return job, world.forms.sign(job, request.size, now)
    raise ErasureRunning


def _job(request: JobRequest, ref: JobRef, depicted: tuple[str, ...], due_at: datetime, now: datetime) -> Job:
    return Job(
        ref,
        request.recipe.lane,
        request.recipe,
        request.purposes,
        request.content_type,
        now,
        reference=request.reference,
        content_md5=request.content_md5,
        depicted=tuple(subject for subject in depicted if subject != ref.subject),
        due_at=due_at,
        size=request.size,
        consents=request.consents,
    )


def _once(key: str, job: Job, request: JobRequest) -> Once:
    return Once(hashlib.sha256(key.encode()).hexdigest(), request.digest(job.depicted), job.ref.job)


def _repeated(job: Job, once: Once | None, world: CreateJob, now: datetime) -> Created:
    assert once is not None
    first = world.jobs.once(job.ref.team, job.ref.subject, once.key)
    if first is None:
        raise Unavailable  # its time ended in this moment
    if first.digest != once.digest:
        raise Invalid("was used for another request", field="Idempotency-Key")
    made = world.jobs.get(JobRef(job.ref.team, job.ref.subject, first.job))
    stored = as_of(made, now) if made else None
    if stored is None:
        raise Unavailable  # it is over, and the key goes with it
    waiting = stored.state == AWAITING_UPLOAD
    return stored, world.forms.sign(stored, stored.size, now) if waiting else None
