"""GET /v1/jobs/{id}."""

from constructs import Construct

from functions.get_job.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class GetJob(PythonFunction):
    """See `functions.get_job`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="get_job",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                results=storage.results.bucket_name,
                link_seconds=stage.link_seconds,
            ),
        )
