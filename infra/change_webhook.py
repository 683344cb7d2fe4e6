"""PATCH /v1/team/webhooks/{id}."""

from constructs import Construct

from functions.change_webhook.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class ChangeWebhook(PythonFunction):
    """See `functions.change_webhook`."""

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
            name="change_webhook",
            settings=Settings(
                table=storage.table.table_name,
            ),
        )
