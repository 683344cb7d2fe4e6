"""The audit on the local cloud under IAM: signed by the hour, exported, checked; tampering shows."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.aws.audit import AuditRows, entry_from_item
from functions.aws.audit_heads import DynamoHeads
from functions.core.audit_head import Walk, hour_of
from functions.core.names import new_id
from functions.core.times import now
from tests.e2e.asking import new_team
from tests.e2e.world import CANARY, Speaker, World, new_user
from tools.audit import main
from tools.staff import new_person, sign_in

AUDIT = "/v1/team/audit"


def _older(world: World, team: str) -> None:
    """Let what the team's audit holds be of three hours ago, as if nobody had signed since."""
    at = now() - timedelta(hours=3)
    rows = AuditRows(world.audit, 365)
    for item in world.dynamodb.scan(TableName=world.audit)["Items"]:
        if item["pk"]["S"].startswith(f"{team}#"):
            entry = entry_from_item(item)
            older = type(entry)(new_id(at), team, at, entry.by, entry.action, entry.changes, entry.on)
            world.dynamodb.put_item(**rows.put(older)["Put"])
            world.dynamodb.delete_item(TableName=world.audit, Key={name: item[name] for name in ("pk", "sk")})
    DynamoHeads(world.dynamodb, world.ledger).begin(Walk(team, hour_of(at)))


@pytest.fixture(scope="module")
def team(local: World) -> tuple[Speaker, str]:
    """A team whose settings were changed twice three hours ago, and its admin's token."""
    made = new_team(local)
    session, outputs = local.deployed.session, local.deployed.outputs
    admin = sign_in(session, outputs, new_person(session, outputs, made.team, "admin"))
    for version in range(2):
        change = {"version": version, "retention": {"results": 60 + version}}
        assert made.client.call("PATCH", "/v1/team/settings", change, token=admin)[0] == 200
    return made, admin


def _exported(made: Speaker, admin: str) -> bytes:
    client = made.client
    asked = client.http.request(
        "GET", f"{client.api_url}{AUDIT}/export", headers={"Authorization": f"Bearer {admin}"}
    )
    assert (asked.status, asked.headers["Content-Type"]) == (200, "application/jsonl")
    return bytes(asked.data)


def test_an_hour_is_signed_exported_and_checked_and_what_is_changed_afterwards_shows(
    local: World, team: tuple[Speaker, str], tmp_path: Path
) -> None:
    made, admin = team
    status, page, _ = made.client.call("GET", f"{AUDIT}?action=settings.changed", token=admin)
    assert (status, len(page["entries"])) == (200, 2)
    assert made.client.call("GET", AUDIT)[0] == 401  # of the machine: the scope is for admin and privacy
    _older(local, made.team)
    functions: Any = local.deployed.session.client("lambda")
    invoked = functions.invoke(FunctionName=local.function("audit_heads")["FunctionName"])
    assert "FunctionError" not in invoked
    export, keys = tmp_path / "audit.jsonl", tmp_path / "jwks.json"
    export.write_bytes(_exported(made, admin))
    keys.write_text(json.dumps(made.client.call("GET", "/.well-known/jwks.json", token="")[1]))
    assert main([str(export), "--keys", str(keys)]) == 0
    items = local.dynamodb.scan(TableName=local.audit)["Items"]
    (first, *_) = [item for item in items if item["pk"]["S"].startswith(f"{made.team}#")]
    local.dynamodb.put_item(TableName=local.audit, Item=first | {"by": {"S": "eve"}})
    export.write_bytes(_exported(made, admin))
    assert main([str(export), "--keys", str(keys)]) == 1


def test_a_time_before_all_that_is_kept_has_nothing(team: tuple[Speaker, str]) -> None:
    made, admin = team
    old = "?to=2000-01-01T00:00:00Z"
    assert made.client.call("GET", f"{AUDIT}{old}", token=admin)[:2] == (200, {"entries": []})
    assert made.client.call("GET", f"{AUDIT}/export{old}", token=admin)[0] == 200


def test_what_is_done_to_peoples_data_stands_in_the_audit_with_who_did_it(
    local: World, team: tuple[Speaker, str]
) -> None:
    made, admin = team
    session, outputs, client = local.deployed.session, local.deployed.outputs, made.client
    officer = sign_in(session, outputs, new_person(session, outputs, made.team, "privacy"))
    user, other = new_user(), new_user()
    words = {"training": {"basis": "consent", "opt_in": True, "description": {"en": "x"}}}
    version = client.call("GET", "/v1/team/settings", token=admin)[1]["version"]
    assert client.call("PATCH", "/v1/team/settings", {"version": version, "purposes": words}, admin)[0] == 200
    hook = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.erasure.failed"]}
    path = f"/v1/team/webhooks/{client.call('POST', '/v1/team/webhooks', hook)[1]['id']}"
    agreed = {"notice": "1", "language": "en", "given_by": "self", "evidence": "a box"}
    browser = client.browser(user, "consents.write", "exports.write")
    done = [
        client.call("PATCH", path, {"state": "disabled"}),
        client.call("POST", f"{path}/secret", {}),
        client.call("DELETE", path),
        browser.call("PUT", "/v1/me/consents/training", agreed),
        client.call("DELETE", f"/v1/users/{user}/consents/training"),
        client.call("PUT", f"/v1/users/{user}/opt-outs/sale-sharing"),
        browser.call("POST", "/v1/me/exports", {}),
        client.call("PUT", f"/v1/users/{user}/restriction", {"ground": "objection"}),
        client.call("DELETE", f"/v1/users/{user}/restriction"),
        client.call(
            "PUT",
            f"/v1/users/{other}/hold",
            {"ground": "legal_claims", "until": "2099-01-01T00:00:00Z"},
            officer,
        ),
        client.call("DELETE", f"/v1/users/{other}/hold", token=officer),
    ]
    assert [status for status, _, _ in done] == [200, 200, 204, 200, 200, 200, 202, 200, 204, 200, 204], done
    erasure = client.erase_user(other)["id"]
    client.settled(f"/v1/erasures/{erasure}")
    _, page, _ = client.call("GET", f"{AUDIT}?limit=100", token=admin)
    said = {(entry["action"], entry["by"]) for entry in page["entries"]}
    expected = {
        *((f"webhook.{what}", "client") for what in ("created", "changed", "secret_rotated", "deleted")),
        *(("consent.given", "self"), ("consent.withdrawn", "client"), ("opt_out.set", "client")),
        *(("restriction.set", "client"), ("restriction.lifted", "client"), ("export.asked", "self")),
        *(("erasure.asked", "client"), ("erasure.ended", "service")),
    }
    assert expected <= said
    assert {"hold.set", "hold.lifted"} <= {action for action, _ in said}
    assert CANARY not in json.dumps(page)
    assert all(user not in json.dumps(page) for user in (user, other))
