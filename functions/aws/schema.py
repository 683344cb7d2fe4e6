"""Two of the tables: keys, attribute names, and the conversion of items. Nothing else knows them.

base table                                  ledger table
    {team}#{subject}  job#{ulid}                {team}#{subject}  tombstone
    {team}#{subject}  once#{hash of a key}      {team}#{subject}  tombstone#{ulid}  (of one job)
    {team}#{subject}  depicted#{job id}         {team}#{person}   epoch
    client#{client}   client                    {team}            erasure#{ulid}
    person#{sub}      person
    team#{team}       team
    team#{team}       member#{sub}
    team#{team}       quota#{minute}

Webhooks' own items are in `functions.aws.webhook_rows`, those of settings in `functions.aws.settings_rows`,
the ledger's in `functions.aws.erasure_schema`; the audit's table is `functions.aws.audit`.

Indexes of the base table, sparse, of keys alone, and lagging: ``by_time`` (team and shard; ulid),
``by_state`` (team, state and shard; ulid), ``by_due`` (shard; due time). What they find is read again.
When an open job's file is due stands in ``upload_due`` as well, which a closed job keeps for a retry.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from functions.core.job import Claim, Job, Keep, Outcome, Release
from functions.core.masked import Verdict
from functions.core.names import JobRef
from functions.core.ports import Once
from functions.core.recipe import parse_recipe
from functions.core.region import Region
from functions.core.report import Report
from functions.core.shapes import parse_shape, shape_to_json
from functions.core.times import from_text, to_text

PARTITION = "pk"
SORT = "sk"
TTL = "ttl"
SHARDS = 4
DEPICTED = "depicted#"
BY_TIME = ("by_time", "time_shard", "ulid")
BY_STATE = ("by_state", "state_shard", "ulid")
BY_DUE = ("by_due", "due_shard", "due_at")

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


def once_key(team: str, subject: str, key: str) -> dict[str, str]:
    """Where a subject's idempotency key is remembered."""
    return {PARTITION: subject_partition(team, subject), SORT: f"once#{key}"}


def depicted_key(ref: JobRef, depicted: str) -> dict[str, str]:
    """Where it stands that somebody is in the picture of a job: in the partition of that person."""
    return {PARTITION: subject_partition(ref.team, depicted), SORT: f"{DEPICTED}{ref.id}"}


def quota_key(team: str, minute: str) -> dict[str, str]:
    """Where a team's jobs of one minute are counted."""
    return {PARTITION: f"team#{team}", SORT: f"quota#{minute}"}


def shard_of(ulid: str) -> int:
    """Which of the indexes' shards a job is in: by the chance part of its id."""
    return ord(ulid[-1]) % SHARDS


def time_shard(team: str, shard: int) -> str:
    """The partition of a team's jobs in ``by_time``."""
    return f"{team}#{shard}"


def state_shard(team: str, state: str, shard: int) -> str:
    """The partition of a team's jobs of one state in ``by_state``."""
    return f"{team}#{state}#{shard}"


def ref_of(item: Item) -> JobRef:
    """The job that an item's keys name."""
    team, subject = item[PARTITION]["S"].split("#")
    return JobRef(team, subject, item[SORT]["S"].removeprefix("job#"))


def job_item(job: Job, once: Once | None = None) -> dict[str, Any]:
    """A new job's row. A claim and an outcome are added by updates. It leads to its idempotency key."""
    return to_item(
        {
            **job_key(job.ref),
            "lane": job.lane,
            "recipe": json.dumps(job.recipe.to_json()),
            "purposes": list(job.purposes),
            "content_type": job.content_type,
            "created_at": to_text(job.created_at),
            "state": job.state,
            "reference": job.reference,
            "content_md5": job.content_md5,
            "size": job.size,
            "depicted": list(job.depicted) or None,
            "once": once.key if once else None,
            "consents": list(job.consents) or None,
            "ulid": job.ref.job,
            "time_shard": time_shard(job.ref.team, shard_of(job.ref.job)),
            "state_shard": state_shard(job.ref.team, job.state, shard_of(job.ref.job)),
            **due_values(job.ref, job.due_at),
            **(keep_values(job.ref, job.keep) if job.keep else {}),
        }
    )


def due_values(ref: JobRef, due_at: datetime | None) -> dict[str, Any]:
    """The attributes that put a job into ``by_due``."""
    if due_at is None:
        return {}
    return {**_due(ref, due_at), "upload_due": to_text(due_at)}


def keep_values(ref: JobRef, keep: Keep) -> dict[str, Any]:
    """The attributes that say how long a closed job is kept; None is for one to be removed."""
    file, original = (to_text(moment) if moment else None for moment in (keep.file, keep.original))
    kept = {"record_until": to_text(keep.record), "file_until": file, "original_until": original}
    return {**_due(ref, keep.next), **kept}


def _due(ref: JobRef, due_at: datetime) -> dict[str, Any]:
    return {"due_shard": f"due#{shard_of(ref.job)}", "due_at": to_text(due_at)}


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """The attributes that closing a job sets."""
    return {
        "reason": outcome.reason,
        "regions": json.dumps([region.to_json() for region in outcome.regions]),
        "width": outcome.width,
        "height": outcome.height,
        "verdict": json.dumps(outcome.verdict.to_json()) if outcome.verdict else None,
        "limit": outcome.limit,
        "result_type": outcome.content_type,
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
        row.get("reference"),
        row.get("content_md5"),
        tuple(row.get("depicted", ())),
        _moment(row, "upload_due"),
        int(row["size"]) if "size" in row else None,
        _keep(row),
        row.get("once"),
        _release(row),
        tuple(row.get("consents", ())),
        row.get("restricted_from"),
        row.get("held_result", False),
        _moment(row, "done_at"),
        tuple(Report.from_json(report) for report in json.loads(row.get("reports", "[]"))),
    )


def release_text(release: Release) -> str:
    """What lets a masker work it once more, as the row holds it."""
    added = [shape_to_json(shape) for shape in release.added]
    said = {"etag": release.etag, "token": release.token, "added": added, "reviewed": release.reviewed}
    return json.dumps(said)


def reports_text(reports: Sequence[Report]) -> str:
    """What was said of a job, as its row holds it."""
    return json.dumps([report.to_json() for report in reports])


def _release(row: Item) -> Release | None:
    if "release" not in row:
        return None
    said = json.loads(row["release"])
    added = tuple(parse_shape(shape, "added") for shape in said["added"])
    return Release(said["etag"], said["token"], added, said.get("reviewed", True))


def _keep(row: Item) -> Keep | None:
    if "record_until" not in row:
        return None
    file, original = (_moment(row, name) for name in ("file_until", "original_until"))
    return Keep(from_text(row["record_until"]), file, original)


def _moment(row: Item, name: str) -> datetime | None:
    return from_text(row[name]) if name in row else None


def _outcome(row: Item) -> Outcome:
    regions = tuple(Region.from_json(region) for region in json.loads(row.get("regions", "[]")))
    width, height = (int(row[name]) if name in row else None for name in ("width", "height"))
    verdict = Verdict.from_json(json.loads(row["verdict"])) if "verdict" in row else None
    limit, kind = row.get("limit"), row.get("result_type")
    return Outcome(row["state"], row.get("reason"), regions, width, height, verdict, limit, kind)
