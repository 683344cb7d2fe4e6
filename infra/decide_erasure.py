"""POST /v1/erasures/{id}/approve, POST /v1/erasures/{id}/cancel."""

from functions.decide_erasure.settings import Settings
from infra.stack_function import Parts, StartingFunction


class DecideErasure(StartingFunction):
    """See `functions.decide_erasure`."""

    name = "decide_erasure"

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            ledger=storage.ledger.table_name,
            state_machine=self.machine.state_machine_arn,
            keep_days=stage.tombstone_days,
            fresh_seconds=stage.fresh_seconds,
            delay_seconds=stage.delay_seconds,
        )
