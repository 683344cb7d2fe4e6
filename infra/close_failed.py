"""The consumer of the maskers' dead letters."""

from constructs import Construct

from functions.close_failed.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class CloseFailed(PythonFunction):
    """See `functions.close_failed`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="close_failed",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                held=storage.held.bucket_name,
                results=storage.results.bucket_name,
                encryption_key=keys.data.key_arn,
                retention=platform.stage.retention,
            ),
        )
        for lane, queues in storage.lanes.items():
            self.consume(queues.dead_letters, f"{lane.title()}Messages")
