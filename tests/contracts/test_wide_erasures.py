"""A team's data in slices: by dates and as a whole, in rows and objects; and records of such erasures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.erasure import AWAITING_APPROVAL, COMPLETED, PARTIAL, RUNNING, SCHEDULED, Erasure
from functions.core.errors import Conflict, Tombstoned
from functions.core.job import Job
from functions.core.names import new_id
from functions.core.ports import Once
from functions.core.reach import SLICES, OfDates, OfMany, OfTeam, Wide
from functions.core.store_ports import Store, Trace
from tests.contracts.backends import Backend
from tests.contracts.making import (
    LATER,
    NOW,
    OTHER_TEAM,
    TEAM,
    a_claim,
    a_job,
    a_job_erasure,
    an_erasure,
)

SUBJECTS = [letter * 32 for letter in "2aiqz7"]
START, END = NOW + timedelta(seconds=10), NOW + timedelta(seconds=20)
DATES, WHOLE = OfDates(START, END), OfTeam()


def found(store: Store, scope: Wide) -> list[list[Trace]]:
    """What each slice finds, page by page."""
    slices = []
    for number in range(SLICES):
        reach = replace(scope, slice=number).reach(TEAM)
        page = store.find(reach)
        traces = [*page.traces]
        while page.after is not None:
            page = store.find(reach, page.after)
            traces += page.traces
        slices.append(traces)
    return slices


def filled(backend: Backend) -> dict[str, list[Job]]:
    """Jobs before, in and after the dates, of every subject, and of another team."""
    jobs: dict[str, list[Job]] = {"before": [], "dates": [], "after": [], "others": []}
    times = [("before", NOW), ("dates", START), ("dates", END - timedelta(seconds=1)), ("after", END)]
    for when, at in times:
        for subject in SUBJECTS:
            jobs[when].append(a_job(subject, at=at))
    jobs["others"] = [a_job(subject, OTHER_TEAM, START) for subject in SUBJECTS]
    for group in jobs.values():
        for job in group:
            backend.jobs.create(job)
    return jobs


@pytest.mark.parametrize("size", [2, 1000])
@pytest.mark.parametrize("scope", [DATES, WHOLE], ids=["dates", "team"])
def test_each_row_is_found_by_one_slice_and_rows_of_others_by_none(
    backend: Backend, scope: Wide, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promises 7 and 10."""
    backend.small_pages(monkeypatch, size)
    jobs = filled(backend)
    groups = ["dates"] if scope == DATES else ["before", "dates", "after"]
    mine = {(f"{TEAM}#{job.ref.subject}", f"job#{job.ref.job}") for group in groups for job in jobs[group]}
    slices = found(backend.rows, scope)
    addresses = [trace.address for traces in slices for trace in traces]
    assert (set(addresses), len(addresses)) == (mine, len(mine))
    for traces in slices:
        assert backend.rows.delete(traces) == 0
    assert found(backend.rows, scope) == [[]] * SLICES
    left = [job for group in jobs if group not in groups for job in jobs[group]]
    assert all(backend.jobs.get(job.ref) == job for job in left)


def test_of_dates_a_job_goes_with_its_key_and_who_is_depicted(backend: Backend) -> None:
    job = a_job(SUBJECTS[0], at=START, depicted=(SUBJECTS[1],))
    backend.jobs.create(job, Once("key", "digest", job.ref.job))
    for traces in found(backend.rows, DATES):
        assert backend.rows.delete(traces) == 0
    assert backend.jobs.once(TEAM, SUBJECTS[0], "key") is None
    assert found(backend.rows, WHOLE) == [[]] * SLICES


def test_of_a_team_rows_without_a_job_go_too(backend: Backend) -> None:
    """Promise 5: a key, or a pointer, whose job is gone already."""
    job = a_job(SUBJECTS[0], at=START, depicted=(SUBJECTS[1],))
    backend.jobs.create(job, Once("key", "digest", job.ref.job))
    slices = found(backend.rows, WHOLE)
    assert sorted(trace.address[1].split("#")[0] for traces in slices for trace in traces) == [
        "depicted", "job", "once",
    ]  # fmt: skip
    for traces in slices:
        assert backend.rows.delete(traces) == 0
    assert found(backend.rows, WHOLE) == [[]] * SLICES


def test_of_a_team_that_started_afresh_only_the_old_is_found(backend: Backend) -> None:
    old, new = (a_job(SUBJECTS[0], at=at, depicted=(SUBJECTS[1],)) for at in (START, LATER))
    for job in (old, new):
        backend.jobs.create(job, Once(job.ref.job, "digest", job.ref.job))
    slices = found(backend.rows, OfTeam(end=END))
    assert sorted(trace.address[1].split("#")[0] for traces in slices for trace in traces) == [
        "depicted", "job", "once",
    ]  # fmt: skip
    for traces in slices:
        assert backend.rows.delete(traces) == 0
    assert backend.jobs.get(old.ref) is None
    assert backend.jobs.get(new.ref) == new
    assert backend.jobs.once(TEAM, SUBJECTS[0], new.ref.job)


@pytest.mark.parametrize("scope", [DATES, WHOLE], ids=["dates", "team"])
def test_a_row_that_was_claimed_since_it_was_read_stays_to_be_met_again(
    backend: Backend, scope: Wide
) -> None:
    """Promise 5."""
    job = a_job(SUBJECTS[0], at=START)
    backend.jobs.create(job)
    traces = [trace for traces in found(backend.rows, scope) for trace in traces]
    backend.jobs.claim(job, a_claim(), NOW)
    assert backend.rows.delete(traces) == 1
    (trace,) = [trace for traces in found(backend.rows, scope) for trace in traces]
    assert trace.busy_until == LATER


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("scope", [DATES, WHOLE], ids=["dates", "team"])
def test_each_object_is_found_by_one_slice(
    backend: Backend, scope: Wide, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Promises 5, 7 and 10: whoever's it is, and of a team even what nobody of us named."""
    backend.small_pages(monkeypatch, size)
    bucket, keys = backend.bucket(), set[str]()
    for at in (NOW, START, END):
        for subject in SUBJECTS:
            key = str(a_job(subject, at=at).key)
            bucket.write(key, b"a file")
            bucket.start_upload(key)
            keys |= {key} if at == START or scope == WHOLE else set()
    if scope == WHOLE:
        odd = {f"{TEAM}/{name}" for name in ("0", "a", "i", "q", "~")}
        keys |= odd
        for key in odd:
            bucket.write(key, b"odd")
            bucket.start_upload(key)
    bucket.write(str(a_job(SUBJECTS[0], OTHER_TEAM, START).key), b"of another team")
    for store in (bucket.versions, bucket.uploads):
        slices = found(store, scope)
        addresses = [trace.address[0] for traces in slices for trace in traces]
        assert (set(addresses), len(addresses)) == (keys, len(keys))


def a_team_erasure(**more: object) -> Erasure:
    return replace(Erasure(new_id(NOW), TEAM, OfTeam(), NOW, SCHEDULED), **more)  # type: ignore[arg-type]


def test_a_team_is_closed_from_the_beginning_of_its_erasure_to_its_end(backend: Backend) -> None:
    erasure = a_team_erasure(by="ada", approved_by="bob", starts_at=LATER)
    backend.ledger.begin(erasure)
    assert backend.ledger.closed(TEAM) is False
    begun = backend.ledger.save(replace(erasure, state=RUNNING, parts=("a" * 26, "b" * 26)))
    assert backend.ledger.get(TEAM, erasure.id) == begun
    assert backend.ledger.closed(TEAM) is True
    assert backend.ledger.closed(OTHER_TEAM) is False
    with pytest.raises(Conflict):
        backend.ledger.save(erasure)
    backend.ledger.complete(begun.ended(COMPLETED, LATER))
    assert backend.ledger.closed(TEAM) is False


def test_a_partial_erasure_of_a_team_opens_it_and_trying_again_does_not_close_it(backend: Backend) -> None:
    erasure = a_team_erasure(state=RUNNING, parts=("a" * 26,))
    backend.ledger.begin(replace(erasure, state=SCHEDULED))
    erasure = backend.ledger.save(erasure)
    partial = backend.ledger.save(replace(erasure.ended(PARTIAL, LATER, "errors"), scope=OfTeam(end=LATER)))
    assert backend.ledger.closed(TEAM) is False
    backend.ledger.save(partial.again())
    assert backend.ledger.get(TEAM, erasure.id) == partial.again()
    assert backend.ledger.closed(TEAM) is False


def test_erasures_of_dates_and_of_many_come_back_as_they_were(backend: Backend) -> None:
    made = [
        Erasure(new_id(NOW), TEAM, OfMany("users"), NOW, parts=("a" * 26, "b" * 26)),
        Erasure(new_id(NOW), TEAM, DATES, NOW, AWAITING_APPROVAL, by="ada"),
        Erasure(new_id(NOW), TEAM, replace(DATES, slice=3), NOW, parent="a" * 26, quiet_since=LATER),
        Erasure(new_id(NOW), TEAM, OfTeam(END, 2), NOW, parent="a" * 26),
    ]
    for erasure in made:
        backend.ledger.begin(erasure)
        with pytest.raises(Tombstoned):
            backend.ledger.begin(erasure)
        assert backend.ledger.get(TEAM, erasure.id) == erasure
    ids = [each.id for each in made]
    assert {each.id for each in backend.ledger.several(TEAM, [*ids, "0" * 26])} == set(ids)
    assert backend.ledger.several(OTHER_TEAM, ids) == []


def test_recent_erasures_are_listed_newest_first_without_the_parts_of_others(backend: Backend) -> None:
    at = [NOW + timedelta(seconds=second) for second in range(4)]
    made = [replace(an_erasure("s" * 31 + str(n)), id=new_id(at[n])) for n in range(3)]
    made.append(replace(a_job_erasure(a_job().ref), id=new_id(at[3]), parent=made[0].id))
    for erasure in made:
        backend.ledger.begin(erasure)
    backend.ledger.save(made[1].ended(PARTIAL, LATER))
    whole, after = backend.ledger.recent(TEAM, None, 50, None)
    assert ([each.id for each in whole], after) == ([made[n].id for n in (2, 1, 0)], None)
    assert [each.id for each in backend.ledger.recent(TEAM, PARTIAL, 50, None)[0]] == [made[1].id]
    assert backend.ledger.recent(OTHER_TEAM, None, 50, None) == ([], None)
    seen, after = [], None
    for _ in range(5):
        page, after = backend.ledger.recent(TEAM, None, 1, after)
        seen += [each.id for each in page]
        if after is None:
            break
    assert seen == [made[n].id for n in (2, 1, 0)]
