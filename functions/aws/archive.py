"""The bucket of exports: a file in parts, what is kept beside it until it is whole; and photos to put in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from functions.aws.faults import code_of, translated
from functions.core.errors import Replaced, Unavailable
from functions.core.export import CONTENT_TYPE
from functions.core.names import JobRef, ObjectKey, subject_prefix

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BESIDE_DAYS: Final = 7  # the net under what is kept until a file is whole
PAGE: Final = 1000


@dataclass(frozen=True)
class S3Archive:
    """Implements the port `Archive`."""

    client: "S3Client"
    bucket: str
    encryption_key: str

    def start(self, key: ObjectKey, days: int) -> str:
        """See the port."""
        with translated():
            answer = self.client.create_multipart_upload(
                **self._at(key), ContentType=CONTENT_TYPE, **self._stored(days)
            )
        return answer["UploadId"]

    def part(self, key: ObjectKey, upload: str, number: int, data: bytes) -> None:
        """See the port."""
        with translated(NoSuchUpload=Replaced()):
            self.client.upload_part(**self._at(key), UploadId=upload, PartNumber=number, Body=data)

    def finish(self, key: ObjectKey, upload: str, parts: int) -> None:
        """See the port. Parts of a worker that was killed may be there beyond the last."""
        with translated(NoSuchUpload=Replaced(), InvalidPart=Replaced()):
            listed = self._parts(key, upload)
            whole = [listed[number] for number in range(1, parts + 1) if number in listed]
            if len(whole) < parts:
                raise Replaced
            self.client.complete_multipart_upload(
                **self._at(key), UploadId=upload, MultipartUpload={"Parts": whole}
            )

    def stash(self, key: ObjectKey, data: bytes) -> None:
        """See the port."""
        with translated():
            self.client.put_object(**self._at(key), Body=data, **self._stored(BESIDE_DAYS))

    def fetch(self, key: ObjectKey) -> bytes:
        """See the port."""
        with translated(NoSuchKey=Replaced()):
            return self.client.get_object(**self._at(key))["Body"].read()

    def clear(self, ref: JobRef, *, but: ObjectKey | None = None) -> None:
        """See the port."""
        prefix = f"{subject_prefix(ref.team, ref.subject)}{ref.job}/"
        with translated():
            uploads = self.client.list_multipart_uploads(Bucket=self.bucket, Prefix=prefix)
            for upload in uploads.get("Uploads", []):
                self._abort(upload["Key"], upload["UploadId"])
            self._delete_below(prefix, str(but))

    def _parts(self, key: ObjectKey, upload: str) -> dict[int, Any]:
        found: dict[int, Any] = {}
        start: dict[str, Any] = {}
        while True:
            answer = self.client.list_parts(**self._at(key), UploadId=upload, **start)
            for part in answer.get("Parts", []):
                found[part["PartNumber"]] = {"PartNumber": part["PartNumber"], "ETag": part["ETag"]}
            if not answer.get("IsTruncated"):
                return found
            start = {"PartNumberMarker": answer["NextPartNumberMarker"]}

    def _delete_below(self, prefix: str, but: str) -> None:
        """Page by page: what one leaves the next one has, until only the file is left."""
        while True:
            listed = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, MaxKeys=PAGE)
            keys: list[Any] = [{"Key": one["Key"]} for one in listed.get("Contents", []) if one["Key"] != but]
            if not keys:
                return
            answer = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": keys, "Quiet": True})
            if answer.get("Errors"):
                raise Unavailable

    def _abort(self, key: str, upload: str) -> None:
        try:
            self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload)
        except ClientError as error:
            if code_of(error) != "NoSuchUpload":
                raise

    def _at(self, key: ObjectKey) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": str(key)}

    def _stored(self, days: int) -> dict[str, Any]:
        return {
            "ServerSideEncryption": "aws:kms",
            "SSEKMSKeyId": self.encryption_key,
            "Tagging": f"expire={days}",
        }


@dataclass(frozen=True)
class S3Pictures:
    """Implements the port `Pictures`."""

    client: "S3Client"
    bucket: str

    def bytes_of(self, key: ObjectKey) -> bytes | None:
        """See the port."""
        try:
            with translated(NoSuchKey=Replaced()):
                return self.client.get_object(Bucket=self.bucket, Key=str(key))["Body"].read()
        except Replaced:
            return None
