"""Batches, keys, quotas, lists, retries and the sweeper, from the event to the answer."""

import json
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.core.close_failed import close_failed
from functions.core.errors import Unavailable
from functions.core.job import EXPIRED
from functions.create_job import handler as create_job
from functions.edge.queue import HandBack
from functions.list_jobs import handler as list_jobs
from functions.list_user_jobs import handler as list_user_jobs
from functions.retry_job import handler as retry_job
from functions.sweep import handler as sweep
from tests.fakes.output import Printed
from tests.fakes.world import MOST_BYTES, TEAM, World
from tests.handlers.loading import Context, as_described, event, request

CANARY = "canary@example.org"
HANDLERS: dict[str, Any] = {
    "create_job": create_job,
    "list_jobs": list_jobs,
    "list_user_jobs": list_user_jobs,
    "retry_job": retry_job,
}
ONE: dict[str, Any] = json.loads(event("create_job")["body"])


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build every function from fakes."""
    monkeypatch.setattr(create_job, "build", lambda: (world.creating, MOST_BYTES))
    monkeypatch.setattr(list_jobs, "build", lambda: world.lists)
    monkeypatch.setattr(list_user_jobs, "build", lambda: (world.listing, True))
    monkeypatch.setattr(retry_job, "build", lambda: world.retrying)
    monkeypatch.setattr(sweep, "build", lambda: world.sweeping)
    for module in (create_job, retry_job, sweep):
        monkeypatch.setattr(module, "now", world.clock)


def _call(name: str, **changes: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
    answer = HANDLERS[name].handler(request(name, **changes), Context())
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def test_figures_of_a_team_are_answered_by_the_route_of_its_jobs(world: World) -> None:
    job = world.masked()
    asked = request("list_jobs") | {"resource": "/v1/team/figures"}
    asked["queryStringParameters"] = {"from": "2026-11-22T00:00:00Z", "to": "2026-11-23T00:00:00Z"}
    answered = list_jobs.handler(asked, Context())
    body = json.loads(answered["body"])
    as_described("Figures", body)
    assert (answered["statusCode"], body["total"]["jobs"], body["total"]["done"]) == (200, 1, 1)
    assert job.ref.id not in answered["body"]


def test_everything_that_a_job_can_be_asked_with_is_understood(world: World) -> None:
    more = {"size": 6, "content_md5": "1B2M2Y8AsgTpgAmY7PhCfg==", "reference": "r", "depicted": ["u2"]}
    status, body, _ = _call("create_job", body=ONE | more)
    (job,) = world.jobs.rows.values()
    assert (status, body["reference"]) == (201, "r")
    assert (job.size, job.content_md5, job.reference) == (6, more["content_md5"], "r")
    assert job.depicted == (world.subject("u2"),)
    assert body["upload"]["fields"]["policy"] == "6-6"
    assert body["upload"]["fields"]["Content-MD5"] == more["content_md5"]
    assert not {"depicted", "subject", "user_id"} & body.keys()


def test_a_batch_is_answered_job_by_job(world: World) -> None:
    world.ask_erasure("u2")
    jobs = [ONE, ONE | {"user_id": "u2"}, ONE | {"user_id": "u3"}]
    status, body, headers = _call("create_job", body={"jobs": jobs})
    first, refused, third = body["jobs"]
    assert (status, headers["Content-Type"]) == (207, "application/json")
    assert [one["status"] for one in body["jobs"]] == [201, 409, 201]
    assert refused["problem"]["type"] == "urn:moretta:problem:erasure_running"
    assert {first["job"]["id"], third["job"]["id"]} == {ref.id for ref in world.jobs.rows}
    assert first["job"]["upload"]["fields"]["key"].endswith("/identity")


def test_a_batch_with_one_bad_job_makes_none(world: World) -> None:
    jobs = [ONE, ONE, ONE | {"recipe": {"version": 1, "hide": {CANARY: {}}}}]
    status, body, _ = _call("create_job", body={"jobs": jobs})
    assert (status, body["field"]) == (422, "jobs[2].recipe.hide")
    assert CANARY not in json.dumps(body)
    assert world.jobs.rows == {}


@pytest.mark.parametrize("header", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
def test_a_request_with_its_key_again_is_the_same_job(world: World, header: str) -> None:
    first, again = (_call("create_job", headers={header: CANARY}) for _ in range(2))
    assert first == again
    status, body, _ = _call("create_job", headers={header: CANARY}, body=ONE | {"reference": "r"})
    assert (status, body["field"]) == (422, "Idempotency-Key")
    assert CANARY not in json.dumps(body) + repr(world.jobs.keys)


def test_a_key_that_is_too_long_is_refused(world: World) -> None:
    for length, expected in ((255, 201), (256, 422)):
        status, body, _ = _call("create_job", headers={"Idempotency-Key": "k" * length})
        assert status == expected
        assert body.get("field", "Idempotency-Key") == "Idempotency-Key"
    assert len(world.jobs.rows) == 1


def test_beyond_the_quota_the_answer_says_when_to_come_back(world: World) -> None:
    world.quotas.per_minute = 2
    world.clock.advance(17)
    assert _call("create_job", body={"jobs": [ONE, ONE]})[0] == 207
    for body in (ONE, {"jobs": [ONE]}):
        status, problem, headers = _call("create_job", body=body)
        assert (status, problem["type"]) == (429, "urn:moretta:problem:too_many")
        assert headers["Retry-After"] == "43"
    assert _call("create_job", client="client-b")[0] == 201


@pytest.mark.parametrize("name", ["list_jobs", "list_user_jobs"])
def test_a_list_is_paged_by_what_the_page_before_says(world: World, name: str) -> None:
    made = []
    for _ in range(5):
        made.append(world.create()[0].ref.id)
        world.clock.advance(1)
    found: list[str] = []
    query = {"limit": "2"}
    for _ in range(3):
        status, body, _ = _call(name, query=dict(query))
        assert status == 200
        found += [job["id"] for job in body["jobs"]]
        query["after"] = body.get("next", "")
    assert "next" not in body
    assert found == made[::-1]


def test_a_list_is_filtered_and_shows_no_pseudonym_of_anybody_depicted(world: World) -> None:
    done = world.masked(depicted=("u2",))
    world.create()
    status, body, _ = _call("list_jobs", query={"state": "done", "from": "2026-11-22T00:00:00Z"})
    (job,) = body["jobs"]
    assert (status, job["id"], job["state"]) == (200, done.ref.id, "done")
    assert world.subject("u2") not in json.dumps(body)
    assert not {"download", "upload", "depicted"} & job.keys()


def test_a_user_id_in_the_path_is_decoded_once(world: World) -> None:
    job, _ = world.create("a/b%2F")
    _, body, _ = _call("list_user_jobs", user_id="a%2Fb%252F")
    assert [one["id"] for one in body["jobs"]] == [job.ref.id]


def test_another_team_lists_and_retries_nothing_of_ours(world: World) -> None:
    """Promise 10."""
    job, form = world.create()
    close_failed(world.upload(form), world.failing)
    for name in ("list_jobs", "list_user_jobs"):
        assert len(_call(name)[1]["jobs"]) == 1
        assert _call(name, client="client-b")[1] == {"jobs": []}
    theirs = _call("retry_job", client="client-b", id=job.ref.id)
    never = _call("retry_job", client="client-b", id="s" * 32 + "0" * 26)
    assert theirs[:2] == never[:2]
    assert theirs[0] == 404
    assert world.row(job.ref).state == "failed"


def test_a_retry_answers_202_with_the_job_that_awaits_its_masker(world: World) -> None:
    job, form = world.create()
    world_event = world.upload(form)
    close_failed(world_event, world.failing)
    status, body, headers = _call("retry_job", id=job.ref.id)
    assert (status, body["id"], body["state"]) == (202, job.ref.id, "awaiting_upload")
    assert headers["Location"] == f"/v1/jobs/{job.ref.id}"
    assert world.queue.sent == [world_event]
    status, body, _ = _call("retry_job", id=job.ref.id)
    assert (status, body["type"]) == (409, "urn:moretta:problem:not_failed")


Break = Callable[[World], object]
BROKEN: dict[str, tuple[Break, int, str]] = {
    "original_gone": (lambda world: world.originals.objects.clear(), 409, "original_gone"),
    "queue_down": (lambda world: setattr(world.queue, "down", True), 503, "unavailable"),
    "erased": (lambda world: world.ask_erasure(), 404, "not_found"),
}


@pytest.mark.parametrize(("broken", "status", "code"), BROKEN.values(), ids=BROKEN)
def test_a_retry_that_cannot_be_says_why(world: World, broken: Break, status: int, code: str) -> None:
    job, form = world.create()
    close_failed(world.upload(form), world.failing)
    broken(world)
    answered, body, headers = _call("retry_job", id=job.ref.id)
    assert (answered, body["type"]) == (status, f"urn:moretta:problem:{code}")
    assert ("Retry-After" in headers) == (status == 503)
    assert world.row(job.ref).state == "failed"


def test_the_sweeper_counts_what_it_expired(world: World, printed: Printed) -> None:
    jobs = [world.create(CANARY)[0] for _ in range(2)]
    world.clock.advance(timedelta(hours=1).total_seconds())
    sweep.handler(event("sweep"), Context())
    assert [world.row(job.ref).state for job in jobs] == [EXPIRED] * 2
    said = printed().replace(" ", "")
    assert '"metric":"Swept","outcome":"expired","times":2' in said
    assert '"SweepLag":[0.0]' in said
    assert not any(word in said for word in ("canary", TEAM, jobs[0].ref.subject))


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError(CANARY)], ids=["fault", "unplanned"])
def test_a_sweep_that_breaks_says_nothing_of_anybody(
    world: World, error: Exception, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 15: Lambda logs what is raised."""

    def explode(*_args: object) -> None:
        raise error

    monkeypatch.setattr(world.lists, "jobs", explode)
    with pytest.raises(HandBack) as raised:
        sweep.handler(event("sweep"), Context())
    assert CANARY not in "".join(traceback.format_exception(raised.value)) + printed()
    assert type(error).__name__ in printed()
