"""What an erasure must reach in S3, as the port `Store`: object versions and unfinished uploads.

Everything is listed by the prefix of what is erased, which ends in a slash, so that ``u1`` never matches
``u1x`` (promise 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from functions.aws.faults import code_of, translated
from functions.core.reach import Reach
from functions.core.store_ports import Page, Trace

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
                Bucket=self.bucket, Prefix=reach.prefix, MaxKeys=PAGE, **_marker(reach, after)
            )
        versions = answer.get("Versions", [])
        listed = [*versions, *answer.get("DeleteMarkers", [])]
        seen = {(entry["Key"], entry["VersionId"]) for entry in versions if entry.get("IsLatest", True)}
        mine = [(entry["Key"], entry["VersionId"]) for entry in listed if reach.takes_key(entry["Key"])]
        traces = [Trace(at, owner=owner_of(at[0]), current=at in seen) for at in mine]
        if any(reach.passed(entry["Key"]) for entry in listed):
            return Page(traces, None)  # the rest is of other slices
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
                Bucket=self.bucket, Prefix=reach.prefix, MaxUploads=PAGE, **_marker(reach, after)
            )
        listed = answer.get("Uploads", [])
        mine = [entry for entry in listed if reach.takes_key(entry["Key"])]
        traces = [Trace((entry["Key"], entry["UploadId"]), owner=owner_of(entry["Key"])) for entry in mine]
        if any(reach.passed(entry["Key"]) for entry in listed):
            return Page(traces, None)
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


def owner_of(key: str) -> str:
    """The subject of an object, by its key."""
    return f"{key}/".split("/", 2)[1]


def _pairs(traces: Sequence[Trace]) -> list[tuple[str, str]]:
    return [(trace.address[0], trace.address[1]) for trace in traces]


def _marker(reach: Reach, after: object | None) -> Any:
    return after or ({"KeyMarker": reach.first} if reach.first else {})


def _next(answer: Any, markers: dict[str, str]) -> object | None:
    if not answer.get("IsTruncated"):
        return None
    return {name: answer[source] for name, source in markers.items() if answer.get(source)}
