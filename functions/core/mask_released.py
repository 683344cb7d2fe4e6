"""The second way through a masker: what is held is masked once more, and goes out if it is verified.

A reviewer released it, or somebody asked for another recipe.
"""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ulid import ULID

from functions.core.consent_errors import Unconsented
from functions.core.datasets import Kept, copies_of, drop_copies, store_copies
from functions.core.errors import Conflict, LeaseOpen, Refused, Replaced, Tombstoned
from functions.core.hold_back import HELD_BACK
from functions.core.job import DONE, REJECTED, RESTRICTED, REVIEW, Claim, Job, Keep, Outcome
from functions.core.outcomes import decide, hidden_before, overrule
from functions.core.reasons import CONSENT_MISSING, NOT_REVIEWED
from functions.core.restriction import Restricted
from functions.core.retention import net
from functions.core.review import with_added

if TYPE_CHECKING:
    from functions.core.mask_photo import MaskPhoto
    from functions.core.masked import Masked

SETTLED: Final = "settled"


def mask_released(job: Job, world: "MaskPhoto") -> str:
    """Mask exactly the held file that the release is about; the word says how it ended.

    What is not verified is in review again; so is what is in doubt, unless a reviewer looked at it. Raises
    `LeaseOpen` while another masker has it.
    """
    assert job.release is not None
    if job.state == RESTRICTED:
        return HELD_BACK  # what is held stays, and goes on when the restriction is lifted
    if job.state != REVIEW:
        _drop_held(job, job.keep, world)  # a masker may have been killed between the row and the file
        return SETTLED
    now = world.clock()
    claim = Claim(job.release.etag, str(ULID()), now + world.lease)
    try:
        world.jobs.claim(job, claim, now)
        return _close(job, claim, *_mask(job, claim, world), world)
    except Unconsented:  # withdrawn since: what a person released is not handed out either (promise 9)
        alone = replace(job, consents=())
        with suppress(LeaseOpen):
            world.jobs.claim(alone, claim, world.clock())
        return _close(alone, claim, Outcome(REJECTED, CONSENT_MISSING), None, b"", world)


def _mask(job: Job, claim: Claim, world: "MaskPhoto") -> tuple[Outcome, "Masked | None", bytes]:
    assert job.release is not None
    recipe = job.recipe.of_result if job.held_result else job.recipe
    try:
        original = world.held.read(job.key, claim.etag)
        masked = world.imaging.mask(original, with_added(recipe, job.release.added))
    except Replaced:
        return Outcome(REJECTED, NOT_REVIEWED), None, b""  # its time ended, and it is gone
    except Refused as refused:
        return _refused(job, refused), None, b""
    if job.held_result and job.outcome:
        masked = hidden_before(masked, job.outcome.regions)
    outcome = overrule(masked) if job.release.reviewed else decide(masked, job.recipe)
    return outcome, masked if outcome.state == DONE else None, original


def _refused(job: Job, refused: Refused) -> Outcome:
    """Nobody is to lose a picture to a recipe that was changed: a person looks at what is held of it."""
    assert job.release is not None
    if job.release.reviewed or job.outcome is None:
        return Outcome(REJECTED, refused.reason, limit=refused.limit)
    return replace(job.outcome, state=REVIEW, reason=refused.reason, limit=refused.limit)


def _close(
    job: Job, claim: Claim, outcome: Outcome, masked: "Masked | None", original: bytes, world: "MaskPhoto"
) -> str:
    settings, now = world.settings.of(job.ref.team), world.clock()
    retention, copies = settings.retention, copies_of(job, outcome, settings, now)
    keep = retention.keep(outcome.state, now)
    if outcome.state == REVIEW and job.keep:
        keep = job.keep  # another look gives it no more time
    if outcome.state == DONE and not job.held_result:
        until = retention.held_until(job.done_at or now)
        keep = replace(keep, original=until if until and until > now else None)
    if masked and keep.file:
        world.results.put(job.key, masked.data, masked.content_type, net(keep.file - now))
        store_copies(copies, Kept(original, masked.data), world.held)
    try:
        world.jobs.close(job, claim, outcome, now, keep, copies)
    except Conflict as conflict:
        row = world.jobs.get(job.ref)
        theirs = row is not None and row.state in {REVIEW, DONE}  # another masker's, under the same key
        if masked and (isinstance(conflict, Tombstoned | Unconsented | Restricted) or not theirs):
            world.results.delete(str(job.key))
            drop_copies(job, world.held)
        raise
    if outcome.state != REVIEW:
        _drop_held(job, keep, world)
        drop_copies(job, world.held, copies)  # of what was out before it was reported, or masked anew
    return outcome.state


def _drop_held(job: Job, keep: Keep | None, world: "MaskPhoto") -> None:
    """Delete what is held, unless it is the original that is kept for correction."""
    if keep is None or keep.original is None:
        world.held.delete(str(job.key))
