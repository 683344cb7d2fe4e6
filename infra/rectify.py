"""What people may ask of a job that is done: `…/remask`, `…/reports`."""

from functions.core.names import BACKGROUND, IDENTITY
from functions.rectify.settings import Settings
from infra.grants import Grants
from infra.stack_function import Parts, StackFunction
from infra.storage import Storage


class Rectify(StackFunction):
    """See `functions.rectify`."""

    name = "rectify"

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
            jobs_per_minute=parts.stage.jobs_per_minute,
            reports_per_minute=parts.stage.reports_per_minute,
            report_key=parts.keys.report.key_arn,
            retention=parts.stage.retention,
        )

    def grant(self, grants: Grants, storage: Storage) -> None:
        """Move a result out of `results`, say so in its job, and ask its masker."""
        grants.withdraw(self)
        grants.list_objects(self, storage.held)
        grants.ask_masker(self)
        grants.verify_reports(self)
        grants.append_audit(self)
