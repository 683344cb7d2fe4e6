"""…/users/{user_id}/exports, /v1/me/exports."""

from typing import Final

from functions.exports.settings import Settings
from infra.stack_function import Parts, StartingFunction

MOST_LINK_SECONDS: Final = 300


class Exports(StartingFunction):
    """See `functions.exports`."""

    name = "exports"

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            exports=storage.exports.bucket_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            state_machine=self.machine.state_machine_arn,
            link_seconds=min(stage.link_seconds, MOST_LINK_SECONDS),
            jobs_per_minute=stage.jobs_per_minute,
            path_encoded=int(stage.path_encoded),
        )
