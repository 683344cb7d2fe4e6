"""A base table that was restored beside the service's own, read and copied row by row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.consent_rows import CONSENT, consent_from_item, consent_item
from functions.aws.datasets import COPY
from functions.aws.export_rows import EXPORT, RUNS
from functions.aws.faults import translated
from functions.aws.restricted_jobs import restricted_item
from functions.aws.row_traces import made_at
from functions.aws.schema import (
    DEPICTED,
    PARTITION,
    SORT,
    from_item,
    job_from_item,
    job_key,
    subject_partition,
    to_item,
)
from functions.aws.webhook_rows import is_enabled
from functions.core.errors import Conflict, NotFound
from functions.core.job import Job
from functions.core.names import JobRef
from functions.core.restore import Row
from functions.core.times import from_text
from functions.core.webhook import DISABLED, RESTORED

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 500
ONCE: Final = "once#"
# Pseudonyms are base32 (functions/core/names.py); no other partition has this form.
_SUBJECT: Final = re.compile(r"(?P<team>[a-z2-7]{16})#(?P<subject>[a-z2-7]{32})")


@dataclass(frozen=True)
class DynamoBackup:
    """Implements `Backup`. A place is the key of the last row that was read."""

    client: "DynamoDBClient"
    table: str

    def pages(self, after: object | None) -> Iterator[tuple[Sequence[Row], object | None]]:
        """See the port."""
        while True:
            start: Any = {"ExclusiveStartKey": after} if after else {}
            with translated():
                answer = self.client.scan(TableName=self.table, Limit=PAGE, ConsistentRead=True, **start)
            after = answer.get("LastEvaluatedKey")
            yield [row_of(item) for item in answer["Items"]], after
            if after is None:
                return

    def job(self, ref: JobRef) -> Job | None:
        """See the port."""
        with translated():
            answer = self.client.get_item(
                TableName=self.table, Key=to_item(job_key(ref)), ConsistentRead=True
            )
        return job_from_item(answer["Item"]) if "Item" in answer else None


@dataclass(frozen=True)
class DynamoTarget:
    """Implements `Target`."""

    client: "DynamoDBClient"
    table: str

    def copy(self, row: Row) -> bool:
        """See the port."""
        item: Any = dict(row.item) | (restricted_item(row) if row.restricted_from else {})
        item |= to_item({"state": DISABLED, "reason": RESTORED}) if row.webhook else {}
        if row.consent and row.team and row.subject:
            item = consent_item(row.team, row.subject, row.consent)
        try:
            with translated(ConditionalCheckFailedException=Conflict()):
                self.client.put_item(
                    TableName=self.table, Item=item, ConditionExpression=f"attribute_not_exists({PARTITION})"
                )
        except Conflict:
            return False
        return True


@dataclass(frozen=True)
class DynamoWithdrawals:
    """Implements `Withdrawals` by the proofs in the ledger."""

    client: "DynamoDBClient"
    ledger: str

    def last(self, team: str, subject: str, purpose: str) -> datetime | None:
        """See the port."""
        values = {":pk": subject_partition(team, subject), ":proof": f"{CONSENT}{purpose}#"}
        request: Any = {
            "TableName": self.ledger,
            "KeyConditionExpression": "#pk = :pk AND begins_with(#sk, :proof)",
            "ExpressionAttributeNames": {"#pk": PARTITION, "#sk": SORT},
            "ExpressionAttributeValues": to_item(values),
            "ConsistentRead": True,
        }
        found: list[datetime] = []
        with translated():
            for page in self.client.get_paginator("query").paginate(**request):
                rows = [from_item(item) for item in page["Items"]]
                found += [from_text(row["withdrawn_at"]) for row in rows if "withdrawn_at" in row]
        return max(found, default=None)


def row_of(item: Mapping[str, Any]) -> Row:
    """A row of the base table, whatever it is, with what the ledger has to be asked about it."""
    found = _SUBJECT.fullmatch(item[PARTITION]["S"])
    if found is None:
        return Row(item, webhook=is_enabled(item))
    team, subject, sort = found["team"], found["subject"], str(item[SORT]["S"])
    if sort.startswith("job#"):
        return Row(item, team, subject, job=job_from_item(item))
    if sort.startswith(DEPICTED):
        return Row(item, team, subject, points_to=_ref(team, sort.removeprefix(DEPICTED)))
    if sort.startswith(ONCE) and "job" in item:
        return Row(item, team, subject, points_to=_ref(team, subject + item["job"]["S"]))
    if sort.startswith(f"{COPY}#"):
        return Row(item, team, subject, points_to=_ref(team, subject + sort.rpartition("#")[2]))
    consent = consent_from_item(item) if sort.startswith(CONSENT) else None
    export = sort == RUNS or sort.startswith(EXPORT)
    return Row(item, team, subject, consent=consent, made=made_at(item), export=export)


def _ref(team: str, job_id: str) -> JobRef | None:
    try:
        return JobRef.parse(team, job_id)
    except NotFound:
        return None
