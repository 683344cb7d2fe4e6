"""Which alarms there are: each has its paragraph in docs/runbook.md, and a test ties the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.core.names import BACKGROUND, IDENTITY
from functions.core.retain import STUCK, UNREVIEWED
from infra.api import Api
from infra.audit_heads import AuditHeads
from infra.events import Events
from infra.masker import Masker
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage
from infra.sweep import LATEST, Sweep
from infra.watch import Watch

_MINUTE: Final = Duration.minutes(1)
_MINUTES: Final = Duration.minutes(5)
_HOUR: Final = Duration.hours(1)
_OFTEN: Final = 5  # in five minutes: one fault is answered by a retry, of the caller or of a queue
_LONGEST_UNSIGNED: Final = 3 * 3600
_LONGEST_OUTBOX: Final = 600_000  # milliseconds that the outbox may be behind


@dataclass(frozen=True)
class Watched:
    """What is watched."""

    platform: Platform
    storage: Storage
    events: Events
    api: Api
    sweep: Sweep
    audit: AuditHeads
    erasures: sfn.StateMachine
    exports: sfn.StateMachine
    maskers: Mapping[str, Masker]
    outbox: PythonFunction
    tokens: PythonFunction


def build_watch(scope: Construct, watched: Watched) -> Watch:
    """All alarms and the dashboard."""
    watch = Watch(scope, "Watch", platform=watched.platform)
    for lane, queues in watched.storage.lanes.items():
        watch.lane(lane, queues)
    _watch_maskers(watch, watched)
    _watch_api(watch, watched)
    _watch_erasures(watch, watched)
    _watch_exports(watch, watched)
    _watch_sweep(watch, watched)
    watch.counted(
        "Overdue",
        "Incidents",
        "overdue",
        above=0,
        meaning="A team has not told the authority of an incident within 72 hours (GDPR Art. 33(1)).",
    )
    watch.alarm(
        "AuditUnsigned",
        watched.audit.lag,
        above=_LONGEST_UNSIGNED,
        meaning="The audit of a team has had no signed head for hours, or nobody signs at all.",
        of=(3, 3),
        silent=cloudwatch.TreatMissingData.BREACHING,
    )
    _watch_events(watch, watched)
    storage = watched.storage
    tables = {"Table": storage.table, "Ledger": storage.ledger, "Audit": storage.audit}
    for name, table in tables.items():
        _watch_table(watch, name, table)
    watch.build_dashboard()
    return watch


def _watch_maskers(watch: Watch, watched: Watched) -> None:
    stage = watched.platform.stage
    watch.counted(
        "HandedBack",
        "Photos",
        "handed_back",
        above=_OFTEN,
        meaning="Photos go back to their queue again and again: a store does not answer, or a masker breaks.",
    )
    for lane, most in {IDENTITY: stage.masker_concurrency, BACKGROUND: stage.background_concurrency}.items():
        watch.alarm(
            f"Costly{lane.title()}",
            watched.maskers[lane].function.metric_duration(period=_HOUR, statistic="Sum"),
            above=most * _HOUR.to_milliseconds() / 2,
            meaning=f"Half of all maskers of the lane {lane} were busy for an hour: that is what costs most.",
            runbook="Costly",
        )


def _watch_api(watch: Watch, watched: Watched) -> None:
    watch.alarm(
        "ServerErrors",
        watched.api.api.deployment_stage.metric_server_error(period=_MINUTES, statistic="Sum"),
        above=_OFTEN,
        meaning="The API answers with 5xx.",
    )
    watch.counted(
        "Refusing",
        "Answers",
        "429",
        above=100,
        meaning="A team is told to come later, again and again.",
    )
    watch.alarm(
        "NoTokens",
        watched.tokens.function.metric_errors(period=_MINUTES, statistic="Sum"),
        above=0,
        meaning="Tokens cannot be given: nobody can sign in, neither people nor backends.",
    )
    watch.alarm(
        "Throttled",
        lambda_.Function.metric_all_throttles(period=_MINUTE, statistic="Sum"),
        above=0,
        of=(3, 5),
        meaning="Functions of this account and region are throttled: its concurrency is used up.",
    )


def _watch_erasures(watch: Watch, watched: Watched) -> None:
    for outcome in ("partial", "failed"):
        watch.counted(
            f"Erasures{outcome.title()}",
            "ErasuresEnded",
            outcome,
            above=0,
            meaning=f"An erasure ended {outcome}. GET /v1/erasures?state={outcome} says which, and why.",
        )
    watch.counted(
        "ErasuresByClients",
        "ErasuresAsked",
        "client",
        above=watched.platform.stage.erasures_alarm,
        meaning="Machine clients ask for unusually many erasures: a team's backend may run wild.",
    )
    watch.alarm(
        "ErasuresBroken",
        watched.erasures.metric_failed(period=_MINUTES, statistic="Sum"),
        above=0,
        meaning="The workflow of an erasure gave up after all retries.",
    )
    watch.alarm(
        "ErasuresEndless",
        watched.erasures.metric_timed_out(period=_MINUTES, statistic="Sum"),
        above=0,
        meaning="The workflow of an erasure was ended by its time.",
    )


def _watch_exports(watch: Watch, watched: Watched) -> None:
    watch.alarm(
        "ExportsBroken",
        watched.exports.metric_failed(period=_MINUTES, statistic="Sum"),
        above=0,
        meaning="The workflow of an export gave up after all retries: the export is `failed`.",
    )


def _watch_sweep(watch: Watch, watched: Watched) -> None:
    watch.alarm(
        "Late",
        watched.sweep.lag,
        above=LATEST,
        meaning="What is over is deleted later than promised, or no sweep says anything at all.",
        of=(3, 5),
        silent=cloudwatch.TreatMissingData.BREACHING,
    )
    watch.counted(
        "Stuck",
        "Swept",
        STUCK,
        above=0,
        of=(3, 6),
        meaning="Something that is over cannot be deleted, and is tried again every ten minutes.",
    )
    watch.counted(
        "Unreviewed",
        "Swept",
        UNREVIEWED,
        above=0,
        meaning="Nobody looked at a photo in review before its time was over: it was rejected.",
    )


def _watch_events(watch: Watch, watched: Watched) -> None:
    watch.alarm(
        "EventsLate",
        watched.outbox.function.metric("IteratorAge", period=_MINUTES, statistic="Maximum"),
        above=_LONGEST_OUTBOX,
        meaning="The outbox is behind: events and webhooks come late, and are given up after an hour.",
    )
    watch.empty(
        "LostEvents",
        watched.events.lost,
        "A batch of a table's stream was given up: events were not told. The message says where it lies.",
    )
    watch.empty(
        "Undelivered",
        watched.events.undelivered,
        "A webhook's receiver did not answer well for half an hour; its team sees the log of deliveries.",
    )


def _watch_table(watch: Watch, name: str, table: dynamodb.Table) -> None:
    for way in ("Read", "Write"):
        watch.alarm(
            f"{name}{way}sThrottled",
            table.metric(f"{way}ThrottleEvents", period=_MINUTE, statistic="Sum"),
            above=0,
            of=(3, 5),
            meaning=f"DynamoDB throttles {way.lower()}s: one partition of the table takes more than it may.",
            runbook="TableThrottled",
        )
