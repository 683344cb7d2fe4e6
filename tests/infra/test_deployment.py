"""What the product says about itself is what the template deploys; see `functions.core.deployment`."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.core.agreement import PROCESSOR
from functions.core.agreement_text import version_of
from functions.core.deployment import KEPT, MEASURES, Deployment
from functions.core.deployment_words import WHAT, measures
from infra.deployment import deployment
from infra.stage import DAY, Stage
from tests.infra.making import PROD, TESTED
from tests.infra.template import Template, statements

FACTS = deployment(PROD)


def _encrypted(template: Template) -> None:
    buckets = template.by_name("AWS::S3::Bucket")
    for name, bucket in buckets.items():
        rule = bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        wanted = "AES256" if "AccessLogs" in name else "aws:kms"
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == wanted
    assert all(t.properties["SSESpecification"]["SSEEnabled"] for t in template.all("AWS::DynamoDB::Table"))
    assert any(key.properties.get("EnableKeyRotation") for key in template.all("AWS::KMS::Key"))


def _in_transit(template: Template) -> None:
    policies = [policy.properties["PolicyDocument"] for policy in template.all("AWS::S3::BucketPolicy")]
    for policy in policies:
        conditions = [statement.get("Condition", {}) for statement in statements(policy)]
        assert {"Bool": {"aws:SecureTransport": "false"}} in conditions
        assert {"NumericLessThan": {"s3:TlsVersion": 1.2}} in conditions


def _pseudonyms(template: Template) -> None:
    specs = {key.name: key.properties.get("KeySpec") for key in template.all("AWS::KMS::Key")}
    assert specs["KeysPseudonym"] == "HMAC_256"


def _not_public(template: Template) -> None:
    for bucket in template.all("AWS::S3::Bucket"):
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}


def _own_roles(template: Template) -> None:
    roles = [str(function.properties["Role"]) for function in template.all("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles)


def _second_factor(template: Template) -> None:
    (pool,) = template.all("AWS::Cognito::UserPool")
    assert pool.properties["MfaConfiguration"] == "ON"
    web = template.one("AWS::Cognito::UserPoolClient", "IdentityPoolWeb")
    assert web["AccessTokenValidity"] == FACTS.measures["second_factor"]["token_minutes"]


def _short_links(template: Template) -> None:
    create = template.one("AWS::Lambda::Function", "CreateJobFunction")["Environment"]["Variables"]
    get = template.one("AWS::Lambda::Function", "GetJobFunction")["Environment"]["Variables"]
    told = {"form_seconds": int(create["FORM_SECONDS"]), "link_seconds": int(get["LINK_SECONDS"])}
    assert told == FACTS.measures["short_links"]


def _recovery(template: Template) -> None:
    table = template.one("AWS::DynamoDB::Table", "StorageTable")["PointInTimeRecoverySpecification"]
    assert table["RecoveryPeriodInDays"] == FACTS.measures["recovery"]["recovery_days"]


def _deletion(template: Template) -> None:
    late = [a.properties for a in template.all("AWS::CloudWatch::Alarm") if a.name == "WatchLate"]
    assert [alarm["Threshold"] for alarm in late] == [FACTS.measures["deletion"]["sweep_seconds"]]


def _logs(template: Template) -> None:
    days = {group.properties["RetentionInDays"] for group in template.all("AWS::Logs::LogGroup")}
    assert max(days) == FACTS.measures["logs_without_people"]["log_days"]
    (stage,) = template.all("AWS::ApiGateway::Stage")
    assert "resourcePath" in str(stage.properties["AccessLogSetting"]["Format"])
    assert "context.path" not in str(stage.properties["AccessLogSetting"]["Format"])


PROOFS: dict[str, Callable[[Template], None]] = {
    "encryption_at_rest": _encrypted,
    "encryption_in_transit": _in_transit,
    "pseudonyms": _pseudonyms,
    "no_public_access": _not_public,
    "least_privilege": _own_roles,
    "second_factor": _second_factor,
    "short_links": _short_links,
    "recovery": _recovery,
    "deletion": _deletion,
    "logs_without_people": _logs,
}


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_that_is_named_is_one_that_is_deployed(prod: Template, measure: str) -> None:
    PROOFS[measure](prod)


@pytest.mark.parametrize("stage", TESTED, ids=lambda stage: stage.name)
def test_facts_name_every_measure_and_speak_of_known_things(stage: Stage) -> None:
    facts = deployment(stage)
    assert tuple(facts.measures) == MEASURES
    assert {kept.what for kept in facts.stores} <= set(WHAT)
    assert all(
        kept.life == KEPT or isinstance(kept.life, int) or kept.life.split(".")[0] == "retention"
        for kept in facts.stores
    )
    assert len(measures(facts, "de")) == len(MEASURES)


def test_facts_fit_into_a_functions_environment_beside_its_other_settings() -> None:
    """AWS Lambda, quotas: 4 KB for all variables of a function together."""
    assert len(FACTS.to_text().encode()) < 2500
    assert Deployment.parse(FACTS.to_text()) == FACTS


def test_a_changed_stage_changes_the_facts() -> None:
    later = deployment(replace(PROD, recovery_days=3, link_seconds=60))
    assert later.measures["recovery"] == {"recovery_days": 3}
    assert later.measures["short_links"]["link_seconds"] == 60
    lives = {kept.what: kept.life for kept in later.stores}
    assert lives["table_recovery"] == 3 * DAY
    assert lives["results"] == "retention.results"


def test_jobs_wait_for_the_version_of_the_agreement_that_is_shown(template: Template) -> None:
    create = template.one("AWS::Lambda::Function", "CreateJobFunction")["Environment"]["Variables"]
    shown = template.one("AWS::Lambda::Function", "TeamSettingsFunction")["Environment"]["Variables"]
    assert create["AGREEMENT_VERSION"] == version_of(Deployment.parse(shown["DEPLOYMENT"]))
    for name in ("AGREEMENT_MODE", "AGREEMENT_GRACE_DAYS"):
        assert create[name] == shown[name]


def test_an_operator_of_others_photos_wants_the_agreement() -> None:
    assert PROD.agreement_mode == PROCESSOR


def test_the_lives_of_buckets_logs_and_queues_are_those_of_the_template(prod: Template) -> None:
    lives = {kept.what: kept.life for kept in FACTS.stores}
    rules = prod.one("AWS::S3::Bucket", "StorageOriginals")["LifecycleConfiguration"]["Rules"]
    assert [rule["ExpirationInDays"] * DAY for rule in rules] == [lives["uploads"]]
    rules = prod.one("AWS::S3::Bucket", "StorageAccessLogs")["LifecycleConfiguration"]["Rules"]
    assert [rule["ExpirationInDays"] * DAY for rule in rules] == [lives["access_logs"]]
    queue = prod.one("AWS::SQS::Queue", "StorageUploads")
    assert queue["MessageRetentionPeriod"] == int(lives["queues"]) * 60
    ledger = prod.one("AWS::DynamoDB::Table", "StorageLedger")["PointInTimeRecoverySpecification"]
    assert ledger["RecoveryPeriodInDays"] * DAY == lives["ledger_recovery"]
