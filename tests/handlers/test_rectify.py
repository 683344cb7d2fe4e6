"""POST /v1/jobs/{id}/remask and …/reports, from the gateway's event to the answer."""

import json
from typing import Any

import pytest

from functions.core.capability import seal
from functions.rectify import handler as rectify
from tests.fakes.world import World
from tests.handlers.loading import Context, as_described, request

RECIPE = {"version": 1, "hide": {"face": {}, "text": {}}}


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the function from fakes."""
    monkeypatch.setattr(rectify, "build", lambda: rectify.Rectify(world.reporting, world.remasking))


def _call(what: str, job_id: str, body: object) -> tuple[int, dict[str, Any], dict[str, str]]:
    event = request("retry_job", body=body, id=job_id) | {"resource": f"/v1/jobs/{{id}}/{what}"}
    answered = rectify.handler(event, Context())
    return answered["statusCode"], json.loads(answered["body"]), answered["headers"]


def test_a_report_is_answered_with_the_job_in_review(world: World) -> None:
    job = world.masked()
    drawn = [{"box": [0.1, 0.2, 0.3, 0.4]}]
    status, body, _ = _call("reports", job.ref.id, {"kind": "missed", "regions": drawn})
    as_described("Job", body)
    (said,) = body["reports"]
    assert (said["kind"], said["by"], said["regions"]) == ("missed", "team", drawn)
    assert (status, body["state"], body["reason"], "download" in body) == (200, "review", "reported", False)


def test_a_bad_report_is_named_and_withdraws_nothing(world: World) -> None:
    job = world.masked()
    status, problem, _ = _call("reports", job.ref.id, {"kind": "that"})
    assert (status, problem["field"]) == (422, "kind")
    assert world.results.current(str(job.key)) is not None


def test_another_recipe_is_answered_with_the_job_that_waits_for_its_masker(world: World) -> None:
    job = world.masked()
    status, body, headers = _call("remask", job.ref.id, {"recipe": RECIPE})
    as_described("Job", body)
    assert (status, body["state"], body["reason"], "download" in body) == (202, "review", "remasked", False)
    assert (body["recipe"]["hide"].keys(), headers["Location"]) == (
        {"face", "text"},
        f"/v1/jobs/{job.ref.id}",
    )


def test_what_would_need_the_original_is_named(world: World) -> None:
    job = world.masked()
    status, problem, _ = _call("remask", job.ref.id, {"recipe": {"version": 1, "hide": {"text": {}}}})
    assert (status, problem["type"]) == (409, "urn:moretta:problem:original_gone")
    assert problem["field"] == "recipe.hide.face"
    assert world.results.current(str(job.key)) is not None


def _anybody(method: str, capability: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    event = request("retry_job", body=body, headers=headers, capability=capability)
    event |= {"resource": "/v1/reports/{capability}", "httpMethod": method}
    del event["requestContext"]["authorizer"]
    answered = rectify.handler(event, Context())
    return answered["statusCode"], answered["body"], answered["headers"]


def test_anybody_is_offered_the_same_whatever_the_address(world: World) -> None:
    capability = seal(world.masked().ref, world.report_mac)
    first, second = (_anybody("GET", each, Accept="application/json") for each in (capability, "none"))
    assert first == second
    as_described("ReportForm", json.loads(first[1]))
    page = _anybody("GET", capability, Accept="text/html", **{"Accept-Language": "de"})
    assert page == _anybody("GET", "none", Accept="text/html", **{"Accept-Language": "de"})
    assert "Das bin ich." in page[1]
    assert page[2]["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("body", "kind"),
    [('{"kind": "missed"}', "application/json"), ("kind=missed", "application/x-www-form-urlencoded")],
    ids=["json", "form"],
)
def test_anybody_is_told_the_same_whether_there_is_such_a_picture_or_not(
    world: World, body: str, kind: str
) -> None:
    job = world.masked()
    capability = seal(job.ref, world.report_mac)
    sent = {"Content-Type": kind}
    first, second = (_anybody("POST", each, body, **sent) for each in (capability, "none"))
    assert first == second
    assert first[0] == 202
    assert job.ref.job not in first[1]
    assert world.row(job.ref).state == "review"


def test_what_is_no_report_is_refused_for_every_address_alike(world: World) -> None:
    capability = seal(world.masked().ref, world.report_mac)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for body, headers, status in (
        ('{"kind": "x"}', {}, 422),
        ("[]", {}, 400),
        ("a&b", form, 400),
        ("a" * 1001, form, 400),
    ):
        answers = {_anybody("POST", each, body, **headers)[0] for each in (capability, "none")}
        assert answers == {status}
