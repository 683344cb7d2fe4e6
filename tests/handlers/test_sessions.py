"""The routes of sessions and their authorizer, with events as API Gateway sends them."""

import json
from typing import Any

import pytest

from functions.authorize_session import handler as authorizer
from functions.authorize_session.handler import Unauthorized, Undecided
from functions.core.authorize_session import AuthorizeSession
from functions.core.create_session import CreateSession
from functions.core.errors import Unavailable
from functions.core.routes import PERMISSIONS
from functions.create_job import handler as create_job
from functions.create_session import handler as create_session
from functions.edge.api import answer
from functions.get_erasure import handler as get_erasure
from functions.get_job import handler as get_job
from functions.list_user_jobs import handler as list_user_jobs
from functions.request_erasure import handler as request_erasure
from tests.fakes.services import FakeMac
from tests.fakes.world import MOST_BYTES, TEAM, World
from tests.handlers.loading import as_described
from tools.client import RECIPE

SEALING = FakeMac(b"the key of sessions in these tests")
ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/api/GET/v1/me/jobs/x"
BODY = {"recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
Answer = dict[str, Any]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose time the handlers take for now."""
    made = World()
    for module in (authorizer, create_session, create_job, request_erasure):
        monkeypatch.setattr(module, "now", made.clock)
    return made


def new_session(world: World, user: str = "u1", *permissions: str) -> str:
    """Ask for a session as a backend does; its token."""
    asked = {"user_id": user, "permissions": permissions or ("jobs.write", "jobs.read", "erasures.write")}
    claims = {"team": TEAM, "roles": "client", "client_id": "machine", "sub": "machine"}
    event = {"requestContext": {"authorizer": {"claims": claims}}, "body": json.dumps(asked)}
    creating = CreateSession(world.ledger, world.mac, SEALING)
    answered = answer("create_session", event, lambda request: create_session.serve(request, creating))
    assert answered["statusCode"] == 201
    body: dict[str, str] = json.loads(answered["body"])
    return body["token"]


def event(method: str, resource: str, token: str, header: str = "Authorization") -> dict[str, Any]:
    return {
        "type": "REQUEST",
        "methodArn": ARN,
        "resource": resource,
        "path": resource,
        "httpMethod": method,
        "headers": {"Host": "api.example", header: f"Bearer {token}"},
        "pathParameters": {"id": "x"},
        "requestContext": {"resourcePath": resource, "httpMethod": method, "stage": "api"},
    }


def decide(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    return authorizer.decide(asked, AuthorizeSession(world.ledger, SEALING))


def effect(decided: dict[str, Any]) -> str:
    (statement,) = decided["policyDocument"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == ("execute-api:Invoke", ARN)
    told: str = statement["Effect"]
    return told


def call(module: Any, world: Any, decided: dict[str, Any], *more: Any, **fields: Any) -> Answer:
    """Serve a route as the gateway calls it: the context as texts, beside what it adds itself."""
    context = {name: str(value) for name, value in decided["context"].items()}
    told = {**context, "principalId": "session", "integrationLatency": "12"}
    request = {"requestContext": {"authorizer": told, "requestId": "r"}, **fields}
    return answer("test", request, lambda request: module.serve(request, world, *more))


@pytest.mark.parametrize(
    ("method", "resource", "permission"),
    [
        ("POST", "/v1/me/jobs", "jobs.write"),
        ("GET", "/v1/me/jobs", "jobs.read"),
        ("GET", "/v1/me/jobs/{id}", "jobs.read"),
        ("DELETE", "/v1/me", "erasures.write"),
        ("DELETE", "/v1/me/jobs/{id}", "erasures.write"),
        ("GET", "/v1/me/erasures/{id}", "erasures.read"),
    ],
)
def test_a_session_may_call_a_route_with_its_permission_alone(
    world: World, method: str, resource: str, permission: str
) -> None:
    assert effect(decide(world, event(method, resource, new_session(world, "u1", permission)))) == "Allow"
    others = set(PERMISSIONS) - {permission}
    token = new_session(world, "u1", *sorted(others))
    assert effect(decide(world, event(method, resource, token))) == "Deny"


@pytest.mark.parametrize(
    ("method", "resource"),
    [("POST", "/v1/jobs"), ("GET", "/v1/me"), ("PUT", "/v1/me/jobs/{id}"), ("GET", "/v1/me/{proxy+}")],
)
def test_a_session_may_call_nothing_but_the_routes_of_sessions(
    world: World, method: str, resource: str
) -> None:
    assert effect(decide(world, event(method, resource, new_session(world)))) == "Deny"


def test_names_of_headers_and_of_the_scheme_know_no_case(world: World) -> None:
    asked = event("GET", "/v1/me/jobs/{id}", new_session(world), "authorization")
    asked["headers"]["authorization"] = asked["headers"]["authorization"].replace("Bearer", "bEARER")
    assert effect(decide(world, asked)) == "Allow"


@pytest.mark.parametrize(
    "value", [None, "", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {} x", "Bearer a.b"]
)
def test_what_is_no_bearer_token_of_ours_is_unauthorized(world: World, value: str | None) -> None:
    asked = event("GET", "/v1/me/jobs/{id}", "")
    asked["headers"] = None if value is None else {"Authorization": value.format(new_session(world))}
    with pytest.raises(Unauthorized) as raised:
        decide(world, asked)
    assert str(raised.value) == "Unauthorized"  # the gateway compares the text


def test_a_session_whose_user_is_being_erased_is_unauthorized(world: World) -> None:
    token = new_session(world)
    world.ask_erasure("u1")
    with pytest.raises(Unauthorized):
        decide(world, event("GET", "/v1/me/jobs/{id}", token))


def test_a_fault_refuses_the_call_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, world: World
) -> None:
    """Promise 15."""

    def fail() -> AuthorizeSession:
        raise Unavailable

    token = new_session(world)
    monkeypatch.setattr(authorizer, "build", fail)
    with pytest.raises(Undecided) as raised:
        authorizer.handler(event("GET", "/v1/me/jobs/{id}", token), None)
    assert str(raised.value) == ""
    assert token not in str([vars(record) for record in caplog.records])


def test_a_job_asked_for_by_session_is_the_users_and_leads_back_to_the_session(world: World) -> None:
    decided = decide(world, event("POST", "/v1/me/jobs", new_session(world)))
    answered = call(create_job, world.creating, decided, MOST_BYTES, body=json.dumps(BODY))
    assert answered["statusCode"] == 201
    job = json.loads(answered["body"])
    as_described("CreatedJob", job)
    assert job["id"].startswith(world.subject("u1"))
    assert answered["headers"]["Location"] == f"/v1/me/jobs/{job['id']}"
    shown = call(get_job, world.reading, decided, pathParameters={"id": job["id"]})
    as_described("Job", json.loads(shown["body"]))
    assert json.loads(shown["body"])["state"] == "awaiting_upload"


def test_a_session_that_names_a_user_is_refused(world: World) -> None:
    decided = decide(world, event("POST", "/v1/me/jobs", new_session(world)))
    answered = call(
        create_job, world.creating, decided, MOST_BYTES, body=json.dumps({**BODY, "user_id": "u2"})
    )
    assert answered["statusCode"] == 422
    assert world.jobs.rows == {}


def test_a_session_repeats_a_job_by_its_key_and_names_who_else_is_in_the_picture(world: World) -> None:
    decided = decide(world, event("POST", "/v1/me/jobs", new_session(world)))
    asked = {**BODY, "depicted": ["u2"], "reference": "order 12", "size": 9}
    key = {"Idempotency-Key": "once"}
    first, again = (
        call(create_job, world.creating, decided, MOST_BYTES, body=json.dumps(asked), headers=key)
        for _ in range(2)
    )
    assert (first["statusCode"], json.loads(first["body"])) == (201, json.loads(again["body"]))
    (job,) = world.jobs.rows.values()
    assert (job.ref.subject, job.depicted) == (world.subject("u1"), (world.subject("u2"),))
    assert (job.reference, job.size) == ("order 12", 9)


def test_a_session_asks_for_several_jobs_of_its_own_user(world: World) -> None:
    decided = decide(world, event("POST", "/v1/me/jobs", new_session(world)))
    asked = {"jobs": [BODY, BODY]}
    answered = call(create_job, world.creating, decided, MOST_BYTES, body=json.dumps(asked))
    assert answered["statusCode"] == 207
    as_described("CreatedJobs", json.loads(answered["body"]))
    assert [one["status"] for one in json.loads(answered["body"])["jobs"]] == [201, 201]
    assert {job.ref.subject for job in world.jobs.rows.values()} == {world.subject("u1")}
    named = {"jobs": [BODY, {**BODY, "user_id": "u2"}]}
    refused = call(create_job, world.creating, decided, MOST_BYTES, body=json.dumps(named))
    assert (refused["statusCode"], json.loads(refused["body"])["field"]) == (422, "jobs[1]")
    assert len(world.jobs.rows) == 2


def test_a_foreign_job_is_answered_exactly_as_one_that_does_not_exist(world: World) -> None:
    decided = decide(world, event("GET", "/v1/me/jobs/{id}", new_session(world)))
    foreign = world.masked("u2").ref.id
    never = foreign[:32] + "0" * 26
    answers = [
        call(get_job, world.reading, decided, pathParameters={"id": job_id})
        for job_id in (foreign, never, "../" + foreign, "x")
    ]
    assert [found["statusCode"] for found in answers] == [404] * 4
    assert len({json.dumps(found) for found in answers}) == 1


def test_a_user_erases_all_of_their_own_by_session_and_a_path_names_no_other(world: World) -> None:
    world.masked("u2")
    decided = decide(world, event("DELETE", "/v1/me", new_session(world)))
    answered = call(request_erasure, world.requesting, decided, True, pathParameters={"user_id": "u2"})
    assert answered["statusCode"] == 202
    assert world.ledger.tombstone(TEAM, world.subject("u1"))
    assert world.ledger.tombstone(TEAM, world.subject("u2")) is None


def test_a_user_erases_one_job_and_follows_that_while_the_session_goes_on(world: World) -> None:
    mine, kept, theirs = world.masked(), world.masked(), world.masked("u2")
    token = new_session(world)
    decided = decide(world, event("DELETE", "/v1/me/jobs/{id}", token))

    def erase(job_id: str) -> dict[str, Any]:
        return call(request_erasure, world.requesting, decided, True, pathParameters={"id": job_id})

    answered = erase(mine.ref.id)
    erasure = json.loads(answered["body"])
    assert (answered["statusCode"], erasure["scope"]) == (202, "job")
    assert answered["headers"]["Location"] == f"/v1/me/erasures/{erasure['id']}"
    decided = decide(world, event("GET", "/v1/me/erasures/{id}", token))
    followed = call(get_erasure, world.ledger, decided, pathParameters={"id": erasure["id"]})
    assert json.loads(followed["body"]) == erasure
    assert [erase(job)["statusCode"] for job in (theirs.ref.id, kept.ref.id[:32] + "0" * 26)] == [404, 404]
    assert world.ledger.tombstone(TEAM, kept.ref.subject, kept.ref.job) is None
    foreign = decide(world, event("GET", "/v1/me/erasures/{id}", new_session(world, "u2")))
    refused = call(get_erasure, world.ledger, foreign, pathParameters={"id": erasure["id"]})
    assert refused["statusCode"] == 404


def test_a_user_follows_the_own_erasure_by_the_session_that_it_ended(world: World) -> None:
    token = new_session(world, "u1", "erasures.write", "erasures.read")
    asked = call(request_erasure, world.requesting, decide(world, event("DELETE", "/v1/me", token)), True)
    erasure = json.loads(asked["body"])
    assert erasure.pop("nonce")
    assert asked["headers"]["Location"] == f"/v1/me/erasures/{erasure['id']}"
    with pytest.raises(Unauthorized):
        decide(world, event("DELETE", "/v1/me", token))
    decided = decide(world, event("GET", "/v1/me/erasures/{id}", token))
    assert effect(decided) == "Allow"
    followed = call(get_erasure, world.ledger, decided, pathParameters={"id": erasure["id"]})
    as_described("Erasure", json.loads(followed["body"]))
    assert json.loads(followed["body"]) == erasure
    theirs = world.ask_erasure("u2").id
    refused = call(get_erasure, world.ledger, decided, pathParameters={"id": theirs})
    assert refused["statusCode"] == 404


def test_a_session_lists_its_own_jobs_and_a_path_names_no_other(world: World) -> None:
    mine, _ = world.masked("u1"), world.masked("u2")
    decided = decide(world, event("GET", "/v1/me/jobs", new_session(world)))
    listed = call(list_user_jobs, world.listing, decided, True, pathParameters={"user_id": "u2"})
    as_described("JobPage", json.loads(listed["body"]))
    assert [job["id"] for job in json.loads(listed["body"])["jobs"]] == [mine.ref.id]


@pytest.mark.parametrize("left_out", ["team", "person", "epoch", "subject"])
def test_a_context_that_is_not_whole_is_forbidden(world: World, left_out: str) -> None:
    decided = decide(world, event("POST", "/v1/me/jobs", new_session(world)))
    del decided["context"][left_out]
    assert call(create_job, world.creating, decided, MOST_BYTES, body=json.dumps(BODY))["statusCode"] == 403


def test_a_session_is_answered_with_its_end_and_permissions(world: World) -> None:
    creating = CreateSession(world.ledger, world.mac, SEALING)
    asked = {"user_id": "u1", "permissions": ["jobs.read"], "seconds": 60}
    claims = {"claims": {"team": TEAM, "roles": "client"}}
    event = {"requestContext": {"authorizer": claims}, "body": json.dumps(asked)}
    answered = answer("create_session", event, lambda request: create_session.serve(request, creating))
    body = json.loads(answered["body"])
    as_described("Session", body)
    assert body.keys() == {"token", "expires_at", "permissions"}
    assert (body["expires_at"], body["permissions"]) == ("2026-11-22T12:01:00.000Z", ["jobs.read"])
    assert answered["headers"]["Cache-Control"] == "no-store"  # RFC 6750, section 5.3


@pytest.mark.parametrize("resource", ["/v1/me/jobs", "/v1/team/members", "/.well-known/jwks.json"])
def test_a_page_that_holds_a_token_may_read_the_answer_and_no_cookie_opens_anything(resource: str) -> None:
    headers = answer("test", {"resource": resource}, lambda _: pytest.fail("nobody calls"))["headers"]
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
