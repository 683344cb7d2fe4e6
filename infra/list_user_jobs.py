"""GET /v1/users/{user_id}/jobs."""

from constructs import Construct

from functions.list_user_jobs.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ListUserJobs(PythonFunction):
    """See `functions.list_user_jobs`."""

    def __init__(
        self, scope: Construct, construct_id: str, *, platform: Platform, keys: Keys, storage: Storage
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="list_user_jobs",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                pseudonym_key=keys.pseudonym.key_arn,
                path_encoded=int(platform.stage.path_encoded),
            ),
        )
