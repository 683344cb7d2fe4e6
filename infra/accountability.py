"""The functions that account for the service (GDPR Art. 5(2)), with what each may do."""

from constructs import Construct

from infra.audit import Audit
from infra.audit_heads import AuditHeads
from infra.documents import Documents
from infra.findings import Findings
from infra.grants import READ_TABLE_KEY, WRITE_TABLE_KEY, Grants
from infra.incidents import Incidents
from infra.python_function import PythonFunction
from infra.stack_function import Parts


class AccountabilityGrants(Grants):
    """Grants by what a function does, beside `infra/grants.py`."""

    def keep_incidents(self, function: PythonFunction) -> None:
        """Write incidents, delete none; find whom they are about."""
        function.may(["dynamodb:GetItem"], [self._storage.table.table_arn])
        self.take_findings(function)
        self.read_ledger(function)
        self.pseudonyms(function)

    def take_findings(self, function: PythonFunction) -> None:
        """Write incidents, delete none; find how many they are about."""
        actions = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        function.may(actions, [self._storage.table.table_arn])
        self.append_audit(function)
        self.list_jobs(function)

    def read_audit(self, function: PythonFunction) -> None:
        """See a team's entries, their heads, and how long it keeps them."""
        function.may(["dynamodb:BatchGetItem", "dynamodb:Query"], [self._storage.audit.table_arn])
        function.may(["dynamodb:GetItem", "dynamodb:Query"], [self._storage.ledger.table_arn])
        function.may(["dynamodb:GetItem"], [self._storage.table.table_arn])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def sign_audit(self, function: PythonFunction) -> None:
        """Read all entries, sign heads for them; delete both once their life is over, and change neither."""
        function.may(["dynamodb:BatchWriteItem", "dynamodb:Query"], [self._storage.audit.table_arn])
        function.may(
            ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
            [self._storage.ledger.table_arn],
        )
        function.may(["dynamodb:GetItem"], [self._storage.table.table_arn])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])
        function.may(["kms:Sign"], [self._keys.receipts.key_arn])


def build_accountability(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = AccountabilityGrants(parts.storage, parts.keys)
    documents = Documents(scope, "Documents", parts=parts)
    grants.read_teams(documents)
    incidents = Incidents(scope, "Incidents", parts=parts)
    grants.keep_incidents(incidents)
    audit = Audit(scope, "Audit", parts=parts)
    grants.read_audit(audit)
    heads = AuditHeads(scope, "AuditHeads", parts=parts)
    grants.sign_audit(heads)
    findings = Findings(scope, "Findings", parts=parts)
    grants.take_findings(findings)
    findings.may(["dynamodb:Query"], [parts.storage.ledger.table_arn])
    return {each.name: each for each in (documents, incidents, audit, heads, findings)}
