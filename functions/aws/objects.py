"""Photos in S3: one bucket as the port `Objects`, upload forms, download links."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.aws.faults import translated
from functions.core.errors import Replaced
from functions.core.job import Job
from functions.core.mask_photo import Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Form
from functions.core.times import Clock, now

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class S3Objects:
    """Implements `Objects`."""

    client: "S3Client"
    bucket: str
    encryption_key: str

    def read(self, key: ObjectKey, etag: str) -> bytes:
        """See the port. A key that is gone and one with another ETag are both `Replaced`."""
        with translated(PreconditionFailed=Replaced(), NoSuchKey=Replaced()):
            answer = self.client.get_object(Bucket=self.bucket, Key=str(key), IfMatch=f'"{etag}"')
            return answer["Body"].read()

    def put(self, key: ObjectKey, data: bytes, content_type: str, days: int) -> None:
        """See the port."""
        with translated():
            self.client.put_object(
                Bucket=self.bucket,
                Key=str(key),
                Body=data,
                ContentType=content_type,
                ServerSideEncryption="aws:kms",
                SSEKMSKeyId=self.encryption_key,
                Tagging=f"expire={days}",
            )

    def delete(self, key: str) -> None:
        """See the port."""
        with translated():
            self.client.delete_object(Bucket=self.bucket, Key=key)


@dataclass(frozen=True)
class S3Presence:
    """Implements `Presence` by listing, which reads no photo."""

    client: "S3Client"
    bucket: str

    def look(self, key: ObjectKey) -> Uploaded | None:
        """See the port."""
        with translated():
            answer = self.client.list_objects_v2(Bucket=self.bucket, Prefix=str(key), MaxKeys=1)
        for entry in answer.get("Contents", []):
            if entry["Key"] == str(key):
                return Uploaded(entry["Key"], entry["ETag"].strip('"'), entry["Size"])
        return None


@dataclass(frozen=True)
class S3Forms:
    """Implements `Forms`: a presigned POST, because a presigned PUT cannot bound the size.

    The form lives for ``life`` or as long as the signer's role session, whichever ends first.
    """

    client: "S3Client"
    bucket: str
    encryption_key: str
    most_bytes: int
    life: timedelta

    def sign(self, job: Job, size: int | None, now: datetime) -> Form:
        """See the port."""
        fields = {
            "Content-Type": job.content_type,
            "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": self.encryption_key,
        }
        if job.content_md5:
            fields["Content-MD5"] = job.content_md5
        conditions: list[object] = [{name: value} for name, value in fields.items()]
        conditions.append(["content-length-range", size or 1, size or self.most_bytes])
        with translated():
            post = self.client.generate_presigned_post(
                self.bucket,
                str(job.key),
                Fields=fields,
                Conditions=conditions,
                ExpiresIn=int(self.life.total_seconds()),
            )
        return Form(post["url"], post["fields"], now + self.life)


@dataclass(frozen=True)
class S3Links:
    """Implements `Links`: a presigned GET that a browser saves and never sniffs, of at most ``life``.

    ``name`` is what the file is saved as, without the extension.
    """

    client: "S3Client"
    bucket: str
    life: timedelta
    clock: Clock = now
    name: str = "masked"

    def sign(self, key: ObjectKey, content_type: str, until: datetime) -> str | None:
        """See the port. Whole seconds, as S3 counts them, rounded down."""
        seconds = int(min(self.life, until - self.clock()).total_seconds())
        if seconds < 1:
            return None
        extension = content_type.rpartition("/")[2]
        with translated():
            return self.client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self.bucket,
                    "Key": str(key),
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": f'attachment; filename="{self.name}.{extension}"',
                    "ResponseCacheControl": "private, no-store",
                },
                ExpiresIn=seconds,
            )
