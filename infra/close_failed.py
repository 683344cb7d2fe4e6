"""The consumer of the maskers' dead letters."""

from constructs import Construct

from functions.close_failed.settings import Settings
from infra.stack_function import Parts, StackFunction


class CloseFailed(StackFunction):
    """See `functions.close_failed`."""

    name = "close_failed"

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        for lane, queues in parts.storage.lanes.items():
            self.consume(queues.dead_letters, f"{lane.title()}Messages")

    def _settings(self, parts: Parts) -> Settings:
        stage, storage = parts.stage, parts.storage
        return Settings(
            table=storage.table.table_name,
            ledger=storage.ledger.table_name,
            originals=storage.originals.bucket_name,
            held=storage.held.bucket_name,
            results=storage.results.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            retention=stage.retention,
        )
