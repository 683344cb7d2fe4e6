"""Buckets, judged on the template: the emulator drops their encryption, lifecycle and logging."""

from typing import Any

import pytest

from infra.stage import Stage
from tests.infra.making import TESTED
from tests.infra.template import Properties, Template, readable, statements

BUCKETS = ("StorageAccessLogs", "StorageOriginals", "StorageHeld", "StorageResults", "StorageExports")
PHOTOS = BUCKETS[1:]
MASKERS = ("MaskIdentityRole", "MaskBackgroundRole")
MOVERS = ("RestrictionRole", "SweepRole")  # within S3, for a restriction: a copy asks to read
each_bucket = pytest.mark.parametrize("bucket", BUCKETS)
each_photo_bucket = pytest.mark.parametrize("bucket", PHOTOS)


def properties(template: Template, bucket: str) -> Properties:
    return template.one("AWS::S3::Bucket", bucket)


def policy(template: Template, bucket: str) -> list[Properties]:
    found = template.one("AWS::S3::BucketPolicy", f"{bucket}Policy")
    assert found["Bucket"] == bucket
    return statements(found["PolicyDocument"])


def test_there_are_these_buckets_and_no_others(template: Template) -> None:
    assert sorted(template.by_name("AWS::S3::Bucket")) == sorted(BUCKETS)


def test_an_erasure_reaches_every_bucket_of_people(template: Template) -> None:
    """Promise 5: whichever bucket is added one day; only access logs are named in receipts instead."""
    told = template.one("AWS::Lambda::Function", "EraseFunction")["Environment"]["Variables"].values()
    reached = {readable(value) for value in told}
    assert set(template.by_name("AWS::S3::Bucket")) - {"StorageAccessLogs"} <= reached


@each_bucket
def test_nothing_in_a_bucket_is_public(template: Template, bucket: str) -> None:
    assert properties(template, bucket)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }


@each_bucket
def test_a_bucket_knows_no_access_lists(template: Template, bucket: str) -> None:
    found = properties(template, bucket)
    assert found["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert "AccessControl" not in found


@each_bucket
@pytest.mark.parametrize(
    "condition",
    [{"Bool": {"aws:SecureTransport": "false"}}, {"NumericLessThan": {"s3:TlsVersion": 1.2}}],
    ids=["no-tls", "tls-before-1.2"],
)
def test_a_bucket_is_reached_by_tls_of_today_alone(
    template: Template, bucket: str, condition: dict[str, Any]
) -> None:
    (found,) = [s for s in policy(template, bucket) if s.get("Condition") == condition]
    assert (found["Effect"], found["Principal"], found["Action"]) == ("Deny", {"AWS": "*"}, ["s3:*"])
    assert found["Resource"] == [f"{bucket}.Arn", f"{bucket}.Arn/*"]


@each_photo_bucket
def test_photos_are_encrypted_with_our_key(template: Template, bucket: str) -> None:
    assert properties(template, bucket)["BucketEncryption"]["ServerSideEncryptionConfiguration"] == [
        {
            "BucketKeyEnabled": True,
            "ServerSideEncryptionByDefault": {
                "KMSMasterKeyID": "KeysData.Arn",
                "SSEAlgorithm": "aws:kms",
            },
        }
    ]


@each_photo_bucket
@pytest.mark.parametrize(
    ("sid", "header", "value"),
    [
        ("OnlyKms", "s3:x-amz-server-side-encryption", "aws:kms"),
        ("OnlyOurKey", "s3:x-amz-server-side-encryption-aws-kms-key-id", "KeysData.Arn"),
    ],
    ids=["without-kms", "under-another-key"],
)
def test_a_photo_that_is_not_encrypted_with_our_key_is_refused(
    template: Template, bucket: str, sid: str, header: str, value: str
) -> None:
    (found,) = [s for s in policy(template, bucket) if s.get("Sid") == sid]
    assert (found["Effect"], found["Principal"], found["Action"]) == ("Deny", {"AWS": "*"}, ["s3:PutObject"])
    assert found["Resource"] == [f"{bucket}.Arn/*"]
    assert found["Condition"] == {"StringNotEquals": {header: value}, "Null": {header: "false"}}


@each_photo_bucket
def test_a_policy_of_a_photo_bucket_allows_nothing(template: Template, bucket: str) -> None:
    assert {s["Effect"] for s in policy(template, bucket)} == {"Deny"}


@pytest.mark.parametrize(
    ("bucket", "readers"),
    [
        ("StorageOriginals", {*MASKERS}),
        ("StorageHeld", {*MASKERS, *MOVERS, "ReviewsRole", "DatasetsRole", "MakeExportRole"}),
    ],
    ids=["originals", "held"],
)
def test_nobody_else_reads_what_is_unmasked_whatever_a_role_of_the_account_allows(
    template: Template, bucket: str, readers: set[str]
) -> None:
    """Of objects alone: whoever deploys can still change the policy."""
    (found,) = [s for s in policy(template, bucket) if s.get("Sid") == "OnlyReaders"]
    assert (found["Effect"], found["Principal"], found["Resource"]) == (
        "Deny",
        {"AWS": "*"},
        [f"{bucket}.Arn/*"],
    )
    assert set(found["Action"]) == {"s3:GetObject", "s3:GetObjectVersion"}
    session = "arn:AWS::Partition:sts::AWS::AccountId:assumed-role"
    who = {name for role in readers for name in (f"{role}.Arn", f"{session}/{role}/*")}
    assert found["Condition"].keys() == {"ArnNotLike"}
    assert set(found["Condition"]["ArnNotLike"]["aws:PrincipalArn"]) == who


def test_access_logs_are_encrypted_by_s3_and_written_by_its_log_delivery_alone(template: Template) -> None:
    assert properties(template, "StorageAccessLogs")["BucketEncryption"] == {
        "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    }
    allowed = [s for s in policy(template, "StorageAccessLogs") if s["Effect"] == "Allow"]
    others = {s["Principal"]["Service"] for s in allowed} - {"logging.s3.amazonaws.com"}
    # Of the network's refusals, and of reads and writes of photos.
    watching = {"delivery.logs.amazonaws.com", "cloudtrail.amazonaws.com"}
    assert others == (watching if template.stage == "prod" else set())
    allowed = [s for s in allowed if s["Principal"]["Service"] not in others]
    assert {(s["Condition"]["ArnLike"]["aws:SourceArn"], *s["Resource"]) for s in allowed} == {
        (f"{bucket}.Arn", f"StorageAccessLogs.Arn/{bucket.removeprefix('Storage').lower()}/*")
        for bucket in PHOTOS
    }
    assert all(
        s["Condition"]["StringEquals"] == {"aws:SourceAccount": "AWS::AccountId"}
        and s["Action"] == ["s3:PutObject"]
        for s in allowed
    )


@each_photo_bucket
def test_who_reached_a_photo_is_logged(template: Template, bucket: str) -> None:
    assert properties(template, bucket)["LoggingConfiguration"] == {
        "DestinationBucketName": "StorageAccessLogs",
        "LogFilePrefix": f"{bucket.removeprefix('Storage').lower()}/",
    }


@each_bucket
def test_a_delete_is_a_delete(template: Template, bucket: str) -> None:
    kept = {"VersioningConfiguration", "ObjectLockEnabled", "ReplicationConfiguration"}
    assert not properties(template, bucket).keys() & kept


@each_bucket
def test_no_unfinished_upload_outlives_a_day(template: Template, bucket: str) -> None:
    rules = properties(template, bucket)["LifecycleConfiguration"]["Rules"]
    aborting = [rule for rule in rules if "AbortIncompleteMultipartUpload" in rule]
    assert [rule["AbortIncompleteMultipartUpload"] for rule in aborting] == [{"DaysAfterInitiation": 1}]
    assert not aborting[0].keys() & {"TagFilters", "Prefix"}
    assert all(rule["Status"] == "Enabled" for rule in rules)


@pytest.mark.parametrize(
    ("bucket", "days"), [("StorageOriginals", 1), ("StorageAccessLogs", 30)], ids=["originals", "access-logs"]
)
def test_everything_in_these_expires_whatever_its_tags(template: Template, bucket: str, days: int) -> None:
    (rule,) = properties(template, bucket)["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == days
    assert not rule.keys() & {"TagFilters", "Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan"}


@pytest.mark.parametrize("bucket", ["StorageHeld", "StorageResults", "StorageExports"])
def test_these_expire_by_their_tag_and_what_is_on_hold_stays(template: Template, bucket: str) -> None:
    rules = properties(template, bucket)["LifecycleConfiguration"]["Rules"]
    expiring = {rule["ExpirationInDays"]: rule["TagFilters"] for rule in rules if "ExpirationInDays" in rule}
    assert expiring == {days: [{"Key": "expire", "Value": str(days)}] for days in (1, 7, 30, 90, 365)}
    assert "hold" not in str(rules)


@pytest.mark.parametrize("stage", TESTED, ids=[stage.name for stage in TESTED])
def test_browsers_of_the_stages_origins_may_post_originals_and_nothing_else(
    templates: dict[str, Template], stage: Stage
) -> None:
    template = templates[stage.name]
    (rule,) = properties(template, "StorageOriginals")["CorsConfiguration"]["CorsRules"]
    assert stage.origins
    assert rule["AllowedOrigins"] == list(stage.origins)
    assert rule["AllowedMethods"] == ["POST"]
    assert "AllowedHeaders" not in rule
    others = [b for b in BUCKETS if b != "StorageOriginals"]
    assert [b for b in others if "CorsConfiguration" in properties(template, b)] == []


def test_an_upload_of_a_lane_and_nothing_else_wakes_its_masker(template: Template) -> None:
    notification = properties(template, "StorageOriginals")["NotificationConfiguration"]
    assert notification == {
        "QueueConfigurations": [
            {
                "Event": "s3:ObjectCreated:*",
                "Queue": "StorageUploads.Arn",
                "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": "/identity"}]}},
            },
            {
                "Event": "s3:ObjectCreated:*",
                "Queue": "StorageBackgroundUploads.Arn",
                "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": "/background"}]}},
            },
        ]
    }
    originals = template.by_name("AWS::S3::Bucket")["StorageOriginals"]
    for policy in ("StorageUploadsPolicy", "StorageBackgroundUploadsPolicy"):
        waits = [name for name in originals.body["DependsOn"] if name.startswith(policy)]
        assert waits, "S3 checks the queue's policy when the rule is made"
    for bucket in ("StorageHeld", "StorageResults", "StorageExports", "StorageAccessLogs"):
        assert "NotificationConfiguration" not in properties(template, bucket)


@each_bucket
def test_a_bucket_with_real_photos_survives_its_stack(templates: dict[str, Template], bucket: str) -> None:
    kept = {
        name: template.by_name("AWS::S3::Bucket")[bucket].body["DeletionPolicy"]
        for name, template in templates.items()
    }
    assert kept == {"prod": "Retain", "dev": "Delete", "local": "Delete", "swift": "Delete"}
