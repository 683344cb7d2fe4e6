"""A team's webhooks by the API: made, read, changed, deleted, and unseen by every other team."""

from typing import Any

import pytest

from tests.e2e.world import Speaker, World

PATH = "/v1/team/webhooks"
BODY = {"url": "https://example.org/hook", "events": ["eu.moretta.job.done"]}


def made(speaker: Speaker, **changes: object) -> dict[str, Any]:
    """A new webhook with its secret."""
    status, body, headers = speaker.client.call("POST", PATH, BODY | changes)
    assert status == 201
    assert headers["Location"] == f"{PATH}/{body['id']}"
    return body


def test_a_webhook_is_made_read_rotated_and_deleted(local: World) -> None:
    client, webhook = local.one.client, made(local.one)
    path, secret = f"{PATH}/{webhook['id']}", webhook.pop("secret")
    assert client.call("GET", path)[:2] == (200, webhook)
    assert webhook in client.call("GET", PATH)[1]["webhooks"]
    status, rotated, _ = client.call("POST", f"{path}/secret")
    assert status == 200
    assert rotated.pop("secret") not in (secret, None)
    assert rotated["old_secret_until"] > webhook["created_at"]
    assert rotated.keys() == webhook.keys() | {"old_secret_until"}
    changed = {"url": "https://example.org/2", "state": "disabled"}
    assert client.call("PATCH", path, changed)[:2] == (
        200,
        webhook | rotated | changed | {"reason": "by_team"},
    )
    assert client.call("PATCH", path, {"state": "enabled", "url": webhook["url"]})[1] == webhook | rotated
    assert client.call("DELETE", path)[:2] == (204, {})
    assert client.call("GET", path)[0] == 404
    assert webhook not in client.call("GET", PATH)[1]["webhooks"]


def test_a_secret_is_shown_once_and_stored_sealed(local: World) -> None:
    webhook = made(local.one)
    secret = webhook["secret"].removeprefix("whsec_")
    stored = str(local.rows(local.table))
    assert webhook["id"] in stored
    assert secret not in stored
    assert secret not in local.cloud.logs()
    assert secret not in str(local.one.client.call("GET", PATH)[1])


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        *(("GET", ""), ("PATCH", ""), ("DELETE", "")),
        *(("POST", "/secret"), ("POST", "/test"), ("GET", "/deliveries")),
    ],
    ids=["get", "change", "delete", "rotate", "test", "deliveries"],
)
def test_another_teams_webhook_is_answered_as_one_that_never_was(
    local: World, method: str, rest: str
) -> None:
    """Promise 10."""
    webhook = made(local.other)
    body = {"state": "disabled"} if method == "PATCH" else None
    ids = (webhook["id"], "0" * 26, "x")
    asked = [local.one.client.call(method, f"{PATH}/{i}{rest}", body) for i in ids]
    for _, body, _ in asked:
        body.pop("request_id")
    assert [status for status, _, _ in asked] == [404, 404, 404]
    assert asked[0][1] == asked[1][1] == asked[2][1]
    assert local.other.client.call("GET", f"{PATH}/{webhook['id']}")[0] == 200
    assert webhook["id"] not in str(local.one.client.call("GET", PATH)[1])


def test_a_url_that_is_refused_is_named_by_its_field_and_not_repeated(local: World) -> None:
    status, body, _ = local.one.client.call("POST", PATH, BODY | {"url": "https://127.0.0.1/kanarienvogel"})
    assert (status, body["field"]) == (422, "url")
    assert "kanarienvogel" not in str(body)


def test_the_eleventh_webhook_is_a_conflict(swift: World) -> None:
    for _ in range(10):
        made(swift.other)
    status, body, _ = swift.other.client.call("POST", PATH, BODY)
    assert (status, body["type"]) == (409, "urn:moretta:problem:too_many_webhooks")
    for webhook in swift.other.client.call("GET", PATH)[1]["webhooks"]:
        assert swift.other.client.call("DELETE", f"{PATH}/{webhook['id']}")[0] == 204
    assert swift.other.client.call("GET", PATH)[1] == {"webhooks": []}
