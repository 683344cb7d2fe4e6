"""GET /openapi.json."""

from functions.get_openapi.settings import Settings
from infra.stack_function import Parts, StackFunction


class GetOpenapi(StackFunction):
    """See `functions.get_openapi`."""

    name = "get_openapi"

    def _settings(self, _parts: Parts) -> Settings:
        return Settings()
