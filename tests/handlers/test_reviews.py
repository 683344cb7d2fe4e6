"""The routes of /v1/reviews, from the gateway's event to its answer."""

import json
from typing import Any

import pytest

from functions.reviews import handler as reviews
from tests.fakes.world import World
from tests.handlers.loading import Context, as_described, request

ONE = "/v1/reviews/{id}"


@pytest.fixture(autouse=True)
def built(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the function from fakes."""
    monkeypatch.setattr(reviews, "build", lambda: world.reviewing)
    monkeypatch.setattr(reviews, "now", world.clock)


def _call(route: str, body: object = None, **more: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
    method, path = route.split(" ")
    asked = request("list_jobs", body=body, **more) | {"httpMethod": method, "resource": path}
    asked["requestContext"]["authorizer"]["claims"] |= {"username": "x", "sub": "ada"}
    answered = reviews.handler(asked, Context())
    return answered["statusCode"], json.loads(answered["body"]), answered["headers"]


def test_a_picture_is_found_looked_at_and_released(world: World) -> None:
    job = world.masked(data=b"doubtful 1")
    status, page, _ = _call("GET /v1/reviews")
    as_described("JobPage", page)
    assert (status, [each["id"] for each in page["jobs"]]) == (200, [job.ref.id])
    status, seen, headers = _call(f"GET {ONE}", id=job.ref.id)
    as_described("Review", seen)
    assert (status, headers["ETag"]) == (200, f'"{seen["etag"]}"')
    assert world.views.open(seen["view"]) == b"doubtful 1"
    said = {"regions": [{"box": [0.1, 0.2, 0.3, 0.4]}]}
    as_described("ReviewRelease", said)
    told = {"If-Match": headers["ETag"]}
    status, released, headers = _call(f"POST {ONE}/release", said, headers=told, id=job.ref.id)
    assert (status, released["state"], headers["Location"]) == (202, "review", f"/v1/jobs/{job.ref.id}")
    as_described("Job", released)
    assert [entry.by for entry in world.audit.entries] == ["ada", "ada"]


def test_what_is_refused_says_why(world: World) -> None:
    job = world.masked(data=b"doubtful 1").ref.id
    status, problem, _ = _call(f"POST {ONE}/release", {}, id=job)
    assert (status, problem["field"]) == (422, "If-Match")
    status, problem, _ = _call(f"POST {ONE}/release", {}, headers={"If-Match": '"x"'}, id=job)
    assert (status, problem["type"]) == (412, "urn:moretta:problem:review_changed")
    assert _call("GET /v1/reviews", query={"state": "done"})[0] == 422
    assert _call(f"GET {ONE}", id=job, client="client-b")[0] == 404


def test_a_picture_is_rejected_once(world: World) -> None:
    job = world.masked(data=b"doubtful 1").ref.id
    status, rejected, _ = _call(f"POST {ONE}/reject", id=job)
    as_described("Job", rejected)
    assert (status, rejected["state"], rejected["reason"]) == (200, "rejected", "rejected_by_person")
    assert _call(f"POST {ONE}/reject", id=job)[0] == 404
