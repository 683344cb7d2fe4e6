"""The job rows in DynamoDB. Every write is one transaction with a check of the subject's tombstone."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.aws.faults import transaction, translated
from functions.aws.schema import (
    PARTITION,
    job_from_item,
    job_item,
    job_key,
    outcome_values,
    to_item,
    tombstone_key,
)
from functions.core.errors import Conflict, LeaseOpen, Tombstoned
from functions.core.job import AWAITING_UPLOAD, FAILED, MASKING, Claim, Job, Outcome
from functions.core.names import JobRef
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN_TO_CLAIM = "#state = :awaiting OR (#state = :masking AND #lease_until <= :now)"
STILL_OURS = "#state = :masking AND #lease = :lease"
OUT_OF_RETRIES = "#state = :awaiting OR (#state = :masking AND #etag = :etag AND #lease_until <= :now)"


@dataclass(frozen=True)
class DynamoJobs:
    """Implements the port `Jobs`."""

    client: "DynamoDBClient"
    table: str
    ledger: str

    def create(self, job: Job) -> None:
        """See the port."""
        put = {
            "TableName": self.table,
            "Item": job_item(job),
            "ConditionExpression": f"attribute_not_exists({PARTITION})",
        }
        self._write(job.ref, {"Put": put}, Conflict())

    def get(self, ref: JobRef) -> Job | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(job_key(ref)), ConsistentRead=True
            )
        return job_from_item(answer["Item"]) if "Item" in answer else None

    def claim(self, job: Job, claim: Claim, now: datetime) -> None:
        """See the port."""
        values = {
            "state": MASKING,
            "etag": claim.etag,
            "lease": claim.token,
            "lease_until": to_text(claim.until),
            "result_key": str(job.key),
        }
        known = {":awaiting": AWAITING_UPLOAD, ":masking": MASKING, ":now": to_text(now)}
        self._update(job.ref, values, OPEN_TO_CLAIM, known, LeaseOpen())

    def give_back(self, job: Job, claim: Claim) -> None:
        """See the port."""
        known = {":masking": MASKING, ":lease": claim.token}
        self._update(job.ref, {"state": AWAITING_UPLOAD}, STILL_OURS, known, Conflict())

    def close(self, job: Job, claim: Claim, outcome: Outcome, now: datetime) -> None:
        """See the port."""
        values = {"state": outcome.state, "closed_at": to_text(now), **outcome_values(outcome)}
        known = {":masking": MASKING, ":lease": claim.token}
        self._update(job.ref, values, STILL_OURS, known, Conflict())

    def fail(self, job: Job, etag: str, now: datetime) -> None:
        """See the port."""
        values = {
            "state": FAILED,
            "closed_at": to_text(now),
            "reason": "retries_exhausted",
            "etag": etag,
            "lease": "none",
            "lease_until": to_text(now),
        }
        known = {":awaiting": AWAITING_UPLOAD, ":masking": MASKING, ":etag": etag, ":now": to_text(now)}
        self._update(job.ref, values, OUT_OF_RETRIES, known, Conflict())

    def _update(
        self, ref: JobRef, values: dict[str, Any], condition: str, known: dict[str, str], otherwise: Conflict
    ) -> None:
        values = {name: value for name, value in values.items() if value is not None}
        assignments = ", ".join(f"#{name} = :new_{name}" for name in values)
        update = {
            "TableName": self.table,
            "Key": to_item(job_key(ref)),
            "UpdateExpression": f"SET {assignments}",
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {
                f"#{name}": name for name in re.findall(r"#(\w+)", f"{assignments} {condition}")
            },
            "ExpressionAttributeValues": to_item(
                {**known, **{f":new_{name}": value for name, value in values.items()}}
            ),
        }
        self._write(ref, {"Update": update}, otherwise)

    def _write(self, ref: JobRef, write: dict[str, Any], otherwise: Conflict) -> None:
        alive = {
            "TableName": self.ledger,
            "Key": to_item(tombstone_key(ref.team, ref.subject)),
            "ConditionExpression": f"attribute_not_exists({PARTITION})",
        }
        with transaction(Tombstoned(), otherwise):
            self.client.transact_write_items(TransactItems=[{"ConditionCheck": alive}, write])  # type: ignore[list-item, typeddict-item]
