"""The small adapters: KMS, Step Functions, the queue, and quotas."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from functions.aws.faults import translated
from functions.aws.schema import TTL, quota_key, to_item
from functions.core.errors import Conflict, MorettaError, TooMany
from functions.core.mask_photo import Uploaded

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class KmsMac:
    """Implements `Mac`: the key never leaves KMS."""

    client: "KMSClient"
    key: str

    def mac(self, message: bytes) -> bytes:
        """See the port."""
        with translated():
            return self.client.generate_mac(Message=message, KeyId=self.key, MacAlgorithm="HMAC_SHA_256")[
                "Mac"
            ]


@dataclass(frozen=True)
class KmsVerifier:
    """Implements `Verifier`."""

    client: "KMSClient"
    key: str

    def verify(self, message: bytes, mac: bytes) -> bool:
        """See the port."""
        with suppress(_Invalid), translated(KMSInvalidMacException=_Invalid()):
            self.client.verify_mac(Message=message, KeyId=self.key, MacAlgorithm="HMAC_SHA_256", Mac=mac)
            return True
        return False


class _Invalid(MorettaError):
    """The message has another MAC."""


@dataclass(frozen=True)
class StateMachine:
    """Implements `Executions`. The input is ids only, because the history lives 90 days.

    ``of`` is what the id is of, in the input.
    """

    client: "SFNClient"
    arn: str
    of: str = "erasure"

    def start(self, team: str, work_id: str, attempt: int) -> None:
        """See the port."""
        name = f"{work_id}-{attempt}"
        try:
            with translated(ExecutionAlreadyExists=Conflict()):
                self.client.start_execution(
                    stateMachineArn=self.arn,
                    name=name,
                    input=json.dumps({"team": team, self.of: work_id}),
                )
        except Conflict:
            if not self._runs(name):
                raise

    def _runs(self, name: str) -> bool:
        execution = f"{self.arn.replace(':stateMachine:', ':execution:')}:{name}"
        with translated():
            return self.client.describe_execution(executionArn=execution)["status"] == "RUNNING"


@dataclass(frozen=True)
class SqsRequeue:
    """Implements `Requeue`: the message has the form of S3's own event.

    ``queue_urls`` maps lanes; whoever sends knows the key, and so the lane.
    """

    client: "SQSClient"
    queue_urls: Mapping[str, str]

    def send(self, upload: Uploaded) -> None:
        """See the port."""
        lane = upload.key.rpartition("/")[2]
        s3_object = {"key": quote_plus(upload.key, safe="/"), "eTag": upload.etag, "size": upload.size}
        with translated():
            self.client.send_message(
                QueueUrl=self.queue_urls[lane],
                MessageBody=json.dumps({"Records": [{"s3": {"object": s3_object}}]}),
            )


@dataclass(frozen=True)
class DynamoQuotas:
    """Implements `Quotas` by one counter per team and minute, which expires by itself.

    ``what`` tells a quota of something else than new jobs.
    """

    client: "DynamoDBClient"
    table: str
    per_minute: int
    what: str = ""

    def take(self, team: str, jobs: int, now: datetime) -> None:
        """See the port."""
        too_many = TooMany(60 - now.second)
        if jobs > self.per_minute:
            raise too_many
        with translated(ConditionalCheckFailedException=too_many):
            self.client.update_item(
                TableName=self.table,
                Key=to_item(quota_key(team, f"{self.what}{now:%Y-%m-%dT%H:%M}")),
                UpdateExpression="ADD #jobs :jobs SET #ttl = if_not_exists(#ttl, :ttl)",
                ConditionExpression="attribute_not_exists(#jobs) OR #jobs <= :left",
                ExpressionAttributeNames={"#jobs": "jobs", "#ttl": TTL},
                ExpressionAttributeValues=to_item(
                    {":jobs": jobs, ":left": self.per_minute - jobs, ":ttl": int(now.timestamp()) + 3600}
                ),
            )
