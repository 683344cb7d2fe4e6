"""The functions that account for the service (GDPR Art. 5(2)), with what each may do."""

from constructs import Construct

from infra.documents import Documents
from infra.grants import Grants
from infra.incidents import Incidents
from infra.python_function import PythonFunction
from infra.stack_function import Parts


class AccountabilityGrants(Grants):
    """Grants by what a function does, beside `infra/grants.py`."""

    def keep_incidents(self, function: PythonFunction) -> None:
        """Write incidents, delete none; find whom they are about."""
        actions = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        function.may(actions, [self._storage.table.table_arn])
        self.append_audit(function)
        self.list_jobs(function)
        self.read_ledger(function)
        self.pseudonyms(function)


def build_accountability(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = AccountabilityGrants(parts.storage, parts.keys)
    documents = Documents(scope, "Documents", parts=parts)
    grants.read_teams(documents)
    incidents = Incidents(scope, "Incidents", parts=parts)
    grants.keep_incidents(incidents)
    return {documents.name: documents, incidents.name: incidents}
