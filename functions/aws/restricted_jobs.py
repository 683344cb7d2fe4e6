"""Job rows as a restriction changes them, each in one transaction with what has to stand."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.erasure_schema import tombstone_key
from functions.aws.faults import transaction
from functions.aws.holds import RESTRICTION, hold_key
from functions.aws.jobs import NOT_DUE
from functions.aws.schema import PARTITION, due_values, job_key, keep_values, shard_of, state_shard, to_item
from functions.core.errors import Conflict, Tombstoned
from functions.core.job import AWAITING_UPLOAD, MASKING, RESTRICTED, Claim, Job, Keep
from functions.core.restore import Row
from functions.core.restrict import BACK
from functions.core.restriction import Restricted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_THERE: Final = f"attribute_exists({PARTITION})"
_NOT: Final = f"attribute_not_exists({PARTITION})"
_AS_READ: Final = "#state = :before"
_CLAIMED: Final = "#state = :before AND #lease = :lease"
_LEASE: Final = ("etag", "lease", "lease_until")


@dataclass(frozen=True)
class DynamoRestrictedJobs:
    """Implements the port `RestrictedJobs`. A restricted job stands in no index of what is due."""

    client: "DynamoDBClient"
    table: str
    ledger: str

    def restrict(self, job: Job, subject: str, claim: Claim | None = None) -> None:
        """See the port."""
        back = AWAITING_UPLOAD if claim else BACK[job.state]
        removed = [*NOT_DUE, *(_LEASE if claim else ())]
        known = {":before": MASKING, ":lease": claim.token} if claim else {":before": job.state}
        values = {"state": RESTRICTED, "restricted_from": back}
        stands = self._check(hold_key(job.ref.team, subject, RESTRICTION), _THERE)
        self._write(job, [stands], [Conflict()], (values, removed, _CLAIMED if claim else _AS_READ, known))

    def lift(self, job: Job, due_at: datetime, keep: Keep | None) -> None:
        """See the port."""
        waits = keep is None
        values = {"state": job.restricted_from or AWAITING_UPLOAD}
        values |= due_values(job.ref, due_at) if waits else keep_values(job.ref, keep) if keep else {}
        removed = list(_LEASE) if waits else ["restricted_from"]
        checks = [self._check(hold_key(job.ref.team, other, RESTRICTION), _NOT) for other in job.subjects]
        meanings = [Restricted(other) for other in job.subjects]
        self._write(job, checks, meanings, (values, removed, _AS_READ, {":before": RESTRICTED}))

    def _write(
        self,
        job: Job,
        checks: list[dict[str, Any]],
        meanings: list[Any],
        change: tuple[dict[str, Any], list[str], str, dict[str, str]],
    ) -> None:
        values, removed, condition, known = change
        removed = [*removed, *(name for name, value in values.items() if value is None)]
        values = {name: value for name, value in values.items() if value is not None}
        values["state_shard"] = state_shard(job.ref.team, values["state"], shard_of(job.ref.job))
        expression = "SET " + ", ".join(f"#{name} = :new_{name}" for name in values)
        expression += " REMOVE " + ", ".join(f"#{name}" for name in removed)
        update = {
            "TableName": self.table,
            "Key": to_item(job_key(job.ref)),
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {
                f"#{name}": name for name in re.findall(r"#(\w+)", f"{expression} {condition}")
            },
            "ExpressionAttributeValues": to_item({**known, **{f":new_{k}": v for k, v in values.items()}}),
        }
        alive = [self._check(tombstone_key(job.ref.team, other), _NOT) for other in job.subjects]
        items: Any = [*alive, *checks, {"Update": update}]
        with transaction(*(Tombstoned() for _ in alive), *meanings, Conflict()):
            self.client.transact_write_items(TransactItems=items)

    def _check(self, key: dict[str, str], condition: str) -> dict[str, Any]:
        row = {"TableName": self.ledger, "Key": to_item(key), "ConditionExpression": condition}
        return {"ConditionCheck": row}


def restricted_item(row: Row) -> dict[str, Any]:
    """The attributes of a restored job that make it restricted; it is due nowhere, as any such job."""
    assert row.job is not None
    ref = row.job.ref
    shard = state_shard(ref.team, RESTRICTED, shard_of(ref.job))
    values = {"state": RESTRICTED, "restricted_from": row.restricted_from, "state_shard": shard}
    return to_item({**values, "due_shard": "none"})
