"""DELETE /v1/users/{user_id}, /v1/me, /v1/jobs/{id}."""

from functions.request_erasure.settings import Settings
from infra.stack_function import Parts, StartingFunction


class RequestErasure(StartingFunction):
    """See `functions.request_erasure`."""

    name = "request_erasure"

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            state_machine=self.machine.state_machine_arn,
            path_encoded=int(stage.path_encoded),
            fresh_seconds=stage.fresh_seconds,
            approval_seconds=stage.approval_seconds,
        )
