"""POST /v1/team/webhooks."""

from functions.create_webhook.settings import Settings
from infra.stack_function import Parts, StackFunction


class CreateWebhook(StackFunction):
    """See `functions.create_webhook`."""

    name = "create_webhook"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=parts.storage.table.table_name,
            encryption_key=parts.keys.data.key_arn,
        )
