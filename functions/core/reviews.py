"""The queue of what a masker was not sure of: a person looks, and releases or rejects.

Nothing is ever handed out that was not verified: a release lets the masker work the held original once more,
with what the person drew, and only what then is verified becomes the result. So a person overrules doubt and
never a failed verification.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from functions.core import audit
from functions.core.audit import Entry
from functions.core.datasets import drop_copies
from functions.core.errors import Conflict, Invalid, NotFound, Tombstoned
from functions.core.holds import Holds, held_jobs
from functions.core.job import REJECTED, REVIEW, Job, Outcome, Release
from functions.core.list_jobs import HIGH, LOW, Listed, Listing, list_jobs, parse_listing
from functions.core.mask_photo import Uploaded
from functions.core.names import JobRef, new_id
from functions.core.ports import JobLists, Jobs, Ledger, Links, Objects, Presence, Requeue
from functions.core.reasons import REJECTED_BY_PERSON
from functions.core.recipe import MOST_SHAPES, Recipe
from functions.core.restriction import Restrictions
from functions.core.retention import as_of
from functions.core.retention_ports import TeamSettings
from functions.core.review import Audit, Reviews, with_added
from functions.core.review_errors import ReviewChanged, ReviewRunning, UnderHold
from functions.core.shapes import Shape, parse_shapes
from functions.core.subjects import is_erased
from functions.core.values import fields


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What it needs of the world. ``links`` lead to held originals, ``stored`` are held ones and results."""

    jobs: Jobs
    lists: JobLists
    ledger: Ledger
    reviews: Reviews
    audit: Audit
    held: Presence
    links: Links
    stored: tuple[Objects, Objects]
    queue: Requeue
    settings: TeamSettings
    restrictions: Restrictions
    holds: Holds


@dataclass(frozen=True, slots=True)
class View:
    """A job in review, the ETag of its held original, and a short-lived link to that, unless it is over."""

    job: Job
    etag: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who says what of which job: ``by`` is the reviewer's account, ``etag`` that of the file looked at."""

    team: str
    job_id: str
    by: str
    etag: str = ""


def parse_reviews(query: Mapping[str, str]) -> Listing:
    """The query string's ``limit`` and ``after``, for what waits longest first. Raises `Invalid`."""
    listing = parse_listing(query)
    low = query["after"] + "0" if "after" in query else LOW  # the next id that there can be
    return Listing(listing.limit, REVIEW, low, HIGH, oldest=True)


def list_reviews(team: str, listing: Listing, lists: JobLists, now: datetime) -> Listed:
    """A page of what waits for a person, and where the next one begins."""
    return list_jobs(team, listing, lists, now)


def get_review(decision: Decision, world: Reviewing, now: datetime) -> View:
    """What a reviewer has to see. That it was looked at stands in the audit before the link is made.

    Raises `NotFound` for whatever is not in review (promise 10).
    """
    job, held = _in_review(decision, world, now)
    world.audit.append(_entry(audit.VIEWED, decision, job, now))
    assert job.keep is not None
    until, kind = job.keep.file or now, job.content_type
    if job.held_result and job.outcome and job.outcome.content_type:
        kind = job.outcome.content_type
    return View(job, held.etag, world.links.sign(job.key, kind, until))


def release_review(decision: Decision, body: object, world: Reviewing, now: datetime) -> Job:
    """Let the masker work it again, with what was drawn in ``body``; then it is done if it is verified.

    What was drawn holds for exactly the file that was looked at. Raises `NotFound`, `Invalid`,
    `ReviewChanged`, and `ReviewRunning` while a masker works at it.
    """
    job, held = _in_review(decision, world, now)
    if not decision.etag:
        raise Invalid("must be the ETag that was looked at", field="If-Match")
    if decision.etag != held.etag:
        raise ReviewChanged
    release = Release(held.etag, new_id(now), parse_added(body, job.recipe))
    entry = _entry(audit.RELEASED, decision, job, now)
    _decide(lambda: world.reviews.release(job, release, entry))
    world.queue.send(held)
    return replace(job, release=release)


def reject_review(decision: Decision, world: Reviewing, now: datetime) -> Job:
    """End it without a result, and delete its file. Raises `NotFound`, `ReviewRunning` and `UnderHold`.

    While anybody in the picture is under a legal hold it waits, and is handed out to nobody. Its file may be
    gone: it goes before the row, and whoever did that may have been interrupted.
    """
    job = _waiting(decision, world, now)
    keep = world.settings.of(decision.team).retention.keep(REJECTED, now)
    outcome = replace(job.outcome or Outcome(REJECTED), state=REJECTED, reason=REJECTED_BY_PERSON)
    closed = replace(job, state=REJECTED, outcome=outcome, closed_at=now, keep=keep, release=None)
    if job.release and job.claim and job.claim.until > now:
        raise ReviewRunning
    if held_jobs([job], world.holds):
        raise UnderHold
    for store in world.stored:  # before the row, which is all that leads to them
        store.delete(str(job.key))
    drop_copies(job, world.stored[0])
    entry = _entry(audit.REJECTED, decision, job, now)
    _decide(lambda: world.reviews.reject(job, closed, entry))
    return closed


def _in_review(decision: Decision, world: Reviewing, now: datetime) -> tuple[Job, Uploaded]:
    job = _waiting(decision, world, now)
    held = world.held.look(job.key)
    if held is None:
        raise NotFound
    return job, held


def _waiting(decision: Decision, world: Reviewing, now: datetime) -> Job:
    stored = world.jobs.get(JobRef.parse(decision.team, decision.job_id))
    job = as_of(stored, now) if stored else None
    if job is None or job.state != REVIEW or job.keep is None or is_erased(job, world.ledger):
        raise NotFound
    if world.restrictions.restricted({(job.ref.team, subject) for subject in job.subjects}):
        raise NotFound
    return job


def parse_added(body: object, recipe: Recipe) -> tuple[Shape, ...]:
    """What a person drew, to be hidden beside what the recipe says. Raises `Invalid`."""
    said = fields(body, "body", {"regions"})
    if "regions" not in said:
        return ()
    added = parse_shapes(said["regions"], "regions", MOST_SHAPES)
    with_added(recipe, added)
    return added


def _entry(action: str, decision: Decision, job: Job, now: datetime) -> Entry:
    return Entry(new_id(now), decision.team, now, decision.by, action, on=job.ref.job)


def _decide(write: Callable[[], None]) -> None:
    try:
        write()
    except Tombstoned:
        raise NotFound from None
    except Conflict:
        raise ReviewRunning from None
