"""The functions that account for the service (GDPR Art. 5(2)), with what each may do."""

from constructs import Construct

from infra.documents import Documents
from infra.grants import Grants
from infra.python_function import PythonFunction
from infra.stack_function import Parts


def build_accountability(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = Grants(parts.storage, parts.keys)
    documents = Documents(scope, "Documents", parts=parts)
    grants.read_teams(documents)
    return {documents.name: documents}
