"""POST /v1/jobs."""

from constructs import Construct

from functions.create_job.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class CreateJob(PythonFunction):
    """See `functions.create_job`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="create_job",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                encryption_key=keys.data.key_arn,
                pseudonym_key=keys.pseudonym.key_arn,
                form_seconds=stage.form_seconds,
                most_bytes=stage.most_bytes,
                grace_seconds=stage.grace_seconds,
                jobs_per_minute=stage.jobs_per_minute,
            ),
        )
