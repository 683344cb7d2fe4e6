"""POST /v1/jobs/{id}/reports: what is reported is withdrawn at once."""

from dataclasses import replace

import pytest

from functions.core.errors import Invalid, NotFound
from functions.core.get_job import get_job
from functions.core.job import REVIEW, Job
from functions.core.report import MISSED, Report, parse_report
from functions.core.report_job import report_job
from functions.core.subjects import Identified
from functions.core.withdrawing import NotDone
from tests.fakes.clock import START
from tests.fakes.world import OTHER_TEAM, TEAM, World

BOX = {"box": [0.1, 0.2, 0.3, 0.4]}


def _report(world: World, job: Job, team: str = TEAM, user: Identified | None = None) -> Job:
    return report_job(job.ref.id, team, Report(MISSED, "team", world.clock()), world.reporting, user)


def test_a_report_takes_the_result_away_so_that_no_link_reaches_it(world: World) -> None:
    """Promise 1."""
    job, key = world.masked(), str(world.row(world.masked().ref).key)
    reported = _report(world, job)
    assert reported.outcome is not None
    assert (reported.state, reported.outcome.reason) == (REVIEW, "reported")
    assert world.results.current(str(job.key)) is None
    assert world.held.current(str(job.key)) is not None
    assert get_job(job.ref.id, TEAM, world.reading)[1] is None
    assert world.results.current(key) is not None


def test_twice_is_the_same_as_once_and_it_lives_as_what_is_in_review(world: World) -> None:
    job = world.masked()
    first = _report(world, job)
    again = _report(world, job)
    assert replace(again, reports=first.reports) == first
    assert len(again.reports) == 2
    assert first.keep is not None
    assert first.keep.file is not None
    world.clock.reach(first.keep.file)
    world.clock.advance(1)
    world.sweep()
    assert world.held.current(str(job.key)) is None


def test_a_move_that_was_interrupted_is_ended_by_the_next_report(world: World) -> None:
    job = world.masked()
    world.reporting.files.move(job.key, 7)
    assert _report(world, job).state == REVIEW
    assert world.held.current(str(job.key)) is not None


def test_what_is_not_ones_own_does_not_exist_and_what_has_no_result_cannot_be_reported(world: World) -> None:
    job, (waiting, _) = world.masked(), world.create()
    other = Identified("p", 0, world.subject("u2"))
    for team, user in ((OTHER_TEAM, None), (TEAM, other)):
        with pytest.raises(NotFound):
            _report(world, job, team, user)
    with pytest.raises(NotDone):
        _report(world, waiting)
    assert world.results.current(str(job.key)) is not None


def test_nothing_of_somebody_who_was_erased_meanwhile_stays_in_held(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promise 6."""
    job, move = world.masked(), world.reporting.files.move

    def erased_meanwhile(*what: object) -> None:
        move(*what)  # type: ignore[arg-type]
        world.ask_erasure()

    monkeypatch.setattr(world.reporting.files, "move", erased_meanwhile)
    with pytest.raises(NotFound):
        _report(world, job)
    assert world.held.current(str(job.key)) is None


def test_an_erasure_takes_reports_and_what_was_withdrawn_because_of_them_along(world: World) -> None:
    """Promise 5: what was said of a picture stands in its job, and the result in `held`."""
    job = world.masked()
    assert _report(world, job).reports
    world.work_off(world.ask_erasure())
    assert world.traces(job.ref.subject) == []
    assert not world.held.objects


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({}, "kind", id="nothing"),
        pytest.param({"kind": "fine"}, "kind", id="another kind"),
        pytest.param({"kind": ["missed"]}, "kind", id="a list"),
        pytest.param({"kind": "missed", "text": "Ada"}, "body", id="a text"),
        pytest.param({"kind": "too_much", "regions": [BOX]}, "regions", id="where too much is hidden"),
        pytest.param({"kind": "missed", "regions": []}, "regions", id="nowhere"),
        pytest.param({"kind": "missed", "regions": [BOX] * 21}, "regions", id="everywhere"),
    ],
)
def test_what_is_no_report_is_refused(body: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_report(body, "team", START)
    assert refused.value.field == field
