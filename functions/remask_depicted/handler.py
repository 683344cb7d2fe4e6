"""A step of the erasure workflow: what the eraser leaves to the maskers is handed to them."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any, Final

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.depictions import DynamoDepictions
from functions.aws.holds import DynamoHolds
from functions.aws.jobs import DynamoJobs
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Presence
from functions.aws.remasks import DynamoRemasks
from functions.aws.services import SqsRequeue
from functions.aws.team_settings import DynamoSettings
from functions.aws.withdrawn import S3Withdrawn
from functions.core.names import BACKGROUND, IDENTITY
from functions.core.remask_depicted import RemaskDepicted, remask_depicted
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.steps import Context, Unfinished, next_step
from functions.edge.telemetry import report
from functions.remask_depicted.settings import Settings

SPARE: Final = timedelta(seconds=10)  # of the function's time: for the job in hand


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The function's entry: ``{"next": "end"}``, or ``{"next": "wait", "until": …}`` if there is more."""
    until = now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - SPARE
    try:
        return next_step(remask_depicted(str(event["team"]), str(event["erasure"]), build(), until))
    except Exception as error:
        report("remask_depicted", error)
        raise Unfinished from None


@cache
def build() -> RemaskDepicted:
    """The concrete world, once per worker."""
    told, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    tables = dynamodb, told.table, told.ledger
    queues = {IDENTITY: told.uploads_queue, BACKGROUND: told.backgrounds_queue}
    return RemaskDepicted(
        ledger=DynamoLedger(dynamodb, told.ledger),
        depictions=DynamoDepictions(dynamodb, told.table),
        jobs=DynamoJobs(*tables),
        remasks=DynamoRemasks(*tables, AuditRows(told.audit, told.audit_days)),
        files=S3Withdrawn(s3, told.results, told.held, told.encryption_key),
        held=S3Presence(s3, told.held),
        queue=SqsRequeue(clients.sqs(), queues),
        settings=DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention)),
        holds=DynamoHolds(dynamodb, told.ledger),
        clock=now,
    )
