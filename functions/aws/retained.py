"""The job rows as the sweeper sees them, and what the indexes count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.export_rows import export_time_shard
from functions.aws.faults import transaction, translated
from functions.aws.lists import below, read_jobs
from functions.aws.schema import (
    BY_STATE,
    BY_TIME,
    SHARDS,
    depicted_key,
    job_key,
    keep_values,
    once_key,
    ref_of,
    shard_of,
    state_shard,
    time_shard,
    to_item,
)
from functions.core.errors import Conflict
from functions.core.job import Job, Keep
from functions.core.list_jobs import HIGH
from functions.core.names import JobRef
from functions.core.retention_ports import Count
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AS_READ: Final = "#state = :state AND #closed_at = :closed_at AND #record_until = :record_until"
CLOSED: Final = "attribute_exists(#record_until)"
PAGE: Final = 100  # BatchGetItem takes no more
MOST_PAGES: Final = 10  # of a count in one shard; a page is a megabyte of keys, some 5000


@dataclass(frozen=True)
class DynamoRetained:
    """Implements `Retained` and `Counting`. It makes no row, so it asks no tombstone."""

    client: "DynamoDBClient"
    table: str

    def read(self, refs: Sequence[JobRef]) -> Sequence[Job]:
        """See the port."""
        return read_jobs(self.client, self.table, list(dict.fromkeys(refs)))

    def oldest(self, team: str, shard: int, after: str) -> Sequence[JobRef]:
        """See the port."""
        return [
            ref_of(item)
            for item in self._page(BY_TIME, time_shard(team, shard), f"{after}!", Limit=PAGE)["Items"]
        ]

    def jobs(self, team: str, state: str | None, low: str, high: str) -> Count:
        """See the port `Counting`."""
        count = Count(0)
        for shard in range(SHARDS):
            by = (BY_STATE, state_shard(team, state, shard)) if state else (BY_TIME, time_shard(team, shard))
            count += self._counted(*by, low, high)
        return count

    def exports(self, team: str, low: str, high: str) -> Count:
        """See the port `Counting`."""
        count = Count(0)
        for shard in range(SHARDS):
            count += self._counted(BY_TIME, export_time_shard(team, shard), low, high)
        return count

    def release(self, job: Job, over: Job) -> None:
        """See the port."""
        assert over.keep is not None
        values = {
            "state": over.state,
            "reason": over.outcome.reason if over.outcome else None,
            "state_shard": state_shard(job.ref.team, over.state, shard_of(job.ref.job)),
        }
        self._update(job, values | keep_values(job.ref, over.keep))

    def remove(self, job: Job) -> None:
        """See the port. Alone, nobody would find the other rows."""
        ref = job.ref
        keys = [depicted_key(ref, other) for other in job.depicted]
        keys += [once_key(ref.team, ref.subject, job.once)] if job.once else []
        row: Any = {**self._as_read(job), **self._at(job_key(ref))}
        if not keys:
            with translated(ConditionalCheckFailedException=Conflict()):
                self.client.delete_item(**row)
            return
        others: list[Any] = [{"Delete": self._at(key)} for key in keys]
        with transaction(Conflict()):
            self.client.transact_write_items(TransactItems=[{"Delete": row}, *others])

    def redate(self, job: Job, keep: Keep) -> None:
        """See the port."""
        self._update(job, keep_values(job.ref, keep))

    def postpone(self, ref: JobRef, until: datetime) -> None:
        """See the port."""
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.update_item(
                **self._at(job_key(ref)),
                UpdateExpression="SET #due_at = :until",
                ConditionExpression=CLOSED,
                ExpressionAttributeNames={"#due_at": "due_at", "#record_until": "record_until"},
                ExpressionAttributeValues=to_item({":until": to_text(until)}),
            )

    def _update(self, job: Job, values: dict[str, Any]) -> None:
        new = {name: value for name, value in values.items() if value is not None}
        expression = "SET " + ", ".join(f"#{name} = :new_{name}" for name in new)
        gone = [name for name in values if name not in new]
        expression += " REMOVE " + ", ".join(f"#{name}" for name in gone) if gone else ""
        known = self._as_read(job)
        known["ExpressionAttributeNames"] |= {f"#{name}": name for name in values}
        known["ExpressionAttributeValues"] |= to_item({f":new_{name}": value for name, value in new.items()})
        with translated(ConditionalCheckFailedException=Conflict()):
            self.client.update_item(**self._at(job_key(job.ref)), **known, UpdateExpression=expression)

    def _as_read(self, job: Job) -> dict[str, Any]:
        assert job.keep is not None
        assert job.closed_at is not None
        values = {
            ":state": job.state,
            ":closed_at": to_text(job.closed_at),
            ":record_until": to_text(job.keep.record),
        }
        return {
            "ConditionExpression": AS_READ,
            "ExpressionAttributeNames": {f"#{name}": name for name in re.findall(r"#(\w+)", AS_READ)},
            "ExpressionAttributeValues": to_item(values),
        }

    def _at(self, key: dict[str, str]) -> dict[str, Any]:
        return {"TableName": self.table, "Key": to_item(key)}

    def _counted(self, by: tuple[str, str, str], partition: str, low: str, high: str) -> Count:
        items = 0
        start: dict[str, Any] = {}
        for _ in range(MOST_PAGES):
            page = self._page(by, partition, low, high, Select="COUNT", **start)
            items += page["Count"]
            if "LastEvaluatedKey" not in page:
                return Count(items)
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        return Count(items, whole=False)

    def _page(self, by: tuple[str, str, str], partition: str, low: str, high: str = HIGH, **more: Any) -> Any:
        index, name, sort = by
        with translated():
            return self.client.query(
                TableName=self.table,
                IndexName=index,
                KeyConditionExpression="#partition = :partition AND #sort BETWEEN :low AND :high",
                ExpressionAttributeNames={"#partition": name, "#sort": sort},
                ExpressionAttributeValues=to_item(
                    {":partition": partition, ":low": low, ":high": below(high)}
                ),
                **more,
            )
