"""The step of the erasure workflow that has photos of others masked again."""

from functions.core.names import BACKGROUND, IDENTITY
from functions.remask_depicted.settings import Settings
from infra.grants import Grants
from infra.stack_function import Parts, StackFunction
from infra.storage import Storage


class RemaskDepicted(StackFunction):
    """See `functions.remask_depicted`."""

    name = "remask_depicted"
    seconds = 60

    def _settings(self, parts: Parts) -> Settings:
        storage = parts.storage
        return Settings(
            audit=storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            results=storage.results.bucket_name,
            held=storage.held.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            uploads_queue=storage.lanes[IDENTITY].uploads.queue_url,
            backgrounds_queue=storage.lanes[BACKGROUND].uploads.queue_url,
            retention=parts.stage.retention,
        )

    def grant(self, grants: Grants, storage: Storage) -> None:
        """Find the jobs, move a result out of `results`, say so in its job, and ask its masker."""
        grants.remask(self)
        grants.list_objects(self, storage.held)
        grants.ask_masker(self)
        grants.append_audit(self)
