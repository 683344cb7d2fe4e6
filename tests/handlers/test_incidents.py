"""Incidents, from the gateway's events to the answers; the first test is an exercise from end to end."""

import json
from typing import Any

import pytest

from functions.core.deployment import Deployment, Operator
from functions.core.incidents import World as IncidentWorld
from functions.core.times import to_text
from functions.incidents import handler as incidents
from tests.fakes.incidents import FakeIncidents
from tests.fakes.world import OTHER_TEAM, World
from tests.handlers.loading import Context, as_described, request

FACTS = Deployment(
    Operator("Beispiel GmbH", "Weg 1", "ops@example.org", "privacy@example.org"),
    *("prod", "eu-central-1", (), ()),
    {"short_links": {"form_seconds": 300, "link_seconds": 60}},
)
OPEN = {"kind": "confidentiality", "description": "a stranger was sent a link"}
ASSESS = {"risk": "high", "reasons": "faces", "consequences": "shame", "measures": "links withdrawn"}


@pytest.fixture(autouse=True)
def register(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeIncidents:
    """Build the function from fakes."""
    kept = FakeIncidents()
    told = incidents.Told(IncidentWorld(kept, world.lists, world.mac, world.ledger), FACTS)
    monkeypatch.setattr(incidents, "build", lambda: told)
    monkeypatch.setattr(incidents, "now", world.clock)
    return kept


def _call(method: str, path: str, body: object = None, **more: Any) -> tuple[int, dict[str, Any]]:
    """A call of ``/v1/incidents`` and what follows it, or of another path."""
    parts = path.split("/")
    resource = f"/v1/{path}"
    if len(parts) > 1 and parts[0] == "incidents":
        more["id"] = parts[1]
        resource = "/".join(["/v1/incidents/{id}", *parts[2:]])
    event = request("list_jobs", body=body, **more) | {"httpMethod": method, "resource": resource}
    event["requestContext"]["authorizer"]["claims"] |= {"username": "x"}
    answered = incidents.handler(event, Context())
    return answered["statusCode"], json.loads(answered["body"])


def _opened(**more: Any) -> dict[str, Any]:
    status, incident = _call("POST", "incidents", OPEN | more)
    assert status == 201
    return incident


def test_an_exercise_a_breach_is_opened_assessed_told_in_time_and_closed(
    world: World, register: FakeIncidents
) -> None:
    """GDPR Art. 33, 34: three photos of two users and a friend, the wrong ones left out, and the clock."""
    world.create("ada")
    world.create("ada")
    world.create("bob", depicted=("eve",))
    world.create("zoe", team=OTHER_TEAM)
    began = world.clock()
    world.clock.advance(3600)
    aware_at = world.clock()
    world.clock.advance(3600)
    world.create("late")
    times = {"from": to_text(began), "to": to_text(aware_at), "aware_at": to_text(aware_at)}
    as_described("IncidentRequest", OPEN | times)
    incident = _opened(**times)
    as_described("Incident", incident)
    assert incident["affected"] == {"jobs": 3, "subjects": 3, "whole": True}
    assert (incident["seconds_left"], incident["duties"]) == (71 * 3600, ["authority"])

    asked = {"incident": incident["id"], "user_ids": ["late", "eve", "zoe", "ada", "bob", "nobody"]}
    status, matched = _call("POST", "team/subjects:match", asked)
    as_described("SubjectsMatch", matched)
    assert (status, matched["affected"]) == (200, [False, True, False, True, True, False])
    one = f"incidents/{incident['id']}"
    assert _call("POST", f"{one}/notes", {"text": "the link is dead"})[0] == 200
    assert _call("POST", f"{one}/close", {"lessons": "none"})[1]["type"].endswith("wrong_step")
    assert _call("GET", f"{one}/drafts")[1]["drafts"][0]["missing"] == ["consequences", "measures"]
    assert _call("POST", f"{one}/assess", ASSESS)[1]["duties"] == ["authority", "people"]

    for language, words in (("en", "Likely consequences"), ("de", "Wahrscheinliche Folgen")):
        status, drafted = _call("GET", f"{one}/drafts", query={"language": language})
        as_described("Drafts", drafted)
        for draft in drafted["drafts"]:
            assert draft["missing"] == []
            assert all(said in draft["text"] for said in (words, "shame", "links withdrawn", "privacy@"))
    assert _call("POST", f"{one}/notify", {"whom": "authority"})[1]["duties"] == ["people"]
    assert _call("POST", f"{one}/close", {"lessons": "none"})[0] == 409
    assert _call("POST", f"{one}/notify", {"whom": "people"})[1]["duties"] == []
    status, closed = _call("POST", f"{one}/close", {"lessons": "shorter links"})
    as_described("Incident", closed)
    assert (status, closed["state"], closed["lessons"]) == (200, "closed", "shorter links")
    steps = [step["action"] for step in closed["timeline"]]
    assert steps == ["open", "notes", "assess", "notify", "notify", "close"]
    assert [entry.action for entry in register.audit] == [f"incident.{step}" for step in steps]
    assert _call("GET", one) == (200, closed)


def test_the_clock_runs_from_awareness_and_a_late_word_says_why(world: World) -> None:
    """GDPR Art. 33(1)."""
    incident = _opened()
    one = f"incidents/{incident['id']}"
    world.clock.advance(72 * 3600)
    assert _call("GET", one)[1]["overdue"] is False
    world.clock.advance(1)
    late = _call("GET", one)[1]
    assert (late["overdue"], late["seconds_left"]) == (True, -1)
    assert _call("POST", f"{one}/notify", {"whom": "authority"})[1]["field"] == "delay"
    status, told = _call("POST", f"{one}/notify", {"whom": "authority", "delay": "nobody knew the law"})
    assert (status, told["overdue"]) == (200, False)
    assert "nobody knew the law" in told["timeline"][-1]["text"]


def test_what_is_no_risk_is_closed_untold_and_stays_as_it_is() -> None:
    """GDPR Art. 33(1), (5): what is unlikely to harm anybody is documented alone."""
    one = f"incidents/{_opened()['id']}"
    assert _call("POST", f"{one}/assess", ASSESS | {"risk": "none"})[1]["duties"] == []
    assert _call("POST", f"{one}/close", {"lessons": "x"})[0] == 200
    for action, body in (("notes", {"text": "y"}), ("assess", ASSESS), ("close", {"lessons": "y"})):
        status, problem = _call("POST", f"{one}/{action}", body)
        assert (status, problem["type"]) == (409, "urn:moretta:problem:wrong_step")


def test_another_team_sees_nothing_of_it() -> None:
    """Promise 10."""
    one = f"incidents/{_opened()['id']}"
    for method, path, body in (
        ("GET", one, None),
        ("GET", f"{one}/drafts", None),
        ("POST", f"{one}/notes", {"text": "x"}),
        ("POST", "team/subjects:match", {"incident": one.rpartition("/")[2], "user_ids": ["a"]}),
    ):
        assert _call(method, path, body, client="client-b")[0] == 404
    assert _call("GET", "incidents", client="client-b") == (200, {"incidents": []})


def test_a_list_goes_on_where_its_page_ended(world: World) -> None:
    made = []
    for _ in range(incidents.PAGE + 1):
        world.clock.advance(1)
        made.append(_opened()["id"])
    _, first = _call("GET", "incidents")
    as_described("Incidents", first)
    _, second = _call("GET", "incidents", query={"after": first["next"]})
    listed = [incident["id"] for incident in [*first["incidents"], *second["incidents"]]]
    assert (listed, "next" in second) == (made[::-1], False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "theft"}, "kind"),
        ({"description": " "}, "description"),
        ({"aware_at": "2026-01-01"}, "aware_at"),
        ({"aware_at": "9000-01-01T00:00:00Z"}, "aware_at"),
        ({"from": "9000-01-01T00:00:00Z"}, "to"),
        ({"more": 1}, "body"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_refused_is_named_and_nothing_is_kept(
    body: dict[str, Any], field: str, register: FakeIncidents
) -> None:
    status, problem = _call("POST", "incidents", OPEN | body)
    assert (status, problem["field"]) == (422, field)
    assert register.rows == {}


@pytest.mark.parametrize(
    "ids", [[], ["a"] * 1001, "a", [1], [""]], ids=["none", "many", "text", "number", "empty"]
)
def test_ids_are_bounded_and_no_refusal_repeats_one(ids: Any) -> None:
    """Promises 13 and 15."""
    status, problem = _call("POST", "team/subjects:match", {"incident": _opened()["id"], "user_ids": ids})
    assert status == 422
    assert problem["field"].startswith("user_ids")


def test_ids_that_are_asked_about_are_neither_printed_nor_kept(
    register: FakeIncidents, capsys: pytest.CaptureFixture[str]
) -> None:
    """Promise 15."""
    incident = _opened()["id"]
    _call("POST", "team/subjects:match", {"incident": incident, "user_ids": ["canary-7f3a"]})
    assert "canary-7f3a" not in "".join(capsys.readouterr())
    assert "canary-7f3a" not in str(register.rows) + str(register.audit)
