"""What a team's privacy officer does with incidents, and which people an incident is about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from functions.core.audit import Entry
from functions.core.errors import Conflict, Invalid, NotFound, Unavailable
from functions.core.incident import (
    ACTIONS,
    CLOSED,
    KINDS,
    MOST_STEPS,
    Affected,
    Incident,
    Step,
    WrongStep,
    known,
    moment,
    one_of,
    text,
)
from functions.core.job import Job
from functions.core.list_jobs import Listing
from functions.core.names import earliest_id, is_id, new_id, parse_user_id
from functions.core.ports import JobLists, Ledger, Mac
from functions.core.subjects import identify

MOST_JOBS: Final = 5000  # looked at for one answer; `whole` says if there are more
MOST_IDS: Final = 1000
_PAGE: Final = 100
Each = Callable[[Callable[[str], bool], Iterable[str]], Iterable[bool]]


class Incidents(Protocol):
    """Where incidents are. Nothing of a timeline is ever changed or removed."""

    def create(self, incident: Incident, entry: Entry) -> None:
        """Store a new one."""

    def get(self, team: str, incident_id: str) -> Incident | None:
        """One as of now."""

    def all(self, team: str, limit: int, before: str | None) -> list[Incident]:
        """Those opened before an id, newest first."""

    def change(self, incident: Incident, step: Step, entry: Entry) -> None:
        """Store one that was changed and add a step. Raises `Conflict` if another change came between."""


@dataclass(frozen=True, slots=True)
class World:
    """What it needs of the world."""

    incidents: Incidents
    lists: JobLists
    mac: Mac
    ledger: Ledger


def open_incident(team: str, by: str, body: Mapping[str, object], world: World, now: datetime) -> Incident:
    """A new incident. Its clock runs from ``aware_at``, which is now unless it was earlier."""
    known(body, "kind", "description", "aware_at", "from", "to")
    kind, description = one_of(body, "kind", KINDS), text(body, "description")
    aware_at = moment(body, "aware_at", now)
    began, ended = moment(body, "from", aware_at), moment(body, "to", now)
    if aware_at > now:
        raise Invalid("must not be later than now", field="aware_at")
    if not began <= ended <= now:
        raise Invalid("must be between `from` and now", field="to")
    jobs, whole = stored_between(team, began, ended, world.lists)
    affected = Affected(len(jobs), len({subject for job in jobs for subject in job.subjects}), whole)
    step = Step(now, by, "open", description)
    incident = Incident(
        new_id(now), team, kind, description, aware_at, began, ended, affected, timeline=(step,)
    )
    world.incidents.create(incident, entry_of(incident, step, None))
    return incident


def find(team: str, incident_id: str, world: World) -> Incident:
    """One of the team's. Raises `NotFound`."""
    found = world.incidents.get(team, incident_id) if is_id(incident_id) else None
    if found is None:
        raise NotFound
    return found


def act(
    action: str, incident: Incident, by: str, body: Mapping[str, object], world: World, now: datetime
) -> Incident:
    """The incident after one of `ACTIONS`. Raises `Invalid`, `WrongStep`."""
    if incident.state == CLOSED:
        raise WrongStep("it is closed")
    if len(incident.timeline) >= MOST_STEPS and action == "notes":
        raise Invalid(f"an incident has at most {MOST_STEPS} notes", field="text")
    changed, said = ACTIONS[action](incident, body, now)
    step = Step(now, by, action, said)
    changed = replace(changed, timeline=(*incident.timeline, step), version=incident.version + 1)
    try:
        world.incidents.change(changed, step, entry_of(changed, step, incident.state))
    except Conflict:
        raise Unavailable from None  # somebody else was faster: the same call may be repeated
    return changed


def stored_between(team: str, began: datetime, ended: datetime, lists: JobLists) -> tuple[list[Job], bool]:
    """The team's jobs of which something was stored in that time, and whether these are all.

    What has been erased or deleted since cannot be found.
    """
    high = earliest_id(ended + timedelta(milliseconds=1))
    found: list[Job] = []
    for _ in range(MOST_JOBS // _PAGE):
        jobs, after = lists.of_team(team, Listing(_PAGE, high=high))
        found += [job for job in jobs if job.keep is None or job.keep.record > began]
        if after is None:
            return found, True
        high = after
    return found, False


def parse_user_ids(body: Mapping[str, object]) -> tuple[str, list[str]]:
    """The incident and the ids that are asked about. Raises `Invalid`, which repeats none of them."""
    known(body, "incident", "user_ids")
    ids = body.get("user_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MOST_IDS:
        raise Invalid(f"must be a list of 1 to {MOST_IDS} ids", field="user_ids")
    incident = body.get("incident")
    if not isinstance(incident, str):
        raise Invalid("must be the id of an incident", field="incident")
    return incident, [parse_user_id(each, f"user_ids[{at}]") for at, each in enumerate(ids)]


def match(
    incident: Incident, user_ids: Sequence[str], world: World, each: Each = map
) -> tuple[list[bool], bool]:
    """For each id whether the incident is about that person, and whether all jobs were looked at.

    The ids become pseudonyms and are then forgotten. ``each`` may ask for several at once.
    """
    jobs, whole = stored_between(incident.team, incident.began, incident.ended, world.lists)
    subjects = {subject for job in jobs for subject in job.subjects}

    def affected(user_id: str) -> bool:
        return identify(incident.team, user_id, world.mac, world.ledger).subject in subjects

    return list(each(affected, user_ids)), whole


def entry_of(incident: Incident, step: Step, before: str | None) -> Entry:
    """What the audit says of a step."""
    changes = {"state": (before, incident.state)}
    return Entry(
        new_id(step.at), incident.team, step.at, step.by, f"incident.{step.action}", changes, incident.id
    )
