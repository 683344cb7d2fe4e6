"""The two tables: keys, attribute names, and the conversion of items. Nothing else knows them.

base table                                  ledger table
    {team}#{subject}  job#{ulid}                {team}#{subject}  tombstone
    client#{client}   client                    {team}#{person}   epoch
    person#{sub}      person                    {team}            erasure#{ulid}
    team#{team}       team
    team#{team}       member#{sub}
"""

import json
from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from functions.core.erasure import Count, Erasure
from functions.core.job import Claim, Job, Outcome
from functions.core.member import Member
from functions.core.names import JobRef
from functions.core.recipe import parse_recipe
from functions.core.region import Region
from functions.core.times import from_text, to_text

PARTITION = "pk"
SORT = "sk"
TTL = "ttl"

Item = Mapping[str, Any]


def to_item(values: Item) -> dict[str, Any]:
    """Plain values as DynamoDB's typed ones; what is None is left out."""
    serializer = TypeSerializer()
    return {name: serializer.serialize(value) for name, value in values.items() if value is not None}


def from_item(item: Item) -> dict[str, Any]:
    """The inverse of ``to_item``."""
    deserializer = TypeDeserializer()
    return {name: deserializer.deserialize(value) for name, value in item.items()}


def subject_partition(team: str, subject: str) -> str:
    """The partition of everything of a subject, in both tables."""
    return f"{team}#{subject}"


def job_key(ref: JobRef) -> dict[str, str]:
    """Where a job's row is."""
    return {PARTITION: subject_partition(ref.team, ref.subject), SORT: f"job#{ref.job}"}


def client_key(client_id: str) -> dict[str, str]:
    """Where the team of a machine client is."""
    return {PARTITION: f"client#{client_id}", SORT: "client"}


def person_key(person: str) -> dict[str, str]:
    """Where the team of a person of its staff is."""
    return {PARTITION: f"person#{person}", SORT: "person"}


def member_key(team: str, person: str) -> dict[str, str]:
    """Where a team keeps the roles of a member."""
    return {PARTITION: f"team#{team}", SORT: f"member#{person}"}


def team_key(team: str) -> dict[str, str]:
    """Where a team's own row is."""
    return {PARTITION: f"team#{team}", SORT: "team"}


def member_item(member: Member) -> dict[str, Any]:
    """A member's row. It holds no name and no e-mail: those are the identity provider's alone."""
    key = member_key(member.team, member.id)
    return to_item({**key, "roles": list(member.roles), "created_at": to_text(member.created_at)})


def member_from_item(item: Item) -> Member:
    """The inverse of ``member_item``."""
    row = from_item(item)
    person, team = row[SORT].removeprefix("member#"), row[PARTITION].removeprefix("team#")
    return Member(person, team, tuple(row["roles"]), from_text(row["created_at"]))


def tombstone_key(team: str, subject: str) -> dict[str, str]:
    """Where a subject's tombstone stands."""
    return {PARTITION: subject_partition(team, subject), SORT: "tombstone"}


def epoch_key(team: str, person: str) -> dict[str, str]:
    """Where a person's epoch is counted."""
    return {PARTITION: subject_partition(team, person), SORT: "epoch"}


def erasure_key(team: str, erasure_id: str) -> dict[str, str]:
    """Where an erasure's record is."""
    return {PARTITION: team, SORT: f"erasure#{erasure_id}"}


def job_item(job: Job) -> dict[str, Any]:
    """A new job's row. A claim and an outcome are added by updates."""
    return to_item(
        {
            **job_key(job.ref),
            "lane": job.lane,
            "recipe": json.dumps(job.recipe.to_json()),
            "purposes": list(job.purposes),
            "content_type": job.content_type,
            "created_at": to_text(job.created_at),
            "state": job.state,
        }
    )


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """The attributes that closing a job sets."""
    return {
        "reason": outcome.reason,
        "regions": json.dumps([region.to_json() for region in outcome.regions]),
        "width": outcome.width,
        "height": outcome.height,
    }


def job_from_item(item: Item) -> Job:
    """A job's row as a job."""
    row = from_item(item)
    team, subject = row[PARTITION].split("#")
    closed_at = row.get("closed_at")
    return Job(
        JobRef(team, subject, row[SORT].removeprefix("job#")),
        row["lane"],
        parse_recipe(json.loads(row["recipe"])),
        tuple(row["purposes"]),
        row["content_type"],
        from_text(row["created_at"]),
        row["state"],
        Claim(row["etag"], row["lease"], from_text(row["lease_until"])) if "lease" in row else None,
        _outcome(row) if closed_at else None,
        from_text(closed_at) if closed_at else None,
    )


def _outcome(row: Item) -> Outcome:
    regions = tuple(Region.from_json(region) for region in json.loads(row.get("regions", "[]")))
    width, height = (int(row[name]) if name in row else None for name in ("width", "height"))
    return Outcome(row["state"], row.get("reason"), regions, width, height)


def erasure_item(erasure: Erasure) -> dict[str, Any]:
    """An erasure's record."""
    return to_item(
        {
            **erasure_key(erasure.team, erasure.id),
            "subject": erasure.subject,
            "person": erasure.person,
            "epoch": erasure.epoch,
            "requested_at": to_text(erasure.requested_at),
            "state": erasure.state,
            "attempt": erasure.attempt,
            "passes": erasure.passes,
            "busy_until": to_text(erasure.busy_until) if erasure.busy_until else None,
            "counts": {name: [count.deleted, count.left] for name, count in erasure.counts.items()},
            "ended_at": to_text(erasure.ended_at) if erasure.ended_at else None,
        }
    )


def erasure_from_item(item: Item) -> Erasure:
    """The inverse of ``erasure_item``."""
    row = from_item(item)
    busy_until, ended_at = row.get("busy_until"), row.get("ended_at")
    return Erasure(
        row[SORT].removeprefix("erasure#"),
        row[PARTITION],
        row["subject"],
        row["person"],
        int(row["epoch"]),
        from_text(row["requested_at"]),
        row["state"],
        int(row["attempt"]),
        int(row["passes"]),
        from_text(busy_until) if busy_until else None,
        {name: Count(int(deleted), int(left)) for name, (deleted, left) in row["counts"].items()},
        from_text(ended_at) if ended_at else None,
    )
