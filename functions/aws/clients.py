"""boto3 clients as every function wants them."""

from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

# Bounded, so that a function meets its own deadline rather than a socket's.
_CONFIG: Final = Config(
    connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 4}
)


def dynamodb() -> "DynamoDBClient":
    """A client of DynamoDB."""
    return boto3.client("dynamodb", config=_CONFIG)


def s3() -> "S3Client":
    """A client of S3 whose forms and links name the region's own host, and are signed with version 4.

    Left to itself boto3 signs them for the global host, which may be reached by way of us-east-1.
    """
    signing = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    return boto3.client("s3", config=_CONFIG.merge(signing))


def kms() -> "KMSClient":
    """A client of KMS."""
    return boto3.client("kms", config=_CONFIG)


def step_functions() -> "SFNClient":
    """A client of Step Functions."""
    return boto3.client("stepfunctions", config=_CONFIG)


def events() -> "EventBridgeClient":
    """A client of EventBridge."""
    return boto3.client("events", config=_CONFIG)


def sqs() -> "SQSClient":
    """A client of SQS."""
    return boto3.client("sqs", config=_CONFIG)


def cognito() -> "CognitoIdentityProviderClient":
    """A client of Cognito's user pools."""
    return boto3.client("cognito-idp", config=_CONFIG)
