"""Where events go: the operator's bus, the queue of deliveries to webhooks, and what could not be told."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.python_function import Platform


class Events(Construct):
    """The bus of CloudEvents. ``lost`` holds where in a stream lies what was given up; it should be empty.

    ``undelivered`` are the dead letters of deliveries: receivers that did not answer well for long.
    """

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform) -> None:
        super().__init__(scope, construct_id)
        self._platform = platform
        stage = platform.stage
        self.source = f"urn:moretta:{stage.region}:{stage.name}"
        self.bus = events.EventBus(
            self,
            "Bus",
            kms_key=platform.key,
            description="Moretta: changes of jobs and erasures, CloudEvents",
        )
        self.lost = self._build_queue("Lost")
        self.undelivered = self._build_queue("Undelivered")
        self.deliveries = self._build_queue(
            "Deliveries",
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.undelivered, max_receive_count=stage.webhook_attempts
            ),
            visibility_timeout=Duration.seconds(60),  # longer than the function may take
        )

    def _build_queue(self, name: str, **more: Any) -> sqs.Queue:
        return sqs.Queue(
            self,
            name,
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=self._platform.key,
            enforce_ssl=True,
            retention_period=Duration.seconds(self._platform.stage.queue_seconds),
            **more,
        )
