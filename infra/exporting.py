"""The functions that export, the workflow between them, and what each may do."""

from constructs import Construct

from functions.aws.schema import BY_TIME
from infra.export_machine import ExportMachine
from infra.exports import Exports
from infra.grants import WRITE_TABLE_KEY, Grants
from infra.make_export import MakeExport
from infra.python_function import PythonFunction
from infra.stack_function import Parts
from infra.workflow import let_start


class ExportGrants(Grants):
    """Grants by what a function does, beside `infra/grants.py`."""

    def keep_exports(self, function: PythonFunction) -> None:
        """Write a record unless its subject has a tombstone, read records, hand out the file."""
        actions = ["GetItem", "PutItem", "UpdateItem", "Query", "ConditionCheckItem"]
        self._on_table(function, [f"dynamodb:{action}" for action in actions])
        self._on_ledger(
            function,
            ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"],
        )
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])
        self.pseudonyms(function)
        self.objects(function, self._storage.exports, "s3:GetObject")

    def make_exports(self, function: PythonFunction) -> None:
        """Read what is of a subject, its photos too, and write them into `exports` and nowhere else."""
        actions = ["GetItem", "PutItem", "DeleteItem", "Query", "BatchGetItem"]
        actions += ["ConditionCheckItem"]
        self._on_table(function, [f"dynamodb:{action}" for action in actions])
        self._on_index(function, BY_TIME[0])
        self._on_ledger(
            function, ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"]
        )
        function.may(["dynamodb:Query"], [self._storage.audit.table_arn])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])
        exports = self._storage.exports
        for bucket in (self._storage.results, self._storage.held, exports):
            self.list_objects(function, bucket)
            self.objects(function, bucket, "s3:GetObject")
        function.may(["s3:ListBucketMultipartUploads"], [exports.bucket_arn])
        writes = ["PutObject", "PutObjectTagging", "DeleteObject", "AbortMultipartUpload"]
        writes += ["ListMultipartUploadParts"]
        self.objects(function, exports, *(f"s3:{action}" for action in writes))


def build_exporting(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = ExportGrants(parts.storage, parts.keys)
    worker = MakeExport(scope, "MakeExport", parts=parts)
    machine = ExportMachine(scope, "ExportWorkflow", platform=parts.platform, worker=worker).machine
    exports = Exports(scope, "Exports", parts=parts, machine=machine)
    grants.make_exports(worker)
    grants.keep_exports(exports)
    grants.append_audit(exports)
    let_start(exports, machine)
    return {worker.name: worker, exports.name: exports}
