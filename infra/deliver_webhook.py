"""Sends what webhooks want to be told: one message per invocation."""

from constructs import Construct

from functions.deliver_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class DeliverWebhook(StackFunction):
    """See `functions.deliver_webhook`."""

    name = "deliver_webhook"
    seconds = 45  # two addresses of 5 to connect, 15 for the exchange, the rest for the stores

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        self.function.add_event_source_mapping(
            "Messages",
            event_source_arn=parts.events.deliveries.queue_arn,
            batch_size=1,
            report_batch_item_failures=True,
            # Slow receivers must not take the account's share.
            max_concurrency=parts.stage.webhook_concurrency,
        )

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            encryption_key=parts.keys.data.key_arn,
            deliveries=parts.events.deliveries.queue_url,
            source=parts.events.source,
            most_attempts=parts.stage.webhook_attempts,
            back_off_seconds=parts.stage.webhook_back_off_seconds,
            log_days=parts.stage.webhook_log_days,
            private_hosts=int(parts.stage.webhook_private_hosts),
        )
