"""The rows and files as the sweeper sees them; settings, walks and holds: fakes and adapters alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from functions.aws import retained as retained_module
from functions.core.audit import SETTINGS, Entry
from functions.core.errors import Conflict, Unavailable
from functions.core.job import AWAITING_UPLOAD, DONE, EXPIRED, REVIEW, Job, Keep, Outcome
from functions.core.list_jobs import HIGH, LOW
from functions.core.names import JobRef, earliest_id, new_id
from functions.core.ports import Once
from functions.core.retention import as_of
from functions.core.retention_ports import Count, Redating, Retained
from functions.core.team_settings import Settings
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.hooks import answering
from tests.contracts.making import (
    DONE_OUTCOME,
    KEPT,
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    a_claim,
    a_job,
    everything,
)

MOMENT = timedelta(milliseconds=1)
OVER = KEPT.file or NOW


def _closed(backend: Backend, job: Job | None = None, outcome: Outcome = DONE_OUTCOME) -> Job:
    job = job or a_job()
    if backend.jobs.get(job.ref) is None:
        backend.jobs.create(job)
    backend.jobs.claim(job, a_claim(), NOW)
    backend.jobs.close(job, a_claim(), outcome, NOW, KEPT)
    return _row(backend, job)


def _row(backend: Backend, job: Job) -> Job:
    row = backend.jobs.get(job.ref)
    assert row is not None
    return row


def _due(backend: Backend, now: datetime = OVER + MOMENT) -> list[str]:
    return [ref.job for shard in range(4) for ref in backend.due.jobs(shard, now)]


def _over(job: Job) -> Job:
    over = as_of(job, OVER)
    assert over is not None
    return over


def test_how_long_a_closed_job_is_kept_comes_back_and_it_is_due_when_its_file_is(backend: Backend) -> None:
    job = _closed(backend, a_job(due_at=LATER))
    assert (job.keep, job.due_at) == (KEPT, LATER)
    assert _due(backend, OVER) == []
    assert _due(backend) == [job.ref.job]


def test_a_released_job_is_as_it_was_shown_and_due_when_its_record_is(backend: Backend) -> None:
    job = _closed(backend)
    backend.retained.release(job, _over(job))
    row = _row(backend, job)
    assert row == _over(job)
    assert row.outcome == replace(DONE_OUTCOME, state=EXPIRED, reason="retention_over")
    assert _due(backend) == []
    assert _due(backend, KEPT.record + MOMENT) == [job.ref.job]
    listed = {state: backend.counting.jobs(TEAM, state, LOW, HIGH).items for state in (DONE, EXPIRED)}
    assert listed == {DONE: 0, EXPIRED: 1}


def test_a_removed_job_leaves_neither_key_nor_pointer(backend: Backend) -> None:
    job, other = a_job(depicted=(OTHER,)), _closed(backend, a_job(OTHER))
    backend.jobs.create(job, Once("key", "digest", job.ref.job))
    job = _closed(backend, job)
    backend.retained.remove(job)
    assert backend.jobs.get(job.ref) is None
    assert backend.jobs.once(TEAM, SUBJECT, "key") is None
    assert everything(backend.depicted, OTHER) == []
    assert everything(backend.rows) == []
    assert _row(backend, other) == other
    assert _due(backend) == [other.ref.job]


def test_a_job_without_anything_else_is_removed_too(backend: Backend) -> None:
    job = _closed(backend)
    backend.retained.remove(job)
    assert backend.jobs.get(job.ref) is None


def test_a_job_that_is_kept_for_another_time_is_due_at_another(backend: Backend) -> None:
    job = _closed(backend)
    backend.retained.redate(job, Keep(KEPT.record, OVER + MOMENT * 2))
    assert _row(backend, job).keep == Keep(KEPT.record, OVER + MOMENT * 2)
    assert _due(backend) == []
    assert _due(backend, OVER + MOMENT * 3) == [job.ref.job]
    backend.retained.redate(_row(backend, job), Keep(KEPT.record))
    assert _row(backend, job).keep == Keep(KEPT.record)


CHANGES: dict[str, Callable[[Retained, Job], object]] = {
    "release": lambda retained, job: retained.release(job, _over(job)),
    "remove": lambda retained, job: retained.remove(job),
    "redate": lambda retained, job: retained.redate(job, Keep(LATER, LATER)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("depicted", [(), (OTHER,)], ids=["alone", "with-others"])
def test_what_changed_since_it_was_read_is_left_alone(
    backend: Backend, change: Callable[[Retained, Job], object], depicted: tuple[str, ...]
) -> None:
    gone, dated, released, opened = (_closed(backend, a_job(depicted=depicted)) for _ in range(4))
    backend.retained.remove(gone)
    backend.retained.redate(dated, Keep(LATER + MOMENT, LATER))
    backend.retained.release(released, _over(released))
    failed = a_job(depicted=depicted)
    backend.jobs.create(failed)
    backend.jobs.fail(failed, "etag-a", NOW, KEPT)
    opened = _row(backend, failed)
    backend.jobs.reopen(opened)
    for job in (gone, dated, released, opened):
        before = backend.jobs.get(job.ref)
        with pytest.raises(Conflict):
            change(backend.retained, job)
        assert backend.jobs.get(job.ref) == before


def test_a_job_that_is_put_off_is_as_it_was_and_due_later(backend: Backend) -> None:
    job = _closed(backend)
    backend.retained.postpone(job.ref, OVER + MOMENT * 2)
    assert _row(backend, job) == job
    assert _due(backend) == []
    assert _due(backend, OVER + MOMENT * 3) == [job.ref.job]
    awaiting = a_job()
    backend.jobs.create(awaiting)
    for ref in (awaiting.ref, a_job().ref):
        with pytest.raises(Conflict):
            backend.retained.postpone(ref, LATER)


def test_many_are_read_at_once_without_what_is_gone_and_each_once(backend: Backend) -> None:
    jobs = [_closed(backend) for _ in range(3)]
    backend.retained.remove(jobs[0])
    refs = [job.ref for job in (*jobs, *jobs)]
    assert {job.ref for job in backend.retained.read(refs)} == {job.ref for job in jobs[1:]}
    assert len(backend.retained.read(refs)) == 2


def test_a_walk_meets_every_job_of_its_team_oldest_first(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retained_module, "PAGE", 3)
    jobs = [a_job(at=NOW + MOMENT * number) for number in range(20)]
    for job in (*jobs, a_job(team=OTHER_TEAM)):
        backend.jobs.create(job)
    met: list[JobRef] = []
    for shard in range(4):
        after = ""
        while refs := backend.retained.oldest(TEAM, shard, after):
            assert list(refs) == sorted(refs, key=lambda ref: ref.job)
            after = refs[-1].job
            met += refs
    assert sorted(met, key=lambda ref: ref.job) == [job.ref for job in jobs]


def test_jobs_are_counted_by_state_and_age(backend: Backend) -> None:
    for number in range(5):
        _closed(backend, a_job(at=NOW + MOMENT * number), Outcome(REVIEW if number % 2 else DONE))
    backend.jobs.create(a_job())
    backend.jobs.create(a_job(team=OTHER_TEAM))
    edge = earliest_id(NOW + MOMENT * 2)
    counts = {
        state: [backend.counting.jobs(TEAM, state, low, high) for low, high in ((LOW, edge), (edge, HIGH))]
        for state in (DONE, REVIEW, AWAITING_UPLOAD, None)
    }
    assert counts == {
        DONE: [Count(1), Count(2)],
        REVIEW: [Count(1), Count(1)],
        AWAITING_UPLOAD: [Count(1), Count(0)],
        None: [Count(3), Count(3)],
    }


def test_a_count_is_bounded_and_says_that_it_is(moto: MotoBackend) -> None:
    """Promise 13."""
    page = {"Count": 7, "LastEvaluatedKey": {"pk": {"S": "a"}}}
    with answering(moto.cloud.dynamodb, "Query", lambda _params: page) as asked:
        assert moto.counting.jobs(TEAM, None, LOW, HIGH) == Count(7 * len(asked), whole=False)
    assert len(asked) == 40


def test_files_are_deleted_at_once_and_what_is_left_is_named(backend: Backend) -> None:
    bucket, keys = backend.bucket(), [str(a_job().key) for _ in range(4)]
    for key in keys[:3]:
        bucket.write(key, b"a file")
    bucket.lock(keys[0])
    assert bucket.files.delete(keys) == {keys[0]}
    assert [bucket.read(key) for key in keys] == [b"a file", None, None, None]
    assert bucket.files.delete([]) == frozenset()


def test_a_file_can_get_a_wider_net_and_one_that_is_gone_needs_none(backend: Backend) -> None:
    bucket, job = backend.bucket(), a_job()
    bucket.objects.put(job.key, b"a file", "image/png", 7)
    bucket.files.tag(str(job.key), 90)
    assert bucket.days(str(job.key)) == 90
    bucket.files.tag(str(a_job().key), 90)
    bucket.files.tag(str(job.key), None)
    assert not bucket.days(str(job.key)), "what is held is in no net"


def _changed(backend: Backend, version: int = 1, team: str = TEAM, **retention: int) -> Settings:
    before = backend.settings.of(team)
    return replace(
        before, retention=replace(before.retention, **retention), version=version, changed_at=LATER
    )


def _entry(team: str = TEAM) -> Entry:
    return Entry(new_id(NOW), team, NOW, "a-person", SETTINGS, {"retention.results": (60, 7)})


def test_a_team_that_chose_nothing_has_what_the_stage_chose(backend: Backend) -> None:
    settings = backend.settings.of(TEAM)
    assert (settings.version, settings.changed_at, settings.retention.results) == (0, None, 60)


def test_settings_come_back_and_are_of_one_team_alone(backend: Backend) -> None:
    """Promise 10."""
    changed, entry = _changed(backend, results=7), _entry()
    backend.settings.change(TEAM, changed, entry, redate=False)
    assert backend.settings.of(TEAM) == changed
    assert backend.settings.of(OTHER_TEAM).version == 0
    assert backend.audit(TEAM) == [entry]
    assert backend.audit(OTHER_TEAM) == []
    again = _changed(backend, 2, results=8)
    backend.settings.change(TEAM, again, second := _entry(), redate=False)
    assert backend.settings.of(TEAM) == again
    assert len(backend.audit(TEAM)) == 2
    assert second in backend.audit(TEAM)


@pytest.mark.parametrize("version", [1, 3], ids=["too_old", "too_new"])
def test_who_read_another_version_changes_nothing_and_stands_in_no_audit(
    backend: Backend, version: int
) -> None:
    backend.settings.change(TEAM, _changed(backend), _entry(), redate=False)
    before = backend.settings.of(TEAM)
    with pytest.raises(Conflict):
        backend.settings.change(TEAM, _changed(backend, version, results=9), _entry(), redate=True)
    assert backend.settings.of(TEAM) == before
    assert len(backend.audit(TEAM)) == 1
    assert _walks(backend) == []


def _walks(backend: Backend, now: datetime = LATER + MOMENT) -> list[Redating]:
    return [walk for shard in range(4) for walk in backend.redatings.due(shard, now)]


def test_a_changed_retention_starts_a_walk_over_every_shard(backend: Backend) -> None:
    backend.settings.change(TEAM, _changed(backend), _entry(), redate=True)
    assert _walks(backend) == [Redating(TEAM, shard, LATER) for shard in range(4)]
    assert _walks(backend, LATER - MOMENT) == []
    assert _due(backend) == [], "a walk is no job"


def test_a_walk_goes_on_where_it_was_and_ends(backend: Backend) -> None:
    backend.settings.change(TEAM, _changed(backend), _entry(), redate=True)
    walk = _walks(backend)[1].reached("0" * 26, LATER)
    backend.redatings.save(walk, LATER + timedelta(seconds=9))
    assert walk not in _walks(backend)
    assert walk in _walks(backend, LATER + timedelta(seconds=10))
    backend.redatings.end(walk)
    assert len(_walks(backend, LATER + timedelta(seconds=10))) == 3
    with pytest.raises(Conflict):
        backend.redatings.save(walk, LATER)


def test_a_walk_after_another_change_is_not_that_of_the_first(backend: Backend) -> None:
    backend.settings.change(TEAM, _changed(backend), _entry(), redate=True)
    (first, *_) = _walks(backend)
    second = replace(_changed(backend, 2), changed_at=LATER + timedelta(seconds=1))
    backend.settings.change(TEAM, second, _entry(), redate=True)
    with pytest.raises(Conflict):
        backend.redatings.save(first, LATER)
    with pytest.raises(Conflict):
        backend.redatings.end(first)
    assert len(_walks(backend, LATER + timedelta(seconds=2))) == 4


def test_who_is_held_is_known_until_the_hold_ends(backend: Backend) -> None:
    backend.hold(TEAM, SUBJECT, NOW + timedelta(days=1))
    backend.hold(TEAM, OTHER, None)
    backend.hold(OTHER_TEAM, OTHER, NOW - timedelta(days=1))
    assert backend.holds.held(TEAM, SUBJECT)
    assert backend.holds.held(TEAM, OTHER)
    assert not backend.holds.held(OTHER_TEAM, OTHER)
    assert not backend.holds.held(OTHER_TEAM, SUBJECT)
    places = [(TEAM, f"{number:032}") for number in range(120)]
    assert backend.holds.among([*places, (TEAM, SUBJECT), (TEAM, OTHER)]) == {(TEAM, SUBJECT), (TEAM, OTHER)}
    assert backend.holds.among([]) == frozenset()


def test_who_was_not_asked_about_is_not_taken_for_free(moto: MotoBackend) -> None:
    left = {"Responses": {}, "UnprocessedKeys": {moto.ledger_table: {"Keys": [{"pk": {"S": "a"}}]}}}
    with (
        answering(moto.cloud.dynamodb, "BatchGetItem", lambda _params: left),
        pytest.raises(Unavailable),
    ):
        moto.holds.held(TEAM, SUBJECT)


def test_who_is_held_is_asked_consistently(moto: MotoBackend) -> None:
    with answering(moto.cloud.dynamodb, "BatchGetItem", lambda _params: {"Responses": {}}) as asked:
        moto.holds.held(TEAM, SUBJECT)
    assert '"ConsistentRead": true' in asked[0]["body"].decode()
