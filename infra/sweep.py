"""The sweeper: every minute, what is due."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from functions.sweep.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class Sweep(PythonFunction):
    """See `functions.sweep`."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform, storage: Storage) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="sweep",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                uploads_queue=storage.uploads.queue_url,
                queue_seconds=platform.stage.queue_seconds,
            ),
            seconds=55,
        )
        events.Rule(
            self,
            "EveryMinute",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            targets=[targets.LambdaFunction(self.function, retry_attempts=0)],
        )
