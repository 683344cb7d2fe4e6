"""Copies for purposes: kept while a consent stands, of what nobody can undo, and no longer than was said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.consent import Consented
from functions.core.consents import Whose, give_consent, withdraw_consent
from functions.core.errors import Invalid, NotFound
from functions.core.hide import Hide
from functions.core.job import DONE, REVIEW, Job
from functions.core.list_dataset import list_dataset
from functions.core.list_jobs import Listing
from functions.core.mask_photo import ERASED
from functions.core.purposes import ORIGINAL, Purpose, parse_purpose
from functions.core.recipe import Recipe
from functions.core.report import MISSED, Report
from functions.core.report_job import report_job
from functions.core.reviews import Decision, get_review, reject_review, release_review
from tests.fakes.bucket import HOLD
from tests.fakes.world import MINUTES, OTHER_TEAM, TEAM, World, a_request

TOLD = Consented("2026-11", "en", "self", "{}")
TRAINING = Purpose("consent", opt_in=True, description={"en": "improve"}, keeps="result")
PHOTO = b"face 1"


@pytest.fixture
def world() -> World:
    made = World()
    made.declare(training=TRAINING, research=replace(TRAINING, keeps=ORIGINAL))
    return made


def consent(world: World, purpose: str = "training", user: str = "u1") -> None:
    give_consent(Whose(TEAM, user), purpose, TOLD, world.consenting, world.clock())


def withdraw(world: World, purpose: str = "training", user: str = "u1") -> None:
    withdraw_consent(Whose(TEAM, user), purpose, world.consenting, world.clock())


def a_job(world: World, *purposes: str, user: str = "u1", data: bytes = PHOTO, style: str = "solid") -> Job:
    """A job for these purposes, to each of which the user has just consented, that went its whole way."""
    for purpose in purposes:
        consent(world, purpose, user)
    recipe = Recipe({"face": Hide(style)}, "review")
    request = replace(a_request(user), recipe=recipe, purposes=("masking", *purposes), consents=purposes)
    job, form = world.ask(request)
    assert form is not None
    world.mask(world.upload(form, data))
    return world.row(job.ref)


def listed(world: World, purpose: str = "training", team: str = TEAM) -> list[str]:
    page, _ = list_dataset(team, purpose, Listing(), world.dataset, world.clock())
    return [copy.ref.id for copy, _, link in page if link]


def files(world: World, kind: str = "for-") -> dict[str, bytes]:
    return {
        key.split("/")[-1]: versions[-1].data
        for key, versions in world.held.objects.items()
        if key.split("/")[-1].startswith(kind)
    }


def test_a_result_is_kept_for_a_purpose_that_the_user_consented_to(world: World) -> None:
    job = a_job(world, "training")
    page, after = list_dataset(TEAM, "training", Listing(), world.dataset, world.clock())
    ((copy, until, link),) = page
    assert (copy.ref, after, until) == (job.ref, None, world.clock() + timedelta(minutes=MINUTES["datasets"]))
    assert world.views.open(link or "") == files(world)["for-training"]
    assert files(world)["for-training"].startswith(b"masked")
    assert world.held.tags[str(copy.key)] == 90


def test_without_a_purpose_that_keeps_nothing_is_kept(world: World) -> None:
    world.masked()
    assert (files(world), world.jobs.copies) == ({}, {})
    for purpose in ("masking", "never-declared"):
        with pytest.raises(NotFound):
            listed(world, purpose)


@pytest.mark.parametrize("style", ["blur", "pixelate"])
def test_what_can_be_undone_is_never_kept(world: World, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 3."""
    assert a_job(world, "training", style=style).state == DONE
    assert (files(world), listed(world)) == ({}, [])


def test_nothing_is_kept_in_which_somebody_stays_visible_or_nobody_was_found(world: World) -> None:
    for data in (b"kept 1", b"empty 1", b"doubtful 1"):
        a_job(world, "training", data=data)
    assert (files(world), listed(world)) == ({}, [])


def test_an_original_is_kept_only_for_a_purpose_of_its_own(world: World) -> None:
    a_job(world, "training", "research", style="blur")
    assert files(world) == {"for-research": PHOTO}
    assert (len(listed(world, "research")), listed(world)) == (1, [])


def test_a_withdrawn_copy_is_invisible_at_once_and_gone_with_the_next_sweep(world: World) -> None:
    """Promise 9."""
    mine, other = a_job(world, "training"), a_job(world, "training", user="u2")
    withdraw(world)
    assert listed(world) == [other.ref.id]
    assert len(world.held.objects) == 2
    assert world.sweep().outcomes["copies"] == 1
    assert [copy.ref for copy in world.jobs.copies.values()] == [other.ref]
    assert len(world.held.objects) == 1
    assert not world.consents.withdrawals
    assert world.row(mine.ref).state == DONE


def test_of_many_copies_every_page_goes(world: World) -> None:
    world.datasets.size = 2
    for _ in range(5):
        a_job(world, "training")
    withdraw(world)
    assert world.sweep().outcomes["copies"] == 5
    assert not world.held.objects


def test_a_consent_that_is_given_again_brings_nothing_back_and_keeps_what_is_new(world: World) -> None:
    a_job(world, "training")
    world.clock.advance(10)
    withdraw(world)
    world.clock.advance(10)
    new = a_job(world, "training")
    assert listed(world) == [new.ref.id]
    world.sweep()
    assert listed(world) == [new.ref.id]
    assert len(world.held.objects) == 1


def test_a_copy_that_cannot_be_deleted_stays_invisible_and_goes_later(world: World) -> None:
    a_job(world, "training")
    (copy,) = world.jobs.copies.values()
    withdraw(world)
    world.held.locked.add(str(copy.key))
    world.sweep()
    consent(world)
    assert (listed(world), list(files(world))) == ([], ["for-training"])
    world.held.locked.clear()
    world.sweep()
    assert (files(world), world.jobs.copies, world.consents.withdrawals) == ({}, {}, {})


def test_a_legal_hold_keeps_what_was_withdrawn_out_of_sight(world: World) -> None:
    """Art. 17(3)."""
    a_job(world, "training")
    place = (TEAM, world.subject())
    world.holds.places.add(place)
    withdraw(world)
    world.sweep()
    assert (listed(world), list(files(world))) == ([], ["for-training"])
    world.holds.places.clear()
    world.sweep()
    assert files(world) == {}


def test_a_copy_that_is_held_when_its_time_is_over_is_left_alone_by_the_rules_of_s3_too(world: World) -> None:
    """Art. 17(3)."""
    a_job(world, "training")
    (copy,) = world.jobs.copies.values()
    world.holds.places.add((TEAM, world.subject()))
    world.clock.now = copy.until
    world.sweep()
    assert world.held.tags[str(copy.key)] == HOLD


def test_a_consent_withdrawn_while_it_is_masked_leaves_no_copy(world: World) -> None:
    world.imaging.meanwhile = lambda: withdraw(world)
    assert a_job(world, "training").state == "rejected"
    assert (files(world), world.jobs.copies) == ({}, {})


def test_a_user_who_is_erased_while_it_is_masked_leaves_no_copy(world: World) -> None:
    world.imaging.meanwhile = world.ask_erasure
    consent(world)
    _, form = world.ask(replace(a_request(), purposes=("masking", "training"), consents=("training",)))
    assert form is not None
    assert world.mask(world.upload(form, PHOTO)) == ERASED
    assert (files(world), world.jobs.copies) == ({}, {})


def test_an_erasure_takes_copies_along_and_hides_them_at_once(world: World) -> None:
    """Promise 5."""
    job = a_job(world, "training")
    erasure = world.ask_erasure()
    assert listed(world) == []
    world.run(erasure)
    assert world.traces(job.ref.subject) == []


def test_a_copy_has_a_life_of_its_own_and_never_outlives_its_jobs_record(world: World) -> None:
    """Promise 8."""
    job = a_job(world, "training")
    world.clock.advance(timedelta(days=31).total_seconds())
    world.sweep()
    assert (world.row(job.ref).state, listed(world)) == ("expired", [job.ref.id])
    world.clock.advance(timedelta(days=29).total_seconds())
    assert listed(world) == []
    world.sweep()
    assert (files(world), world.jobs.copies) == ({}, {})


def test_a_shorter_life_hides_copies_at_once(world: World) -> None:
    a_job(world, "training")
    before = world.settings.of(TEAM)
    shorter = replace(before.retention, datasets=1)
    world.settings.rows[TEAM] = replace(before, retention=shorter)
    world.clock.advance(60)
    assert listed(world) == []


def test_what_was_reported_is_not_shown_and_goes_when_it_is_rejected(world: World) -> None:
    job = a_job(world, "training")
    report_job(job.ref.id, TEAM, Report(MISSED, "team", world.clock()), world.reporting)
    assert (world.row(job.ref).state, listed(world)) == (REVIEW, [])
    reject_review(Decision(TEAM, job.ref.id, "ada"), world.reviewing, world.clock())
    assert (listed(world), files(world)) == ([], {})


def test_what_a_person_released_is_kept_as_it_goes_out(world: World) -> None:
    job = a_job(world, "training", data=b"doubtful 1")
    decision = Decision(TEAM, job.ref.id, "ada")
    etag = get_review(decision, world.reviewing, world.clock()).etag
    release_review(replace(decision, etag=etag), {}, world.reviewing, world.clock())
    assert world.mask(world.queue.sent[-1]) == DONE
    assert listed(world) == [job.ref.id]
    assert files(world)["for-training"].startswith(b"masked")


def test_a_reported_result_that_nobody_looked_at_leaves_no_copy(world: World) -> None:
    job = a_job(world, "training")
    report_job(job.ref.id, TEAM, Report(MISSED, "team", world.clock()), world.reporting)
    world.clock.advance(timedelta(days=8).total_seconds())
    world.sweep()
    assert (world.row(job.ref).state, files(world)) == ("rejected", {})


def test_what_is_of_a_restricted_user_is_not_handed_out(world: World) -> None:
    job = a_job(world, "training")
    world.restrict()
    assert listed(world) == []
    world.clock.advance(timedelta(days=61).total_seconds())
    world.sweep()
    assert files(world)
    world.lift()
    assert world.row(job.ref).consents == ("training",)


def test_one_team_sees_nothing_of_another(world: World) -> None:
    """Promise 10."""
    a_job(world, "training")
    world.declare(OTHER_TEAM, training=TRAINING)
    assert listed(world, team=OTHER_TEAM) == []


def test_pages_lead_on(world: World) -> None:
    jobs = []
    for _ in range(3):
        jobs.append(a_job(world, "training").ref.id)
        world.clock.advance(1)
    first, after = list_dataset(TEAM, "training", Listing(2), world.dataset, world.clock())
    assert after is not None
    rest, end = list_dataset(TEAM, "training", Listing(2, high=after), world.dataset, world.clock())
    assert [copy.ref.id for copy, *_ in [*first, *rest]] == jobs[::-1]
    assert end is None


def test_a_purpose_keeps_results_unless_it_says_otherwise_and_nothing_without_consent() -> None:
    body = {"basis": "consent", "opt_in": True, "description": {"en": "improve"}}
    assert parse_purpose(body, "p").keeps == "result"
    for what in ("nothing", "original"):
        assert parse_purpose({**body, "keeps": what}, "p").keeps == what
    other = {**body, "basis": "contract", "opt_in": False}
    assert parse_purpose(other, "p").keeps == "nothing"
    for wrong in ({**other, "keeps": "result"}, {**body, "keeps": "all"}):
        with pytest.raises(Invalid):
            parse_purpose(wrong, "p")
