"""Every minute: end what is due."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.lists import DynamoLists
from functions.aws.objects import S3Presence
from functions.aws.services import SqsRequeue
from functions.core.sweep import Sweep, sweep
from functions.core.times import now
from functions.edge.queue import HandBack
from functions.edge.telemetry import count, report
from functions.sweep.settings import Settings

BUDGET: Final = timedelta(seconds=45)  # done before the next one starts


def handler(_event: Mapping[str, Any], _context: object) -> None:
    """The function's entry. What fails is due again in a minute."""
    try:
        for _ in range(sweep(build(), now() + BUDGET)):
            count("sweep", "Swept", "expired")
    except Exception as error:  # whatever it was: nothing that Lambda would log
        report("sweep", error)
        raise HandBack from None


@cache
def build() -> Sweep:
    """The concrete world, once per worker."""
    settings, dynamodb = Settings.from_env(), clients.dynamodb()
    jobs = DynamoJobs(dynamodb, settings.table, settings.ledger)
    originals = S3Presence(clients.s3(), settings.originals)
    queue, life = SqsRequeue(clients.sqs(), settings.uploads_queue), timedelta(seconds=settings.queue_seconds)
    return Sweep(DynamoLists(dynamodb, settings.table), jobs, originals, queue, now, life)
