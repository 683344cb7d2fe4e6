from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from functions.core.errors import Conflict, LeaseOpen, Tombstoned
from functions.core.get_job import get_job
from functions.core.job import AWAITING_UPLOAD, DONE, FAILED, MASKING, REJECTED, REVIEW, Claim, Keep, Outcome
from functions.core.mask_photo import ERASED, KEPT, LATE, ORPHANED, REPLACED, MaskPhoto, Uploaded, mask_photo
from functions.core.masked import Masked
from functions.core.recipe import Recipe
from tests.fakes.fuse import Fuse, fused
from tests.fakes.imaging import FACE, JPEG, VERIFIED, FakeImaging
from tests.fakes.world import LEASE, MOST_BYTES, TEAM, World


def _empty(world: World, *names: str) -> bool:
    return all(not world.buckets[name].objects for name in names)


def _only(world: World, name: str) -> bytes:
    (versions,) = world.buckets[name].objects.values()
    return versions[-1].data


def test_a_photo_with_a_face_is_done_and_its_original_is_gone(world: World) -> None:
    """Promise 1."""
    job, form = world.create()
    assert world.mask(world.upload(form)) == DONE
    row = world.row(job.ref)
    assert row.outcome == Outcome(DONE, None, (FACE,), 40, 30, VERIFIED, None, JPEG)
    assert row.closed_at == world.clock()
    assert _only(world, "results") in world.imaging.verified
    assert _empty(world, "originals", "held")


class Converting(FakeImaging):
    """A masker that writes another format than it was sent."""

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        return replace(super().mask(original, recipe), content_type="image/webp")


def test_a_result_of_another_format_is_stored_and_linked_as_what_it_is(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)
    assert mask_photo(event, replace(world.masking, imaging=Converting())) == DONE
    (versions,) = world.buckets["results"].objects.values()
    assert versions[-1].content_type == "image/webp"
    shown, *_ = get_job(job.ref.id, TEAM, world.reading)
    assert (shown.content_type, shown.outcome and shown.outcome.content_type) == ("image/jpeg", "image/webp")
    assert world.links.signed == ["image/webp"]


def test_a_job_says_which_file_it_was_claimed_for_and_until_when(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)
    with pytest.raises(RuntimeError):
        world.mask(replace(event, etag=world.upload(form, b"crash 1").etag))
    row = world.row(job.ref)
    assert row.state == MASKING
    assert row.claim is not None
    assert row.claim.until == world.clock() + LEASE


@pytest.mark.parametrize(
    ("if_nothing", "state", "reason", "kept"),
    [
        ("review", REVIEW, "nothing_found", "held"),
        ("release", DONE, None, "results"),
        ("reject", REJECTED, "nothing_found", None),
    ],
)
def test_where_nothing_was_found_the_recipe_decides(
    world: World, if_nothing: str, state: str, reason: str | None, kept: str | None
) -> None:
    """Promise 1: what is released was verified all the same."""
    job, form = world.create(if_nothing=if_nothing)
    assert world.mask(world.upload(form, b"empty 1")) == state
    assert world.row(job.ref).outcome == Outcome(
        state, reason, (), 40, 30, VERIFIED, content_type=job.content_type
    )
    assert _empty(world, *({"originals", "held", "results"} - {kept}))
    if kept == "held":
        assert _only(world, "held") == b"empty 1"
    if kept == "results":
        assert _only(world, "results") in world.imaging.verified


@pytest.mark.parametrize("if_nothing", ["review", "release", "reject"])
def test_what_was_hidden_in_doubt_waits_for_a_person(world: World, if_nothing: str) -> None:
    """Promise 1: verified or not, nothing is in results before somebody looked."""
    job, form = world.create(if_nothing=if_nothing)
    assert world.mask(world.upload(form, b"doubtful 1")) == REVIEW
    assert world.row(job.ref).outcome == Outcome(
        REVIEW, "in_confidence_band", (FACE,), 40, 30, VERIFIED, content_type=job.content_type
    )
    assert _only(world, "held") == b"doubtful 1"
    assert _empty(world, "originals", "results")


@pytest.mark.parametrize("if_nothing", ["review", "release", "reject"])
def test_where_everybody_who_is_seen_may_be_seen_something_was_found(world: World, if_nothing: str) -> None:
    _, form = world.create(if_nothing=if_nothing)
    assert world.mask(world.upload(form, b"kept 1")) == DONE
    assert _only(world, "results") in world.imaging.verified


@pytest.mark.parametrize("if_nothing", ["review", "release", "reject"])
def test_what_was_not_verified_goes_to_review_whatever_the_recipe_says(world: World, if_nothing: str) -> None:
    """Promise 1: the original waits in held, and nothing at all is in results."""
    job, form = world.create(if_nothing=if_nothing)
    assert world.mask(world.upload(form, b"odd 1")) == REVIEW
    outcome = world.row(job.ref).outcome
    assert outcome is not None
    assert outcome.reason == "verification_failed"
    assert _only(world, "held") == b"odd 1"
    assert _empty(world, "originals", "results")


@dataclass
class _Unverified(FakeImaging):
    """Nothing found, and not verified either."""

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        found = super().mask(b"odd 1", recipe)
        return replace(found, regions=())


def test_release_does_not_let_out_what_was_not_verified(world: World) -> None:
    """Promise 1: ``release`` is about nothing found, never about a check that failed."""
    job, form = world.create(if_nothing="release")
    event = world.upload(form)
    assert mask_photo(event, replace(world.masking, imaging=_Unverified())) == REVIEW
    assert _empty(world, "results")
    assert world.row(job.ref).state == REVIEW


def test_no_image_is_rejected_with_its_reason_and_nothing_stays(world: World) -> None:
    job, form = world.create()
    assert world.mask(world.upload(form, b"<svg>")) == REJECTED
    assert world.row(job.ref).outcome == Outcome(REJECTED, "not_an_image")
    assert _empty(world, "originals", "held", "results")


def test_a_file_over_the_limit_is_rejected_without_being_read(world: World) -> None:
    """Promise 13."""
    job, form = world.create()
    event = replace(world.upload(form), size=MOST_BYTES + 1)
    fuse = Fuse()
    assert mask_photo(event, fused(world.masking, fuse)) == REJECTED
    assert "FakeObjects.read" not in fuse.calls
    assert world.imaging.seen == []
    assert world.row(job.ref).outcome == Outcome(REJECTED, "too_large", limit=f"{MOST_BYTES:,} bytes")
    assert _empty(world, "originals", "held", "results")


def test_a_file_at_the_limit_is_masked(world: World) -> None:
    _, form = world.create()
    assert world.mask(replace(world.upload(form), size=MOST_BYTES)) == DONE


ORPHANS = {
    "no_job": "teamaaaaaaaaaaaa/" + "s" * 32 + "/" + "0" * 26 + "/identity",
    "not_our_key": "holiday.jpg",
    "dots": "../../etc/passwd",
    "unknown_lane": "teamaaaaaaaaaaaa/" + "s" * 32 + "/" + "0" * 26 + "/other",
}


@pytest.mark.parametrize("key", ORPHANS.values(), ids=ORPHANS)
def test_an_object_without_a_job_is_deleted_unread(world: World, key: str) -> None:
    """Promise 6: a file posted with an old form is deleted unread."""
    etag = world.originals.write(key, b"face 1")
    assert world.mask(Uploaded(key, etag, 6)) == ORPHANED
    assert world.imaging.seen == []
    assert _empty(world, "originals")


def test_the_same_event_twice_is_late_the_second_time(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)
    world.mask(event)
    before = world.row(job.ref)
    assert world.mask(event) == LATE
    assert world.row(job.ref) == before
    assert len(world.imaging.seen) == 1


@pytest.mark.parametrize("data", [b"face 1", b"empty 1", b"text"], ids=["done", "review", "rejected"])
def test_a_file_that_comes_after_the_end_is_deleted_unread_whatever_its_etag(
    world: World, data: bytes
) -> None:
    job, form = world.create()
    world.mask(world.upload(form, data))
    before, seen = world.row(job.ref), len(world.imaging.seen)
    assert world.mask(world.upload(form, b"face 2")) == LATE
    assert world.row(job.ref) == before
    assert len(world.imaging.seen) == seen
    assert _empty(world, "originals")


def test_an_event_inside_an_open_lease_comes_back(world: World) -> None:
    job, form = world.create()
    first = world.upload(form, b"crash 1")
    with pytest.raises(RuntimeError):
        world.mask(first)
    before = world.row(job.ref)
    with pytest.raises(LeaseOpen):
        world.mask(first)
    assert world.row(job.ref) == before
    assert len(world.imaging.seen) == 1
    assert not _empty(world, "originals")


def test_of_two_files_by_one_form_the_last_is_masked_by_its_own_event(world: World) -> None:
    """The first event finds another file, gives its claim back, and touches nothing."""
    job, form = world.create()
    first = world.upload(form, b"face 1")
    second = world.upload(form, b"face 2")
    assert world.mask(first) == REPLACED
    assert world.row(job.ref).state == AWAITING_UPLOAD
    assert world.imaging.seen == []
    assert world.mask(second) == DONE
    assert world.imaging.seen == [b"face 2"]
    assert _empty(world, "originals", "held")


def test_the_event_of_the_last_file_may_come_first(world: World) -> None:
    _, form = world.create()
    first, second = world.upload(form, b"face 1"), world.upload(form, b"face 2")
    assert world.mask(second) == DONE
    assert world.mask(first) == LATE
    assert world.imaging.seen == [b"face 2"]


@dataclass
class _Meanwhile(FakeImaging):
    """Something happens while a picture is being masked."""

    happens: Callable[[], object] = lambda: None

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        self.happens()
        return super().mask(original, recipe)


def _while(world: World, happens: Callable[[], object]) -> MaskPhoto:
    return replace(world.masking, imaging=_Meanwhile(happens=happens))


def _to_the_last_row(world: World) -> None:
    erasure = world.ask_erasure()
    world.rows.delete(world.rows.find(erasure.reach).traces)


Happens = Callable[[World], object]
ERASES: dict[str, Happens] = {"asked_for": World.ask_erasure, "rows_gone": _to_the_last_row}


@pytest.mark.parametrize("data", [b"face 1", b"empty 1", b"text"], ids=["done", "review", "rejected"])
@pytest.mark.parametrize("erases", ERASES.values(), ids=ERASES)
def test_if_the_user_is_erased_meanwhile_what_was_stored_goes_again(
    world: World, erases: Happens, data: bytes
) -> None:
    """Promise 6: nothing comes back by a masker in flight."""
    job, form = world.create()
    event = world.upload(form, data)
    assert mask_photo(event, _while(world, lambda: erases(world))) == ERASED
    assert _empty(world, "originals", "held", "results")
    row = world.jobs.get(job.ref)
    assert row is None or row.state == MASKING


def test_if_somebody_else_is_erased_meanwhile_that_changes_nothing(world: World) -> None:
    _, form = world.create()
    event = world.upload(form)
    assert mask_photo(event, _while(world, lambda: world.ask_erasure("u1x"))) == DONE
    assert not _empty(world, "results")


def test_whose_lease_was_taken_over_ends_nothing_and_leaves_the_file_to_its_owner(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)

    def steal() -> None:
        world.clock.advance(61)
        thief = Claim("etag-b", "thief", world.clock() + LEASE)
        world.jobs.claim(job, thief, world.clock())

    with pytest.raises(Conflict) as raised:
        mask_photo(event, _while(world, steal))
    assert not isinstance(raised.value, Tombstoned)
    row = world.row(job.ref)
    assert row.state == MASKING
    assert row.claim is not None
    assert row.claim.token == "thief"
    assert not _empty(world, "results")


def test_a_tombstone_at_the_claim_deletes_the_file_unread(world: World) -> None:
    """Promise 6."""
    _, form = world.create()
    event = world.upload(form)
    world.ask_erasure()
    assert world.mask(event) == ERASED
    assert world.imaging.seen == []
    assert _empty(world, "originals", "held", "results")


def test_a_file_after_a_completed_erasure_is_deleted_unread(world: World) -> None:
    """Promise 6: the form of an erased job may still be open."""
    _, form = world.create()
    subject = world.subject()
    world.work_off(world.ask_erasure())
    assert world.mask(world.upload(form)) == ORPHANED
    assert world.imaging.seen == []
    assert world.traces(subject) == []


def test_the_file_of_a_failed_job_is_kept_for_a_retry_and_any_other_is_not(world: World) -> None:
    job, form = world.create()
    event = world.upload(form)
    now = world.clock()
    world.jobs.fail(job, event.etag, now, Keep(now + LEASE * 2, now + LEASE * 2))
    assert world.mask(event) == KEPT
    assert not _empty(world, "originals")
    assert world.row(job.ref).state == FAILED
    assert world.mask(world.upload(form, b"face 2")) == LATE
    assert _empty(world, "originals")
