"""The functions of what a team owes: consents, datasets, the agreement; with what each may do."""

from constructs import Construct

from functions.aws.schema import BY_STATE
from infra.consents import Consents
from infra.datasets import Datasets
from infra.grants import READ_TABLE_KEY, WRITE_TABLE_KEY, Grants
from infra.python_function import PythonFunction
from infra.stack_function import Parts


def build_owing(scope: Construct, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    return {"consents": _build_consents(scope, parts), "datasets": _build_datasets(scope, parts)}


def _build_consents(scope: Construct, parts: Parts) -> PythonFunction:
    """A consent and its proof are written at once, unless the user has a tombstone."""
    consents = Consents(scope, "Consents", parts=parts)
    table, ledger = parts.storage.table.table_arn, parts.storage.ledger.table_arn
    consents.may(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], [table])
    consents.may(["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem"], [ledger])
    consents.may(WRITE_TABLE_KEY, [parts.keys.data.key_arn])
    consents.may(["kms:GenerateMac"], [parts.keys.pseudonym.key_arn])
    Grants(parts.storage, parts.keys).append_audit(consents)
    return consents


def _build_datasets(scope: Construct, parts: Parts) -> PythonFunction:
    """Copies as an index finds them, with what stands against them; a link may do what its signer may."""
    datasets, storage = Datasets(scope, "Datasets", parts=parts), parts.storage
    table = storage.table.table_arn
    datasets.may(["dynamodb:BatchGetItem", "dynamodb:GetItem"], [table])
    datasets.may(["dynamodb:GetItem"], [storage.ledger.table_arn])
    datasets.may(["dynamodb:Query"], [f"{table}/index/{BY_STATE[0]}"])
    datasets.may(READ_TABLE_KEY, [parts.keys.data.key_arn])
    Grants(storage, parts.keys).objects(datasets, storage.held, "s3:GetObject")
    return datasets
