"""A thousand jobs in batches, and every list of them; quotas and keys; forms of one size; who never came."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from PIL import Image

from tests.e2e.pictures import jpeg, plain
from tests.e2e.world import Speaker, World, eventually, key_of, new_user, post, prefix_of, speaker
from tools.client import RECIPE
from tools.team import make_team

BATCHES, USERS = 10, 5


def body(user_id: str, **more: object) -> dict[str, object]:
    """What a job is asked for with."""
    asked = {"user_id": user_id, "recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
    return asked | more


def new_team(world: World) -> Speaker:
    """A team with a quota and lists of its own."""
    made = make_team(world.deployed.session, world.deployed.outputs, "jobs")
    return speaker(world.deployed, made)


def pages(team: Speaker, path: str, limit: int = 100, **query: str) -> list[dict[str, Any]]:
    """Everything that a list shows, page by page."""
    found: list[dict[str, Any]] = []
    asked = {"limit": str(limit), **query}
    while True:
        status, page, _ = team.client.call("GET", f"{path}?{urlencode(asked)}")
        assert status == 200, page
        assert len(page["jobs"]) <= limit
        found += page["jobs"]
        if "next" not in page:
            return found
        asked["after"] = page["next"]


@dataclass(frozen=True)
class Thousand:
    """A team and its thousand jobs: the id of each with its user and its reference."""

    team: Speaker
    users: list[str]
    jobs: dict[str, tuple[str, str]]

    def newest_first(self) -> list[str]:
        return sorted(self.jobs, key=lambda job: job[32:], reverse=True)


@pytest.fixture(scope="module")
def thousand(local: World) -> Thousand:
    """Made a hundred at a time, of five users; one of them is called as another, and more."""
    team, user = new_team(local), new_user()
    users = [user, f"{user}x", *(new_user() for _ in range(USERS - 2))]
    jobs: dict[str, tuple[str, str]] = {}
    for batch in range(BATCHES):
        asked = [(users[number % USERS], f"{batch}/{number}") for number in range(100)]
        sent = {"jobs": [body(user_id, reference=reference) for user_id, reference in asked]}
        status, answer, _ = team.client.call("POST", "/v1/jobs", sent)
        assert status == 207
        assert {one["status"] for one in answer["jobs"]} == {201}
        assert [one["job"]["reference"] for one in answer["jobs"]] == [reference for _, reference in asked]
        jobs |= {one["job"]["id"]: told for one, told in zip(answer["jobs"], asked, strict=True)}
    assert len(jobs) == BATCHES * 100
    return Thousand(team, users, jobs)


@pytest.mark.parametrize("query", [{}, {"state": "awaiting_upload"}], ids=["by-time", "by-state"])
@pytest.mark.parametrize("limit", [100, 37])
def test_a_thousand_jobs_are_listed_newest_first_without_a_loss_or_a_double(
    thousand: Thousand, query: dict[str, str], limit: int
) -> None:
    listed = pages(thousand.team, "/v1/jobs", limit, **query)
    assert [job["id"] for job in listed] == thousand.newest_first()
    assert {job["id"]: job["reference"] for job in listed} == {
        job: reference for job, (_, reference) in thousand.jobs.items()
    }


@pytest.mark.parametrize("limit", [100, 37])
def test_the_jobs_of_a_user_are_listed_without_a_loss_or_a_double(thousand: Thousand, limit: int) -> None:
    """Promise 10: ``u1`` is not ``u1x``."""
    for user in thousand.users:
        wanted = [job for job in thousand.newest_first() if thousand.jobs[job][0] == user]
        assert len(wanted) == BATCHES * 100 // USERS
        listed = pages(thousand.team, f"/v1/users/{quote(user, safe='')}/jobs", limit)
        assert [job["id"] for job in listed] == wanted


def test_between_two_moments_stand_exactly_the_jobs_of_that_time(thousand: Thousand) -> None:
    """From is in, to is not; the zone may be any."""
    made = {job["id"]: job["created_at"] for job in pages(thousand.team, "/v1/jobs")}
    moments = sorted(set(made.values()))
    begin, end = moments[len(moments) // 3], moments[2 * len(moments) // 3]
    wanted = {job for job, created_at in made.items() if begin <= created_at < end}
    assert 0 < len(wanted) < len(made)
    for shift in (0, 5):
        zone = datetime.fromisoformat(begin) + timedelta(hours=shift)
        named = zone.isoformat().replace("+00:00", f"+{shift:02}:00")
        assert {job["id"] for job in pages(thousand.team, "/v1/jobs", **{"from": named, "to": end})} == wanted


def test_no_other_team_and_no_other_state_lists_any_of_them(local: World, thousand: Thousand) -> None:
    """Promise 10."""
    for team in (local.one, new_team(local)):
        assert not {job["id"] for job in pages(team, "/v1/jobs")} & thousand.jobs.keys()
        path = f"/v1/users/{quote(thousand.users[0], safe='')}/jobs"
        assert pages(team, path) == []
    for state in ("done", "masking", "expired"):
        assert pages(thousand.team, "/v1/jobs", state=state) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "kanarienvogel"}, "after"),
        ({"after": "0" * 26}, "after"),
        ({"limit": "101"}, "limit"),
        ({"state": "erased"}, "state"),
        ({"from": "yesterday"}, "from"),
        ({"from": "0001-01-01T00:00:00Z"}, "from"),
        ({"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}, "to"),
        ({"kanarienvogel": "1"}, "query"),
    ],
    ids=["no-cursor", "nobodys-cursor", "limit", "state", "no-date", "year-one", "backwards", "unknown"],
)
def test_a_list_that_cannot_be_is_refused(local: World, query: dict[str, str], field: str) -> None:
    status, problem, _ = local.one.client.call("GET", f"/v1/jobs?{urlencode(query)}")
    assert (status, problem["field"]) == (422, field)
    assert "kanarienvogel" not in str(problem)


def test_a_team_beyond_its_quota_is_told_when_to_come_back_and_others_are_not(swift: World) -> None:
    team, per_minute = new_team(swift), swift.deployed.stage.jobs_per_minute
    whole = {"jobs": [body(new_user())] * per_minute}
    assert team.client.call("POST", "/v1/jobs", {"jobs": [*whole["jobs"], body(new_user())]})[0] == 429
    answers = [team.client.call("POST", "/v1/jobs", whole) for _ in range(3)]  # in two minutes at most
    refused = [answer for answer in answers if answer[0] == 429]
    assert len(refused) >= 1
    for _, problem, headers in refused:
        assert problem["type"] == "urn:moretta:problem:too_many"
        assert 1 <= int(headers["Retry-After"]) <= 60
    assert len(pages(team, "/v1/jobs")) == per_minute * (3 - len(refused))
    assert new_team(swift).client.call("POST", "/v1/jobs", body(new_user()))[0] == 201


def test_asked_again_with_its_key_it_is_the_same_job_and_its_form_works(
    local: World, photo: Image.Image
) -> None:
    client, user = local.one.client, new_user()
    _, first, _ = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")
    status, again, headers = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")
    assert (status, again["id"], headers["Location"]) == (201, first["id"], f"/v1/jobs/{first['id']}")
    status, problem, _ = client.call("POST", "/v1/jobs", body(user, reference="r"), key="kanarienvogel")
    assert (status, problem["field"]) == (422, "Idempotency-Key")
    other = client.call("POST", "/v1/jobs", body(f"{user}x"), key="kanarienvogel")[1]
    assert other["id"] != first["id"]
    assert post(client, again["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{first['id']}")["state"] == "done"
    told = client.call("POST", "/v1/jobs", body(user), key="kanarienvogel")[1]
    assert (told["id"], told["state"]) == (first["id"], "done")
    assert "upload" not in told
    assert "kanarienvogel" not in str(local.rows(local.table))


def test_a_form_of_one_size_takes_no_other(local: World) -> None:
    client, photo = local.one.client, jpeg(plain())
    job = client.create_job(new_user(), size=len(photo))
    for other in (photo[:-1], photo + b"\0", b"\xff", b""):
        assert post(client, job["upload"], other).status == 400
    assert local.keys("originals", prefix_of(local.one, job["id"])) == []
    assert client.job(job["id"])["state"] == "awaiting_upload"
    assert post(client, job["upload"], photo).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "review"


def md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def test_the_file_with_the_promised_md5_is_masked(local: World) -> None:
    client, photo = local.one.client, jpeg(plain())
    job = client.create_job(new_user(), content_md5=md5(photo))
    assert job["upload"]["fields"]["Content-MD5"] == md5(photo)
    assert post(client, job["upload"], photo).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "review"


def test_a_file_with_another_md5_than_promised_is_never_masked(local: World) -> None:
    """S3 refuses it, or the masker does; and the promise cannot be changed in the form."""
    client, photo, other = local.one.client, jpeg(plain()), jpeg(plain(80))
    job = client.create_job(new_user(), content_md5=md5(photo))
    changed = {"Content-MD5": md5(other)}
    assert post(client, job["upload"], other, **changed).status == 403
    if post(client, job["upload"], other).status == 204:
        told = client.settled(f"/v1/jobs/{job['id']}")
        assert (told["state"], told["reason"]) == ("rejected", "content_md5_mismatch")
    assert key_of(local.one, job["id"]) not in (*local.keys("results"), *local.keys("held"))
    local.quiet()
    assert local.keys("originals", prefix_of(local.one, job["id"])) == []


def test_a_job_whose_file_never_came_expires_and_a_late_file_is_deleted(swift: World) -> None:
    client = swift.one.client
    job = client.create_job(new_user())
    swift.sweep()
    assert client.job(job["id"])["state"] == "awaiting_upload", "not before it is due"
    swift.swept()
    expired = client.job(job["id"])
    assert (expired["state"], expired["reason"]) == ("expired", "no_upload")
    assert "download" not in expired
    stage, due = swift.deployed.stage, datetime.fromisoformat(expired["created_at"])
    due += timedelta(seconds=stage.form_seconds + stage.grace_seconds)
    assert datetime.fromisoformat(expired["closed_at"]) >= due
    assert client.call("POST", f"/v1/jobs/{job['id']}/retry")[0] == 409
    key = key_of(swift.one, job["id"])
    swift.s3.put_object(Bucket=swift.bucket("originals"), Key=key, Body=jpeg(plain()))
    eventually(lambda: key not in swift.keys("originals"), "the late file is gone", 40)
    assert client.job(job["id"]) == expired


def test_the_schedule_expires_what_is_due_by_itself(swift: World) -> None:
    job = swift.one.client.create_job(new_user())
    eventually(lambda: swift.one.client.job(job["id"])["state"] == "expired", "the minute is over", 100)
