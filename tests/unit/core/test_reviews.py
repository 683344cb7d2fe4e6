"""Reviews: a person looks, and releases or rejects; what gets out is verified, and is what was looked at."""

from datetime import timedelta

import pytest

from functions.core.errors import Conflict, Invalid, NotFound
from functions.core.get_job import get_job
from functions.core.job import DONE, REJECTED, REVIEW, Job
from functions.core.mask_photo import ERASED, LATE, Uploaded
from functions.core.review_errors import ReviewChanged, ReviewRunning, UnderHold
from functions.core.reviews import (
    Decision,
    get_review,
    list_reviews,
    parse_reviews,
    reject_review,
    release_review,
)
from tests.fakes.fuse import Killed
from tests.fakes.world import LEASE, OTHER_TEAM, TEAM, World

BOX = {"box": [0.1, 0.2, 0.3, 0.4]}
DOUBTFUL = b"doubtful 1"


def _of(job: Job, etag: str = "", team: str = TEAM) -> Decision:
    return Decision(team, job.ref.id, "ada", etag)


def _seen(world: World, job: Job) -> Decision:
    """What a reviewer can decide who has looked."""
    return _of(job, get_review(_of(job), world.reviewing, world.clock()).etag)


def _release(world: World, job: Job, body: object = None) -> Uploaded:
    """Release it; the message that the masker gets."""
    release_review(_seen(world, job), body or {}, world.reviewing, world.clock())
    return world.queue.sent[-1]


def _download(world: World, job: Job) -> bytes | None:
    link = get_job(job.ref.id, TEAM, world.reading)[1]
    return world.links.open(link) if link else None


def test_what_was_released_is_masked_again_and_handed_out(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    assert (job.state, _download(world, job)) == (REVIEW, None)
    event = _release(world, job)
    assert (world.row(job.ref).state, _download(world, job)) == (REVIEW, None)
    assert world.mask(event) == DONE
    done = world.row(job.ref)
    assert (done.state, done.release is not None, done.outcome and done.outcome.reason) == (DONE, True, None)
    assert (_download(world, job) or b"").startswith(b"masked")
    assert not world.held.objects
    assert world.mask(event) == "settled"
    assert [entry.action for entry in world.audit.entries] == ["review.viewed", "review.released"]
    assert {(entry.by, entry.on) for entry in world.audit.entries} == {("ada", job.ref.job)}


def test_the_form_used_again_in_between_lets_nothing_else_out(world: World) -> None:
    """Promise 1: before the look, after it, after the release and after the masker, in every order."""
    job, form = world.create()
    world.mask(world.upload(form, DOUBTFUL))
    others = [world.upload(form, b"face before")]
    decision = _seen(world, job)
    others.append(world.upload(form, b"face between"))
    release_review(decision, {}, world.reviewing, world.clock())
    others.append(world.upload(form, b"face after"))
    assert [world.mask(each) for each in others[:2]] == [LATE, LATE]
    assert world.mask(world.queue.sent[-1]) == DONE
    assert world.mask(others[2]) == LATE
    assert world.imaging.seen == [DOUBTFUL, DOUBTFUL]
    assert not world.originals.objects


def test_what_was_drawn_is_hidden_too(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    event = _release(world, job, {"regions": [BOX]})
    world.mask(event)
    first, second = world.imaging.recipes
    assert (first.regions, set(second.hide), len(second.regions)) == ((), {"region", "face"}, 1)


@pytest.mark.parametrize("body", [[], {"region": []}, {"regions": []}, {"regions": [{"box": [0, 0, 2, 2]}]}])
def test_what_cannot_be_hidden_is_refused_and_nothing_is_released(world: World, body: object) -> None:
    job = world.masked(data=DOUBTFUL)
    decision = _seen(world, job)
    with pytest.raises(Invalid):
        release_review(decision, body, world.reviewing, world.clock())
    assert (world.row(job.ref).release, world.queue.sent) == (None, [])


def test_a_release_is_of_the_file_that_was_looked_at(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    with pytest.raises(ReviewChanged):
        release_review(_of(job, "another"), {}, world.reviewing, world.clock())
    with pytest.raises(Invalid):
        release_review(_of(job), {}, world.reviewing, world.clock())
    event = _release(world, job)
    world.held.write(str(job.key), b"face other")
    assert world.mask(event) == REJECTED
    assert _download(world, job) is None
    assert b"face other" not in world.imaging.seen


def test_nobody_can_release_what_is_not_verified(world: World) -> None:
    """Promise 1: it is in review again, no longer than it would have been, and what is drawn may help."""
    job = world.masked(data=b"odd 1")
    assert world.mask(_release(world, job)) == REVIEW
    again = world.row(job.ref)
    assert (again.state, again.keep, again.release) == (REVIEW, job.keep, None)
    assert (_download(world, job), world.results.objects) == (None, {})
    assert world.mask(_release(world, job)) == REVIEW


def test_while_a_masker_works_nobody_decides(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    event = _release(world, job)
    world.imaging.mask = lambda *_: (_ for _ in ()).throw(Killed())  # type: ignore[method-assign]
    with pytest.raises(Killed):
        world.mask(event)
    decision = _of(job, event.etag)
    with pytest.raises(ReviewRunning):
        release_review(decision, {}, world.reviewing, world.clock())
    with pytest.raises(ReviewRunning):
        reject_review(decision, world.reviewing, world.clock())
    with pytest.raises(Conflict):
        world.mask(event)
    world.clock.reach(world.clock() + LEASE)
    reject_review(decision, world.reviewing, world.clock())
    assert (world.row(job.ref).state, world.held.objects) == (REJECTED, {})


def test_what_is_rejected_is_gone(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    rejected = reject_review(_of(job), world.reviewing, world.clock())
    assert rejected.outcome == world.row(job.ref).outcome
    assert world.row(job.ref).outcome is not None
    assert getattr(rejected.outcome, "reason", None) == "rejected_by_person"
    assert (world.row(job.ref).state, world.held.objects) == (REJECTED, {})
    with pytest.raises(NotFound):
        get_review(_of(job), world.reviewing, world.clock())
    assert [entry.action for entry in world.audit.entries] == ["review.rejected"]


@pytest.mark.parametrize("held", ["u1", "u2"], ids=["the_user", "somebody_in_the_picture"])
def test_what_a_legal_hold_keeps_is_not_rejected_until_it_is_lifted(world: World, held: str) -> None:
    """GDPR Art. 17(3): a rejection deletes."""
    job = world.masked(data=DOUBTFUL, depicted=("u2",))
    world.holds.places.add((TEAM, world.subject(held)))
    before = world.row(job.ref), dict(world.held.objects)
    with pytest.raises(UnderHold):
        reject_review(_of(job), world.reviewing, world.clock())
    assert (world.row(job.ref), world.held.objects) == before
    assert world.audit.entries == []
    world.holds.places.clear()
    reject_review(_of(job), world.reviewing, world.clock())
    assert (world.row(job.ref).state, world.held.objects) == (REJECTED, {})


def test_what_was_rejected_half_way_can_be_rejected_again(world: World) -> None:
    """The file goes first; without it there is nothing to look at, and nothing to wait for."""
    job = world.masked(data=DOUBTFUL)
    world.reviewing.stored[0].delete(str(job.key))
    with pytest.raises(NotFound):
        get_review(_of(job), world.reviewing, world.clock())
    assert reject_review(_of(job), world.reviewing, world.clock()).state == REJECTED


def test_what_nobody_looked_at_in_time_is_over(world: World) -> None:
    job = world.masked(data=DOUBTFUL)
    event = _release(world, job)
    assert job.keep is not None
    assert job.keep.file is not None
    world.clock.reach(job.keep.file + timedelta(seconds=1))
    with pytest.raises(NotFound):
        get_review(_of(job), world.reviewing, world.clock())
    world.sweep()
    over = world.row(job.ref)
    assert (over.state, over.outcome and over.outcome.reason) == (REJECTED, "not_reviewed")
    assert not world.held.objects
    world.mask(event)
    assert (_download(world, job), world.results.objects) == (None, {})


def test_a_reviewer_sees_only_what_is_in_review_of_the_own_team(world: World) -> None:
    """Promise 10."""
    waiting = [world.masked(data=DOUBTFUL + bytes([number])) for number in range(5)]
    done = world.masked()
    world.masked(data=DOUBTFUL, team=OTHER_TEAM)
    for decision in (_of(done), _of(waiting[0], team=OTHER_TEAM), Decision(TEAM, "x", "ada")):
        with pytest.raises(NotFound):
            get_review(decision, world.reviewing, world.clock())
    found, after = [], ""
    while True:
        listing = parse_reviews({"limit": "2"} | ({"after": after} if after else {}))
        page, following = list_reviews(TEAM, listing, world.lists, world.clock())
        found += [job.ref for job in page]
        if not following:
            break
        after = following
    assert found == sorted((job.ref for job in waiting), key=lambda ref: ref.job)
    assert world.audit.entries == []


def test_an_erasure_ends_a_review_wherever_it_stands(world: World) -> None:
    """Promises 5 and 6."""
    looked, released = world.masked(data=DOUBTFUL), world.masked(data=DOUBTFUL + b"2")
    decision, event = _seen(world, looked), _release(world, released)
    erasure = world.ask_erasure()
    with pytest.raises(NotFound):
        release_review(decision, {}, world.reviewing, world.clock())
    assert world.mask(event) == ERASED
    world.work_off(erasure)
    assert world.traces(looked.ref.subject) == []


def test_an_erasure_waits_for_the_masker_of_a_release(world: World) -> None:
    """Promise 6: killed after it stored its result, it leaves nothing behind."""
    job = world.masked(data=DOUBTFUL)
    event = _release(world, job)
    closing = world.jobs.close
    world.jobs.close = lambda *_: (_ for _ in ()).throw(Killed())  # type: ignore[method-assign]
    with pytest.raises(Killed):
        world.mask(event)
    world.jobs.close = closing  # type: ignore[method-assign]
    begun = world.clock()
    world.work_off(world.ask_erasure())
    assert world.clock() - begun >= LEASE
    assert world.traces(job.ref.subject) == []
