"""Promise 10: every route × every role × own, other and foreign data, as docs/access.md has it."""

import json
from collections.abc import Iterator

import pytest

from functions.core.routes import ROUTES, Route
from tests.e2e.route_answers import JOB, SUCCESS, body_of
from tests.e2e.route_paths import HOOKS, NAMED, path_of
from tests.e2e.staffed import Answer, Team, job_of
from tests.e2e.world import World, eventually, new_user
from tools.access import ROLES, SESSION, may
from tools.staff import new_person, sign_in

each_route = pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])


@pytest.fixture(scope="module")
def one(local: World) -> Team:
    return Team(local, local.one)


@pytest.fixture(scope="module")
def other(local: World) -> Team:
    return Team(local, local.other)


@pytest.fixture(scope="module", autouse=True)
def _no_webhook_is_left(one: Team, other: Team) -> Iterator[None]:
    yield
    for team in (one, other):
        for webhook in team.speaker.client.call("GET", HOOKS)[1]["webhooks"]:
            team.speaker.client.call("DELETE", f"{HOOKS}/{webhook['id']}")


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
