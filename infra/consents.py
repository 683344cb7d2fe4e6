"""…/consents of users and of sessions."""

from functions.consents.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction


class Consents(StackFunction):
    """See `functions.consents`."""

    name = "consents"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            path_encoded=int(parts.stage.path_encoded),
            retention=parts.stage.retention,
            deployment=deployment(parts.stage).to_text(),
        )
