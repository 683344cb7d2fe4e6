"""POST and GET /v1/erasures, approve and cancel, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.core.times import to_text
from functions.decide_erasure import handler as decide_erasure
from functions.get_erasure import handler as get_erasure
from functions.hold import handler as hold
from functions.request_erasure import handler as request_erasure
from tests.fakes.output import Printed
from tests.fakes.world import APPROVAL, DELAY, TEAM, World
from tests.handlers.loading import Context, as_described, request

HOLD = "/v1/users/{user_id}/hold"
HANDLERS: dict[str, Any] = {
    "POST /v1/erasures": request_erasure,
    "GET /v1/erasures": get_erasure,
    "GET /v1/erasures/{id}": get_erasure,
    **{f"{verb} {HOLD}": hold for verb in ("PUT", "GET", "DELETE")},
    "POST /v1/erasures/{id}/approve": decide_erasure,
    "POST /v1/erasures/{id}/cancel": decide_erasure,
}
Answer = tuple[int, dict[str, Any]]


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build every function from fakes."""
    monkeypatch.setattr(request_erasure, "build", lambda: (world.requesting, True))
    monkeypatch.setattr(decide_erasure, "build", lambda: world.deciding)
    monkeypatch.setattr(get_erasure, "build", lambda: world.ledger)
    monkeypatch.setattr(hold, "build", lambda: (world.holding, True))
    for module in (request_erasure, decide_erasure, get_erasure, hold):
        monkeypatch.setattr(module, "now", world.clock)


@pytest.fixture
def call(world: World) -> Any:
    def call(route: str, who: str = "", body: object = None, ago: int = 0, **more: Any) -> Answer:
        """Call as somebody with the role ``who``, who signed in so many seconds ago, or as the backend."""
        verb, path = route.split()
        event = request("get_erasure", body=body, **more)
        event |= {"httpMethod": verb, "resource": path}
        if "{" not in path:
            event["pathParameters"] = None
        if who:
            signed_in = str(int(world.clock().timestamp()) - ago)
            claims = event["requestContext"]["authorizer"]["claims"]
            claims |= {"sub": who, "username": who, "roles": who, "auth_time": signed_in}
        answer = HANDLERS[route].handler(event, Context())
        return answer["statusCode"], json.loads(answer["body"] or "{}")

    return call


def test_several_users_are_asked_for_by_body_even_with_a_slash(
    world: World, call: Any, printed: Printed
) -> None:
    for user in ("a/b", "u2"):
        world.masked(user)
    status, body = call("POST /v1/erasures", body={"scope": {"users": ["a/b", "u2"]}})
    assert (status, body["scope"], body["state"]) == (202, "users", "running")
    as_described("Erasure", body)
    world.run(world.ledger.records[TEAM, body["id"]])
    status, body = call("GET /v1/erasures/{id}", id=body["id"])
    assert (status, body["state"], body["counts"]["rows"]["deleted"]) == (200, "completed", 2)
    assert '"metric":"ErasuresAsked","outcome":"client"' in printed().replace(" ", "")


def test_the_way_of_an_erasure_of_dates(world: World, call: Any) -> None:
    scope = {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    status, refused = call("POST /v1/erasures", body={"scope": scope})
    assert (status, refused["type"]) == (403, "urn:moretta:problem:not_allowed")
    status, refused = call("POST /v1/erasures", "admin", {"scope": scope}, ago=601)
    assert (status, refused["type"]) == (403, "urn:moretta:problem:fresh_sign_in_required")
    status, asked = call("POST /v1/erasures", "admin", {"scope": scope})
    assert (status, asked["state"], asked["requested_by"]) == (202, "awaiting_approval", "admin")
    assert (asked["from"], asked["to"]) == ("2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z")
    assert call("POST /v1/erasures/{id}/approve", "admin", id=asked["id"])[0] == 403
    status, approved = call("POST /v1/erasures/{id}/approve", "privacy", id=asked["id"])
    assert (status, approved["state"], approved["approved_by"]) == (200, "scheduled", "privacy")
    as_described("Erasure", approved)
    world.clock.advance(DELAY.total_seconds() - 1)
    status, cancelled = call("POST /v1/erasures/{id}/cancel", "admin", id=asked["id"])
    assert (status, cancelled["state"]) == (200, "cancelled")
    status, refused = call("POST /v1/erasures/{id}/cancel", "admin", id=asked["id"])
    assert (status, refused["type"]) == (409, "urn:moretta:problem:not_pending")


def test_what_nobody_approved_in_time_says_so_everywhere(world: World, call: Any) -> None:
    status, asked = call("POST /v1/erasures", "admin", {"scope": {"team": True}})
    assert (status, asked["approve_by"]) == (202, to_text(world.clock() + APPROVAL))
    as_described("Erasure", asked)
    world.clock.advance(APPROVAL.total_seconds())
    told = {"state": "cancelled", "why": "not_approved", "ended_at": asked["approve_by"]}
    for _ in ("before it is swept", "afterwards"):
        status, shown = call("GET /v1/erasures/{id}", id=asked["id"])
        assert (status, {name: shown[name] for name in told}) == (200, told)
        assert "approve_by" not in shown
        as_described("Erasure", shown)
        assert call("GET /v1/erasures")[1]["erasures"] == [shown]
        for decide in ("approve", "cancel"):
            status, refused = call(f"POST /v1/erasures/{{id}}/{decide}", "privacy", id=asked["id"])
            assert (status, refused["type"]) == (409, "urn:moretta:problem:not_pending")
        world.sweep()


@pytest.mark.parametrize("body", [{}, {"scope": {"users": ["u1"], "team": True}}, "no JSON", []])
def test_a_body_that_names_no_one_scope_is_a_problem_and_touches_nothing(
    world: World, call: Any, body: object
) -> None:
    assert call("POST /v1/erasures", "admin", body)[0] in {400, 422}
    assert world.ledger.records == {}


def test_the_list_is_paged(world: World, call: Any) -> None:
    for user in ("u1", "u2"):
        world.ask_erasure(user)
        world.clock.advance(1)
    status, page = call("GET /v1/erasures", query={"limit": "1"})
    assert (status, len(page["erasures"])) == (200, 1)
    as_described("Erasures", page)
    _, rest = call("GET /v1/erasures", query={"limit": "2", "after": page["next"]})
    assert len(rest["erasures"]) == 1
    assert "next" not in rest
    assert call("GET /v1/erasures", query={"state": "gone"})[0] == 422


def test_a_hold_is_set_read_and_lifted(world: World, call: Any) -> None:
    body = {"ground": "legal_claims", "until": "2027-01-01T00:00:00.000Z"}
    status, made = call(f"PUT {HOLD}", "privacy", body, user_id="a%2Fb")
    assert (status, made) == (200, body | {"set_by": "privacy", "set_at": "2026-11-22T12:00:00.000Z"})
    as_described("HoldRequest", body)
    assert call(f"GET {HOLD}", "privacy", user_id="a%2Fb") == (200, made)
    assert world.holds.holds.keys() == {(TEAM, world.subject("a/b"))}
    assert call(f"PUT {HOLD}", "", body, user_id="u1")[0] == 403
    assert call(f"PUT {HOLD}", "privacy", {**body, "ground": "x"}, user_id="u1")[0] == 422
    assert call(f"DELETE {HOLD}", "privacy", user_id="a%2Fb") == (204, {})
    assert call(f"GET {HOLD}", "privacy", user_id="a%2Fb")[0] == 404
