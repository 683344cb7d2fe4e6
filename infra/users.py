"""GET /v1/users/{user_id}, GET /v1/me."""

from functions.users.settings import Settings
from infra.stack_function import Parts, StackFunction


class Users(StackFunction):
    """See `functions.users`."""

    name = "users"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            path_encoded=int(parts.stage.path_encoded),
        )
