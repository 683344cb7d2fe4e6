"""GET /v1/jobs, GET /v1/users/{user_id}/jobs, GET /v1/me/jobs: newest first, by pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from functions.core.errors import Invalid
from functions.core.job import STATES, Job
from functions.core.moments import parse_moment
from functions.core.names import earliest_id, is_id
from functions.core.ports import JobLists, Ledger, Mac
from functions.core.retention import as_of
from functions.core.subjects import Identified, identify

MOST: Final = 100
LOW: Final = "0" * 26  # no id is below, and none above the other
HIGH: Final = "~"
LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)  # so that an hour more is still a moment


@dataclass(frozen=True, slots=True)
class Listing:
    """Which jobs: those whose id is at least ``low`` and below ``high``, at most ``limit`` of them.

    They come newest first, or ``oldest`` first.
    """

    limit: int = 50
    state: str | None = None
    low: str = LOW
    high: str = HIGH
    oldest: bool = False


@dataclass(frozen=True, slots=True)
class ListUserJobs:
    """What it needs of the world."""

    lists: JobLists
    ledger: Ledger
    mac: Mac


Listed = tuple[list[Job], str | None]


def parse_listing(query: Mapping[str, str], *known: str) -> Listing:
    """The query string's ``limit``, ``after``, and those of ``state``, ``from``, ``to`` that are known."""
    if not query.keys() <= {"limit", "after", *known}:
        raise Invalid("has an unknown parameter", field="query")
    low = earliest_id(_moment(query["from"], "from")) if "from" in query else LOW
    high = earliest_id(_moment(query["to"], "to")) if "to" in query else HIGH
    after = query.get("after")
    if after is not None and not is_id(after):
        raise Invalid("must be the `next` of the page before", field="after")
    state = query.get("state")
    if state is not None and state not in STATES:
        raise Invalid(f"must be one of {', '.join(STATES)}", field="state")
    if low >= high:
        raise Invalid("must be later than `from`", field="to")
    if after is not None and after <= low:
        raise Invalid("must be the `next` of the page before", field="after")
    return Listing(parse_limit(query.get("limit", "50")), state, low, min(high, after or high))


def list_jobs(team: str, listing: Listing, lists: JobLists, now: datetime) -> Listed:
    """A page of the team's jobs, and where the next one begins. New jobs may take a second to show."""
    return _as_of(lists.of_team(team, listing), listing, now) if listing.low < listing.high else ([], None)


def list_user_jobs(
    team: str, whom: str | Identified, listing: Listing, world: ListUserJobs, now: datetime
) -> Listed:
    """A page of a user's jobs; nothing from the moment that the user's erasure was asked for."""
    user = identify(team, whom, world.mac, world.ledger)
    if world.ledger.tombstone(team, user.subject) or listing.low >= listing.high:
        return [], None
    return _as_of(world.lists.of_subject(team, user.subject, listing), listing, now)


def _as_of(listed: Listed, listing: Listing, now: datetime) -> Listed:
    """The page without what is over: a job whose file is has another state than the list that found it."""
    shown = [job for job in (as_of(job, now) for job in listed[0]) if job]
    return [job for job in shown if listing.state in {None, job.state}], listed[1]


def parse_limit(text: str) -> int:
    """How many a page may hold. Raises `Invalid`."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST and len(text) <= 3):
        raise Invalid(f"must be a whole number from 1 to {MOST}", field="limit")
    return int(text)


def _moment(text: str, field: str) -> datetime:
    return min(parse_moment(text, field), LATEST)
