"""PUT, GET, DELETE …/restriction, of users and of sessions."""

from functions.restriction.settings import Settings
from infra.stack_function import Parts, StartingFunction


class Restriction(StartingFunction):
    """See `functions.restriction`."""

    name = "restriction"
    seconds = 28

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=stage.audit_days,
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            originals=storage.originals.bucket_name,
            held=storage.held.bucket_name,
            results=storage.results.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            retention=stage.retention,
            state_machine=self.machine.state_machine_arn,
            path_encoded=int(stage.path_encoded),
        )
