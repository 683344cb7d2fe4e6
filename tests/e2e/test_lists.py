"""A thousand jobs made in batches, and every list of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import pytest

from tests.e2e.asking import body, new_team, pages
from tests.e2e.world import Speaker, World, new_user

BATCHES, USERS = 10, 5


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
