"""…/restriction (GDPR Art. 18): while it stands nothing is processed or handed out, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.errors import ErasureRunning, Invalid, NotFound, Unavailable
from functions.core.get_job import get_job
from functions.core.hold_back import HELD_BACK
from functions.core.job import AWAITING_UPLOAD, DONE, EXPIRED, MASKING, RESTRICTED, REVIEW, Job
from functions.core.mask_photo import LATE, REPLACED, Uploaded
from functions.core.restrict import LEASE as WALK
from functions.core.restrict import get_restriction
from functions.core.restriction import Restriction, UserRestricted, Walk, parse_ground
from functions.core.retain import HELD
from functions.core.reviews import Decision, get_review, release_review
from functions.core.stored_of import stored_of
from tests.fakes.bucket import HOLD
from tests.fakes.world import GRACE, LEASE, OTHER_TEAM, TEAM, World
from tests.unit.core.restricting import download, etag_of, on_the_shelf

PHOTO = b"face 1"


def resumed(world: World, job: Job) -> Uploaded:
    """The event of S3 when what was kept is an upload again."""
    event = world.presence.look(job.key)
    assert event is not None
    return event


def test_an_upload_of_a_restricted_user_is_not_looked_at_and_not_lost(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, PHOTO)
    world.restrict()
    assert world.mask(event) == HELD_BACK
    assert world.imaging.seen == []
    assert (world.row(job.ref).state, on_the_shelf(world, job.key)) == (RESTRICTED, (PHOTO, HOLD))
    assert not world.originals.objects
    assert not world.results.objects
    world.clock.advance(timedelta(days=400).total_seconds())
    world.sweep()
    assert (world.row(job.ref).state, on_the_shelf(world, job.key)) == (RESTRICTED, (PHOTO, HOLD))
    world.lift()
    assert world.mask(resumed(world, job)) == DONE
    assert (download(world, job) or b"").startswith(b"masked")
    assert not world.held.objects


def test_what_was_being_masked_is_not_handed_out(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, PHOTO)
    world.imaging.meanwhile = world.restrict
    assert world.mask(event) == HELD_BACK
    assert (world.row(job.ref).state, on_the_shelf(world, job.key)) == (RESTRICTED, (PHOTO, HOLD))
    assert not world.results.objects


def test_what_needed_a_review_when_it_was_masked_is_kept_as_it_came(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, b"doubtful 1")
    world.imaging.meanwhile = world.restrict
    assert world.mask(event) == HELD_BACK
    assert on_the_shelf(world, job.key) == (b"doubtful 1", HOLD)
    world.imaging.meanwhile = lambda: None
    world.lift()
    assert world.mask(resumed(world, job)) == REVIEW
    assert on_the_shelf(world, job.key) == (b"doubtful 1", 7)


def test_a_result_leaves_at_once_though_a_link_outlives_it_and_comes_back(world: World) -> None:
    job = world.masked()
    link = get_job(job.ref.id, TEAM, world.reading)[1]
    assert link is not None
    before = world.links.open(link)
    world.restrict()
    assert world.links.open(link) is None
    assert download(world, job) is None
    assert on_the_shelf(world, job.key.withheld) == (before, HOLD)
    world.lift()
    assert download(world, job) == before
    assert not world.held.objects
    assert world.results.tags[str(job.key)] == 30
    assert world.row(job.ref) == job


def test_before_the_walk_has_come_to_a_job_it_is_shown_as_restricted_and_not_handed_out(world: World) -> None:
    job = world.masked()
    world.restrict(seconds=0)
    assert world.row(job.ref).state == DONE
    shown, link, *_ = get_job(job.ref.id, TEAM, world.reading)
    assert (shown.state, link) == (RESTRICTED, None)


def test_the_sweeper_goes_on_where_a_walk_was_interrupted(world: World) -> None:
    world.restrictions.size = 2
    jobs = [world.masked() for _ in range(5)]
    world.restrict(seconds=0)
    world.sweep()
    assert {world.row(job.ref).state for job in jobs} == {RESTRICTED}
    assert not world.restrictions.walks
    world.lift(seconds=0)
    world.sweep()
    assert {world.row(job.ref).state for job in jobs} == {DONE}
    assert not world.faults


def test_while_one_call_walks_the_opposite_waits(world: World) -> None:
    world.masked()
    place, now = (TEAM, world.subject()), world.clock()
    world.restrict(seconds=0)
    walk = next(iter(world.restrictions.walks.values()))
    world.restrictions.take(walk.__class__(*place, "w2", now + WALK), walk, now)
    with pytest.raises(Unavailable):
        world.lift()
    assert world.restrictions.get(*place)
    world.clock.advance(WALK.total_seconds())
    world.lift()
    assert not world.restrictions.get(*place)


def test_who_asks_again_after_a_lost_answer_finds_it_set_or_lifted(world: World) -> None:
    """The first call wrote it and was killed: nobody else walks before its lease is over."""
    job, now = world.masked(), world.clock()
    walk = Walk(TEAM, world.subject(), "killed", now + WALK)
    world.restrictions.put(walk, Restriction("accuracy_contested", "self", now), world.act().entry("x"))
    world.restrict()
    with pytest.raises(Unavailable):
        world.lift()
    world.clock.advance(WALK.total_seconds())
    world.sweep()
    assert world.row(job.ref).state == RESTRICTED
    world.restrictions.lift(replace(walk, until=world.clock() + WALK), world.act().entry("x"))
    world.lift()
    with pytest.raises(Unavailable):
        world.restrict()
    world.clock.advance(WALK.total_seconds())
    world.sweep()
    assert world.row(job.ref).state == DONE


def test_no_job_is_made_of_somebody_who_is_restricted(world: World) -> None:
    world.restrict()
    for user, depicted in (("u1", ()), ("u2", ("u1",))):
        with pytest.raises(UserRestricted):
            world.create(user, depicted=depicted)
    world.create("u2")
    world.lift()
    world.create()


def test_a_restriction_is_of_one_user_of_one_team(world: World) -> None:
    """Promise 10."""
    other, foreign = world.masked("u1x"), world.masked(team=OTHER_TEAM)
    world.restrict()
    assert get_restriction(TEAM, "u1", world.restricting).by == "self"
    for user, team in (("u1x", TEAM), ("u1", OTHER_TEAM)):
        with pytest.raises(NotFound):
            get_restriction(team, user, world.restricting)
    assert {world.row(job.ref).state for job in (other, foreign)} == {DONE}


def test_a_photo_stays_until_nobody_in_it_is_restricted(world: World) -> None:
    job = world.masked("u1", depicted=("u2",))
    for user in ("u1", "u2"):
        world.restrict(user)
    world.lift("u1")
    assert (world.row(job.ref).state, download(world, job)) == (RESTRICTED, None)
    world.lift("u2")
    assert world.row(job.ref).state == DONE
    assert download(world, job)


def test_what_waits_for_a_person_is_not_shown_and_waits_on_afterwards(world: World) -> None:
    job = world.masked(data=b"doubtful 1")
    look = Decision(TEAM, job.ref.id, "ada", etag_of(world, job))
    world.restrict()
    with pytest.raises(NotFound):
        get_review(look, world.reviewing, world.clock())
    assert on_the_shelf(world, job.key) == (b"doubtful 1", HOLD)
    world.lift()
    assert (world.row(job.ref).state, world.queue.sent) == (REVIEW, [])
    assert on_the_shelf(world, job.key) == (b"doubtful 1", 7)
    assert etag_of(world, job) == look.etag


def test_a_release_that_is_being_masked_is_not_handed_out(world: World) -> None:
    job = world.masked(data=b"doubtful 1")
    look = Decision(TEAM, job.ref.id, "ada", etag_of(world, job))
    release_review(look, {}, world.reviewing, world.clock())
    world.imaging.meanwhile = world.restrict
    assert world.mask(world.queue.sent[-1]) == HELD_BACK
    assert not world.results.objects
    assert world.row(job.ref).state == RESTRICTED


def test_what_failed_is_kept_longer_than_an_upload_may_lie_there(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(event)
    world.clock.advance(LEASE.total_seconds())
    keep = world.settings.of(TEAM).retention.keep("failed", world.clock())
    world.jobs.fail(world.row(job.ref), event.etag, world.clock(), keep)
    world.clock.advance(GRACE.total_seconds() * 2)
    world.restrict()
    world.sweep()
    assert world.mask(world.queue.sent[-1]) == HELD_BACK
    assert (world.row(job.ref).state, on_the_shelf(world, job.key)) == (RESTRICTED, (b"crash 1", HOLD))
    assert not world.originals.objects
    world.lift()
    assert world.row(job.ref).state == AWAITING_UPLOAD
    assert resumed(world, job)


def test_a_form_that_is_used_again_changes_nothing_of_what_is_kept(world: World) -> None:
    job, form = world.create()
    world.restrict()
    world.mask(world.upload(form, PHOTO))
    assert world.mask(world.upload(form, b"face 2")) == LATE
    assert not world.originals.objects
    assert on_the_shelf(world, job.key) == (PHOTO, HOLD)


def test_of_two_files_under_one_form_the_one_that_is_there_is_kept(world: World) -> None:
    job, form = world.create()
    world.restrict()
    first, second = world.upload(form, PHOTO), world.upload(form, b"face 2")
    assert world.mask(first) == REPLACED
    assert world.row(job.ref).state == AWAITING_UPLOAD
    assert world.mask(second) == HELD_BACK
    assert on_the_shelf(world, job.key) == (b"face 2", HOLD)


def test_who_is_killed_while_lifting_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, form = world.create()
    world.restrict()
    world.mask(world.upload(form, PHOTO))
    with monkeypatch.context() as patch:
        patch.setattr(world.shelf, "resume", lambda key: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.lift()
    assert not world.originals.objects
    world.clock.advance(WALK.total_seconds())
    world.sweep()
    assert world.mask(world.queue.sent[-1]) == DONE
    assert not world.held.objects


def test_a_message_that_comes_twice_finds_nothing_to_do(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, PHOTO)
    world.restrict()
    assert [world.mask(event), world.mask(event)] == [HELD_BACK, LATE]
    assert world.row(job.ref).state == RESTRICTED


def test_setting_and_lifting_twice_is_harmless(world: World) -> None:
    job = world.masked()
    for _ in range(2):
        world.restrict()
    assert world.row(job.ref).state == RESTRICTED
    for _ in range(2):
        world.lift()
    assert world.row(job.ref) == job


def test_what_is_over_meanwhile_goes_when_it_is_lifted(world: World) -> None:
    job = world.masked()
    world.restrict()
    world.clock.advance(timedelta(days=31).total_seconds())
    assert world.sweep().outcomes == {}
    assert get_job(job.ref.id, TEAM, world.reading)[0].state == RESTRICTED
    world.lift()
    assert get_job(job.ref.id, TEAM, world.reading)[0].state == EXPIRED
    world.sweep()
    assert not world.results.objects


def test_nothing_that_is_over_is_deleted_while_it_stands(world: World) -> None:
    world.masked()
    world.clock.advance(timedelta(days=31).total_seconds())
    world.restrict()
    assert world.sweep().outcomes == {HELD: 1}
    assert world.results.objects


def test_an_erasure_waits_for_it_and_goes_on_when_it_is_lifted(world: World) -> None:
    subject = world.masked().ref.subject
    world.restrict()
    ended = world.run(world.ask_erasure())
    assert ended.why == "held"
    with pytest.raises(ErasureRunning):
        world.restrict()
    world.lift()
    assert world.executions.started[-1] == (TEAM, ended.id, 2)
    world.run(ended)
    assert world.traces(subject) == []


def test_a_person_learns_that_files_are_kept_without_an_end(world: World) -> None:
    world.masked()
    world.restrict()
    told = stored_of(TEAM, "u1", world.telling, world.clock())
    assert (told.held, dict(told.jobs), dict(told.files)) == (True, {RESTRICTED: 1}, {"results": 1})
    assert told.endless == {"results"}


def test_a_claim_whose_lease_is_over_is_kept_too(world: World) -> None:
    job, form = world.create()
    event = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(event)
    assert world.row(job.ref).state == MASKING
    world.clock.advance(LEASE.total_seconds())
    world.restrict()
    assert world.mask(event) == HELD_BACK
    assert on_the_shelf(world, job.key) == (b"crash 1", HOLD)


@pytest.mark.parametrize(
    "body",
    [{}, {"ground": "because"}, {"ground": "objection", "note": "x"}],
    ids=["no ground", "no ground of the law", "a field more"],
)
def test_a_ground_is_one_of_the_law(body: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        parse_ground(body)
    assert parse_ground({"ground": "objection"}) == "objection"
