"""POST /v1/jobs/{id}/reports, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.report_job import handler as report_job
from tests.fakes.world import World
from tests.handlers.loading import Context, as_described, request


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the function from fakes."""
    monkeypatch.setattr(report_job, "build", lambda: world.reporting)


def _call(job_id: str, body: object) -> tuple[int, dict[str, Any]]:
    answered = report_job.handler(request("retry_job", body=body, id=job_id), Context())
    return answered["statusCode"], json.loads(answered["body"])


def test_a_report_is_answered_with_the_job_in_review(world: World) -> None:
    job = world.masked()
    status, body = _call(job.ref.id, {"kind": "missed"})
    as_described("Job", body)
    assert (status, body["state"], body["reason"], "download" in body) == (200, "review", "reported", False)


def test_a_bad_report_is_named_and_withdraws_nothing(world: World) -> None:
    job = world.masked()
    status, problem = _call(job.ref.id, {"kind": "that"})
    assert (status, problem["field"]) == (422, "kind")
    assert world.results.current(str(job.key)) is not None
