"""The function that signs the audit: every hour."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from functions.audit_heads.settings import Settings
from infra.stack_function import Parts, StackFunction
from infra.watch import NAMESPACE


class AuditHeads(StackFunction):
    """See `functions.audit_heads`."""

    name = "audit_heads"
    seconds = 660  # more than what it takes on

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        events.Rule(
            self,
            "EveryHour",
            schedule=events.Schedule.rate(Duration.hours(1)),
            targets=[targets.LambdaFunction(self.function, retry_attempts=0)],
        )

    @property
    def lag(self) -> cloudwatch.Metric:
        """How long the hour that is over and has no head is over, of the team that is furthest behind."""
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name="AuditLag",
            dimensions_map={"function": self.name},
            statistic="Maximum",
            period=Duration.hours(1),
        )

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            audit=parts.storage.audit.table_name,
            signing_key=parts.keys.receipts.key_arn,
            issuer=parts.events.source,
            retention=parts.stage.retention,
        )
