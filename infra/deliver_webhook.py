"""Sends what webhooks want to be told: one message per invocation."""

from typing import Final

from constructs import Construct

from functions.deliver_webhook.settings import Settings
from infra.events import Events
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage

SECONDS: Final = 45  # two addresses of 5 to connect, 15 for the exchange, the rest for the stores


class DeliverWebhook(PythonFunction):
    """See `functions.deliver_webhook`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
        events: Events,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="deliver_webhook",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                encryption_key=keys.data.key_arn,
                deliveries=events.deliveries.queue_url,
                source=events.source,
                most_attempts=stage.webhook_attempts,
                back_off_seconds=stage.webhook_back_off_seconds,
                log_days=stage.webhook_log_days,
                private_hosts=int(stage.webhook_private_hosts),
            ),
            seconds=SECONDS,
        )
        self.function.add_event_source_mapping(
            "Messages",
            event_source_arn=events.deliveries.queue_arn,
            batch_size=1,
            report_batch_item_failures=True,
            max_concurrency=stage.webhook_concurrency,  # slow receivers must not take the account's share
        )
