"""The small adapters: KMS and Step Functions."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.aws.faults import translated
from functions.core.errors import Conflict, MorettaError

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
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
    """Implements `Executions`. The input is ids only, because the history lives 90 days."""

    client: "SFNClient"
    arn: str

    def start(self, team: str, erasure_id: str, attempt: int) -> None:
        """See the port."""
        name = f"{erasure_id}-{attempt}"
        try:
            with translated(ExecutionAlreadyExists=Conflict()):
                self.client.start_execution(
                    stateMachineArn=self.arn,
                    name=name,
                    input=json.dumps({"team": team, "erasure": erasure_id}),
                )
        except Conflict:
            if not self._runs(name):
                raise

    def _runs(self, name: str) -> bool:
        execution = f"{self.arn.replace(':stateMachine:', ':execution:')}:{name}"
        with translated():
            return self.client.describe_execution(executionArn=execution)["status"] == "RUNNING"
