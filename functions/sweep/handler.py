"""Every minute: end what is due, delete what is over, and bring a changed retention to what is stored."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.datasets import DynamoDatasets
from functions.aws.exports import DynamoExports
from functions.aws.files import S3Files
from functions.aws.holds import DynamoHolds
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.objects import S3Presence
from functions.aws.restricting import settling
from functions.aws.retained import DynamoRetained
from functions.aws.retained_exports import DynamoRetainedExports
from functions.aws.schema import SHARDS
from functions.aws.services import SqsRequeue
from functions.aws.shelf import S3Shelf
from functions.aws.team_settings import DynamoRedatings, DynamoSettings
from functions.aws.unapproved import DynamoUnapproved
from functions.core.end_copies import EndCopies
from functions.core.end_unapproved import EndUnapproved
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.redate import Redate
from functions.core.retain import Retain
from functions.core.retain_exports import RetainExports
from functions.core.store_names import BUCKETS
from functions.core.sweep import Sweep, sweep
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.queue import HandBack
from functions.edge.telemetry import count, measure, report
from functions.sweep.settings import Settings

BUDGET: Final = timedelta(seconds=45)  # done before the next one starts
REPORT: Final = partial(report, "sweep")


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry; ``shards`` are those that it sweeps. What fails is due again in a minute."""
    try:
        swept = sweep(build(), event.get("shards", range(SHARDS)), now() + BUDGET)
    except Exception as error:  # whatever it was: nothing that Lambda would log
        report("sweep", error)
        raise HandBack from None
    for outcome, times in sorted(swept.outcomes.items()):
        count("sweep", "Swept", outcome, times)
    measure("sweep", "SweepLag", swept.lag.total_seconds())


@cache
def build() -> Sweep:
    """The concrete world, once per worker."""
    told, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    retained = DynamoRetained(dynamodb, told.table)
    settings = DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention))
    files = {name: S3Files(s3, getattr(told, name)) for name in BUCKETS}
    queues = {IDENTITY: told.uploads_queue, BACKGROUND: told.backgrounds_queue}
    shelf = S3Shelf(s3, told.originals, told.held, told.results, told.encryption_key)
    datasets, holds = DynamoDatasets(dynamodb, told.table), DynamoHolds(dynamodb, told.ledger)
    audit = AuditRows(told.audit, told.audit_days)
    ledger = DynamoLedger(dynamodb, told.ledger, timedelta(days=told.keep_days), audit)
    exports = RetainExports(
        DynamoExports(dynamodb, told.table, told.ledger),
        DynamoRetainedExports(dynamodb, told.table),
        *(files, holds, settings, now, REPORT),
    )
    return Sweep(
        DynamoLists(dynamodb, told.table),
        DynamoJobs(dynamodb, told.table, told.ledger),
        S3Presence(s3, told.originals),
        SqsRequeue(clients.sqs(), queues),
        timedelta(seconds=told.queue_seconds),
        settings,
        Retain(retained, files, holds, now, REPORT),
        Redate(
            DynamoRedatings(dynamodb, told.table),
            *(retained, settings, files, now, REPORT, datasets, exports),
        ),
        settling((told.table, told.ledger), shelf, settings, queues),
        EndCopies(datasets, files["held"], holds, now, REPORT),
        exports,
        EndUnapproved(DynamoUnapproved(dynamodb, told.ledger), ledger, now, REPORT),
        told.most,
    )
