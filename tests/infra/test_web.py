"""The web's own stack: a private bucket behind CloudFront, and the headers that the page is served with."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.app import add_stack, add_web, new_app
from infra.web_policy import Reach, headers
from tests.infra.making import DEV, Uncompiled
from tests.infra.test_lint import complaints


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory, bundles: Path) -> str:
    outdir = tmp_path_factory.mktemp("web")
    app = new_app(outdir)
    add_web(app, DEV, add_stack(app, DEV, bundles, Uncompiled))
    app.synth()
    return (outdir / "Moretta-dev-web.template.json").read_text()


@pytest.fixture
def resources(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for resource in json.loads(text)["Resources"].values():
        found[resource["Type"]] = resource["Properties"]
    return found


def test_the_template_is_without_fault(text: str) -> None:
    assert complaints(text) == []


def test_nobody_reads_the_bucket_but_this_distribution(resources: dict[str, Any]) -> None:
    assert set(resources["AWS::S3::Bucket"]["PublicAccessBlockConfiguration"].values()) == {True}
    allowed = [
        statement
        for statement in resources["AWS::S3::BucketPolicy"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert [(one["Principal"], one["Action"]) for one in allowed] == [
        ({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")
    ]
    assert "AWS:SourceArn" in allowed[0]["Condition"]["StringEquals"]


def test_it_is_served_by_https_in_the_cheapest_class_with_the_policy_of_headers(
    resources: dict[str, Any],
) -> None:
    config = resources["AWS::CloudFront::Distribution"]["DistributionConfig"]
    assert (config["PriceClass"], config["DefaultRootObject"]) == ("PriceClass_100", "index.html")
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert "ResponseHeadersPolicyId" in config["DefaultCacheBehavior"]
    assert resources["AWS::CloudFront::OriginAccessControl"]["OriginAccessControlConfig"]["SigningBehavior"]


def test_its_headers_are_those_of_this_machine_and_hsts(resources: dict[str, Any]) -> None:
    config = resources["AWS::CloudFront::ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert security["FrameOptions"]["FrameOption"] == "DENY"
    policy = json.dumps(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    for part in ("default-src 'none'", "storageoriginals", "oauth2/token", ".execute-api.eu-"):
        assert part.lower() in policy.lower()
    assert "unsafe" not in policy
    custom = {entry["Header"] for entry in config["CustomHeadersConfig"]["Items"]}
    ours = headers(Reach("https://a", "https://b/o", "https://b/r", "https://b/h", "https://c/t"))
    assert ours.keys() - custom == {
        "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    }  # fmt: skip
