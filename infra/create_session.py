"""POST /v1/sessions."""

from functions.create_session.settings import Settings
from infra.stack_function import Parts, StackFunction


class CreateSession(StackFunction):
    """See `functions.create_session`."""

    name = "create_session"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            ledger=parts.storage.ledger.table_name,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            session_key=parts.keys.session.key_arn,
        )
