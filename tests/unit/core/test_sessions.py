"""A session is one user's, for named permissions, for minutes, and ends with the erasure (promises 5, 10)."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.authorize_session import AuthorizeSession, authorize_session
from functions.core.create_job import create_job
from functions.core.create_session import (
    CreateSession,
    SessionRequest,
    create_session,
    parse_session_request,
)
from functions.core.errors import ErasureRunning, Invalid, NotFound
from functions.core.get_erasure import get_erasure
from functions.core.get_job import get_job
from functions.core.hide import Hide
from functions.core.job_request import parse_job_request
from functions.core.list_jobs import Listing, list_user_jobs
from functions.core.names import new_id
from functions.core.reach import OfUser
from functions.core.recipe import Recipe
from functions.core.request_erasure import request_erasure
from functions.core.routes import FOLLOWING, PERMISSIONS, ROUTES
from functions.core.session import VERSION, Session, seal, unseal
from functions.core.subjects import Identified
from tests.fakes.services import FakeMac
from tests.fakes.world import MOST_BYTES, OTHER_TEAM, TEAM, World

SEALING = FakeMac(b"the key of sessions in these tests")
BODY = {"recipe": Recipe({"face": Hide()}).to_json(), "purposes": ["masking"], "content_type": "image/jpeg"}


class Browsers:
    """A world in which sessions are asked for."""

    def __init__(self) -> None:
        self.world = World()
        self.creating = CreateSession(self.world.ledger, self.world.mac, SEALING)
        self.authorizing = AuthorizeSession(self.world.ledger, SEALING)

    def token(self, user: str = "u1", *permissions: str, team: str = TEAM, seconds: int = 900) -> str:
        request = SessionRequest(user, permissions or PERMISSIONS, seconds)
        return create_session(request, team, self.creating, self.world.clock())[1]

    def session(self, token: str) -> Session | None:
        return authorize_session(token, self.authorizing, self.world.clock())

    def user(self, user: str = "u1", team: str = TEAM) -> Identified:
        session = self.session(self.token(user, team=team))
        assert session
        return session.user


@pytest.fixture
def browsers() -> Browsers:
    return Browsers()


def test_a_session_is_the_users_of_the_team_and_holds_no_user_id(browsers: Browsers) -> None:
    token = browsers.token("a-user-id-to-look-for", "jobs.read")
    session = browsers.session(token)
    assert session
    assert (session.team, session.permissions) == (TEAM, ("jobs.read",))
    assert session.user.subject == browsers.world.subject("a-user-id-to-look-for")
    payload = base64.urlsafe_b64decode(token.partition(".")[0] + "==")
    assert b"a-user-id-to-look-for" not in payload
    assert json.loads(payload).keys() == {
        *("version", "id", "team", "person", "epoch", "subject", "permissions", "expires_at")
    }


def test_two_sessions_of_one_moment_are_two(browsers: Browsers) -> None:
    assert browsers.token() != browsers.token()


def test_a_session_ends_by_itself(browsers: Browsers) -> None:
    token = browsers.token(seconds=60)
    browsers.world.clock.advance(59)
    assert browsers.session(token)
    browsers.world.clock.advance(1)
    assert browsers.session(token) is None


def test_an_erasure_ends_every_session_of_the_user_at_once_and_for_good(browsers: Browsers) -> None:
    """Promise 5."""
    first, second, other = browsers.token(), browsers.token(), browsers.token("u1x")
    erasure = browsers.world.ask_erasure("u1")
    assert browsers.session(first) is None
    assert browsers.session(second) is None
    browsers.world.work_off(erasure)
    assert browsers.session(first) is None
    assert browsers.session(other)


def test_no_session_begins_while_the_user_is_being_erased_and_one_does_afterwards(browsers: Browsers) -> None:
    erasure = browsers.world.ask_erasure("u1")
    with pytest.raises(ErasureRunning):
        browsers.token("u1")
    browsers.world.work_off(erasure)
    assert browsers.session(browsers.token("u1"))


def test_a_session_that_an_erasure_ended_still_follows_it_and_so_does_a_new_one(browsers: Browsers) -> None:
    """Until it is done, and after that; what is asked is the erasure and nothing else."""
    world = browsers.world
    before, erasure = browsers.token(), world.ask_erasure("u1")
    during = browsers.token("u1", FOLLOWING)
    world.work_off(erasure)
    for token in (before, during, browsers.token("u1", FOLLOWING)):
        session = authorize_session(token, browsers.authorizing, world.clock(), outlives=True)
        assert session
        assert get_erasure(erasure.id, TEAM, world.ledger, world.clock(), session.user).state == "completed"
    assert browsers.session(before) is browsers.session(during) is None
    world.clock.advance(900)
    assert authorize_session(during, browsers.authorizing, world.clock(), outlives=True) is None


@pytest.mark.parametrize("permissions", [("jobs.read",), ("jobs.read", FOLLOWING), PERMISSIONS])
def test_while_an_erasure_runs_a_session_begins_to_follow_it_and_for_nothing_more(
    browsers: Browsers, permissions: tuple[str, ...]
) -> None:
    browsers.world.ask_erasure("u1")
    with pytest.raises(ErasureRunning):
        browsers.token("u1", *permissions)


@pytest.mark.parametrize(("user", "team"), [("u1x", TEAM), ("../u1", TEAM), ("u1", OTHER_TEAM)])
def test_a_session_follows_no_erasure_of_anybody_else(browsers: Browsers, user: str, team: str) -> None:
    """Promise 10."""
    theirs = browsers.world.ask_erasure(user, team)
    for erasure_id in (theirs.id, new_id(browsers.world.clock())):
        with pytest.raises(NotFound):
            get_erasure(erasure_id, TEAM, browsers.world.ledger, browsers.world.clock(), browsers.user("u1"))


def test_only_the_way_to_follow_an_erasure_outlives_it() -> None:
    assert [route.name for route in ROUTES if route.outlives] == [
        "GET /v1/me/erasures/{id}",
        "GET /v1/me/erasures/{id}/receipt",
    ]


def test_a_session_lists_the_jobs_of_its_own_user(browsers: Browsers) -> None:
    world = browsers.world
    mine, _, _ = world.masked("u1"), world.masked("u1x"), world.masked("u1", team=OTHER_TEAM)
    jobs, after = list_user_jobs(TEAM, browsers.user("u1"), Listing(), world.listing, world.clock())
    assert ([job.ref for job in jobs], after) == ([mine.ref], None)


def test_the_erasure_of_a_user_in_another_team_ends_nothing_here(browsers: Browsers) -> None:
    token = browsers.token("u1")
    browsers.world.ask_erasure("u1", OTHER_TEAM)
    assert browsers.session(token)


def _swap(token: str, **changes: object) -> str:
    payload, _, mac = token.partition(".")
    values = json.loads(base64.urlsafe_b64decode(payload + "==")) | changes
    text = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    return f"{text}.{mac}"


FORGED: dict[str, Callable[[str], str]] = {
    "nothing": lambda _: "",
    "dot": lambda _: ".",
    "payload alone": lambda token: token.partition(".")[0],
    "without a mac": lambda token: token.partition(".")[0] + ".",
    "mac of zeros": lambda token: token.partition(".")[0] + "." + "A" * 43,
    "a longer life": lambda token: _swap(token, expires_at=4_000_000_000),
    "more permissions": lambda token: _swap(token, permissions=list(PERMISSIONS)),
    "another user": lambda token: _swap(token, subject="a" * 32),
    "another team": lambda token: _swap(token, team=OTHER_TEAM),
    "three parts": lambda token: f"eyJhbGciOiJub25lIn0.{token}",
    "padded": lambda token: token + "=",
    "standard alphabet": lambda token: "+/" + token[2:],
    "a line after it": lambda token: token + "\n",
    "long": lambda token: "A" * 100_000 + "." + token.partition(".")[2],
    "unicode digits": lambda token: "١" + token[1:],
}


@pytest.mark.parametrize("how", FORGED)
def test_a_token_that_was_made_or_changed_by_others_is_no_session(browsers: Browsers, how: str) -> None:
    assert browsers.session(FORGED[how](browsers.token("u1", "jobs.read"))) is None


def test_a_token_under_another_key_or_of_another_version_is_no_session(browsers: Browsers) -> None:
    now = browsers.world.clock()
    session = Session("id", TEAM, browsers.user(), ("jobs.read",), now + timedelta(seconds=60))
    assert unseal(seal(session, SEALING), SEALING, now) == session
    assert unseal(seal(session, browsers.world.mac), SEALING, now) is None
    payload = _swap(seal(session, SEALING), version=VERSION + 1).partition(".")[0]
    mac = base64.urlsafe_b64encode(SEALING.mac(payload.encode())).decode().rstrip("=")
    assert unseal(f"{payload}.{mac}", SEALING, now) is None


GOOD: dict[str, Any] = {"user_id": "u1", "permissions": ["jobs.read"], "seconds": 60}


def test_a_request_in_full_is_taken_and_a_session_lives_a_quarter_of_an_hour_unless_told() -> None:
    assert parse_session_request(GOOD) == SessionRequest("u1", ("jobs.read",), 60)
    assert parse_session_request({"user_id": "u1", "permissions": list(PERMISSIONS)}).seconds == 900


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user_id": ""}, "user_id"),
        ({"user_id": None}, "user_id"),
        ({"permissions": None}, "permissions"),
        ({"permissions": []}, "permissions"),
        ({"permissions": "jobs.read"}, "permissions"),
        ({"permissions": ["jobs.read", "all"]}, "permissions"),
        ({"permissions": ["sessions.write"]}, "permissions"),
        ({"permissions": ["members.write"]}, "permissions"),
        ({"permissions": [["jobs.read"]]}, "permissions"),
        ({"permissions": ["jobs.read"] * 50}, "permissions"),
        ({"seconds": 0}, "seconds"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": 901}, "seconds"),
        ({"seconds": True}, "seconds"),
        ({"seconds": 60.0}, "seconds"),
        ({"seconds": "60"}, "seconds"),
        ({"team": OTHER_TEAM}, "body"),
    ],
)
def test_an_odd_request_is_refused_with_its_field_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_session_request(GOOD | changes)
    assert raised.value.field == field


def test_a_session_asks_for_a_job_of_its_own_user_and_can_name_no_other(browsers: Browsers) -> None:
    user, world = browsers.user("u1"), browsers.world
    job, _ = create_job(parse_job_request(BODY, MOST_BYTES, user), TEAM, "", world.creating, world.clock())
    assert job.ref.subject == world.subject("u1")
    with pytest.raises(Invalid) as raised:
        parse_job_request({**BODY, "user_id": "u2"}, MOST_BYTES, user)
    assert raised.value.field == "body"
    with pytest.raises(Invalid):
        parse_job_request(BODY, MOST_BYTES)


def test_a_session_that_an_erasure_overtakes_writes_nothing(browsers: Browsers) -> None:
    user, world = browsers.user("u1"), browsers.world
    world.ask_erasure("u1")
    with pytest.raises(ErasureRunning):
        create_job(parse_job_request(BODY, MOST_BYTES, user), TEAM, "", world.creating, world.clock())
    assert world.jobs.rows == {}


# Ids that a careless comparison would take for u1's: longer, shorter, of a path, look-alikes, other cases.
LIKE = (
    "u1x",
    "u",
    "U1",
    "u1 ",
    " u1",
    "../u1",
    "u1/../u2",
    "u1/",
    "u１",
    "u¹",
    "ս1",
    "u1\u200b",
    "u1#",
    "%75%31",
)


@pytest.mark.parametrize("other", LIKE)
def test_a_session_of_a_user_gets_nothing_of_one_whose_id_looks_like_it(
    browsers: Browsers, other: str
) -> None:
    """Promise 10."""
    world = browsers.world
    mine, theirs = world.masked("u1"), world.masked(other)
    assert get_job(mine.ref.id, TEAM, world.reading, browsers.user("u1"))[0].ref == mine.ref
    for user, job in (("u1", theirs), (other, mine)):
        with pytest.raises(NotFound):
            get_job(job.ref.id, TEAM, world.reading, browsers.user(user))
    before = world.others(mine.ref.subject)
    world.work_off(request_erasure(browsers.user("u1"), world.act(), world.requesting))
    assert world.traces(mine.ref.subject) == []
    assert world.others(mine.ref.subject) == before


def test_the_same_user_id_in_two_spellings_of_unicode_is_one_user(browsers: Browsers) -> None:
    composed = parse_session_request({**GOOD, "user_id": "é"}).user_id
    assert composed == parse_session_request({**GOOD, "user_id": "e\u0301"}).user_id


def test_a_session_of_another_team_gets_nothing_of_the_same_user_id(browsers: Browsers) -> None:
    world = browsers.world
    job = world.masked("u1")
    with pytest.raises(NotFound):
        get_job(job.ref.id, OTHER_TEAM, world.reading, browsers.user("u1", OTHER_TEAM))
    # Even a subject of one team under the name of the other leads to no row.
    with pytest.raises(NotFound):
        get_job(job.ref.id, OTHER_TEAM, world.reading, replace(browsers.user("u1")))


def test_a_user_who_withdraws_by_session_is_erased_as_by_the_team(browsers: Browsers) -> None:
    world = browsers.world
    world.masked("u1")
    user = browsers.user("u1")
    erasure = request_erasure(user, world.act(), world.requesting)
    assert erasure.scope == OfUser(user.subject, user.person, user.epoch)
    assert world.ask_erasure("u1").id == erasure.id
    assert world.work_off(erasure).state == "completed"


def test_every_permission_is_asked_for_by_some_route_of_sessions_and_by_those_alone() -> None:
    assert set(PERMISSIONS) == {route.scope for route in ROUTES if route.kind == "session"}
    assert all(route.path.startswith("/v1/me") == (route.kind == "session") for route in ROUTES)
