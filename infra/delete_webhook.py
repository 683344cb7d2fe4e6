"""DELETE /v1/team/webhooks/{id}."""

from functions.delete_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class DeleteWebhook(StackFunction):
    """See `functions.delete_webhook`."""

    name = "delete_webhook"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=parts.storage.table.table_name,
        )
