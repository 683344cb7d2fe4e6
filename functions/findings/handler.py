"""What AWS finds becomes incidents; each hour those whose 72 hours run out are reminded of it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.aws import clients
from functions.aws.audit import AuditRows
from functions.aws.audit_heads import DynamoHeads
from functions.aws.incidents import DynamoIncidents
from functions.aws.lists import DynamoLists
from functions.core.findings import World, finding_of, remind, take
from functions.core.times import now
from functions.edge.queue import HandBack
from functions.edge.telemetry import count, report
from functions.findings.settings import Settings


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry: a finding, or the tick of the hour. What fails is tried again by Lambda."""
    try:
        if finding := finding_of(event):
            count("findings", "Findings", finding.source, take(finding, build(), now()))
        else:
            count("findings", "Incidents", "overdue", remind(build(), now()))
    except Exception as error:  # whatever it was: nothing that Lambda would log
        report("findings", error)
        raise HandBack from None


@cache
def build() -> World:
    """The concrete world, once per worker."""
    told, dynamodb = Settings.from_env(), clients.dynamodb()
    heads = DynamoHeads(dynamodb, told.ledger)
    return World(
        DynamoIncidents(dynamodb, told.table, AuditRows(told.audit, told.audit_days)),
        DynamoLists(dynamodb, told.table),
        lambda: (walk.team for walk in heads.walks()),
    )
