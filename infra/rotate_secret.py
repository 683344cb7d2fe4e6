"""POST /v1/team/webhooks/{id}/secret."""

from functions.rotate_secret.settings import Settings
from infra.stack_function import Parts, StackFunction


class RotateSecret(StackFunction):
    """See `functions.rotate_secret`."""

    name = "rotate_secret"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=parts.storage.table.table_name,
            encryption_key=parts.keys.data.key_arn,
            overlap_seconds=parts.stage.webhook_overlap_seconds,
        )
