"""A message ran out of retries: its job is ``failed``, visibly."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.objects import S3Objects
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.team_settings import DynamoSettings
from functions.close_failed.settings import Settings
from functions.core.close_failed import CloseFailed, close_failed
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.queue import each_upload


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry; one message per invocation."""
    each_upload("close_failed", event, lambda upload: close_failed(upload, build()))


@cache
def build() -> CloseFailed:
    """The concrete world, once per worker."""
    settings, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    originals, held, results = (
        S3Objects(s3, bucket, settings.encryption_key)
        for bucket in (settings.originals, settings.held, settings.results)
    )
    jobs = DynamoJobs(dynamodb, settings.table, settings.ledger)
    chosen = DynamoSettings(dynamodb, settings.table, Bounds.parse(settings.retention))
    restrictions = DynamoRestrictions(dynamodb, settings.table, settings.ledger)
    return CloseFailed(jobs, originals, held, results, chosen, now, restrictions)
