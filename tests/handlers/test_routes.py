"""The routes, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.core.job import DONE
from functions.create_job import handler as create_job
from functions.get_erasure import handler as get_erasure
from functions.get_job import handler as get_job
from functions.get_jwks import handler as get_jwks
from functions.list_jobs import handler as list_jobs
from functions.list_user_jobs import handler as list_user_jobs
from functions.request_erasure import handler as request_erasure
from functions.retry_job import handler as retry_job
from tests.fakes.ledger import of_user
from tests.fakes.output import Printed
from tests.fakes.world import MOST_BYTES, TEAM, World
from tests.handlers.loading import Context, as_described, event, request
from tools.receipt import checked

CANARY = "canary@example.org"
HANDLERS: dict[str, Any] = {
    "create_job": create_job,
    "get_job": get_job,
    "list_jobs": list_jobs,
    "list_user_jobs": list_user_jobs,
    "retry_job": retry_job,
    "request_erasure": request_erasure,
    "get_erasure": get_erasure,
}


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build every function from fakes."""
    monkeypatch.setattr(create_job, "build", lambda: (world.creating, MOST_BYTES))
    monkeypatch.setattr(list_jobs, "build", lambda: world.lists)
    monkeypatch.setattr(list_user_jobs, "build", lambda: (world.listing, True))
    monkeypatch.setattr(retry_job, "build", lambda: world.retrying)
    monkeypatch.setattr(get_job, "build", lambda: world.reading)
    monkeypatch.setattr(get_erasure, "build", lambda: world.ledger)
    monkeypatch.setattr(get_jwks, "build", lambda: world.signer)
    monkeypatch.setattr(request_erasure, "build", lambda: (world.requesting, True))
    for module in (create_job, request_erasure, retry_job):
        monkeypatch.setattr(module, "now", world.clock)


def _call(name: str, given: dict[str, Any] | None = None) -> tuple[int, dict[str, Any], dict[str, str]]:
    answer = HANDLERS[name].handler(given or event(name), Context())
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def test_creating_a_job_answers_with_its_id_and_its_form(world: World) -> None:
    status, body, headers = _call("create_job")
    (job,) = world.jobs.rows.values()
    assert status == 201
    assert headers["Location"] == f"/v1/jobs/{job.ref.id}"
    assert (body["id"], body["state"]) == (job.ref.id, "awaiting_upload")
    assert body["created_at"] == "2026-11-22T12:00:00.000Z"
    assert body["upload"] == {
        "url": "https://originals.fake/",
        "fields": {"key": str(job.key), "Content-Type": "image/jpeg", "policy": f"1-{MOST_BYTES}"},
        "expires_at": "2026-11-22T12:05:00.000Z",
    }
    assert job.ref.team == TEAM


def test_the_way_of_a_photo_through_the_routes(world: World) -> None:
    _, created, _ = _call("create_job")
    status, shown, _ = _call("get_job", request("get_job", id=created["id"]))
    assert (status, shown["state"]) == (200, "awaiting_upload")
    assert "download" not in shown
    (job,) = world.jobs.rows.values()
    world.mask(world.upload(world.forms.sign(job, None, world.clock())))
    asked = request("get_job", id=created["id"])
    status, shown, _ = _call("get_job", asked)
    assert (status, shown["state"]) == (200, DONE)
    api = f"https://{asked['requestContext']['domainName']}/api/v1/reports/"
    assert shown["report_url"].startswith(api)
    assert "reason" not in shown
    assert shown["recipe"]["hide"]["face"]["style"] == "solid"
    assert shown["verdict"]["verified"] is True
    assert (shown["width"], shown["height"], len(shown["regions"])) == (40, 30, 1)
    assert shown["closed_at"] == "2026-11-22T12:00:00.000Z"
    assert world.links.open(shown["download"]) in world.imaging.verified


def test_a_job_in_review_is_shown_without_a_link(world: World) -> None:
    """Promise 1."""
    job = world.masked(data=b"odd 1")
    status, shown, _ = _call("get_job", request("get_job", id=job.ref.id))
    assert (status, shown["state"], shown["reason"]) == (200, "review", "verification_failed")
    assert "download" not in shown


def test_erasing_a_user_answers_202_and_where_to_follow_it(world: World) -> None:
    world.masked()
    status, body, headers = _call("request_erasure")
    assert (status, body["state"], body["scope"]) == (202, "running", "user")
    assert headers["Location"] == f"/v1/erasures/{body['id']}"
    assert world.executions.started == [(TEAM, body["id"], 1)]
    assert body.pop("nonce"), "whoever asked can show whom the receipt is about"
    status, followed, _ = _call("get_erasure", request("get_erasure", id=body["id"]))
    assert (status, followed) == (200, body)


def test_erasing_a_job_answers_202_and_where_to_follow_it(world: World) -> None:
    ref = world.masked().ref
    status, body, headers = _call("request_erasure", request("request_erasure", id=ref.id))
    assert (status, body["state"], body["scope"]) == (202, "running", "job")
    assert headers["Location"] == f"/v1/erasures/{body['id']}"
    assert world.executions.started == [(TEAM, body["id"], 1)]
    as_described("Erasure", body)
    unknown = request("request_erasure", id="a" * 32 + "0" * 26)
    assert _call("request_erasure", unknown)[0] == 404


def test_a_completed_erasure_shows_its_counts_and_no_pseudonym(world: World) -> None:
    world.masked()
    ended = world.work_off(world.ask_erasure())
    _, shown, _ = _call("get_erasure", request("get_erasure", id=ended.id))
    assert shown["state"] == "completed"
    assert shown["counts"]["rows"] == {"found": 1, "deleted": 1, "left": 0}
    assert shown["ended_at"] == "2026-11-22T12:00:00.000Z"
    assert ended.subject not in json.dumps(shown)
    assert of_user(ended).person not in json.dumps(shown)


def test_a_completed_erasure_has_a_receipt_and_no_other_has(world: World) -> None:
    world.masked()
    asked = world.ask_erasure()
    told = {**request("get_erasure", id=asked.id), "resource": "/v1/erasures/{id}/receipt"}
    status, problem, _ = _call("get_erasure", told)
    assert (status, problem["type"]) == (409, "urn:moretta:problem:not_completed")
    world.work_off(asked)
    status, body, _ = _call("get_erasure", told)
    assert status == 200
    as_described("Receipt", body)
    keys = json.loads(get_jwks.handler({}, None)["body"])
    as_described("Keys", keys)
    assert checked(body["receipt"], keys)["erasure"] == asked.id


@pytest.mark.parametrize("sent", ["a%2Fb", "a/b"], ids=["encoded", "decoded"])
def test_a_user_id_in_the_path_is_the_one_that_the_job_was_made_with(world: World, sent: str) -> None:
    subject = world.masked("a/b").ref.subject
    _, body, _ = _call("request_erasure", request("request_erasure", user_id=sent))
    assert world.ledger.tombstones == {(TEAM, subject): body["id"]}


def test_where_the_gateway_decodes_nothing_is_decoded_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_erasure, "build", lambda: (world.requesting, False))
    subject = world.masked("a%2Fb").ref.subject
    _call("request_erasure", request("request_erasure", user_id="a%2Fb"))
    assert (TEAM, subject) in world.ledger.tombstones


def test_while_an_erasure_runs_a_new_job_gets_409(world: World) -> None:
    world.ask_erasure()
    status, body, headers = _call("create_job")
    assert (status, body["type"]) == (409, "urn:moretta:problem:erasure_running")
    assert headers["Content-Type"] == "application/problem+json"


REFUSED: dict[str, tuple[str, dict[str, Any], int]] = {
    "create_job_no_body": ("create_job", request("create_job", body=""), 400),
    "create_job_no_json": ("create_job", request("create_job", body="{"), 400),
    "create_job_list": ("create_job", request("create_job", body=[]), 400),
    "create_job_deep": ("create_job", request("create_job", body='{"a":' * 9000), 400),
    "create_job_empty": ("create_job", request("create_job", body={}), 422),
    "create_job_unknown_field": ("create_job", request("create_job", body={CANARY: CANARY}), 422),
    "get_job_nonsense": ("get_job", request("get_job", id=CANARY), 404),
    "get_job_unknown": ("get_job", event("get_job"), 404),
    "get_job_path": ("get_job", request("get_job", id="../../etc/passwd"), 404),
    "list_jobs_state": ("list_jobs", request("list_jobs", query={"state": CANARY}), 422),
    "list_jobs_after": ("list_jobs", request("list_jobs", query={"after": CANARY}), 422),
    "list_jobs_unknown": ("list_jobs", request("list_jobs", query={CANARY: CANARY}), 422),
    "list_user_jobs_state": ("list_user_jobs", request("list_user_jobs", query={"state": "done"}), 422),
    "list_user_jobs_not_utf8": ("list_user_jobs", request("list_user_jobs", user_id="u%FF"), 400),
    "retry_job_nonsense": ("retry_job", request("retry_job", id=CANARY), 404),
    "retry_job_unknown": ("retry_job", event("retry_job"), 404),
    "get_erasure_nonsense": ("get_erasure", request("get_erasure", id=CANARY), 404),
    "get_erasure_unknown": ("get_erasure", event("get_erasure"), 404),
    "erase_user_too_long": ("request_erasure", request("request_erasure", user_id="u" * 257), 422),
    "erase_user_with_control": ("request_erasure", request("request_erasure", user_id="u%00"), 422),
    "erase_user_not_utf8": ("request_erasure", request("request_erasure", user_id="u%FF"), 400),
}


@pytest.mark.parametrize(("name", "given", "status"), REFUSED.values(), ids=REFUSED)
def test_bad_input_gets_a_problem_that_repeats_nothing(
    world: World, name: str, given: dict[str, Any], status: int, printed: Printed
) -> None:
    """Promise 15."""
    answered, body, headers = _call(name, given)
    assert answered == body["status"] == status
    assert headers["Content-Type"] == "application/problem+json"
    assert body.keys() >= {"type", "title", "status", "request_id"}
    assert body["request_id"] == given["requestContext"]["requestId"]
    assert ("field" in body) == (status == 422)
    assert CANARY not in json.dumps(body) + printed()
    assert world.jobs.rows == {}
    assert world.ledger.records == {}


@pytest.mark.parametrize("name", HANDLERS)
def test_a_client_of_no_team_gets_403_on_every_route(name: str) -> None:
    """Promise 10."""
    status, body, headers = _call(name, request(name, client="client-unknown", **_path(name)))
    assert (status, body["type"]) == (403, "urn:moretta:problem:forbidden")
    assert headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", HANDLERS)
def test_a_request_without_claims_gets_403_on_every_route(name: str) -> None:
    """Promise 10."""
    given = event(name)
    given["requestContext"]["authorizer"] = None
    assert _call(name, given)[0] == 403


def _path(name: str) -> dict[str, Any]:
    return dict(event(name)["pathParameters"] or {})


def test_another_team_sees_neither_job_nor_erasure(world: World) -> None:
    """Promise 10: both are 404, as if they never were."""
    job, erasure = world.masked(), world.ask_erasure("u2")
    for name, known in (("get_job", job.ref.id), ("get_erasure", erasure.id)):
        assert _call(name, request(name, client="client-a", id=known))[0] == 200
        theirs = _call(name, request(name, client="client-b", id=known))
        never = _call(name, request(name, client="client-b", **_path(name)))
        assert theirs[:2] == never[:2]
        assert theirs[0] == 404


def test_another_team_erases_nobody_but_its_own(world: World) -> None:
    """Promise 10."""
    job = world.masked()
    _call("request_erasure", request("request_erasure", client="client-b", user_id="u1"))
    assert world.ledger.tombstone(TEAM, job.ref.subject) is None
    assert _call("get_job", request("get_job", id=job.ref.id))[0] == 200


@pytest.mark.parametrize("name", HANDLERS)
def test_an_error_that_nobody_planned_is_500_and_its_text_is_nowhere(
    name: str, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 15."""

    def explode() -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(HANDLERS[name], "build", explode)
    status, body, headers = _call(name)
    assert (status, body["type"]) == (500, "urn:moretta:problem:internal")
    assert headers["Content-Type"] == "application/problem+json"
    assert CANARY not in json.dumps(body) + printed()
    assert "RuntimeError" in printed()


def test_a_user_id_is_in_no_answer_and_in_no_log(world: World, printed: Printed) -> None:
    """Promise 15: a mail address as a user id, all the way."""
    body = json.loads(event("create_job")["body"]) | {"user_id": CANARY}
    _, created, _ = _call("create_job", request("create_job", body=body))
    (job,) = world.jobs.rows.values()
    world.mask(world.upload(world.forms.sign(job, None, world.clock())))
    _, shown, _ = _call("get_job", request("get_job", id=created["id"]))
    _, erased, _ = _call("request_erasure", request("request_erasure", user_id="canary%40example.org"))
    assert world.work_off(world.ledger.records[TEAM, erased["id"]]).counts["rows"].deleted == 1
    _, followed, _ = _call("get_erasure", request("get_erasure", id=erased["id"]))
    assert "canary" not in json.dumps([created, shown, erased, followed]) + printed()
    assert "canary" not in repr([vars(world.ledger), world.jobs.rows, world.executions.started])
