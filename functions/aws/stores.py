"""What an erasure must reach in S3, as the port `Store`: object versions and unfinished uploads.

Everything is listed by the prefix of what is erased, which ends in a slash, so that ``u1`` never matches
``u1x`` (promise 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from functions.aws.faults import code_of, translated
from functions.core.ports import Page, Trace
from functions.core.reach import Reach

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PAGE: Final = 1000  # DeleteObjects takes no more


@dataclass(frozen=True)
class S3Versions:
    """Every version and delete marker of a subject in one bucket, versioned or not."""

    client: "S3Client"
    bucket: str
    name: str

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port."""
        with translated():
            answer = self.client.list_object_versions(
                Bucket=self.bucket, Prefix=reach.prefix, MaxKeys=PAGE, **_marker(after)
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

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port."""
        with translated():
            answer = self.client.list_multipart_uploads(
                Bucket=self.bucket, Prefix=reach.prefix, MaxUploads=PAGE, **_marker(after)
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


def _pairs(traces: Sequence[Trace]) -> list[tuple[str, str]]:
    return [(trace.address[0], trace.address[1]) for trace in traces]


def _marker(after: object | None) -> Any:
    return after or {}


def _next(answer: Any, markers: dict[str, str]) -> object | None:
    if not answer.get("IsTruncated"):
        return None
    return {name: answer[source] for name, source in markers.items() if answer.get(source)}
