"""DELETE /v1/team/webhooks/{id}."""

from constructs import Construct

from functions.delete_webhook.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class DeleteWebhook(PythonFunction):
    """See `functions.delete_webhook`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="delete_webhook",
            settings=Settings(
                table=storage.table.table_name,
            ),
        )
