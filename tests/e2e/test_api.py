"""What is asked wrongly gets a problem document that repeats nothing of it (RFC 9457, promise 10)."""

import base64
import json
from typing import Any

import pytest

from tests.e2e.world import CANARY, World, new_user
from tools.client import RECIPE, Client
from tools.team import make_team

GOOD: dict[str, Any] = {
    "user_id": CANARY,
    "recipe": RECIPE,
    "purposes": ["masking"],
    "content_type": "image/jpeg",
}
WEBHOOK = {"url": "https://example.org/hook", "events": ["eu.moretta.job.done"]}
UNKNOWN_JOB = "a" * 32 + "0" * 26
UNKNOWN_ERASURE = "0" * 26
ROUTES = {
    "create-job": ("POST", "/v1/jobs", "jobs.write"),
    "list-jobs": ("GET", "/v1/jobs", "jobs.read"),
    "get-job": ("GET", f"/v1/jobs/{UNKNOWN_JOB}", "jobs.read"),
    "retry-job": ("POST", f"/v1/jobs/{UNKNOWN_JOB}/retry", "jobs.write"),
    "list-user-jobs": ("GET", f"/v1/users/{CANARY}/jobs", "jobs.read"),
    "erase-user": ("DELETE", f"/v1/users/{CANARY}", "erasures.write"),
    "get-erasure": ("GET", f"/v1/erasures/{UNKNOWN_ERASURE}", "erasures.read"),
    "create-webhook": ("POST", "/v1/team/webhooks", "webhooks.write"),
    "list-webhooks": ("GET", "/v1/team/webhooks", "webhooks.read"),
    "get-webhook": ("GET", f"/v1/team/webhooks/{UNKNOWN_ERASURE}", "webhooks.read"),
    "delete-webhook": ("DELETE", f"/v1/team/webhooks/{UNKNOWN_ERASURE}", "webhooks.write"),
    "rotate-secret": ("POST", f"/v1/team/webhooks/{UNKNOWN_ERASURE}/secret", "webhooks.write"),
    "try-webhook": ("POST", f"/v1/team/webhooks/{UNKNOWN_ERASURE}/test", "webhooks.write"),
    "list-deliveries": ("GET", f"/v1/team/webhooks/{UNKNOWN_ERASURE}/deliveries", "webhooks.read"),
}
each_route = pytest.mark.parametrize("route", ROUTES)
# What is wrong with the body, and the field that the answer names.
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "user-too-long": ({"user_id": CANARY + "x" * 256}, "user_id"),
    "user-empty": ({"user_id": ""}, "user_id"),
    "user-missing": ({"user_id": None}, "user_id"),
    "user-number": ({"user_id": 17}, "user_id"),
    "user-with-control-character": ({"user_id": f"{CANARY}\n"}, "user_id"),
    "user-with-half-a-character": ({"user_id": f"{CANARY}\ud800"}, "user_id"),
    "recipe-missing": ({"recipe": None}, "recipe"),
    "recipe-list": ({"recipe": []}, "recipe"),
    "recipe-version": ({"recipe": RECIPE | {"version": 2}}, "recipe.version"),
    "recipe-version-true": ({"recipe": RECIPE | {"version": True}}, "recipe.version"),
    "recipe-version-float": ({"recipe": RECIPE | {"version": 1.0}}, "recipe.version"),
    "recipe-unknown-field": ({"recipe": RECIPE | {CANARY: 1}}, "recipe"),
    "recipe-nothing-hidden": ({"recipe": RECIPE | {"hide": {}}}, "recipe.hide"),
    "recipe-unknown-label": ({"recipe": RECIPE | {"hide": {CANARY: {}}}}, "recipe.hide"),
    "recipe-unknown-style": (
        {"recipe": RECIPE | {"hide": {"face": {"style": CANARY}}}},
        "recipe.hide.face.style",
    ),
    "recipe-style-field": ({"recipe": RECIPE | {"hide": {"face": {CANARY: 1}}}}, "recipe.hide.face"),
    "recipe-pixelate-blocks": (
        {"recipe": RECIPE | {"hide": {"face": {"style": "pixelate", "blocks": 0}}}},
        "recipe.hide.face.blocks",
    ),
    "recipe-if-nothing": ({"recipe": RECIPE | {"if_nothing": CANARY}}, "recipe.if_nothing"),
    "purposes-others": ({"purposes": ["masking", CANARY]}, "purposes[1]"),
    "purposes-empty": ({"purposes": []}, "purposes"),
    "purposes-text": ({"purposes": "masking"}, "purposes"),
    "content-type": ({"content_type": f"image/{CANARY}"}, "content_type"),
    "content-type-svg": ({"content_type": "image/svg+xml"}, "content_type"),
    "content-type-list": ({"content_type": ["image/jpeg"]}, "content_type"),
    "unknown-field": ({CANARY: CANARY}, "body"),
    "size-above-the-limit": ({"size": 25_000_001}, "size"),
    "md5-in-hex": ({"content_md5": "0" * 32}, "content_md5"),
    "reference-too-long": ({"reference": CANARY * 20}, "reference"),
    "depicted-with-control-character": ({"depicted": ["u2", f"{CANARY}\n"]}, "depicted[1]"),
}
MALFORMED = {
    "nothing": None,
    "empty": "",
    "cut": '{"user_id": "' + CANARY,
    "list": json.dumps([CANARY]),
    "text": json.dumps(CANARY),
    "deep": "[" * 20_000,
    "huge-number": '{"user_id": ' + "9" * 5_000 + "}",
}


def expect(
    answered: tuple[int, dict[str, Any], dict[str, str]], statuses: set[int], code: str = ""
) -> dict[str, Any]:
    """The problem document of an answer, which must be of one of the statuses."""
    status, body, headers = answered
    assert status in statuses, body
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert body["status"] == status
    assert body["request_id"]
    assert body["title"]
    assert body["type"].startswith("urn:moretta:problem:")
    if code:
        assert body["type"] == f"urn:moretta:problem:{code}"
    assert CANARY not in json.dumps(body)
    return body


def body_of(route: str) -> object:
    return {"create-job": GOOD, "create-webhook": WEBHOOK}.get(route)


@each_route
def test_a_route_wants_a_token(local: World, route: str) -> None:
    method, path, _ = ROUTES[route]
    expect(local.one.client.call(method, path, body_of(route), token=""), {401}, "unauthorized")


@each_route
@pytest.mark.parametrize("how", ["signature", "payload", "no-algorithm", "garbage", "of-another-pool"])
def test_a_forged_token_is_refused(local: World, swift: World, route: str, how: str) -> None:
    method, path, _ = ROUTES[route]
    token = local.one.client.token()
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    nobody = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    claims["client_id"] = claims["sub"] = local.other.client.client_id
    swapped = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    forged = {
        "signature": f"{head}.{payload}.{signature[:-6]}AAAAAA",
        "payload": f"{head}.{swapped}.{signature}",
        "no-algorithm": f"{nobody}.{payload}.",
        "garbage": CANARY,
        "of-another-pool": swift.one.client.token(),
    }[how]
    expect(local.one.client.call(method, path, body_of(route), token=forged), {401}, "unauthorized")


@each_route
def test_a_token_without_the_scope_of_the_route_is_refused(local: World, route: str) -> None:
    method, path, scope = ROUTES[route]
    others = " ".join(f"moretta/{other}" for _, _, other in ROUTES.values() if other != scope)
    token = local.one.client.token(others)
    expect(local.one.client.call(method, path, body_of(route), token=token), {401, 403})


@each_route
def test_a_token_with_the_scope_of_the_route_alone_is_enough(local: World, route: str) -> None:
    method, path, scope = ROUTES[route]
    token = local.one.client.token(f"moretta/{scope}")
    status, _, _ = local.one.client.call(method, path, body_of(route), token=token)
    assert status in {200, 201, 202, 404}


@each_route
def test_a_client_that_belongs_to_no_team_is_refused(local: World, route: str) -> None:
    method, path, _ = ROUTES[route]
    made = make_team(local.deployed.session, local.deployed.outputs, "dissolved")
    local.dynamodb.delete_item(
        TableName=local.table, Key={"pk": {"S": f"client#{made.client_id}"}, "sk": {"S": "client"}}
    )
    client = Client(
        local.deployed.api_url,
        local.deployed.token_url,
        made.client_id,
        made.client_secret,
        local.deployed.ca_bundle,
    )
    expect(client.call(method, path, body_of(route)), {401, 403})  # its tokens have no scopes


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v1/{CANARY}"),
        ("GET", "/"),
        ("GET", "/v2/jobs"),
        ("PUT", "/v1/jobs"),
        ("DELETE", f"/v1/jobs/{UNKNOWN_JOB}"),
        ("PUT", f"/v1/users/{CANARY}"),
        ("DELETE", "/v1/users/"),
        ("GET", f"/v1/jobs/{UNKNOWN_JOB}/{CANARY}"),
    ],
)
def test_there_is_no_other_route(local: World, method: str, path: str) -> None:
    expect(local.one.client.call(method, path), {403, 404})


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_a_body_that_is_no_json_object_is_refused(local: World, text: str | None) -> None:
    expect(local.one.client.call("POST", "/v1/jobs", text), {400}, "malformed")


@pytest.mark.parametrize(("changes", "field"), FIELDS.values(), ids=FIELDS)
def test_a_bad_value_is_refused_with_its_field_named(
    local: World, changes: dict[str, Any], field: str
) -> None:
    body = {name: value for name, value in (GOOD | changes).items() if value is not None}
    problem = expect(local.one.client.call("POST", "/v1/jobs", body), {422}, "invalid")
    assert problem["field"] == field
    assert problem["detail"]


def test_a_user_id_that_is_too_long_cannot_be_erased_either(local: World) -> None:
    answered = local.one.client.call("DELETE", f"/v1/users/{CANARY}{'x' * 256}")
    assert expect(answered, {422}, "invalid")["field"] == "user_id"


@pytest.mark.parametrize(
    "content_type", ["image/jpeg", "image/png", "image/webp"], ids=["jpeg", "png", "webp"]
)
def test_a_good_request_is_answered_with_a_job_and_its_form(local: World, content_type: str) -> None:
    status, body, headers = local.one.client.call("POST", "/v1/jobs", GOOD | {"content_type": content_type})
    assert status == 201
    assert headers["Location"] == f"/v1/jobs/{body['id']}"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert body["state"] == "awaiting_upload"
    fields = body["upload"]["fields"]
    assert fields["Content-Type"] == content_type
    assert fields["x-amz-server-side-encryption"] == "aws:kms"
    key = local.function("create_job")["Environment"]["Variables"]["ENCRYPTION_KEY"]
    assert fields["x-amz-server-side-encryption-aws-kms-key-id"] == key
    assert CANARY not in json.dumps(body)


@pytest.mark.parametrize(
    "job_id",
    ["x", UNKNOWN_JOB[:-1], UNKNOWN_JOB.upper(), f"{CANARY}#x", "..", "%2e%2e", "a" * 2000, "ü", "%00"],
    ids=["short", "cut", "upper-case", "separator", "dots", "encoded-dots", "long", "unicode", "nul"],
)
def test_an_id_that_can_be_nobodys_does_not_exist(local: World, job_id: str) -> None:
    for path in (f"/v1/jobs/{job_id}", f"/v1/erasures/{job_id}"):
        expect(local.one.client.call("GET", path.replace("#", "%23")), {403, 404})


def without_id(answered: tuple[int, dict[str, Any], dict[str, str]]) -> tuple[int, dict[str, Any]]:
    """Status and body of an answer, but for what is new in every answer."""
    problem = expect(answered, {404}, "not_found")
    return 404, {name: value for name, value in problem.items() if name != "request_id"}


def test_another_teams_job_is_answered_like_one_that_never_was(local: World) -> None:
    job = local.one.client.create_job(new_user())["id"]
    assert local.one.client.job(job)["id"] == job
    theirs = local.other.client.call("GET", f"/v1/jobs/{job}")
    assert without_id(theirs) == without_id(local.other.client.call("GET", f"/v1/jobs/{UNKNOWN_JOB}"))


def test_another_teams_erasure_is_answered_like_one_that_never_was(local: World) -> None:
    erasure = local.one.client.erase_user(new_user())["id"]
    assert local.one.client.settled(f"/v1/erasures/{erasure}")["id"] == erasure
    theirs = local.other.client.call("GET", f"/v1/erasures/{erasure}")
    never = local.other.client.call("GET", f"/v1/erasures/{UNKNOWN_ERASURE}")
    assert without_id(theirs) == without_id(never)


def test_teams_that_use_the_same_user_id_have_nothing_in_common(local: World) -> None:
    user = new_user()
    mine, theirs = (s.client.create_job(user)["id"] for s in (local.one, local.other))
    assert mine[:32] != theirs[:32]
    told = local.other.client.settled(f"/v1/erasures/{local.other.client.erase_user(user)['id']}")
    assert told["counts"]["rows"]["deleted"] == 1
    assert local.one.client.job(mine)["state"] == "awaiting_upload"
