"""Files that nobody may process, moved inside S3."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from functions.aws.faults import translated
from functions.aws.files import HOLD, S3Files
from functions.core.errors import Replaced
from functions.core.names import ObjectKey

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class S3Shelf:
    """Implements the port `Shelf`."""

    client: "S3Client"
    originals: str
    held: str
    results: str
    encryption_key: str

    def keep(self, key: ObjectKey, etag: str) -> None:
        """See the port."""
        self._copy((self.originals, key), (self.held, key), HOLD, CopySourceIfMatch=f'"{etag}"')

    def resume(self, key: ObjectKey) -> bool:
        """See the port."""
        return self._copied((self.held, key), (self.originals, key), "")

    def withhold(self, key: ObjectKey) -> None:
        """See the port."""
        if self._copied((self.results, key), (self.held, key.withheld), HOLD):
            self._delete(self.results, key)

    def hand_back(self, key: ObjectKey, days: int) -> None:
        """See the port."""
        if self._copied((self.held, key.withheld), (self.results, key), f"expire={days}"):
            self._delete(self.held, key.withheld)

    def pin(self, key: ObjectKey, days: int | None) -> None:
        """See the port."""
        S3Files(self.client, self.held).tag(str(key), days)

    def _copied(self, source: tuple[str, ObjectKey], target: tuple[str, ObjectKey], tags: str) -> bool:
        try:
            self._copy(source, target, tags)
        except Replaced:
            return False
        return True

    def _copy(
        self, source: tuple[str, ObjectKey], target: tuple[str, ObjectKey], tags: str, **more: Any
    ) -> None:
        with translated(NoSuchKey=Replaced(), PreconditionFailed=Replaced()):
            self.client.copy_object(
                Bucket=target[0],
                Key=str(target[1]),
                CopySource={"Bucket": source[0], "Key": str(source[1])},
                ServerSideEncryption="aws:kms",
                SSEKMSKeyId=self.encryption_key,
                TaggingDirective="REPLACE",
                Tagging=tags,
                **more,
            )

    def _delete(self, bucket: str, key: ObjectKey) -> None:
        with translated():
            self.client.delete_object(Bucket=bucket, Key=str(key))
