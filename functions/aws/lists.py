"""Lists of jobs: by consistent reads of a subject's partition, or found by an index and then read again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.aws.faults import translated
from functions.aws.schema import (
    BY_DUE,
    BY_STATE,
    BY_TIME,
    PARTITION,
    SHARDS,
    SORT,
    job_from_item,
    job_key,
    ref_of,
    state_shard,
    subject_partition,
    time_shard,
    to_item,
)
from functions.core.errors import Unavailable
from functions.core.job import Job
from functions.core.list_jobs import Listing
from functions.core.names import JobRef
from functions.core.times import to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH_ATTEMPTS = 5


@dataclass(frozen=True)
class DynamoLists:
    """Implements `JobLists` and `Due`."""

    client: "DynamoDBClient"
    table: str

    def of_subject(self, team: str, subject: str, listing: Listing) -> tuple[list[Job], str | None]:
        """See the port."""
        query = self._query(
            (PARTITION, subject_partition(team, subject)),
            (SORT, f"job#{listing.low}", f"job#{listing.high}"),
            Limit=listing.limit,
            ScanIndexForward=False,
            ConsistentRead=True,
        )
        # A page ends at a megabyte too, so `Limit` alone does not tell whether there is more.
        jobs = [job_from_item(item) for item in query["Items"]]
        return jobs, jobs[-1].ref.job if jobs and "LastEvaluatedKey" in query else None

    def of_team(self, team: str, listing: Listing) -> tuple[list[Job], str | None]:
        """See the port."""
        refs: list[JobRef] = []
        for shard in range(SHARDS):
            refs += self._indexed(team, shard, listing)
        refs = sorted(refs, key=lambda ref: ref.job, reverse=not listing.oldest)[: listing.limit]
        jobs = {job.ref: job for job in read_jobs(self.client, self.table, refs)}
        shown = [jobs[ref] for ref in refs if ref in jobs and listing.state in {None, jobs[ref].state}]
        return shown, refs[-1].job if len(refs) == listing.limit else None

    def jobs(self, shard: int, now: datetime) -> Iterator[JobRef]:
        """See the port `Due`."""
        index, partition, sort = BY_DUE
        start: dict[str, Any] = {}
        while True:
            until = (sort, "0", to_text(now))
            page = self._query((partition, f"due#{shard}"), until, IndexName=index, **start)
            yield from (ref_of(item) for item in page["Items"])
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def _indexed(self, team: str, shard: int, listing: Listing) -> list[JobRef]:
        if listing.state:
            (index, partition, sort), value = BY_STATE, state_shard(team, listing.state, shard)
        else:
            (index, partition, sort), value = BY_TIME, time_shard(team, shard)
        page = self._query(
            (partition, value),
            (sort, listing.low, listing.high),
            IndexName=index,
            Limit=listing.limit,
            ScanIndexForward=listing.oldest,
        )
        return [ref_of(item) for item in page["Items"]]

    def _query(self, partition: tuple[str, str], sort: tuple[str, str, str], **more: Any) -> Any:
        """A page of a partition whose ``sort`` attribute is at least its second value and below its third."""
        with translated():
            return self.client.query(
                TableName=self.table,
                KeyConditionExpression="#partition = :partition AND #sort BETWEEN :low AND :high",
                ExpressionAttributeNames={"#partition": partition[0], "#sort": sort[0]},
                ExpressionAttributeValues=to_item(
                    {":partition": partition[1], ":low": sort[1], ":high": below(sort[2])}
                ),
                **more,
            )


def read_jobs(client: "DynamoDBClient", table: str, refs: Sequence[JobRef]) -> list[Job]:
    """The jobs as of now, a hundred at most. Raises `Unavailable` if DynamoDB keeps leaving some out."""
    keys = [to_item(job_key(ref)) for ref in refs]
    jobs: list[Job] = []
    for _ in range(_BATCH_ATTEMPTS):
        if not keys:
            return jobs
        with translated():
            answer = client.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
        jobs += [job_from_item(item) for item in answer["Responses"].get(table, [])]
        left: Any = answer.get("UnprocessedKeys", {}).get(table, {})
        keys = left.get("Keys", [])
    raise Unavailable


def below(text: str) -> str:
    """The upper end, for ids and times, of what sorts before ``text``: BETWEEN takes both its ends in."""
    return text[:-1] + chr(ord(text[-1]) - 1) + "~"
