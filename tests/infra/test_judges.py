"""cdk-nag, with one reason for each of its findings that stands."""

from pathlib import Path

import pytest

from infra.acknowledged import ACKNOWLEDGED, Acknowledged
from infra.app import add_stack, new_app
from tests.infra.making import OPTIONS, PROD, Uncompiled
from tests.infra.template import Template
from tools.judge import Finding, judge, stale, unacknowledged


@pytest.fixture(scope="module")
def findings(bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found in the stack of production, with all options on."""
    outdir = tmp_path_factory.mktemp("judged")
    app = new_app(outdir)
    add_stack(app, OPTIONS, bundles, Uncompiled)
    return judge(app, outdir)


def test_every_finding_has_its_reason(findings: list[Finding]) -> None:
    assert findings, "the judges found nothing at all: they did not look"
    assert unacknowledged(findings) == []


def test_no_reason_has_outlived_its_finding(findings: list[Finding]) -> None:
    assert [each.rule for each in stale(findings)] == []


def test_a_finding_in_another_place_is_not_acknowledged() -> None:
    """Versions are refused for photos; a bucket that is new would have to give its own reason."""
    rule = "NIST.800.53.R5-S3BucketVersioningEnabled"
    assert unacknowledged([Finding(rule, "Web/Site/Resource")]) == [Finding(rule, "Web/Site/Resource")]
    assert unacknowledged([Finding(rule, "Storage/Held/Resource")]) == []


@pytest.mark.parametrize("each", ACKNOWLEDGED, ids=[each.rule for each in ACKNOWLEDGED])
def test_a_reason_is_a_sentence(each: Acknowledged) -> None:
    assert each.reason.endswith(".")
    assert len(each.reason.split()) >= 3


def test_the_firewall_samples_nothing_and_logs_neither_path_nor_token(prod: Template) -> None:
    """Promise 15: a path holds a user's id."""
    acl = prod.one("AWS::WAFv2::WebACL", "FirewallAcl")
    seen = [acl["VisibilityConfig"], *(rule["VisibilityConfig"] for rule in acl["Rules"])]
    assert {each["SampledRequestsEnabled"] for each in seen} == {False}
    (logging,) = prod.all("AWS::WAFv2::LoggingConfiguration")
    redacted = logging.properties["RedactedFields"]
    assert {"UriPath": {}} in redacted
    assert {"QueryString": {}} in redacted
    assert {"SingleHeader": {"Name": "authorization"}} in redacted


def test_one_address_may_not_call_without_end(prod: Template) -> None:
    """Promise 13."""
    acl = prod.one("AWS::WAFv2::WebACL", "FirewallAcl")
    (rate,) = [rule for rule in acl["Rules"] if "RateBasedStatement" in rule["Statement"]]
    assert rate["Statement"]["RateBasedStatement"]["Limit"] == PROD.calls_per_address
    assert rate["Action"] == {"Block": {}}
