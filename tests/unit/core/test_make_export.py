"""An export holds everything of its user and nothing else, interrupted or not (GDPR Art. 15, 20)."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from functions.core.audit import Entry
from functions.core.consent import Consented
from functions.core.consents import Whose, give_consent, withdraw_consent
from functions.core.datasets import copy_key
from functions.core.export import COMPLETED, FAILED, RUNNING, Export
from functions.core.export_content import own_original
from functions.core.export_schemas import export_schema
from functions.core.export_worker import OVERDUE
from functions.core.job import DONE, REVIEW, Job, Keep, Outcome
from functions.core.make_export import LAG, make_export
from functions.core.masked import Verdict
from functions.core.names import new_id
from functions.core.opt_outs import OptOut
from functions.core.purposes import ORIGINAL, RESULT, Purpose
from functions.core.reasons import IN_CONFIDENCE_BAND, REPORTED
from functions.core.region import Box, Region
from functions.core.restriction import Restriction
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World, a_request

SCHEMA = Draft202012Validator(export_schema())


def opened(world: World, export: Export) -> dict[str, bytes]:
    """The files inside, of which each that is JSON is valid by the schema."""
    data = world.archive.file(export)
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        assert len(set(read.namelist())) == len(read.namelist())
        files = {name: read.read(name) for name in read.namelist()}
    for name, content in files.items():
        if name.endswith(".json") and name != "schema.json":
            SCHEMA.validate(json.loads(content))
    return files


def told(files: dict[str, bytes], kind: str) -> list[dict[str, Any]]:
    """The values of all files of a kind: jobs, consents, entries of the audit."""
    names = sorted(name for name in files if name.startswith(kind) and name.endswith(".json"))
    pages = [json.loads(files[name]) for name in names]
    return [each for page in pages for each in page["entries" if kind == "audit" else kind]]


def filled(world: World, user: str = "u1", team: str = TEAM) -> list[Job]:
    """Jobs of a user in every state that a masker leaves, a consent, and an entry of the audit."""
    world.declare(team, training=Purpose("consent", opt_in=True, description={"en": "Train"}))
    told = Consented("2026-11", "en", "self", '{"box": "training"}')
    give_consent(Whose(team, user), "training", told, world.consenting, world.clock())
    jobs = [world.masked(user, data, team) for data in (b"face 1", b"face 2", b"empty 1", b"text 1")]
    jobs.append(world.create(user, team=team)[0])
    world.clock.advance(1)
    now = world.clock()
    world.trail.written.append(Entry(new_id(now), team, now, "ada", "review.viewed", {}, jobs[2].ref.job))
    world.trail.written.append(Entry(new_id(now), team, now, "ada", "settings.changed", {"a": (1, 2)}))
    world.clock.advance(1)
    return jobs


def test_an_export_holds_all_that_a_full_scan_finds_and_is_valid_by_its_schema(world: World) -> None:
    jobs = filled(world)
    filled(world, "u1x")
    filled(world, team=OTHER_TEAM)
    files = opened(world, world.export())
    shown = {each["job"]["id"]: each for each in told(files, "jobs")}
    rows = {row.ref.id: row for row in world.jobs.rows.values() if row.ref.subject == jobs[0].ref.subject}
    assert shown.keys() == rows.keys() == {job.ref.id for job in jobs}
    for job_id, row in rows.items():
        stored = world.results.current(str(row.key))
        assert ("result" in shown[job_id]) == (stored is not None)
        if stored:
            assert files[shown[job_id]["result"]] == stored.data
    assert [each["purpose"] for each in told(files, "consents")] == ["training"]
    assert [(each["action"], each["by"]) for each in told(files, "audit")] == [("review.viewed", "staff")]
    photos = [name for name in files if name.startswith(("results/", "originals/", "copies/"))]
    assert len(photos) == sum(row.state == DONE for row in rows.values()) == 2
    manifest = json.loads(files["manifest.json"])
    counts = {"jobs": 5, "results": 2, "originals": 0, "copies": 0, "missing": 0, "consents": 1, "audit": 1}
    assert (manifest["counts"], manifest["held"]) == (counts, False)
    assert json.loads(files["schema.json"]) == export_schema()


def kept_for(world: World, purposes: dict[str, str], depicted: tuple[str, ...] = ()) -> Job:
    """A photo that the user let the team keep for purposes: its result, or the original."""
    for name, what in purposes.items():
        world.declare(TEAM, **{name: Purpose("consent", True, {"en": "Train"}, what)})
        told = Consented("2026-11", "en", "self", "{}")
        give_consent(Whose(TEAM, "u1"), name, told, world.consenting, world.clock())
    request = replace(a_request(depicted=depicted), purposes=("masking", *purposes), consents=tuple(purposes))
    job, form = world.ask(request)
    assert form is not None
    world.mask(world.upload(form))
    world.clock.advance(1)
    return world.row(job.ref)


def test_what_is_kept_for_a_purpose_goes_along_while_the_consent_to_it_stands(world: World) -> None:
    """GDPR Art. 15(1)(a), 15(3)."""
    job = kept_for(world, {"training": RESULT, "research": RESULT})
    withdraw_consent(Whose(TEAM, "u1"), "research", world.consenting, world.clock())
    files = opened(world, world.export())
    (copy,) = told(files, "copies")
    assert (copy["job"], copy["purpose"], copy["what"]) == (job.ref.id, "training", "result")
    stored = world.held.current(str(copy_key(job.ref, "training")))
    assert stored is not None
    assert files[copy["copy"]] == stored.data
    assert json.loads(files["manifest.json"])["counts"]["copies"] == 1


@pytest.mark.parametrize(("depicted", "along"), [((), True), (("u2",), False)], ids=["alone", "with_others"])
def test_of_an_original_that_is_kept_the_photo_goes_along_only_where_the_users_is_the_only_face(
    world: World, depicted: tuple[str, ...], along: bool
) -> None:
    """Also if the purpose says by now that it keeps results."""
    kept_for(world, {"research": ORIGINAL}, depicted)
    world.declare(research=Purpose("consent", True, {"en": "Study"}, RESULT))
    files = opened(world, world.export())
    assert [("copy" in copy, copy["what"]) for copy in told(files, "copies")] == [(along, "original")]


def test_what_was_said_of_the_use_of_ones_data_is_told_without_the_names_of_the_staff(world: World) -> None:
    since = world.clock()
    said = OptOut(True, "sub-of-somebody", since)
    world.opt_outs.put(TEAM, world.subject(), said, world.act().entry("said"))
    world.jobs.restrictions[TEAM, world.subject()] = Restriction("objection", "self", since)
    said = json.loads(opened(world, world.export())["consents.json"])
    assert said["opt_outs"]["sale-sharing"]["by"] == "staff"
    assert (said["restriction"]["ground"], said["restriction"]["set_by"]) == ("objection", "self")


def test_of_nobody_an_export_is_empty_and_valid(world: World) -> None:
    files = opened(world, world.export("nobody"))
    assert sorted(files) == ["consents.json", "manifest.json", "schema.json"]


def test_no_user_id_is_in_an_export(world: World) -> None:
    """Promise 15: the file may be handed on."""
    user = "canary@example.org"
    filled(world, user)
    assert not [name for name, content in opened(world, world.export(user)).items() if b"canary" in content]


def test_what_is_over_erased_or_gone_is_left_out(world: World) -> None:
    over, gone, shared = world.masked(), world.masked(), world.masked(depicted=("u2",))
    kept = world.masked()
    world.jobs.keep(over, Keep(world.clock(), world.clock()))
    world.results.remove(str(gone.key))
    world.ask_erasure("u2")
    world.clock.advance(1)
    files = opened(world, world.export())
    ids = {each["job"]["id"]: each.get("result") for each in told(files, "jobs")}
    assert ids.keys() == {gone.ref.id, kept.ref.id}
    assert ids[gone.ref.id] is None
    assert shared.ref.id not in ids
    assert json.loads(files["manifest.json"])["counts"]["missing"] == 1


def test_a_photo_of_somebody_who_is_restricted_is_left_out(world: World) -> None:
    """GDPR Art. 18: the walk that moves the result may not have come to it yet."""
    shown, kept_back = world.masked(), world.masked(depicted=("u2",))
    world.jobs.restrictions[TEAM, world.subject("u2")] = Restriction("objection", "self", world.clock())
    world.clock.advance(1)
    held = {each["job"]["id"]: each for each in told(opened(world, world.export()), "jobs")}
    assert "result" in held[shown.ref.id]
    assert "result" not in held[kept_back.ref.id]


def test_a_job_that_is_younger_than_the_export_is_in_the_next_one(world: World) -> None:
    world.masked()
    world.clock.advance(1)
    asked = world.ask_export()
    world.clock.advance(1)
    late = world.masked()
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) is None
    held = told(opened(world, asked), "jobs")
    assert (len(held), late.ref.id in {each["job"]["id"] for each in held}) == (1, False)


@pytest.mark.parametrize("part", [1, 64, 1000], ids=["small_parts", "parts", "large_parts"])
def test_stopped_after_every_page_it_goes_on_at_the_same_byte(world: World, part: int) -> None:
    for number in range(40):
        world.masked(data=b"face %d" % number)
    world.clock.advance(1)
    world.exporting = replace(world.exporting, part=part)
    files = opened(world, world.export(seconds=0))
    assert (len(told(files, "jobs")), len([name for name in files if name.startswith("results/")])) == (
        40,
        40,
    )
    left = [key for key in world.exported.objects if not key.endswith("export.zip")]
    assert (left, world.exported.uploads) == ([], set())


FEW, CALLS = 5, 90  # no way below has more calls


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.core.export_worker.PAGE", 2)


def begun(world: World) -> Export:
    """An export of a few jobs that was asked for, in several parts."""
    for number in range(FEW):
        world.masked(data=b"face %d" % number)
    world.clock.advance(1)
    world.exporting = replace(world.exporting, part=3000, schema=b"{}")
    return world.ask_export()


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_killed_at_any_call_the_next_worker_brings_it_to_its_end(world: World, at: int, after: bool) -> None:
    asked = begun(world)
    try:
        dying = fused(world.exporting, Fuse(at, after=after), free=FREE)
        while again := make_export(TEAM, asked.id, dying, world.budget(0)):
            world.clock.reach(again)
    except Killed:
        world.clock.advance(LEASE.total_seconds())
    done = world.export() if world.exports.rows[asked.ref].state == RUNNING else world.exports.rows[asked.ref]
    assert (done.id, done.state) == (asked.id, COMPLETED)
    assert len(told(opened(world, done), "jobs")) == FEW


FREE = ("clock", "job", "consent", "part", "lease", "schema", "region")


@pytest.mark.usefixtures("pages_of_two")
@pytest.mark.parametrize("at", range(1, CALLS + 1, 3))
def test_erased_while_it_is_made_nothing_of_it_comes_or_stays(world: World, at: int) -> None:
    """Promise 6: also not by a worker that was in the middle of it, or that was killed there."""
    asked = begun(world)
    fuse = Fuse(at)
    fuse.meanwhile = world.ask_erasure
    while again := make_export(TEAM, asked.id, fused(world.exporting, fuse, free=FREE), world.budget(0)):
        world.clock.reach(again)
    subject = asked.subject
    if world.exports.rows[asked.ref].state == RUNNING:  # else it was there before the tombstone
        assert [key for key in world.exported.objects if key.endswith(".zip")] == []
    ended = world.work_off(world.ask_erasure())
    assert (ended.state, world.traces(subject)) == ("completed", [])
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) in {None, world.clock() + AGAIN}
    assert world.traces(subject) == []


AGAIN = timedelta(seconds=2)


def test_an_erasure_waits_for_the_lease_of_a_worker_that_was_killed(world: World) -> None:
    """Promise 5: it looks again, not before the longest lease open at the tombstone has ended."""
    world.masked()
    asked = world.ask_export()
    with pytest.raises(Killed):
        make_export(TEAM, asked.id, fused(world.exporting, Fuse(4, after=True), free=FREE), world.budget())
    lease = world.exports.locks[TEAM, asked.subject].until
    ended = world.work_off(world.ask_erasure())
    assert lease is not None
    assert ended.ended_at is not None
    assert ended.ended_at >= lease


def test_erasing_a_job_ends_the_exports_that_hold_it_and_no_others(world: World) -> None:
    """Promise 5: a copy in an export is a copy."""
    older = world.export()
    world.clock.advance(1)
    job, other = world.masked(), world.masked("u2")
    world.clock.advance(1)
    holding, others, running = world.export(), world.export("u2"), world.ask_export()
    assert world.work_off(world.ask_job_erasure(job.ref)).state == COMPLETED
    assert world.exports.rows.keys() == {older.ref, others.ref}
    assert running.subject not in {subject for _, subject in world.exports.locks}
    assert world.archive.file(holding) is None
    assert world.archive.file(others) is not None
    assert make_export(TEAM, running.id, world.exporting, world.budget()) is not None
    assert other.ref in world.jobs.rows


def test_erasing_who_is_depicted_ends_the_exports_of_who_took_the_picture(world: World) -> None:
    """Promise 5."""
    world.masked(depicted=("u2",))
    world.clock.advance(1)
    holding = world.export()
    assert world.work_off(world.ask_erasure("u2")).state == COMPLETED
    assert (world.exports.rows, world.archive.file(holding)) == ({}, None)


def test_two_workers_at_once_write_one_after_the_other(world: World) -> None:
    asked = world.ask_export()
    world.exports.take(asked, "another", world.clock() + LEASE, world.clock())
    again = make_export(TEAM, asked.id, world.exporting, world.budget())
    assert again is not None
    world.clock.advance(LEASE.total_seconds())
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) is None
    assert world.exports.rows[asked.ref].state == COMPLETED


def test_an_export_that_the_index_does_not_know_yet_is_looked_for_again(world: World) -> None:
    asked = world.ask_export()
    world.exports.hidden.add(asked.id)
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) is not None
    world.clock.advance(LAG.total_seconds() + 1)
    assert make_export(TEAM, asked.id, world.exporting, world.budget()) is None


def test_nobody_works_at_it_any_more_so_it_fails_and_another_may_run(world: World) -> None:
    asked = world.ask_export()
    world.clock.advance(OVERDUE.total_seconds() - 1)
    world.sweep()
    assert world.exports.rows[asked.ref].state == RUNNING
    world.clock.advance(1)
    world.sweep()
    assert world.exports.rows[asked.ref].state == FAILED
    assert world.ask_export().id != asked.id


FACE = Region("face", 0.9, Box(0, 0, 1, 1), Box(0, 0, 1, 1))
PLATE = replace(FACE, label="text")
KEEP = Keep(World().clock() + timedelta(days=2), World().clock() + timedelta(days=1))
OWN = Outcome(REVIEW, IN_CONFIDENCE_BAND, (FACE, PLATE), 1, 1, Verdict((), 0))


@pytest.mark.parametrize(
    ("outcome", "depicted", "keep", "own"),
    [
        pytest.param(OWN, (), KEEP, True, id="one_face"),
        pytest.param(replace(OWN, regions=(FACE, FACE)), (), KEEP, False, id="two_faces"),
        pytest.param(replace(OWN, regions=(PLATE,)), (), KEEP, False, id="no_face"),
        pytest.param(OWN, ("s" * 32,), KEEP, False, id="somebody_is_named"),
        pytest.param(replace(OWN, verdict=Verdict((), 0, kept=1)), (), KEEP, False, id="a_face_is_kept"),
        pytest.param(replace(OWN, verdict=Verdict((), 1, 1)), (), KEEP, False, id="found_again"),
        pytest.param(replace(OWN, verdict=None), (), KEEP, False, id="never_judged"),
        pytest.param(replace(OWN, reason=REPORTED), (), KEEP, False, id="held_is_the_result"),
        pytest.param(OWN, (), Keep(KEEP.record), False, id="over"),
    ],
)
def test_an_original_goes_along_only_where_the_users_is_the_only_face(
    world: World, outcome: Outcome, depicted: tuple[str, ...], keep: Keep, own: bool
) -> None:
    """GDPR Art. 15(4): others must not be harmed by a copy."""
    job = replace(world.create()[0], state=REVIEW, outcome=outcome, depicted=depicted, keep=keep)
    assert own_original(job) is own
    world.jobs.rows[job.ref] = job
    world.held.write(str(job.key), b"unmasked")
    world.clock.advance(1)
    files = opened(world, world.export())
    assert [name for name in files if name.startswith("originals/")] == (
        [f"originals/{job.ref.job}.jpg"] if own else []
    )
    assert (b"unmasked" in files.values()) is own
