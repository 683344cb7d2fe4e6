"""POST /v1/jobs: write the job, then sign the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.core.errors import ErasureRunning, Invalid, Tombstoned
from functions.core.job import CONTENT_TYPES, PURPOSES, Job
from functions.core.names import JobRef, new_id, parse_user_id
from functions.core.ports import Form, Forms, Jobs, Ledger, Mac
from functions.core.recipe import Recipe, parse_recipe
from functions.core.subjects import Identified, identify

FIELDS: Final = frozenset({"user_id", "recipe", "purposes", "content_type"})


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What a caller asks for. A session brings its user; a team's backend names one."""

    user: str | Identified
    recipe: Recipe
    purposes: tuple[str, ...]
    content_type: str


@dataclass(frozen=True, slots=True)
class CreateJob:
    """What it needs of the world."""

    jobs: Jobs
    ledger: Ledger
    mac: Mac
    forms: Forms


def parse_job_request(body: Mapping[str, object], user: Identified | None = None) -> JobRequest:
    """The request in a JSON body, for the user of a session if there is one.

    Raises `Invalid` with the field named; a session that names a user names an unknown field.
    """
    fields = FIELDS - {"user_id"} if user else FIELDS
    if not body.keys() <= fields:
        raise Invalid(f"has an unknown field; known are {', '.join(sorted(fields))}", field="body")
    content_type = body.get("content_type")
    if not isinstance(content_type, str) or content_type not in CONTENT_TYPES:
        raise Invalid(f"must be one of {', '.join(CONTENT_TYPES)}", field="content_type")
    return JobRequest(
        user or parse_user_id(body.get("user_id")),
        parse_recipe(body.get("recipe")),
        _purposes(body.get("purposes")),
        content_type,
    )


def create_job(request: JobRequest, team: str, world: CreateJob, now: datetime) -> tuple[Job, Form]:
    """A job that awaits its upload, and the form for it. Raises `ErasureRunning`."""
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        user = identify(team, request.user, world.mac, world.ledger)
        try:
            job = _written(request, JobRef(team, user.subject, new_id(now)), world, now)
        except Tombstoned:
            continue
        return job, world.forms.sign(job.key, job.content_type, now)
    raise ErasureRunning


def _written(request: JobRequest, ref: JobRef, world: CreateJob, now: datetime) -> Job:
    job = Job(ref, "identity", request.recipe, request.purposes, request.content_type, now)
    world.jobs.create(job)
    return job


def _purposes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or value != list(PURPOSES):
        raise Invalid(f"must be the list of {', '.join(PURPOSES)} alone", field="purposes")
    return PURPOSES
