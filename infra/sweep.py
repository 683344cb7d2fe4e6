"""The sweeper: every minute, what is due."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from functions.aws.schema import SHARDS
from functions.core.names import BACKGROUND, IDENTITY
from functions.sweep.settings import Settings
from infra.stack_function import Parts, StackFunction
from infra.watch import NAMESPACE

LATEST: Final = 120  # seconds: promise 8


class Sweep(StackFunction):
    """See `functions.sweep`."""

    name = "sweep"
    seconds = 55
    megabytes = 1024

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        stage = parts.stage
        shares = [list(range(first, SHARDS, stage.sweepers)) for first in range(stage.sweepers)]
        events.Rule(
            self,
            "EveryMinute",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            targets=[self._build_target(shards) for shards in shares],
        )

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            originals=storage.originals.bucket_name,
            uploads_queue=storage.lanes[IDENTITY].uploads.queue_url,
            backgrounds_queue=storage.lanes[BACKGROUND].uploads.queue_url,
            queue_seconds=stage.queue_seconds,
            held=storage.held.bucket_name,
            results=storage.results.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            exports=storage.exports.bucket_name,
            keep_days=stage.tombstone_days,
            retention=stage.retention,
            most=stage.sweep_jobs,
        )

    def _build_target(self, shards: list[int]) -> targets.LambdaFunction:
        told = events.RuleTargetInput.from_object({"shards": shards})
        return targets.LambdaFunction(self.function, retry_attempts=0, event=told)

    @property
    def lag(self) -> cloudwatch.Metric:
        """How late the latest was that a pass dealt with, in seconds."""
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name="SweepLag",
            dimensions_map={"function": "sweep"},
            statistic="Maximum",
            period=Duration.minutes(1),
        )
