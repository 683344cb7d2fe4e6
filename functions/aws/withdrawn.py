"""Results that are withdrawn: moved inside S3, so that no function has to read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.aws.faults import translated
from functions.aws.files import S3Files
from functions.core.errors import Replaced
from functions.core.names import ObjectKey

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class S3Withdrawn:
    """Implements the port `Withdrawn`."""

    client: "S3Client"
    results: str
    held: str
    encryption_key: str

    def move(self, key: ObjectKey, days: int) -> None:
        """See the port. The copy comes first: a move that was interrupted is done again."""
        try:
            with translated(NoSuchKey=Replaced()):
                self.client.copy_object(
                    Bucket=self.held,
                    Key=str(key),
                    CopySource={"Bucket": self.results, "Key": str(key)},
                    ServerSideEncryption="aws:kms",
                    SSEKMSKeyId=self.encryption_key,
                    TaggingDirective="REPLACE",
                    Tagging=f"expire={days}",
                )
        except Replaced:
            return
        self.remove(key)

    def remove(self, key: ObjectKey) -> None:
        """See the port."""
        with translated():
            self.client.delete_object(Bucket=self.results, Key=str(key))

    def widen(self, key: ObjectKey, days: int) -> None:
        """See the port."""
        S3Files(self.client, self.held).tag(str(key), days)

    def drop(self, key: ObjectKey) -> None:
        """See the port."""
        with translated():
            self.client.delete_object(Bucket=self.held, Key=str(key))
