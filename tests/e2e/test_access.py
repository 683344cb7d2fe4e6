"""Promise 10: every route × every role × own, other and foreign data, as docs/access.md has it."""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from functions.core.routes import PERMISSIONS, ROUTES, Route
from functions.core.scopes import CLIENT, STAFF
from tests.e2e.world import CANARY, Speaker, World, eventually, new_user
from tools.access import NOBODY, ROLES, SESSION, may
from tools.client import RECIPE, Browser
from tools.staff import Person, new_person, sign_in
from tools.team import invite

Answer = tuple[int, dict[str, Any], dict[str, str]]
CONSENT = {"notice": "1", "language": "en", "given_by": "self", "evidence": "a box"}
JOB: dict[str, Any] = {"recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
each_route = pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])


@dataclass(frozen=True)
class Team:
    """A team with one person of each role, and their tokens."""

    world: World
    speaker: Speaker

    @cached_property
    def people(self) -> dict[str, Person]:
        deployed = self.world.deployed
        return {
            role: new_person(deployed.session, deployed.outputs, self.speaker.team, role) for role in STAFF
        }

    @cached_property
    def tokens(self) -> dict[str, str]:
        deployed = self.world.deployed
        signed_in = {
            role: sign_in(deployed.session, deployed.outputs, person) for role, person in self.people.items()
        }
        return {**signed_in, CLIENT: self.speaker.client.token(), NOBODY: ""}

    @cached_property
    def erased(self) -> str:
        """An erasure that has completed."""
        return ended_erasure_of(self, new_user())

    def token(self, role: str, user: str) -> str:
        """A token of a role; of a session, one of this user with every permission."""
        return self.browser(user).token if role == SESSION else self.tokens[role]

    def browser(self, user: str) -> Browser:
        return self.speaker.client.browser(user, *PERMISSIONS)

    def member(self) -> str:
        """Somebody new in the staff."""
        deployed, email = self.world.deployed, f"{CANARY}-{secrets.token_hex(8)}@example.org"
        return invite(deployed.session, deployed.outputs, self.speaker.team, email, "reviewer").id

    def call(self, role: str, user: str, method: str, path: str, body: object = None) -> Answer:
        return self.speaker.client.call(method, path, body, token=self.token(role, user))


@pytest.fixture(scope="module")
def one(local: World) -> Team:
    return Team(local, local.one)


@pytest.fixture(scope="module")
def other(local: World) -> Team:
    return Team(local, local.other)


def job_of(team: Team, user: str) -> str:
    job: str = team.speaker.client.create_job(user)["id"]
    return job


def erasure_of(team: Team, _user: str) -> str:
    erasure: str = team.speaker.client.erase_user(new_user())["id"]
    return erasure


def own_erasure_of(team: Team, user: str) -> str:
    erasure: str = team.speaker.client.erase_user(user)["id"]
    return erasure


def ended_erasure_of(team: Team, user: str) -> str:
    erasure = own_erasure_of(team, user)
    team.speaker.client.settled(f"/v1/erasures/{erasure}")
    return erasure


HOOKS = "/v1/team/webhooks"
# Nothing of these tests ends like this, so nothing is ever sent.
HOOK = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.erasure.failed"]}


def webhook_of(team: Team, _user: str) -> str:
    """One of the team's webhooks, the first if it has any: it may have ten."""
    call = team.speaker.client.call
    found = call("GET", HOOKS)[1]["webhooks"]
    return str((found[0] if found else call("POST", HOOKS, HOOK)[1])["id"])


@pytest.fixture(scope="module", autouse=True)
def _no_webhook_is_left(one: Team, other: Team) -> Iterator[None]:
    yield
    for team in (one, other):
        for webhook in team.speaker.client.call("GET", HOOKS)[1]["webhooks"]:
            team.speaker.client.call("DELETE", f"{HOOKS}/{webhook['id']}")


# How the path of a route is filled for a team and a user, and what never was looks like.
NAMED: dict[str, tuple[Callable[[Team, str], str], Callable[[], str]]] = {
    "GET /v1/jobs/{id}": (
        job_of,
        lambda: secrets.token_hex(16).translate({48: 97, 49: 98, 56: 99, 57: 100}) + "0" * 26,
    ),
    "GET /v1/erasures/{id}": (erasure_of, lambda: "0" * 26),
    "DELETE /v1/team/members/{id}": (lambda team, _: team.member(), lambda: str(uuid4())),
    "PUT /v1/team/members/{id}/roles": (lambda team, _: team.member(), lambda: str(uuid4())),
}
WEBHOOK_ROUTES = [route.name for route in ROUTES if route.path.startswith(f"{HOOKS}/{{id}}")]
NAMED |= {name: (webhook_of, lambda: "0" * 26) for name in WEBHOOK_ROUTES}
TEXTS = ("reasons", "consequences", "measures")
INCIDENT = {"kind": "confidentiality", "description": "a link was sent to a stranger"}


def incident_of(team: Team, _user: str) -> str:
    """One of the team's incidents, opened by its privacy officer."""
    return str(team.call("privacy", "", "POST", "/v1/incidents", INCIDENT)[1]["id"])


INCIDENT_ROUTES = [route.name for route in ROUTES if route.path.startswith("/v1/incidents/{id}")]
NAMED |= {name: (incident_of, lambda: "0" * 26) for name in INCIDENT_ROUTES}


def export_of(team: Team, user: str) -> str:
    """An export of a user that runs or has ended."""
    return str(team.speaker.client.call("POST", f"/v1/users/{quote(user, safe='')}/exports")[1]["id"])


for _path in ("/v1/users/{user_id}", "/v1/me"):
    NAMED[f"GET {_path}/exports/{{id}}"] = (export_of, lambda: "0" * 26)
NAMED["POST /v1/jobs/{id}/reports"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/me/jobs/{id}/reports"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/jobs/{id}/remask"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/me/jobs/{id}/remask"] = NAMED["GET /v1/jobs/{id}"]
NAMED["POST /v1/jobs/{id}/retry"] = NAMED["GET /v1/jobs/{id}"]
for _decision in ("approve", "cancel"):
    NAMED[f"POST /v1/erasures/{{id}}/{_decision}"] = NAMED["GET /v1/erasures/{id}"]
NAMED["DELETE /v1/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["DELETE /v1/me/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["GET /v1/me/jobs/{id}"] = NAMED["GET /v1/jobs/{id}"]
NAMED["GET /v1/me/erasures/{id}"] = (own_erasure_of, NAMED["GET /v1/erasures/{id}"][1])
NAMED["GET /v1/erasures/{id}/receipt"] = (lambda team, _: team.erased, NAMED["GET /v1/erasures/{id}"][1])
NAMED["GET /v1/me/erasures/{id}/receipt"] = (ended_erasure_of, NAMED["GET /v1/erasures/{id}"][1])
for name in [route.name for route in ROUTES if route.path.startswith("/v1/reviews/{id}")]:
    NAMED[name] = NAMED["GET /v1/jobs/{id}"]
SUCCESS = {
    "GET /v1/reviews": 200,
    "GET /v1/reviews/{id}": 404,  # these are reached, and the job is not in review
    "POST /v1/reviews/{id}/release": 404,
    "POST /v1/reviews/{id}/reject": 404,
    "POST /v1/jobs": 201,
    "GET /v1/jobs": 200,
    "GET /v1/team/figures": 200,
    "POST /v1/jobs/{id}/retry": 409,  # reached, and it has not failed
    "GET /v1/users/{user_id}/jobs": 200,
    "GET /v1/users/{user_id}": 200,
    "GET /v1/me": 200,
    "POST /v1/jobs/{id}/reports": 409,  # reached, and there is no result yet
    "POST /v1/me/jobs/{id}/reports": 409,
    "POST /v1/jobs/{id}/remask": 409,
    "POST /v1/me/jobs/{id}/remask": 409,
    "GET /openapi.json": 200,
    "GET /v1/jobs/{id}": 200,
    "DELETE /v1/users/{user_id}": 202,
    "DELETE /v1/jobs/{id}": 202,
    "PUT /v1/users/{user_id}/hold": 200,
    "GET /v1/users/{user_id}/hold": 404,  # reached, and nobody is held
    "DELETE /v1/users/{user_id}/hold": 204,
    **{
        f"{method} {path}/opt-outs/sale-sharing": 200
        for method in ("PUT", "GET", "DELETE")
        for path in ("/v1/users/{user_id}", "/v1/me")
    },
    **{f"PUT {path}/restriction": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/restriction": 404 for path in ("/v1/users/{user_id}", "/v1/me")},  # reached
    **{f"DELETE {path}/restriction": 204 for path in ("/v1/users/{user_id}", "/v1/me")},
    "POST /v1/erasures": 202,
    "GET /v1/erasures": 200,
    "POST /v1/erasures/{id}/approve": 409,  # reached, and it awaits no approval
    "POST /v1/erasures/{id}/cancel": 409,
    "GET /v1/erasures/{id}": 200,
    "GET /v1/erasures/{id}/receipt": 200,
    "GET /v1/me/erasures/{id}/receipt": 200,
    "GET /.well-known/jwks.json": 200,
    "POST /v1/sessions": 201,
    "GET /v1/team/members": 200,
    "POST /v1/team/members": 201,
    "DELETE /v1/team/members/{id}": 204,
    "PUT /v1/team/members/{id}/roles": 200,
    "POST /v1/me/jobs": 201,
    "GET /v1/me/jobs": 200,
    "GET /v1/me/jobs/{id}": 200,
    "GET /v1/me/erasures/{id}": 200,
    "DELETE /v1/me": 202,
    "DELETE /v1/me/jobs/{id}": 202,
    "GET /v1/team/settings": 200,
    "GET /v1/team/datasets/{purpose}": 404,  # reached, and nothing is kept for masking
    **{f"GET {path}/consents": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/consents/{{purpose}}": 404 for path in ("/v1/users/{user_id}", "/v1/me")},  # reached
    **{f"PUT {path}/consents/{{purpose}}": 409 for path in ("/v1/users/{user_id}", "/v1/me")},  # not needed
    **{f"DELETE {path}/consents/{{purpose}}": 404 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"POST {path}/exports": 202 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/exports": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    **{f"GET {path}/exports/{{id}}": 200 for path in ("/v1/users/{user_id}", "/v1/me")},
    "PATCH /v1/team/settings": 200,
    "GET /v1/team/agreement": 200,
    "POST /v1/team/agreement": 409,  # reached, and it is another version
    "GET /v1/team/records-of-processing": 200,
    "GET /v1/team/audit": 200,
    "GET /v1/team/audit/export": 200,
    "POST /v1/incidents": 201,
    "GET /v1/incidents": 200,
    **{f"GET /v1/incidents/{{id}}{part}": 200 for part in ("", "/drafts")},
    **{f"POST /v1/incidents/{{id}}/{action}": 200 for action in ("notes", "assess", "notify")},
    "POST /v1/incidents/{id}/close": 409,  # reached, and it was not assessed
    "POST /v1/team/subjects:match": 404,  # reached, and there is no such incident
    "GET /v1/privacy": 200,
    "GET /v1/reports/{capability}": 200,  # whatever it is
    "POST /v1/reports/{capability}": 202,
    "GET /.well-known/security.txt": 200,
    "POST /v1/team/webhooks": 201,
    "GET /v1/team/webhooks": 200,
    "GET /v1/team/webhooks/{id}": 200,
    "PATCH /v1/team/webhooks/{id}": 200,
    "DELETE /v1/team/webhooks/{id}": 204,
    "POST /v1/team/webhooks/{id}/secret": 200,
    "POST /v1/team/webhooks/{id}/test": 202,
    "GET /v1/team/webhooks/{id}/deliveries": 200,
}


def body_of(route: Route, user: str) -> object:
    return {
        "POST /v1/jobs": {"user_id": user, **JOB},
        "POST /v1/me/jobs": JOB,
        "POST /v1/sessions": {"user_id": user, "permissions": ["jobs.read"]},
        "POST /v1/reviews/{id}/release": {},
        "POST /v1/team/members": {
            "email": f"{CANARY}-{secrets.token_hex(8)}@example.org",
            "roles": ["reviewer"],
        },
        "PUT /v1/team/members/{id}/roles": {"roles": ["privacy"]},
        "PATCH /v1/team/settings": {"version": 0},
        "POST /v1/team/agreement": {"version": "1-000000000000"},
        "POST /v1/incidents": INCIDENT,
        "POST /v1/incidents/{id}/notes": {"text": "looked into it"},
        "POST /v1/incidents/{id}/assess": {"risk": "none", **dict.fromkeys(TEXTS, "none")},
        "POST /v1/incidents/{id}/notify": {"whom": "authority"},
        "POST /v1/incidents/{id}/close": {"lessons": "shorter links"},
        "POST /v1/team/subjects:match": {"incident": "0" * 26, "user_ids": [user]},
        "POST /v1/jobs/{id}/reports": {"kind": "missed"},
        "POST /v1/me/jobs/{id}/reports": {"kind": "missed"},
        "POST /v1/reports/{capability}": {"kind": "missed"},
        "POST /v1/jobs/{id}/remask": {"recipe": RECIPE},
        "POST /v1/me/jobs/{id}/remask": {"recipe": RECIPE},
        "PUT /v1/users/{user_id}/consents/{purpose}": CONSENT,
        "PUT /v1/me/consents/{purpose}": CONSENT,
        "PUT /v1/users/{user_id}/restriction": {"ground": "objection"},
        "PUT /v1/me/restriction": {"ground": "objection"},
        "POST /v1/team/webhooks": HOOK,
        "PUT /v1/users/{user_id}/hold": {"ground": "legal_claims", "until": "2099-01-01T00:00:00Z"},
        "POST /v1/erasures": {"scope": {"users": [user]}},
        "PATCH /v1/team/webhooks/{id}": {"state": "enabled"},
    }.get(route.name)


def path_of(route: Route, owner: Team, user: str) -> str:
    path = route.path.replace("{user_id}", quote(user, safe="")).replace("{purpose}", "masking")
    path = path.replace("{capability}", "none")
    return path.replace("{id}", NAMED[route.name][0](owner, user)) if "{id}" in path else path


def told(answer: Answer) -> tuple[int, str]:
    """All of an answer but the number of the request."""
    status, body, _ = answer
    return status, json.dumps({name: value for name, value in body.items() if name != "request_id"})


def test_every_route_is_walked() -> None:
    assert SUCCESS.keys() == {route.name for route in ROUTES}
    assert NAMED.keys() == {route.name for route in ROUTES if "{id}" in route.path}


@each_route
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_its_own_by_the_routes_of_the_table_and_by_no_other(
    one: Team, route: Route, role: str
) -> None:
    user = new_user()
    token = one.token(role, user)  # before the path: an erasure that is to be followed lets no session begin
    path = path_of(route, one, user)
    status, body, _ = one.speaker.client.call(route.method, path, body_of(route, user), token=token)
    if may(role, route):
        assert status == SUCCESS[route.name], body
    else:
        assert status in {401, 403}
        assert body["type"].startswith("urn:moretta:problem:")


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("whose", ["another team's", "another user's"])
def test_what_is_foreign_is_answered_as_what_never_was(one: Team, other: Team, name: str, whose: str) -> None:
    (route,) = [route for route in ROUTES if route.name == name]
    if whose == "another user's" and route.kind != SESSION:
        return  # a team's own tokens reach all of its users
    owner = other if whose == "another team's" else one
    foreign, never = NAMED[name][0](owner, new_user()), NAMED[name][1]()
    user = new_user()
    for role in [role for role in ROLES if may(role, route)]:
        answers = [
            told(one.call(role, user, route.method, route.path.replace("{id}", key), body_of(route, user)))
            for key in (foreign, never, "..%2F" + foreign, foreign + "x")
        ]
        assert answers[0][0] == 404
        assert answers[0] == answers[1] == answers[3]
        assert answers[2][0] in {403, 404}


def test_the_foreign_stays_as_it_was(one: Team, other: Team) -> None:
    user, member = new_user(), other.member()
    job = job_of(other, user)
    one.call("admin", user, "DELETE", f"/v1/team/members/{member}")
    one.call("admin", user, "PUT", f"/v1/team/members/{member}/roles", {"roles": ["privacy"]})
    one.call("client", user, "DELETE", f"/v1/users/{user}")
    one.call(SESSION, new_user(), "DELETE", "/v1/me")
    status, body, _ = other.call("admin", user, "GET", "/v1/team/members")
    (seen,) = [entry for entry in body["members"] if entry["id"] == member]
    assert (status, seen["roles"]) == (200, ["reviewer"])
    assert other.speaker.client.job(job)["state"] == "awaiting_upload"


def test_a_list_holds_the_own_staff_alone(one: Team, other: Team) -> None:
    mine, theirs = one.member(), other.member()
    _, body, _ = one.call("admin", "", "GET", "/v1/team/members")
    ids = {entry["id"] for entry in body["members"]}
    assert mine in ids
    assert theirs not in ids
    assert not ids & {person.id for person in other.people.values()}


@pytest.mark.parametrize("like", ["{}x", "../{}", "{}/", "{}\u200b", "{} ", "%75{}", "\uff55{}"])
def test_a_session_gets_nothing_of_a_user_whose_id_looks_like_its_own(one: Team, like: str) -> None:
    user = new_user()
    mine, theirs = job_of(one, user), job_of(one, like.format(user))
    browser, twin = one.browser(user), one.browser(like.format(user))
    assert browser.job(mine)["id"] == mine
    for session, foreign in ((browser, theirs), (twin, mine)):
        assert session.call("GET", f"/v1/me/jobs/{foreign}")[0] == 404
    browser.erase()
    assert twin.job(theirs)["state"] == "awaiting_upload"


def test_an_erasure_ends_the_sessions_of_the_user_at_once(one: Team) -> None:
    """Promise 5."""
    user = new_user()
    browsers = [one.browser(user), one.browser(user)]
    job = browsers[0].create_job()
    erasure = one.speaker.client.erase_user(user)
    for browser in browsers:
        assert browser.call("GET", f"/v1/me/jobs/{job['id']}")[0] == 401
        assert browser.call("POST", "/v1/me/jobs", JOB)[0] == 401
    assert one.speaker.client.settled(f"/v1/erasures/{erasure['id']}")["state"] == "completed"
    followed = browsers[0].call("GET", f"/v1/me/erasures/{erasure['id']}")
    assert (followed[0], followed[1]["state"]) == (200, "completed")
    assert browsers[0].call("GET", f"/v1/me/jobs/{job['id']}")[0] == 401
    assert one.browser(user).call("GET", f"/v1/me/jobs/{job['id']}")[0] == 404


def test_a_session_ends_by_itself(one: Team) -> None:
    client = one.speaker.client
    browser = client.browser(new_user(), "jobs.read", seconds=1)
    eventually(lambda: browser.call("GET", "/v1/me/jobs/x")[0] == 401, "the session is over", 5)


def test_a_session_of_another_stage_is_none_here(one: Team, swift: World) -> None:
    browser = swift.one.client.browser(new_user(), "jobs.read")
    assert one.speaker.client.call("GET", "/v1/me/jobs/x", token=browser.token)[0] == 401


def test_an_admin_invites_changes_and_removes_and_the_tokens_follow(one: Team) -> None:
    deployed = one.world.deployed
    person = new_person(deployed.session, deployed.outputs, one.speaker.team, "reviewer")
    path = f"/v1/team/members/{person.id}"

    def lists() -> int:
        token = sign_in(deployed.session, deployed.outputs, person)
        return one.speaker.client.call("GET", "/v1/team/members", token=token)[0]

    assert lists() == 401
    assert one.call("admin", "", "PUT", f"{path}/roles", {"roles": ["admin"]})[0] == 200
    assert lists() == 200
    assert one.call("admin", "", "DELETE", path)[0] == 204
    with pytest.raises(Exception, match=r"NotAuthorized|UserNotFound"):
        sign_in(deployed.session, deployed.outputs, person)
    assert one.call("admin", "", "DELETE", path)[0] == 404


def test_the_last_admin_of_a_team_stays(other: Team) -> None:
    admin = other.people["admin"].id
    assert other.call("admin", "", "DELETE", f"/v1/team/members/{admin}")[0] == 409
    assert other.call("admin", "", "PUT", f"/v1/team/members/{admin}/roles", {"roles": ["privacy"]})[0] == 409
    assert other.call("admin", "", "GET", "/v1/team/members")[0] == 200


def test_nothing_that_a_person_can_write_moves_the_person_to_another_team(one: Team, other: Team) -> None:
    deployed, person = one.world.deployed, one.people["admin"]
    cognito = deployed.session.client("cognito-idp")
    for name, value in (("custom:team", other.speaker.team), ("locale", other.speaker.team)):
        try:
            cognito.update_user_attributes(
                AccessToken=one.tokens["admin"], UserAttributes=[{"Name": name, "Value": value}]
            )
        except cognito.exceptions.ClientError:
            continue
    token = sign_in(deployed.session, deployed.outputs, person)
    status, body, _ = one.speaker.client.call("GET", "/v1/team/members", token=token)
    assert status == 200
    assert person.id in {entry["id"] for entry in body["members"]}


@pytest.mark.parametrize("scope", ["moretta/members.write", "moretta/members.read", "moretta/all"])
def test_a_backend_cannot_ask_for_a_scope_of_people(one: Team, scope: str) -> None:
    client = one.speaker.client
    with pytest.raises(Exception, match="400 for a token"):
        client.token(scope)


def test_a_page_of_the_stages_origin_may_use_a_session_and_read_what_goes_wrong(one: Team) -> None:
    (origin,) = one.world.deployed.stage.origins
    client, url = one.speaker.client, f"{one.speaker.client.api_url}/v1/me/jobs"
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    asked = client.http.request("OPTIONS", url, headers={"Origin": origin, **wanted})
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert asked.status == 204
    assert headers["access-control-allow-origin"] == origin
    assert "authorization" in headers["access-control-allow-headers"].lower()
    for token in (one.browser(new_user()).token, "none"):
        _, _, answered = client.call("POST", "/v1/me/jobs", JOB, token)
        assert answered["Access-Control-Allow-Origin"] == "*"
