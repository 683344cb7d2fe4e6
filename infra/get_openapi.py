"""GET /openapi.json."""

from constructs import Construct

from functions.get_openapi.settings import Settings
from infra.python_function import Platform, PythonFunction


class GetOpenapi(PythonFunction):
    """See `functions.get_openapi`."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform) -> None:
        super().__init__(scope, construct_id, platform=platform, name="get_openapi", settings=Settings())
