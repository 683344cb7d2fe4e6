"""What an erasure must reach, as the port `Store`: object versions, unfinished uploads, rows.

Everything is listed by the subject's prefix or partition, which ends where the pseudonym ends, so that
``u1`` never matches ``u1x`` (promise 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from functions.aws.faults import code_of, translated
from functions.aws.schema import PARTITION, SORT, from_item, subject_partition, to_item
from functions.core.job import MASKING
from functions.core.names import subject_prefix
from functions.core.ports import Page, Trace
from functions.core.times import from_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

PAGE: Final = 1000  # DeleteObjects takes no more
BATCH: Final = 25  # BatchWriteItem takes no more


@dataclass(frozen=True)
class S3Versions:
    """Every version and delete marker of a subject in one bucket, versioned or not."""

    client: "S3Client"
    bucket: str
    name: str

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        """See the port."""
        with translated():
            answer = self.client.list_object_versions(
                Bucket=self.bucket, Prefix=subject_prefix(team, subject), MaxKeys=PAGE, **_marker(after)
            )
        listed = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
        traces = [Trace((entry["Key"], entry["VersionId"])) for entry in listed]
        markers = {"KeyMarker": "NextKeyMarker", "VersionIdMarker": "NextVersionIdMarker"}
        return Page(traces, _next(answer, markers))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. DeleteObjects answers 200 with the errors inside."""
        objects: list[Any] = [{"Key": key, "VersionId": version} for key, version in _pairs(traces)]
        with translated():
            answer = self.client.delete_objects(
                Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True}
            )
        return len(answer.get("Errors", []))


@dataclass(frozen=True)
class S3Uploads:
    """Unfinished multipart uploads of a subject in one bucket."""

    client: "S3Client"
    bucket: str
    name: str

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        """See the port."""
        with translated():
            answer = self.client.list_multipart_uploads(
                Bucket=self.bucket, Prefix=subject_prefix(team, subject), MaxUploads=PAGE, **_marker(after)
            )
        traces = [Trace((entry["Key"], entry["UploadId"])) for entry in answer.get("Uploads", [])]
        markers = {"KeyMarker": "NextKeyMarker", "UploadIdMarker": "NextUploadIdMarker"}
        return Page(traces, _next(answer, markers))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. An upload that is already gone counts as deleted."""
        failed = 0
        with translated():
            for key, upload in _pairs(traces):
                try:
                    self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)
                except ClientError as error:
                    failed += code_of(error) != "NoSuchUpload"
        return failed


@dataclass(frozen=True)
class DynamoRows:
    """Every row of a subject in the base table, by consistent reads."""

    client: "DynamoDBClient"
    table: str
    name: str = "rows"

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        """See the port. A row that a masker holds carries the end of its lease."""
        start: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = self.client.query(
                TableName=self.table,
                KeyConditionExpression="#pk = :pk",
                ProjectionExpression="#pk, #sk, #state, #lease_until",
                ExpressionAttributeNames={
                    "#pk": PARTITION,
                    "#sk": SORT,
                    "#state": "state",
                    "#lease_until": "lease_until",
                },
                ExpressionAttributeValues=to_item({":pk": subject_partition(team, subject)}),
                ConsistentRead=True,
                Limit=PAGE,
                **start,
            )
        rows = [from_item(item) for item in answer["Items"]]
        traces = [Trace((row[PARTITION], row[SORT]), _lease_of(row)) for row in rows]
        return Page(traces, answer.get("LastEvaluatedKey"))

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port. What BatchWriteItem leaves unprocessed was not deleted."""
        return sum(
            self._delete_batch(traces[start : start + BATCH]) for start in range(0, len(traces), BATCH)
        )

    def _delete_batch(self, traces: Sequence[Trace]) -> int:
        keys = [to_item({PARTITION: partition, SORT: sort}) for partition, sort in _pairs(traces)]
        requests: Any = [{"DeleteRequest": {"Key": key}} for key in keys]
        with translated():
            answer = self.client.batch_write_item(RequestItems={self.table: requests})
        return len(answer.get("UnprocessedItems", {}).get(self.table, []))


def _pairs(traces: Sequence[Trace]) -> list[tuple[str, str]]:
    return [(trace.address[0], trace.address[1]) for trace in traces]


def _lease_of(row: dict[str, Any]) -> datetime | None:
    if row.get("state") != MASKING:
        return None
    return from_text(row["lease_until"])


def _marker(after: object | None) -> Any:
    return after or {}


def _next(answer: Any, markers: dict[str, str]) -> object | None:
    if not answer.get("IsTruncated"):
        return None
    return {name: answer[source] for name, source in markers.items() if answer.get(source)}
