import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.aws.objects import S3Forms, S3Links
from functions.core.errors import Unavailable
from functions.core.ports import Form
from functions.core.times import now
from tests.contracts.cloud import Cloud
from tests.contracts.making import NOW, a_job

JOB = replace(a_job(), content_type="image/png")
KEY = JOB.key
LIFE = timedelta(seconds=300)


@pytest.fixture
def form(cloud: Cloud) -> Form:
    """A form for one key."""
    return S3Forms(cloud.s3, "originals", "arn:key", 25_000_000, LIFE).sign(JOB, None, NOW)


def _conditions(form: Form) -> list[object]:
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    conditions: list[object] = policy["conditions"]
    return conditions


def test_a_form_admits_one_key_one_type_one_encryption_and_a_bounded_size(form: Form) -> None:
    """Promise 13: what a stranger sends is bounded by S3, before any code of ours runs."""
    conditions = _conditions(form)
    assert ["content-length-range", 1, 25_000_000] in conditions
    for exact in (
        {"key": str(KEY)},
        {"bucket": "originals"},
        {"Content-Type": "image/png"},
        {"x-amz-server-side-encryption": "aws:kms"},
        {"x-amz-server-side-encryption-aws-kms-key-id": "arn:key"},
    ):
        assert exact in conditions
    assert not any(isinstance(each, list) and each[0] == "starts-with" for each in conditions)


def test_a_form_carries_every_field_that_its_policy_asks_for(form: Form) -> None:
    asked = {name for each in _conditions(form) if isinstance(each, dict) for name in each}
    assert asked - {"bucket"} <= form.fields.keys()


def _sign(cloud: Cloud, size: int | None = None, **more: Any) -> Form:
    forms = S3Forms(cloud.s3, "originals", "arn:key", 25_000_000, LIFE)
    return forms.sign(a_job(**more), size, NOW)


def test_a_form_for_one_size_admits_no_other(cloud: Cloud) -> None:
    ranges = [each for each in _conditions(_sign(cloud, 1234)) if isinstance(each, list)]
    assert ranges == [["content-length-range", 1234, 1234]]


def test_a_form_for_one_md5_has_it_as_an_exact_field(cloud: Cloud) -> None:
    """RFC 1864; the masker checks it once more on the bytes that it read."""
    md5 = "1B2M2Y8AsgTpgAmY7PhCfg=="
    form = _sign(cloud, content_md5=md5)
    assert form.fields["Content-MD5"] == md5
    assert {"Content-MD5": md5} in _conditions(form)
    assert "Content-MD5" not in _sign(cloud).fields


def test_a_form_ends_when_it_says(form: Form) -> None:
    assert form.until == NOW + LIFE


def test_a_form_leads_to_the_host_of_the_region_by_tls(form: Form) -> None:
    """Promise 12: the global host may be reached by way of us-east-1."""
    address = urlsplit(form.url)
    assert (address.scheme, address.hostname) == ("https", "s3.eu-central-1.amazonaws.com")


def _signed(cloud: Cloud, until: datetime) -> str | None:
    return S3Links(cloud.s3, "results", LIFE, lambda: NOW).sign(KEY, "image/jpeg", until)


@pytest.mark.parametrize(
    ("left", "seconds"), [(2, "2"), (2.9, "2"), (299.9, "299"), (300, "300"), (9999, "300")]
)
def test_a_link_never_outlives_its_result(cloud: Cloud, left: float, seconds: str) -> None:
    """Promise 8."""
    link = _signed(cloud, NOW + timedelta(seconds=left))
    assert parse_qs(urlsplit(str(link)).query)["X-Amz-Expires"] == [seconds]


@pytest.mark.parametrize("left", [0.9, 0, -1])
def test_no_link_is_signed_in_the_last_second_of_a_result(cloud: Cloud, left: float) -> None:
    """Promise 8."""
    assert _signed(cloud, NOW + timedelta(seconds=left)) is None


def test_a_link_ends_names_no_user_file_and_is_saved_rather_than_shown(cloud: Cloud) -> None:
    link = str(_signed(cloud, NOW + LIFE))
    address = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.hostname == "s3.eu-central-1.amazonaws.com"
    assert address.path == f"/results/{KEY}"
    assert query["X-Amz-Expires"] == "300"
    assert query["response-content-type"] == "image/jpeg"
    assert query["response-content-disposition"] == 'attachment; filename="masked.jpeg"'
    assert query["response-cache-control"] == "private, no-store"


def test_without_credentials_no_link_is_signed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    client: Any = cloud.s3
    monkeypatch.setattr(client._request_signer, "_credentials", None)
    with pytest.raises(Unavailable):
        S3Links(client, "results", LIFE).sign(KEY, "image/jpeg", now() + LIFE * 2)


@pytest.mark.parametrize("service", ["dynamodb", "s3", "kms", "step_functions"])
def test_a_client_gives_up_before_its_function_does(cloud: Cloud, service: str) -> None:
    """Promise 13: time is bounded; a socket never decides."""
    config = getattr(cloud, service).meta.config
    assert (config.connect_timeout, config.read_timeout) == (3, 20)
    assert config.retries["total_max_attempts"] == 4
