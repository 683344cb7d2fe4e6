"""GET /v1/jobs."""

from constructs import Construct

from functions.list_jobs.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ListJobs(PythonFunction):
    """See `functions.list_jobs`."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform, storage: Storage) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="list_jobs",
            settings=Settings(table=storage.table.table_name),
        )
