"""POST /v1/team/webhooks."""

from constructs import Construct

from functions.create_webhook.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class CreateWebhook(PythonFunction):
    """See `functions.create_webhook`."""

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
            name="create_webhook",
            settings=Settings(
                table=storage.table.table_name,
                encryption_key=keys.data.key_arn,
            ),
        )
