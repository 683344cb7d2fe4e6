"""Many files of one bucket at once: what the sweeper deletes, and the net behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from functions.aws.faults import translated
from functions.core.errors import Replaced

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MOST: Final = 1000  # DeleteObjects takes no more
HOLD: Final = "hold=1"  # no lifecycle rule names this tag


@dataclass(frozen=True)
class S3Files:
    """Implements `Files`."""

    client: "S3Client"
    bucket: str

    def delete(self, keys: Sequence[str]) -> frozenset[str]:
        """See the port. DeleteObjects answers 200 with the errors inside."""
        stuck: set[str] = set()
        for at in range(0, len(keys), MOST):
            with translated():
                answer = self.client.delete_objects(
                    Bucket=self.bucket,
                    Delete={"Objects": [{"Key": key} for key in keys[at : at + MOST]], "Quiet": True},
                )
            stuck |= {error["Key"] for error in answer.get("Errors", [])}
        return frozenset(stuck)

    def tag(self, key: str, days: int | None) -> None:
        """See the port."""
        name, _, value = (HOLD if days is None else f"expire={days}").partition("=")
        try:
            with translated(NoSuchKey=Replaced()):
                self.client.put_object_tagging(
                    Bucket=self.bucket,
                    Key=key,
                    Tagging={"TagSet": [{"Key": name, "Value": value}]},
                )
        except Replaced:
            return
