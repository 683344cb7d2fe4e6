"""`python -m tools.retry`: give every failed job whose original lives back to its masker; docs/operations.md.

For after an outage: the bucket `originals` says which jobs there can be, of all teams, and each goes the way
of ``POST /v1/jobs/{id}/retry``. Who may run it is decided by IAM. Run twice it is harmless.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import boto3

from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Presence
from functions.aws.services import SqsRequeue
from functions.core.errors import NotFailed, NotFound, OriginalGone, Problem, Unavailable
from functions.core.names import BACKGROUND, IDENTITY, ObjectKey
from functions.core.retry_job import RetryJob, retry_job
from functions.core.times import now
from tools.team import outputs_of

RETRIED: Final = "retried"
NO_JOB: Final = "no_job"  # erased, or a key that is none of ours
FATES: Final[Mapping[type[Problem], str]] = {
    NotFailed: "not_failed",  # it waits for its masker, or is with it
    NotFound: NO_JOB,
    OriginalGone: "another_file",
    Unavailable: "unavailable",  # asked again, it may work
}


def retry_all(keys: Iterable[str], world: RetryJob, at: datetime) -> Counter[str]:
    """Try each original's job; how many had which fate."""
    return Counter(_tried(key, world, at) for key in keys)


def _tried(key: str, world: RetryJob, at: datetime) -> str:
    original = ObjectKey.parse(key)
    if original is None:
        return NO_JOB
    try:
        retry_job(original.ref.id, original.ref.team, world, at)
    except tuple(FATES) as problem:
        return FATES[type(problem)]
    return RETRIED


def world_of(session: Any, outputs: Mapping[str, str]) -> RetryJob:
    """The concrete world of a deployed stack."""
    dynamodb = session.client("dynamodb")
    queues = {IDENTITY: outputs["UploadsQueueUrl"], BACKGROUND: outputs["BackgroundUploadsQueueUrl"]}
    return RetryJob(
        DynamoJobs(dynamodb, outputs["TableName"], outputs["LedgerName"]),
        DynamoLedger(dynamodb, outputs["LedgerName"]),
        S3Presence(session.client("s3"), outputs["OriginalsBucket"]),
        SqsRequeue(session.client("sqs"), queues),
    )


def originals(session: Any, bucket: str) -> Iterator[str]:
    """The key of every original that lives."""
    pages = session.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return (entry["Key"] for page in pages for entry in page.get("Contents", []))


def main(arguments: list[str] | None = None) -> int:
    """Try all; 1 if some could not be asked about."""
    parser = argparse.ArgumentParser(prog="python -m tools.retry", description="Retry all failed jobs.")
    parser.add_argument("--stack", required=True, help="the deployed stack")
    session = boto3.Session()
    outputs = outputs_of(session, parser.parse_args(arguments).stack)
    fates = retry_all(originals(session, outputs["OriginalsBucket"]), world_of(session, outputs), now())
    for fate, number in sorted(fates.items()):
        print(f"{fate:14} {number}")
    return int(fates[FATES[Unavailable]] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
