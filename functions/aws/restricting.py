"""The world of whoever walks over what a restriction reaches: its route, and the sweeper."""

from collections.abc import Mapping

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.exports import DynamoExports
from functions.aws.jobs import DynamoJobs
from functions.aws.objects import S3Presence
from functions.aws.restricted_jobs import DynamoRestrictedJobs
from functions.aws.restrictions import DynamoRestrictions, DynamoWalks
from functions.aws.retained_exports import DynamoRetainedExports
from functions.aws.services import SqsRequeue
from functions.aws.shelf import S3Shelf
from functions.core.end_exports import EndExports
from functions.core.restrict import Settling
from functions.core.retention_ports import TeamSettings
from functions.core.times import now


def settling(
    tables: tuple[str, str],
    shelf: S3Shelf,
    settings: TeamSettings,
    queues: Mapping[str, str] | None = None,
    audit: AuditRows | None = None,
) -> Settling:
    """What a walk needs of the world; ``tables`` are base table and ledger, ``queues`` the lanes'.

    Who only walks has no ``audit``.
    """
    dynamodb = clients.dynamodb()
    return Settling(
        DynamoWalks(dynamodb, tables[0]),
        DynamoRestrictions(dynamodb, *tables, audit),
        DynamoRestrictedJobs(dynamodb, *tables),
        DynamoJobs(dynamodb, *tables),
        shelf,
        settings,
        now,
        S3Presence(shelf.client, shelf.held),
        SqsRequeue(clients.sqs(), queues) if queues else None,
        ending(tables, settings),
    )


def ending(tables: tuple[str, str], settings: TeamSettings) -> EndExports:
    """What ends exports that hold a photo which is taken back."""
    dynamodb = clients.dynamodb()
    return EndExports(DynamoExports(dynamodb, *tables), DynamoRetainedExports(dynamodb, tables[0]), settings)
