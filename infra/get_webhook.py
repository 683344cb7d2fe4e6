"""GET /v1/team/webhooks/{id}."""

from functions.get_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class GetWebhook(StackFunction):
    """See `functions.get_webhook`."""

    name = "get_webhook"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name)
