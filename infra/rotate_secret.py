"""POST /v1/team/webhooks/{id}/secret."""

from constructs import Construct

from functions.rotate_secret.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class RotateSecret(PythonFunction):
    """See `functions.rotate_secret`."""

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
            name="rotate_secret",
            settings=Settings(
                table=storage.table.table_name,
                encryption_key=keys.data.key_arn,
                overlap_seconds=platform.stage.webhook_overlap_seconds,
            ),
        )
