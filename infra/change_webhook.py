"""PATCH /v1/team/webhooks/{id}."""

from functions.change_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class ChangeWebhook(StackFunction):
    """See `functions.change_webhook`."""

    name = "change_webhook"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=parts.storage.table.table_name,
        )
