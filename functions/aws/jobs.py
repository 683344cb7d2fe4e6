"""The job rows in DynamoDB. Every write is one transaction with a check of the subjects' tombstones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.consent_rows import Asked, standing_check
from functions.aws.datasets import copy_item
from functions.aws.erasure_schema import tombstone_key
from functions.aws.faults import transaction, translated
from functions.aws.holds import RESTRICTION, hold_key
from functions.aws.once import once_put
from functions.aws.schema import (
    PARTITION,
    depicted_key,
    due_values,
    from_item,
    job_from_item,
    job_item,
    job_key,
    keep_values,
    once_key,
    outcome_values,
    release_text,
    shard_of,
    state_shard,
    to_item,
)
from functions.core.consent_errors import Unconsented
from functions.core.datasets import Copy
from functions.core.errors import Conflict, LeaseOpen, Repeated, Tombstoned
from functions.core.job import (
    AWAITING_UPLOAD,
    DONE,
    EXPIRED,
    FAILED,
    MASKING,
    REVIEW,
    Claim,
    Job,
    Keep,
    Outcome,
)
from functions.core.names import JobRef
from functions.core.ports import Once
from functions.core.reasons import NO_UPLOAD, RETRIES_EXHAUSTED
from functions.core.restriction import Restricted
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RELEASED_TO_CLAIM: Final = "#state = :review AND #release = :release AND #lease_until <= :now"
OPEN_TO_CLAIM: Final = "#state = :awaiting OR (#state = :masking AND #lease_until <= :now)"
STILL_OURS: Final = "#state = :claimed AND #lease = :lease"
OUT_OF_RETRIES: Final = "#state = :awaiting OR (#state = :masking AND #etag = :etag AND #lease_until <= :now)"
NEVER_CAME: Final = "#state = :awaiting AND #due_at <= :now"
HAS_FAILED: Final = "#state = :failed"
NEW: Final = f"attribute_not_exists({PARTITION})"
NOT_DUE: Final = ("due_shard",)  # out of the index; when it was due stays, for a claim that is given back
NOT_KEPT: Final = ("file_until", "record_until")


@dataclass(frozen=True)
class DynamoJobs:
    """Implements the port `Jobs`."""

    client: "DynamoDBClient"
    table: str
    ledger: str

    def create(self, job: Job, once: Once | None = None) -> None:
        """See the port. The rows of who is depicted are written with it."""
        rows = [job_item(job, once), *(to_item(depicted_key(job.ref, other)) for other in job.depicted)]
        writes = [{"TableName": self.table, "Item": row, "ConditionExpression": NEW} for row in rows]
        meanings = [Conflict() for _ in writes]
        if once:
            writes.append(self._once(job, once))
            meanings.append(Repeated())
        self._write(job, [{"Put": put} for put in writes], meanings, Asked(job.consents))

    def once(self, team: str, subject: str, key: str) -> Once | None:
        """See the port."""
        row = from_item(self._read(once_key(team, subject, key)) or {})
        return Once(key, row["digest"], row["job"]) if row else None

    def get(self, ref: JobRef) -> Job | None:
        """See the port."""
        item = self._read(job_key(ref))
        return job_from_item(item) if item else None

    def claim(self, job: Job, claim: Claim, now: datetime, *, kept: bool = False) -> None:
        """See the port."""
        asked = None if kept else Asked(job.consents)
        values = {
            "state": MASKING,
            "etag": claim.etag,
            "lease": claim.token,
            "lease_until": to_text(claim.until),
            "result_key": str(job.key),
        }
        if job.release:  # it stays in review, and due when that is over, until it is closed
            known = {":review": REVIEW, ":release": release_text(job.release), ":now": to_text(now)}
            values["state"] = REVIEW
            self._update(job, values, RELEASED_TO_CLAIM, known, LeaseOpen(), asked=asked)
            return
        known = {":awaiting": AWAITING_UPLOAD, ":masking": MASKING, ":now": to_text(now)}
        self._update(job, values, OPEN_TO_CLAIM, known, LeaseOpen(), NOT_DUE, asked=asked)

    def give_back(self, job: Job, claim: Claim) -> None:
        """See the port."""
        known = {":claimed": MASKING, ":lease": claim.token}
        values = {"state": AWAITING_UPLOAD, **due_values(job.ref, job.due_at)}
        self._update(job, values, STILL_OURS, known, Conflict())

    def close(
        self,
        job: Job,
        claim: Claim,
        outcome: Outcome,
        now: datetime,
        keep: Keep,
        copies: Sequence[Copy] = (),
    ) -> None:
        """See the port."""
        also = [{"Put": {"TableName": self.table, "Item": copy_item(copy)}} for copy in copies]
        values = {"state": outcome.state, "closed_at": to_text(now), **outcome_values(outcome)}
        values |= keep_values(job.ref, keep)
        if outcome.state == DONE:
            values["done_at"] = to_text(job.done_at or now)
        known = {":claimed": REVIEW if job.release else MASKING, ":lease": claim.token}
        again = outcome.state == REVIEW
        gone = {
            "release": not again,
            "held_result": again,
            "reason": outcome.reason,
            "file_until": keep.file,
            "original_until": keep.original,
        }
        removed = [name for name, stays in gone.items() if job.release and not stays]
        self._update(job, values, STILL_OURS, known, Conflict(), removed, also, Asked(job.consents))

    def fail(self, job: Job, etag: str, now: datetime, keep: Keep) -> None:
        """See the port."""
        values = {
            "state": FAILED,
            "closed_at": to_text(now),
            "reason": RETRIES_EXHAUSTED,
            "etag": etag,
            "lease": "none",
            "lease_until": to_text(now),
            **keep_values(job.ref, keep),
        }
        known = {":awaiting": AWAITING_UPLOAD, ":masking": MASKING, ":etag": etag, ":now": to_text(now)}
        self._update(job, values, OUT_OF_RETRIES, known, Conflict())

    def reopen(self, job: Job) -> None:
        """See the port."""
        values = {"state": AWAITING_UPLOAD, **due_values(job.ref, job.due_at)}
        removed = ("closed_at", "reason", *NOT_KEPT, *(() if job.due_at else NOT_DUE))
        self._update(job, values, HAS_FAILED, {":failed": FAILED}, Conflict(), removed)

    def expire(self, job: Job, now: datetime, keep: Keep) -> None:
        """See the port."""
        values = {"state": EXPIRED, "closed_at": to_text(now), "reason": NO_UPLOAD}
        values |= keep_values(job.ref, keep)
        known = {":awaiting": AWAITING_UPLOAD, ":now": to_text(now)}
        self._update(job, values, NEVER_CAME, known, Conflict())

    def postpone(self, job: Job, until: datetime, now: datetime) -> None:
        """See the port."""
        values = {"state": AWAITING_UPLOAD, **due_values(job.ref, until)}
        known = {":awaiting": AWAITING_UPLOAD, ":now": to_text(now)}
        self._update(job, values, NEVER_CAME, known, Conflict())

    def _update(
        self,
        job: Job,
        values: dict[str, Any],
        condition: str,
        known: dict[str, str],
        otherwise: Conflict,
        removed: Sequence[str] = (),
        also: Sequence[dict[str, Any]] = (),
        asked: Asked | None = None,
    ) -> None:
        values = {name: value for name, value in values.items() if value is not None}
        values["state_shard"] = state_shard(job.ref.team, values["state"], shard_of(job.ref.job))
        expression = "SET " + ", ".join(f"#{name} = :new_{name}" for name in values)
        expression += " REMOVE " + ", ".join(f"#{name}" for name in removed) if removed else ""
        update = {
            "TableName": self.table,
            "Key": to_item(job_key(job.ref)),
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {
                f"#{name}": name for name in re.findall(r"#(\w+)", f"{expression} {condition}")
            },
            "ExpressionAttributeValues": to_item(
                {**known, **{f":new_{name}": value for name, value in values.items()}}
            ),
        }
        meanings = [otherwise, *(Conflict() for _ in also)]
        self._write(job, [{"Update": update}, *also], meanings, asked)

    def _write(
        self,
        job: Job,
        writes: list[dict[str, Any]],
        meanings: list[Conflict],
        asked: Asked | None = None,
    ) -> None:
        team, subject = job.ref.team, job.ref.subject
        checks = [self._without(tombstone_key(team, other)) for other in job.subjects]
        known: list[Conflict] = [Tombstoned() for _ in checks]
        if asked:
            checks += [self._without(hold_key(team, other, RESTRICTION)) for other in job.subjects]
            checks += [standing_check(self.table, team, subject, one) for one in asked.consents]
            known += [Restricted(other) for other in job.subjects]
            known += [Unconsented(purpose) for purpose in asked.consents]
        items: Any = [*({"ConditionCheck": check} for check in checks), *writes]
        with transaction(*known, *meanings):
            self.client.transact_write_items(TransactItems=items)

    def _without(self, key: dict[str, str]) -> dict[str, Any]:
        return {"TableName": self.ledger, "Key": to_item(key), "ConditionExpression": NEW}

    def _once(self, job: Job, once: Once) -> dict[str, Any]:
        return once_put(self.table, job.ref.team, job.ref.subject, once, int(job.created_at.timestamp()))

    def _read(self, key: dict[str, str]) -> dict[str, Any] | None:
        with translated():
            answer = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return answer.get("Item")
