"""A team's figures: counted from its jobs, by hours, and bounded."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core import figures as module
from functions.core.errors import Invalid
from functions.core.figures import Span, figures, parse_span
from functions.core.hide import Hide
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, REJECTED, REVIEW, Job, Outcome, Release
from functions.core.names import JobRef, new_id
from functions.core.reasons import REJECTED_BY_PERSON
from functions.core.recipe import Recipe
from functions.core.times import to_text
from tests.fakes.clock import START
from tests.fakes.world import OTHER_TEAM, TEAM, World

DAY = Span(START - timedelta(hours=12), START + timedelta(hours=12))


def stored(world: World, hours: float, state: str, seconds: float = 0, team: str = TEAM, **more: Any) -> None:
    """A job that was made so long after the start, and closed after some seconds."""
    made = START + timedelta(hours=hours)
    ref = JobRef(team, "a" * 32, new_id(made))
    job = Job(ref, "identity", Recipe({"face": Hide()}), ("masking",), "image/jpeg", made, state)
    world.jobs.rows[ref] = replace(job, closed_at=made + timedelta(seconds=seconds), **more)


def told(world: World, span: Span = DAY) -> dict[str, Any]:
    return figures(TEAM, span, world.lists, START).to_json()


def test_each_hour_tells_how_its_jobs_ended_and_how_long_the_machine_took(world: World) -> None:
    for seconds in (1, 2, 9):
        stored(world, 0, DONE, seconds)
    stored(world, 0, REVIEW)
    stored(world, 2, FAILED)
    stored(world, 2, REJECTED, outcome=Outcome(REJECTED, REJECTED_BY_PERSON))
    stored(world, 0, DONE, team=OTHER_TEAM)
    first, second = told(world)["hours"]
    none = {"jobs": 0, "reviewed": 0, "done": 0, "rejected": 0, "failed": 0}
    at = START.replace(minute=0, second=0, microsecond=0)
    quick = {"median": 2, "p95": 9}
    assert first == {"at": to_text(at), **none, "jobs": 4, "done": 3, "reviewed": 1, "seconds": quick}
    later = {
        "at": to_text(at + timedelta(hours=2)),
        **none,
        "jobs": 2,
        "failed": 1,
        "rejected": 1,
        "reviewed": 1,
    }
    assert second == later


def test_what_a_person_released_counts_as_reviewed_and_not_as_the_machines_time(world: World) -> None:
    stored(world, 0, DONE, 3600, release=Release("etag", new_id(START), ()))
    total = told(world)["total"]
    assert total == {"jobs": 1, "reviewed": 1, "done": 1, "rejected": 0, "failed": 0}


def test_figures_without_jobs_are_zero(world: World) -> None:
    stored(world, -13, DONE)
    stored(world, 12, DONE)
    assert told(world)["hours"] == []
    assert told(world)["whole"] is True


def test_more_jobs_than_are_looked_at_are_the_newest_and_said_to_be_a_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 13."""
    monkeypatch.setattr(module, "MOST_JOBS", 100)
    for number in range(250):
        stored(world, number / 100, AWAITING_UPLOAD)
    found = told(world)
    assert found["whole"] is False
    assert 100 <= found["total"]["jobs"] <= 200
    newest = to_text((START + timedelta(hours=2.49)).replace(minute=0, second=0, microsecond=0))
    assert found["hours"][-1]["at"] == newest


def test_without_a_query_it_is_the_last_day() -> None:
    assert parse_span({}, START) == Span(START - timedelta(days=1), START)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param({"limit": "5"}, "query", id="unknown"),
        pytest.param({"from": "yesterday"}, "from", id="no time"),
        pytest.param({"to": "2026-11-22T00:00:00"}, "to", id="no zone"),
        pytest.param({"from": "2026-11-22T00:00:00Z", "to": "2026-11-22T00:00:00Z"}, "to", id="empty"),
        pytest.param({"from": "2026-01-01T00:00:00Z", "to": "2026-11-22T00:00:00Z"}, "from", id="too long"),
    ],
)
def test_a_span_that_is_none_is_refused_by_name(query: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_span(query, START)
    assert raised.value.field == field
