"""Policy `remask`: the erasure of somebody depicted leaves the photo to its owner, with every face hidden."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from functions.core.audit import REMASKED as REMASKING
from functions.core.audit import SERVICE
from functions.core.erase import erase
from functions.core.erasure import COMPLETED, HELD, PARTIAL, Count
from functions.core.get_job import get_job
from functions.core.hide import Hide
from functions.core.job import DONE, REVIEW, Job
from functions.core.purposes import RESULT
from functions.core.reasons import REMASKED
from functions.core.remask_depicted import (
    PATIENCE,
    every_face,
    remask_depicted,
)
from functions.core.remask_job import remask_job
from tests.fakes.fuse import Fuse, fused
from tests.fakes.world import TEAM, World
from tests.unit.core.sparing import DEPICTED, end, mask, photo, sparing
from tests.unit.core.test_make_export import kept_for


@pytest.fixture
def world() -> World:
    return sparing(World(versioned=True, page=2))


def test_the_photo_stays_its_owners_with_every_face_hidden_and_names_the_person_no_more(world: World) -> None:
    """Promise 5."""
    job = photo(world)
    subject, third = world.subject("u2"), world.subject("u3")
    ended = end(world, world.ask_erasure("u2"))
    assert (ended.state, ended.counts["depicted"], ended.counts["remasked"]) == (COMPLETED, Count(), Count(1))
    row = world.row(job.ref)
    assert (row.state, row.depicted) == (DONE, (third,))
    assert world.imaging.recipes[-1] == every_face(job.recipe)
    shown = world.results.current(str(job.key))
    assert shown is not None
    assert shown.data in world.imaging.verified
    assert get_job(job.ref.id, TEAM, world.reading)[1] is not None
    assert world.traces(subject) == []
    assert world.jobs.pointers == {((TEAM, third), job.ref)}
    (entry,) = [entry for entry in world.ledger.audit if entry.action == REMASKING]
    assert (entry.by, entry.on) == (SERVICE, job.ref.job)


def test_the_erasure_is_not_complete_before_the_masker_was_and_nothing_is_handed_out(world: World) -> None:
    """Promises 1 and 5."""
    job, erasure = photo(world), world.ask_erasure("u2")
    for _ in range(6):
        again = erase(TEAM, erasure.id, world.erasing, world.budget())
        assert again is not None
        world.clock.reach(again)
        remask_depicted(TEAM, erasure.id, world.sparing, world.budget())
        assert world.results.current(str(job.key)) is None
        assert get_job(job.ref.id, TEAM, world.reading)[1] is None
    row = world.row(job.ref)
    assert row.outcome is not None
    assert (row.state, row.outcome.reason, row.held_result) == (REVIEW, REMASKED, True)
    assert end(world, erasure).state == COMPLETED
    assert world.row(job.ref).state == DONE


def test_no_older_version_and_no_original_is_left_of_it(world: World) -> None:
    """Promise 5: nor one that was held for correction, nor one in a bucket that somebody versioned."""
    job = photo(world)
    key = str(job.key)
    world.held.write(key, b"the original that is held for correction")
    world.originals.write(key, b"a late upload")
    for bucket in world.buckets.values():
        bucket.start_upload(key)
    end(world, world.ask_erasure("u2"))
    left = [bucket.objects.get(key, []) for bucket in (world.originals, world.held, world.results)]
    assert [len(versions) for versions in left] == [0, 0, 1]
    assert all(not bucket.uploads for bucket in world.buckets.values())


def test_exports_and_copies_that_hold_the_old_picture_go_and_the_new_one_is_kept_again(world: World) -> None:
    """Promises 5 and 9."""
    job = kept_for(world, {"training": RESULT}, ("u2",))
    world.results.write(str(job.key), b"face again")
    (before,) = [key for key in world.held.objects if "training" in key]
    old = world.held.current(before)
    export = world.export()
    ended = end(world, world.ask_erasure("u2"))
    assert ended.counts["remasked"] == Count(1)
    assert export.ref not in world.exports.rows
    assert world.exported.objects == {}
    new = world.held.current(before)
    assert new is not None
    assert old is not None
    assert (new.data, len(world.held.objects[before])) == (
        world.results.current(str(job.key)).data,  # type: ignore[union-attr]
        1,
    )
    assert new.data != old.data


WITHOUT_RESULT: dict[str, Callable[[World], Job]] = {
    "before_the_file": lambda world: world.create(depicted=DEPICTED)[0],
    "in_review": lambda world: world.masked(data=b"odd 1", depicted=DEPICTED),
    "nothing_found": lambda world: world.masked(data=b"empty 1", depicted=DEPICTED),
    "no_image": lambda world: world.masked(data=b"text", depicted=DEPICTED),
}


@pytest.mark.parametrize("make", WITHOUT_RESULT.values(), ids=WITHOUT_RESULT)
def test_what_has_no_result_yet_is_erased_whole(world: World, make: Callable[[World], Job]) -> None:
    job = make(world)
    ended = end(world, world.ask_erasure("u2"))
    assert (ended.state, ended.counts["depicted"].deleted, "remasked" in ended.counts) == (
        COMPLETED,
        1,
        False,
    )
    assert (world.jobs.rows, world.jobs.pointers) == ({}, set())
    assert all(str(job.key) not in bucket.objects for bucket in world.buckets.values())


@pytest.mark.parametrize("again", [b"doubtful 1", b"odd 1", b"text"], ids=["doubt", "unverified", "refused"])
def test_what_a_person_would_have_to_look_at_is_erased_whole(world: World, again: bytes) -> None:
    """Nobody is left to chance: not in the queue of reviewers either."""
    job = photo(world, again)
    ended = end(world, world.ask_erasure("u2"))
    assert (ended.state, ended.counts["depicted"]) == (COMPLETED, Count(1))
    assert (world.jobs.rows, world.jobs.pointers) == ({}, set())
    assert all(str(job.key) not in bucket.objects for bucket in world.buckets.values())


def test_whose_masker_never_comes_is_asked_again_and_erased_whole_in_the_end(world: World) -> None:
    """Promise 7: an erasure ends."""
    photo(world)
    erasure, began, asked = world.ask_erasure("u2"), world.clock(), list[object]()

    def lost(world: World) -> None:
        asked.extend(world.queue.sent)
        world.queue.sent = []

    ended = end(world, erasure, lost)
    assert (ended.state, ended.counts["depicted"]) == (COMPLETED, Count(1))
    assert PATIENCE <= world.clock() - began <= 2 * PATIENCE
    assert 2 <= len(asked) <= 20
    assert world.jobs.rows == {}


def test_a_result_that_is_lost_is_no_reason_to_wait(world: World) -> None:
    job = photo(world)
    world.results.remove(str(job.key))
    assert end(world, world.ask_erasure("u2")).counts["depicted"] == Count(1)
    assert world.jobs.rows == {}


def test_the_photo_of_somebody_who_is_held_stays_as_it_is(world: World) -> None:
    """GDPR Art. 17(3), 18."""
    job = photo(world)
    before = world.row(job.ref)
    world.holds.places.add((TEAM, world.subject("u1")))
    ended = end(world, world.ask_erasure("u2"))
    assert (ended.state, ended.why, world.row(job.ref)) == (PARTIAL, HELD, before)
    assert world.results.current(str(job.key)) is not None


def test_a_hold_that_comes_between_two_looks_is_asked_about(world: World) -> None:
    job, erasure = photo(world), world.ask_erasure("u2")
    before = world.row(job.ref)
    erase(TEAM, erasure.id, world.erasing, world.budget())
    world.holds.places.add((TEAM, world.subject("u1")))
    remask_depicted(TEAM, erasure.id, world.sparing, world.budget())
    assert (world.row(job.ref), world.queue.sent) == (before, [])
    assert world.results.current(str(job.key)) is not None


def test_the_last_look_asks_again_who_is_depicted(world: World) -> None:
    """Promise 5: complete is what a whole look found nothing of."""
    photo(world, depicted=("u2",))
    erasure, found = world.ask_erasure("u2"), list[int]()
    for _ in range(9):
        fuse = Fuse()
        again = erase(TEAM, erasure.id, fused(world.erasing, fuse), world.budget())
        found.append(fuse.calls.count("FakeDepicted.find"))
        if again is None:
            break
        world.clock.reach(again)
        remask_depicted(TEAM, erasure.id, world.sparing, world.budget())
        mask(world)
    assert found[-2:] == [1, 1]  # what was left alone, and then nothing


def test_by_the_policy_erase_the_whole_job_goes(world: World) -> None:
    world.settings.rows.clear()
    job = photo(world)
    ended = end(world, world.ask_erasure("u2"))
    assert (ended.counts["depicted"], "remasked" in ended.counts) == (Count(1), False)
    assert job.ref not in world.jobs.rows


def test_a_policy_that_changes_meanwhile_leaves_nothing_half_done(world: World) -> None:
    job, erasure = photo(world), world.ask_erasure("u2")
    again = erase(TEAM, erasure.id, world.erasing, world.budget())
    assert again is not None
    world.clock.reach(again)
    remask_depicted(TEAM, erasure.id, world.sparing, world.budget())
    world.settings.rows.clear()
    assert end(world, erasure).counts["remasked"] == Count(1)
    assert world.row(job.ref).state == DONE


def test_the_owners_own_wish_in_between_is_not_lost(world: World) -> None:
    """While the tombstone stands it is refused; after that it works on what is left."""
    job = photo(world)
    end(world, world.ask_erasure("u2"))
    world.results.write(str(job.key), b"face once more")
    wider = replace(every_face(job.recipe), hide={**job.recipe.hide, "text": Hide()})
    remask_job(job.ref.id, TEAM, wider, world.remasking)
    mask(world)
    assert (world.row(job.ref).state, world.row(job.ref).recipe) == (DONE, wider)


def test_many_photos_are_worked_off_page_by_page_within_the_time(world: World) -> None:
    jobs = [photo(world, depicted=("u2",)) for _ in range(5)]
    erasure = world.ask_erasure("u2")
    erase(TEAM, erasure.id, world.erasing, world.budget())
    assert remask_depicted(TEAM, erasure.id, world.sparing, world.clock()) == world.clock()
    assert len(world.queue.sent) == 1
    mask(world)
    assert end(world, erasure).counts["remasked"] == Count(5)
    assert {world.row(job.ref).depicted for job in jobs} == {()}


@pytest.mark.parametrize("other", ["u1", "u3"], ids=["the_owner", "somebody_else_in_it"])
def test_two_who_are_in_one_picture_are_erased_at_once(world: World, other: str) -> None:
    """Promise 7: each erasure meets the other half done."""
    photo(world)
    one, second = world.ask_erasure("u2"), world.ask_erasure(other)
    ended = [end(world, erasure) for erasure in (one, second, one, second)]
    assert [erasure.state for erasure in ended] == [COMPLETED] * 4
    assert [world.traces(erasure.subject) for erasure in (one, second)] == [[], []]
    assert world.jobs.pointers == set()
