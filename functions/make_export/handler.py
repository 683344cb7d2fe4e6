"""The steps of the export workflow: work as long as one invocation may, or give up."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final

from functions.aws import clients
from functions.aws.archive import S3Archive, S3Pictures
from functions.aws.consents import DynamoConsents
from functions.aws.datasets import DynamoDatasets
from functions.aws.exports import DynamoExports
from functions.aws.holds import DynamoHolds
from functions.aws.ledger import DynamoLedger
from functions.aws.lists import DynamoLists
from functions.aws.opt_outs import DynamoOptOuts
from functions.aws.restrictions import DynamoRestrictions
from functions.aws.retained import DynamoRetained
from functions.aws.team_settings import DynamoSettings
from functions.aws.trail import DynamoTrail
from functions.core.consent import Consent
from functions.core.deployment import Deployment
from functions.core.export_content import to_bytes
from functions.core.export_schemas import export_schema
from functions.core.export_worker import MakeExport
from functions.core.make_export import fail_export, make_export
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge import shown
from functions.edge.consents import Shows
from functions.edge.steps import Context, Unfinished, next_step
from functions.edge.telemetry import count, report
from functions.make_export.settings import Settings

SPARE: Final = timedelta(seconds=60)  # of the function's time: for the page in hand, and what is put beside


def handler(event: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The function's entry: ``{"next": "end"}``, or ``{"next": "wait", "until": …}``."""
    until = now() + timedelta(milliseconds=context.get_remaining_time_in_millis()) - SPARE
    team, export_id = str(event["team"]), str(event["export"])
    try:
        if event.get("step") == "give_up":
            fail_export(team, export_id, build())
            count("make_export", "Exports", "failed")
            return next_step(None)
        again = make_export(team, export_id, build(), until)
    except Exception as error:
        report("make_export", error)
        raise Unfinished from None
    count("make_export", "Exports", "waiting" if again else "ended")
    return next_step(again)


def _consent(
    settings: TeamSettings, facts: Deployment, team: str, subject: str, consent: Consent
) -> Mapping[str, object]:
    return Shows(settings, facts, team).one(consent, Identified("", 0, subject))


@cache
def build() -> MakeExport:
    """The concrete world, once per worker."""
    told, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    settings = DynamoSettings(dynamodb, told.table, Bounds.parse(told.retention))
    facts = Deployment.parse(told.deployment)
    return MakeExport(
        exports=DynamoExports(dynamodb, told.table, told.ledger),
        archive=S3Archive(s3, told.exports, told.encryption_key),
        lists=DynamoLists(dynamodb, told.table),
        retained=DynamoRetained(dynamodb, told.table),
        ledger=DynamoLedger(dynamodb, told.ledger),
        holds=DynamoHolds(dynamodb, told.ledger),
        restrictions=DynamoRestrictions(dynamodb, told.table, told.ledger),
        consents=DynamoConsents(dynamodb, told.table, told.ledger),
        opt_outs=DynamoOptOuts(dynamodb, told.table, told.ledger),
        datasets=DynamoDatasets(dynamodb, told.table),
        trail=DynamoTrail(dynamodb, told.audit),
        settings=settings,
        results=S3Pictures(s3, told.results),
        held=S3Pictures(s3, told.held),
        job=shown.whole,
        consent=partial(_consent, settings, facts),
        schema=to_bytes(export_schema()),
        region=facts.region,
        clock=now,
        lease=timedelta(seconds=told.lease_seconds),
    )
