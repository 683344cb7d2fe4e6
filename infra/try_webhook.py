"""POST /v1/team/webhooks/{id}/test."""

from functions.try_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class TryWebhook(StackFunction):
    """See `functions.try_webhook`."""

    name = "try_webhook"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name, deliveries=parts.events.deliveries.queue_url)
