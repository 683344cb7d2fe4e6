"""What an erasure must reach in the base table of a subject's own, as the port `Store`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from functions.aws.deleting import RowDeletion
from functions.aws.faults import translated
from functions.aws.schema import (
    DEPICTED,
    PARTITION,
    SORT,
    depicted_key,
    from_item,
    job_key,
    once_key,
    ref_of,
    subject_partition,
    to_item,
)
from functions.core.job import MASKING
from functions.core.names import JobRef
from functions.core.ports import Page, Trace
from functions.core.reach import Reach
from functions.core.times import from_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE: Final = 1000
READ: Final = ("state", "lease", "lease_until", "depicted", "once")
NAMES: Final = {"#pk": PARTITION, "#sk": SORT, **{f"#{name}": name for name in READ}}


@dataclass(frozen=True)
class DynamoRows:
    """Every row of a subject's own, or that of one job, by consistent reads.

    Who depicts the subject is found by `Depicted`. Of one job alone there is no tombstone that a masker
    asks for: its row goes only while nobody has claimed it since it was read.
    """

    client: "DynamoDBClient"
    table: str
    name: str = "rows"

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port. A row that a masker holds carries the end of its lease."""
        start: Any = {"ExclusiveStartKey": after} if after else {}
        values = {":pk": subject_partition(reach.team, reach.subject)}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk" + (" AND #sk = :sk" if reach.job else ""),
                ProjectionExpression=", ".join(NAMES),
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item(
                    values | ({":sk": f"job#{reach.job}"} if reach.job else {})
                ),
                ConsistentRead=True,
                Limit=PAGE,
                **start,
            )
        own = [item for item in answer["Items"] if not item[SORT]["S"].startswith(DEPICTED)]
        traces = [row_trace(item, alone=reach.job is not None) for item in own]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        return RowDeletion(self.client, self.table).delete(traces)


def row_trace(item: Mapping[str, Any], *, alone: bool) -> Trace:
    """The trace of a row, with the rows of who is depicted in its job.

    ``alone`` says that the other rows of its subject stay, and that no tombstone keeps maskers away: then
    its idempotency key goes with it, and it goes only as it was seen.
    """
    row = from_item(item)
    address = (row[PARTITION], row[SORT])
    if not row[SORT].startswith("job#"):
        return Trace(address)
    ref = ref_of(item)
    return Trace(
        address,
        lease_of(row),
        linked_to(ref, row.get("depicted", ()), row.get("once") if alone else None),
        row.get("lease", "") if alone else None,
    )


def linked_to(ref: JobRef, depicted: Sequence[str], once: str | None) -> tuple[tuple[str, str], ...]:
    """The addresses of the rows that point to a job."""
    keys = [depicted_key(ref, subject) for subject in depicted]
    keys += [once_key(ref.team, ref.subject, once)] if once else []
    return tuple((key[PARTITION], key[SORT]) for key in keys)


def address_of(ref: JobRef) -> tuple[str, str]:
    """Where a job's row is."""
    key = job_key(ref)
    return key[PARTITION], key[SORT]


def lease_of(row: Mapping[str, Any]) -> datetime | None:
    """The end of the lease that a masker holds on a row, or None."""
    return from_text(row["lease_until"]) if row.get("state") == MASKING else None
