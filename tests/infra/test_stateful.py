"""An upgrade keeps data: what holds any keeps its logical id, or CloudFormation would make another instead.

The ids are those of the deployed stacks, hashes and all. A new store is a new line. A line that changes or
goes means that somebody's photos, rows or keys are left behind: do not change this table, change the code.
"""

import pytest

from tests.infra.template import Template

STATEFUL = {
    "IdentityPool9E5AED46": "AWS::Cognito::UserPool",
    "KeysDataA2F7C5E6": "AWS::KMS::Key",
    "KeysPseudonym28B8C44B": "AWS::KMS::Key",
    "KeysReceiptsE7F6D0BF": "AWS::KMS::Key",
    "KeysReportA24F6634": "AWS::KMS::Key",
    "KeysSessionC69A383E": "AWS::KMS::Key",
    "StorageAccessLogs96FB524C": "AWS::S3::Bucket",
    "StorageAudit9012A908": "AWS::DynamoDB::Table",
    "StorageExports62CF1092": "AWS::S3::Bucket",
    "StorageHeld1B0DD6A2": "AWS::S3::Bucket",
    "StorageLedger5E7CB2E3": "AWS::DynamoDB::Table",
    "StorageOriginals294D3033": "AWS::S3::Bucket",
    "StorageResultsB2A4FB2E": "AWS::S3::Bucket",
    "StorageTableB43FDCE7": "AWS::DynamoDB::Table",
}
KINDS = set(STATEFUL.values())
PROTECTED = {
    "AWS::DynamoDB::Table": "DeletionProtectionEnabled",
    "AWS::Cognito::UserPool": "DeletionProtection",
}


def test_whatever_holds_data_keeps_its_logical_id(template: Template) -> None:
    found = {name: r["Type"] for name, r in template.body["Resources"].items() if r["Type"] in KINDS}
    assert found == STATEFUL


@pytest.mark.parametrize("logical_id", STATEFUL)
def test_in_prod_it_outlives_its_stack_and_a_replacement(prod: Template, logical_id: str) -> None:
    body = prod.body["Resources"][logical_id]
    assert (body["DeletionPolicy"], body["UpdateReplacePolicy"]) == ("Retain", "Retain")


@pytest.mark.parametrize("logical_id", [name for name, kind in STATEFUL.items() if kind in PROTECTED])
def test_in_prod_it_cannot_be_deleted_by_a_call_alone(prod: Template, logical_id: str) -> None:
    properties = prod.body["Resources"][logical_id]["Properties"]
    assert properties[PROTECTED[STATEFUL[logical_id]]] in (True, "ACTIVE")
