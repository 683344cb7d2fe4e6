"""The outbox: it follows the streams of both tables."""

import json
from typing import Any, Final

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.aws.schema import SORT
from functions.publish_events.settings import Settings
from infra.events import Events
from infra.stack_function import Parts, StackFunction

BATCH: Final = 10  # as many as PutEvents takes
MOST_RETRIES: Final = 20
MOST_SECONDS: Final = 3600  # a batch that fails for longer is given up, and holds up its shard no more


class PublishEvents(StackFunction):
    """See `functions.publish_events`."""

    name = "publish_events"

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        self._build_mapping(
            "Jobs", parts.storage.table, parts.events, {"eventName": ["INSERT", "MODIFY"]}, "job#"
        )
        self._build_mapping(
            "Erasures", parts.storage.ledger, parts.events, {"eventName": ["MODIFY"]}, "erasure#"
        )

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            bus=parts.events.bus.event_bus_name,
            deliveries=parts.events.deliveries.queue_url,
            source=parts.events.source,
        )

    def _build_mapping(
        self, name: str, table: dynamodb.Table, events: Events, pattern: dict[str, Any], rows: str
    ) -> None:
        # What is filtered out costs no call. Whether the state changed is seen by the code alone.
        pattern |= {"dynamodb": {"Keys": {SORT: {"S": [{"prefix": rows}]}}}}
        lambda_.CfnEventSourceMapping(
            self,
            name,
            function_name=self.function.function_name,
            event_source_arn=table.table_stream_arn,
            starting_position="TRIM_HORIZON",
            batch_size=BATCH,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=MOST_RETRIES,
            maximum_record_age_in_seconds=MOST_SECONDS,
            filter_criteria=lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
                filters=[lambda_.CfnEventSourceMapping.FilterProperty(pattern=json.dumps(pattern))]
            ),
            destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
                on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=events.lost.queue_arn)
            ),
        )
