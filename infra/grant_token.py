"""The identity provider's trigger before it signs a token."""

from functions.grant_token.settings import Settings
from infra.stack_function import Parts, StackFunction


class GrantToken(StackFunction):
    """See `functions.grant_token`. Cognito waits five seconds for its triggers."""

    name = "grant_token"
    seconds = 5

    def _settings(self, parts: Parts) -> Settings:
        return Settings(table=parts.storage.table.table_name)
