"""PUT, GET, DELETE /v1/users/{user_id}/hold."""

from functions.hold.settings import Settings
from infra.stack_function import Parts, StartingFunction


class Hold(StartingFunction):
    """See `functions.hold`."""

    name = "hold"

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            ledger=storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            state_machine=self.machine.state_machine_arn,
            path_encoded=int(stage.path_encoded),
        )
