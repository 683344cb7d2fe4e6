"""The routes of `/v1/reviews`."""

from typing import Final

from functions.core.names import BACKGROUND, IDENTITY
from functions.reviews.settings import Settings
from infra.grants import Grants
from infra.stack_function import Parts, StackFunction
from infra.storage import Storage

MOST_VIEW_SECONDS: Final = 60  # of a link to an original in which nothing is hidden


class Reviews(StackFunction):
    """See `functions.reviews`."""

    name = "reviews"

    def _settings(self, parts: Parts) -> Settings:
        storage = parts.storage
        return Settings(
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            held=storage.held.bucket_name,
            results=storage.results.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            view_seconds=min(parts.stage.link_seconds, MOST_VIEW_SECONDS),
            retention=parts.stage.retention,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
            uploads_queue=storage.lanes[IDENTITY].uploads.queue_url,
            backgrounds_queue=storage.lanes[BACKGROUND].uploads.queue_url,
        )

    def grant(self, grants: Grants, storage: Storage) -> None:
        """Find what is in review, show what is held of it, decide, and write that into the audit."""
        grants.list_jobs(self)
        grants.update_jobs(self)
        grants.append_audit(self)
        self.may(["dynamodb:BatchGetItem", "dynamodb:GetItem"], [storage.ledger.table_arn])
        grants.objects(self, storage.held, "s3:GetObject", "s3:DeleteObject")
        grants.objects(self, storage.results, "s3:DeleteObject")
        grants.list_objects(self, storage.held)
        grants.ask_masker(self)
