"""The KMS keys: what they are for, who may use them, and that the pseudonyms' key cannot be lost."""

import pytest

from tests.infra.template import Template, listed, statements

BY_SERVICE = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
NOT_ITS_OWN = {
    "AWS::KMS::Key",
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::S3::BucketPolicy",
}


def test_the_data_key_rotates_and_the_hashing_keys_never_do(template: Template) -> None:
    data = template.one("AWS::KMS::Key", "KeysData")
    assert template.by_name("AWS::KMS::Key").keys() == {
        "KeysData",
        "KeysPseudonym",
        "KeysReceipts",
        "KeysReport",
        "KeysSession",
    }
    assert data["EnableKeyRotation"] is True
    assert "KeySpec" not in data
    for name in ("KeysPseudonym", "KeysReport", "KeysSession"):
        hashing = template.one("AWS::KMS::Key", name)
        assert (hashing["KeySpec"], hashing["KeyUsage"]) == ("HMAC_256", "GENERATE_VERIFY_MAC")
        assert "EnableKeyRotation" not in hashing
    signing = template.one("AWS::KMS::Key", "KeysReceipts")
    assert (signing["KeySpec"], signing["KeyUsage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")


@pytest.mark.parametrize("key", ["KeysData", "KeysPseudonym", "KeysReceipts", "KeysReport", "KeysSession"])
@pytest.mark.parametrize(
    ("stage", "kept"), [("prod", True), ("dev", False), ("local", False)], ids=["prod", "dev", "local"]
)
def test_nobody_deletes_a_key_where_data_is_real(
    templates: dict[str, Template], stage: str, kept: bool, key: str
) -> None:
    policy = templates[stage].one("AWS::KMS::Key", key)["KeyPolicy"]
    denied = [s for s in statements(policy) if s["Effect"] == "Deny"]
    assert bool(denied) is kept
    for statement in denied:
        assert statement["Principal"] == {"AWS": "*"}
        assert set(statement["Action"]) == {"kms:DisableKey", "kms:ScheduleKeyDeletion"}
        assert "Condition" not in statement
    for each in templates[stage].all("AWS::KMS::Key"):
        assert each.body["DeletionPolicy"] == ("Retain" if kept else "Delete")


def test_the_data_key_serves_this_accounts_logs_buckets_alarms_and_bus_and_no_other_principal(
    template: Template,
) -> None:
    policy = statements(template.one("AWS::KMS::Key", "KeysData")["KeyPolicy"])
    by_service = {
        service: s
        for s in policy
        if "Service" in s["Principal"]
        for service in listed(s["Principal"]["Service"])
    }
    bus = by_service.pop("events.amazonaws.com")
    assert set(bus["Action"]) == {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"}
    assert bus["Condition"]["StringEquals"]["aws:SourceAccount"] == "AWS::AccountId"
    own = {"s3.amazonaws.com", "cloudwatch.amazonaws.com"}
    assert by_service.keys() == {"logs.eu-central-1.amazonaws.com", *own}
    assert all(statement["Action"] == BY_SERVICE for statement in by_service.values())
    for service in own:
        assert by_service[service]["Condition"] == {"StringEquals": {"aws:SourceAccount": "AWS::AccountId"}}
    assert by_service["logs.eu-central-1.amazonaws.com"]["Condition"] == {
        "ArnLike": {
            "kms:EncryptionContext:aws:logs:arn": "arn:AWS::Partition:logs:eu-central-1:AWS::AccountId:*"
        }
    }
    (account,) = [s for s in policy if "Service" not in s["Principal"] and s["Effect"] == "Allow"]
    assert account["Principal"] == {"AWS": "arn:AWS::Partition:iam::AWS::AccountId:root"}


@pytest.mark.parametrize("key", ["KeysPseudonym", "KeysReceipts", "KeysReport", "KeysSession"])
def test_a_hashing_or_signing_key_serves_no_service_and_encrypts_nothing(
    template: Template, key: str
) -> None:
    policy = statements(template.one("AWS::KMS::Key", key)["KeyPolicy"])
    assert [s for s in policy if "Service" in s["Principal"]] == []
    users = {r.kind for r in template.all() if f"{key}.Arn" in str(r.properties)}
    # By those who hash with it, and told to them by their environment.
    assert users == {"AWS::IAM::Role", "AWS::Lambda::Function"}


def test_every_store_is_encrypted_with_the_data_key(template: Template) -> None:
    encrypted = {r.name for r in template.all() if "KeysData.Arn" in str(r.properties)}
    stores = {
        resource.name
        for kind in ("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup")
        for resource in template.all(kind)
    }
    assert stores - encrypted == {"StorageAccessLogs"}  # S3 delivers access logs under its own key alone
