"""The rows of exports and their bucket: the same over fakes and over moto."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.aws import trail
from functions.aws.trail import DynamoTrail
from functions.core.audit import Entry
from functions.core.errors import Conflict, LeaseOpen, Repeated, Replaced, Tombstoned
from functions.core.export import COMPLETED, FAILED, Export, Progress, Written
from functions.core.job import Keep
from functions.core.names import ObjectKey, new_id
from functions.core.ports import Once
from functions.core.reach import Reach
from functions.core.retention_ports import Count
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.hooks import answering, refused
from tests.contracts.making import (
    LATER,
    NOW,
    OTHER,
    OTHER_TEAM,
    SUBJECT,
    TEAM,
    a_job,
    an_entry,
    an_erasure,
    everything,
)

DUE = NOW + timedelta(hours=6)
KEEP = Keep(NOW + timedelta(days=90), NOW + timedelta(days=7))
PROGRESS = Progress(Written("upload", 3, 12_345_678_901, 70_000, 2), 1, "after", 7, {"jobs": 5}, 1)


def an_export(subject: str = SUBJECT, team: str = TEAM, at: int = 0) -> Export:
    """A new export."""
    moment = NOW + timedelta(seconds=at)
    return Export(new_id(moment), team, subject, moment)


def taken(backend: Backend, export: Export) -> Export:
    """One that a worker has."""
    backend.exports.begin(export, None, an_entry())
    export = replace(export, lease="lease-a")
    backend.exports.take(export, "lease-a", LATER, NOW)
    return export


def ended(backend: Backend, export: Export | None = None) -> Export:
    """One that has its file."""
    done = taken(backend, export or an_export()).ended(COMPLETED, NOW, KEEP)
    backend.exports.end(done)
    return replace(done, lease="")


def test_one_export_of_a_subject_runs_at_a_time(backend: Backend) -> None:
    first = an_export()
    backend.exports.begin(first, None, an_entry())
    with pytest.raises(Conflict):
        backend.exports.begin(an_export(at=1), None, an_entry())
    backend.exports.begin(an_export(OTHER), None, an_entry())
    assert backend.exports.running(TEAM, SUBJECT) == first.id
    assert backend.exports.running(OTHER_TEAM, SUBJECT) is None
    assert backend.exports.get(TEAM, SUBJECT, first.id) == first
    assert backend.exports.find(TEAM, first.id) == first
    assert backend.exports.find(OTHER_TEAM, first.id) is None


def test_a_key_tells_of_its_export_even_while_another_one_runs(backend: Backend) -> None:
    first = an_export()
    backend.exports.begin(first, Once("key", "digest", first.id), an_entry())
    with pytest.raises(Repeated):
        backend.exports.begin(an_export(at=1), Once("key", "digest", "x"), an_entry())
    known = backend.exports.once(TEAM, SUBJECT, "key")
    assert known is not None
    assert known.job == first.id
    assert backend.exports.once(TEAM, OTHER, "key") is None


def test_a_lease_is_one_workers_until_it_is_over_or_given_back(backend: Backend) -> None:
    export = taken(backend, an_export())
    with pytest.raises(LeaseOpen):
        backend.exports.take(export, "lease-b", LATER, NOW)
    backend.exports.save(replace(export, progress=PROGRESS), DUE)
    backend.exports.take(export, "lease-b", LATER + timedelta(seconds=60), LATER)
    with pytest.raises(Conflict):
        backend.exports.save(export, DUE)
    second = replace(export, lease="lease-b", progress=PROGRESS)
    backend.exports.save(second, DUE, free=True)
    backend.exports.take(export, "lease-c", LATER + timedelta(seconds=90), LATER)
    stored = backend.exports.get(TEAM, SUBJECT, export.id)
    assert stored is not None
    assert stored.progress == PROGRESS


def test_an_end_lets_the_next_one_run_and_is_no_one_elses(backend: Backend) -> None:
    export = taken(backend, an_export())
    with pytest.raises(Conflict):
        backend.exports.end(replace(export, lease="lease-b").ended(COMPLETED, NOW, KEEP))
    done = export.ended(COMPLETED, NOW, KEEP)
    backend.exports.end(done)
    assert backend.exports.running(TEAM, SUBJECT) is None
    assert backend.exports.get(TEAM, SUBJECT, export.id) == replace(done, lease="")
    with pytest.raises(Conflict):
        backend.exports.end(done)
    with pytest.raises(Conflict):
        backend.exports.give_up(done)
    with pytest.raises(Conflict):
        backend.exports.take(export, "lease-b", LATER, NOW)
    with pytest.raises(Conflict):
        backend.exports.again(export.again(), DUE)


def test_whoever_has_the_lease_one_is_given_up_or_begun_again(backend: Backend) -> None:
    export = taken(backend, an_export())
    backend.exports.again(export.again(), DUE)
    stored = backend.exports.get(TEAM, SUBJECT, export.id)
    assert stored is not None
    assert stored.attempt == 2
    backend.exports.give_up(export.ended(FAILED, NOW, Keep(NOW)))
    assert backend.exports.running(TEAM, SUBJECT) is None


def test_no_write_passes_a_tombstone(backend: Backend) -> None:
    """Promise 6."""
    export = taken(backend, an_export())
    backend.ledger.begin(an_erasure())
    writes: dict[str, Callable[[], None]] = {
        "begin": lambda: backend.exports.begin(an_export(at=1), None, an_entry()),
        "take": lambda: backend.exports.take(export, "b", LATER, LATER),
        "save": lambda: backend.exports.save(export, DUE),
        "again": lambda: backend.exports.again(export, DUE),
        "end": lambda: backend.exports.end(export.ended(COMPLETED, NOW, KEEP)),
        "give_up": lambda: backend.exports.give_up(export.ended(FAILED, NOW, KEEP)),
    }
    for write in writes.values():
        with pytest.raises(Tombstoned):
            write()


def test_exports_are_listed_newest_first_by_pages(backend: Backend) -> None:
    made = [ended(backend, an_export(at=number)) for number in range(3)]
    ended(backend, an_export(OTHER))
    first, after = backend.exports.page(TEAM, SUBJECT, 2, None)
    rest, end = backend.exports.page(TEAM, SUBJECT, 2, after)
    assert [*first, *rest] == made[::-1]
    assert end is None


def test_the_sweeper_finds_what_is_due_and_writes_only_what_is_as_it_was_read(backend: Backend) -> None:
    done = ended(backend)
    retained = backend.retained_exports
    shard = ord(done.id[-1]) % 4
    assert list(retained.due(shard, NOW + timedelta(days=6))) == []
    assert list(retained.due((shard + 1) % 4, NOW + timedelta(days=8))) == []
    assert list(retained.due(shard, NOW + timedelta(days=8))) == [done]
    retained.postpone(done, NOW + timedelta(days=9))
    assert list(retained.due(shard, NOW + timedelta(days=8))) == []
    longer = Keep(KEEP.record, NOW + timedelta(days=20))
    retained.redate(done, longer)
    with pytest.raises(Conflict):
        retained.postpone(done, NOW + timedelta(days=1))  # it was dated anew since it was read
    assert list(retained.due(shard, NOW + timedelta(days=10))) == []
    over = replace(done, state="expired", keep=Keep(KEEP.record))
    retained.release(replace(done, keep=longer), over)
    with pytest.raises(Conflict):
        retained.release(done, over)
    with pytest.raises(Conflict):
        retained.remove(done)
    assert list(retained.oldest(TEAM, shard, "")) == [over]
    assert list(retained.oldest(TEAM, shard, over.id)) == list(retained.oldest(OTHER_TEAM, shard, "")) == []
    assert backend.counting.exports(TEAM, "0", "~") == Count(1)
    retained.remove(over)
    assert backend.exports.get(TEAM, SUBJECT, done.id) is None


def test_an_erasure_finds_the_rows_of_exports_and_the_end_of_a_workers_lease(backend: Backend) -> None:
    """Promise 5."""
    done, runs = ended(backend), taken(backend, an_export(at=1))
    ended(backend, an_export(OTHER))
    found = {trace.address[1]: trace for trace in everything(backend.rows)}
    assert found.keys() == {f"export#{done.id}", f"export#{runs.id}", "exporting"}
    assert found["exporting"].busy_until == LATER
    assert backend.rows.delete(list(found.values())) == 0
    assert everything(backend.rows) == []
    assert backend.exports.running(TEAM, SUBJECT) is None


def test_erasing_a_job_finds_the_exports_that_hold_it(backend: Backend) -> None:
    """Promise 5: those that are newer than the job."""
    older, job = ended(backend, an_export(at=-5)), a_job()
    newer, runs = ended(backend, an_export(at=5)), taken(backend, an_export(at=6))
    ended(backend, an_export(OTHER, at=5))
    store = backend.export_rows
    traces = store.find(Reach(TEAM, SUBJECT, job.ref.job)).traces
    assert {trace.address[1] for trace in traces} == {f"export#{newer.id}", f"export#{runs.id}", "exporting"}
    assert max(trace.busy_until for trace in traces if trace.busy_until) == LATER
    assert {trace.owner for trace in traces} == {SUBJECT}
    assert store.find(Reach(TEAM, SUBJECT)).traces == []
    assert store.delete(traces) == 0
    assert store.find(Reach(TEAM, SUBJECT, job.ref.job)).traces == []
    assert backend.exports.page(TEAM, SUBJECT, 9, None)[0] == [older]


def test_erasing_dates_finds_the_exports_that_may_hold_their_jobs(backend: Backend) -> None:
    """Promise 5."""
    ended(backend, an_export(at=-5))
    newer = [ended(backend, an_export(subject, at=number)) for number, subject in ((1, SUBJECT), (9, OTHER))]
    low, high = new_id(NOW)[:10] + "0" * 16, new_id(NOW + timedelta(seconds=5))
    found = [
        trace.address
        for part in range(4)
        for trace in backend.export_rows.find(Reach(TEAM, slice=part, low=low, high=high)).traces
    ]
    assert {address[1] for address in found} == {f"export#{export.id}" for export in newer}


def test_objects_of_exports_are_reached_by_the_id_of_the_export() -> None:
    job, low = a_job().ref.job, "0" * 26
    assert Reach(TEAM, SUBJECT, job).exports == Reach(TEAM, SUBJECT, low=job)
    of = Reach(TEAM, SUBJECT, job).exports
    assert of.prefix == f"{TEAM}/{SUBJECT}/"
    assert of.takes_key(f"{of.prefix}{an_export(at=1).id}/export.zip")
    assert not of.takes_key(f"{of.prefix}{an_export(at=-1).id}/export.zip")
    assert Reach(TEAM, SUBJECT).exports.takes_key(f"{of.prefix}{low}/x")


def test_a_file_is_made_of_its_parts_and_nothing_else_stays(backend: Backend) -> None:
    archive, export = backend.archive, an_export()
    upload = archive.start(export.key, 30)
    big = b"x" * (5 * 1024 * 1024)
    archive.part(export.key, upload, 1, b"another attempt")
    archive.part(export.key, upload, 1, big)
    archive.part(export.key, upload, 2, b"the end")
    archive.part(export.key, upload, 3, b"of a worker that was killed")
    beside = ObjectKey(export.ref, "tail-000001")
    archive.stash(beside, b"not yet a part")
    assert archive.fetch(beside) == b"not yet a part"
    archive.finish(export.key, upload, 2)
    archive.clear(export.ref, but=export.key)
    bucket = backend.bucket()
    assert bucket.read(str(export.key)) == big + b"the end"
    assert bucket.days(str(export.key)) == 30
    assert bucket.read(str(beside)) is None
    with pytest.raises(Replaced):
        archive.fetch(beside)
    archive.clear(export.ref)
    assert bucket.read(str(export.key)) is None


def test_a_part_of_an_upload_that_was_ended_is_told_apart(moto: MotoBackend) -> None:
    export = an_export()
    with answering(moto.cloud.s3, "UploadPart", refused("NoSuchUpload")), pytest.raises(Replaced):
        moto.archive.part(export.key, "upload", 1, b"late")


def test_clearing_ends_unfinished_uploads_and_reaches_no_other_export(backend: Backend) -> None:
    archive, export, other = backend.archive, an_export(), an_export(at=1)
    upload, kept = archive.start(export.key, 7), archive.start(other.key, 7)
    archive.stash(ObjectKey(other.ref, "tail-000001"), b"kept")
    archive.clear(export.ref)
    with pytest.raises(Replaced):
        archive.finish(export.key, upload, 0)
    archive.part(other.key, kept, 1, b"x")
    with pytest.raises(Replaced):
        archive.finish(other.key, kept, 2)
    assert archive.fetch(ObjectKey(other.ref, "tail-000001")) == b"kept"


def test_a_photo_is_read_or_is_not_there(backend: Backend) -> None:
    job = a_job()
    assert backend.pictures.bytes_of(job.key) is None
    backend.bucket().write(str(job.key), b"a photo")
    assert backend.pictures.bytes_of(job.key) == b"a photo"


def test_the_audit_of_a_team_is_read_hour_by_hour_to_its_end(
    moto: MotoBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for hours in (-1, 0, 0, 0, 1, 1, 30, 31):
        at = NOW + timedelta(hours=hours)
        written.append(Entry(new_id(at), TEAM, at, "ada", "review.viewed", {"a": (1, 2)}, "0" * 26))
        moto.diary.append(written[-1])
    moto.diary.append(Entry(new_id(NOW), OTHER_TEAM, NOW, "ada", "review.viewed"))
    monkeypatch.setattr(trail, "PAGE", 2)
    monkeypatch.setattr(trail, "HOURS", 9)
    read = DynamoTrail(moto.cloud.dynamodb, moto.audit_table)
    found, after = read.entries(TEAM, NOW, NOW + timedelta(hours=30), "")
    pages = 1
    while after:
        more, after = read.entries(TEAM, NOW, NOW + timedelta(hours=30), after)
        assert len(more) <= 2, "a page of jobs is no longer than can be read at once"
        found, pages = [*found, *more], pages + 1
    assert {entry.id for entry in found} == {entry.id for entry in written[1:7]}
    assert next(entry for entry in found if entry.id == written[4].id) == written[4]
    assert pages > 3
