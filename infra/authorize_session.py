"""The authorizer of the routes under /v1/me."""

from functions.authorize_session.settings import Settings
from infra.stack_function import Parts, StackFunction


class AuthorizeSession(StackFunction):
    """See `functions.authorize_session`. It and the function behind it share the gateway's 29 seconds."""

    name = "authorize_session"
    seconds = 8

    def _settings(self, parts: Parts) -> Settings:
        return Settings(ledger=parts.storage.ledger.table_name, session_key=parts.keys.session.key_arn)
