"""The tables, judged on the template: the emulator drops their encryption, recovery and TTL."""

import pytest

from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME, PARTITION, SORT, TTL
from tests.infra.template import Template

TABLES = ("StorageTable", "StorageLedger", "StorageAudit")
each_table = pytest.mark.parametrize("table", TABLES)


def test_there_are_three_tables_with_the_schemas_keys(template: Template) -> None:
    tables = template.by_name("AWS::DynamoDB::Table")
    assert tables.keys() == set(TABLES)
    for table in tables.values():
        assert table.properties["KeySchema"] == [
            {"AttributeName": PARTITION, "KeyType": "HASH"},
            {"AttributeName": SORT, "KeyType": "RANGE"},
        ]
        assert table.properties["BillingMode"] == "PAY_PER_REQUEST"


@each_table
def test_a_table_is_encrypted_with_our_key(template: Template, table: str) -> None:
    assert template.one("AWS::DynamoDB::Table", table)["SSESpecification"] == {
        "KMSMasterKeyId": "KeysData.Arn",
        "SSEEnabled": True,
        "SSEType": "KMS",
    }


@pytest.mark.parametrize(
    ("table", "days"),
    [("StorageTable", range(1, 8)), ("StorageLedger", range(35, 36)), ("StorageAudit", range(35, 36))],
    ids=["base-at-most-7", "ledger-35", "audit-35"],
)
def test_a_table_can_be_recovered_for_as_long_as_promised(
    template: Template, table: str, days: range
) -> None:
    found = template.one("AWS::DynamoDB::Table", table)["PointInTimeRecoverySpecification"]
    assert found["PointInTimeRecoveryEnabled"] is True
    assert found["RecoveryPeriodInDays"] in days


@each_table
def test_entries_with_an_end_go_by_themselves(template: Template, table: str) -> None:
    """Entries of the ledger, idempotency keys and counters of quotas; a job's row never has one."""
    assert template.one("AWS::DynamoDB::Table", table)["TimeToLiveSpecification"] == {
        "AttributeName": TTL,
        "Enabled": True,
    }


def test_the_indexes_hold_keys_alone(template: Template) -> None:
    """What they find is read again by consistent reads, so nothing else of a person need be in them."""
    indexes = {
        index["IndexName"]: (index["KeySchema"], index["Projection"])
        for index in template.one("AWS::DynamoDB::Table", "StorageTable")["GlobalSecondaryIndexes"]
    }
    assert indexes == {
        name: (
            [
                {"AttributeName": partition, "KeyType": "HASH"},
                {"AttributeName": sort, "KeyType": "RANGE"},
            ],
            {"ProjectionType": "KEYS_ONLY"},
        )
        for name, partition, sort in (BY_TIME, BY_STATE, BY_DUE)
    }
    for table in ("StorageLedger", "StorageAudit"):
        assert "GlobalSecondaryIndexes" not in template.one("AWS::DynamoDB::Table", table)


def test_a_tombstone_outlives_every_backup_that_it_guards(template: Template) -> None:
    keep = template.one("AWS::Lambda::Function", "EraseFunction")["Environment"]["Variables"]["KEEP_DAYS"]
    assert int(keep) >= 35 + 30  # the system backup of a deleted table, and the design's margin


@each_table
def test_a_table_with_real_data_is_protected(templates: dict[str, Template], table: str) -> None:
    kept = {}
    for name, template in templates.items():
        found = template.by_name("AWS::DynamoDB::Table")[table]
        kept[name] = (found.properties["DeletionProtectionEnabled"], found.body["DeletionPolicy"])
    assert kept.pop("prod") == (True, "Retain")
    assert set(kept.values()) == {(False, "Delete")}
