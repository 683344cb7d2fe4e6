"""The second way through a masker: a person released what is held, and it goes out if it is verified."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ulid import ULID

from functions.core.consent_errors import Unconsented
from functions.core.errors import Conflict, LeaseOpen, Refused, Replaced, Tombstoned
from functions.core.job import DONE, REJECTED, REVIEW, Claim, Job, Outcome
from functions.core.reasons import CONSENT_MISSING, NOT_REVIEWED, VERIFICATION_FAILED
from functions.core.restriction import Restricted
from functions.core.retention import net
from functions.core.review import with_added

if TYPE_CHECKING:
    from functions.core.mask_photo import MaskPhoto
    from functions.core.masked import Masked

SETTLED: Final = "settled"


def mask_released(job: Job, world: "MaskPhoto") -> str:
    """Mask exactly the held file that was looked at, with what was drawn; the word says how it ended.

    Doubt does not count any more, a failed verification does: then it is in review again. Raises `LeaseOpen`
    while another masker has it.
    """
    assert job.release is not None
    if job.state != REVIEW:
        world.held.delete(str(job.key))  # a masker may have been killed between the row and the file
        return SETTLED
    now = world.clock()
    claim = Claim(job.release.etag, str(ULID()), now + world.lease)
    try:
        world.jobs.claim(job, claim, now)
        outcome, masked = _mask(job, claim, world)
        return _close(job, claim, outcome, masked, world)
    except Unconsented:  # withdrawn since: what a person released is not handed out either (promise 9)
        alone = replace(job, consents=())
        with suppress(LeaseOpen):
            world.jobs.claim(alone, claim, world.clock())
        return _close(alone, claim, Outcome(REJECTED, CONSENT_MISSING), None, world)


def _mask(job: Job, claim: Claim, world: "MaskPhoto") -> tuple[Outcome, "Masked | None"]:
    assert job.release is not None
    try:
        original = world.held.read(job.key, claim.etag)
        masked = world.imaging.mask(original, with_added(job.recipe, job.release.added))
    except Replaced:
        return Outcome(REJECTED, NOT_REVIEWED), None  # its time ended, and it is gone
    except Refused as refused:
        return Outcome(REJECTED, refused.reason, limit=refused.limit), None
    verified = masked.verdict.verified
    state, reason = (DONE, None) if verified else (REVIEW, VERIFICATION_FAILED)
    size, kind = (masked.width, masked.height), masked.content_type
    outcome = Outcome(state, reason, masked.regions, *size, masked.verdict, content_type=kind)
    return outcome, masked if verified else None


def _close(job: Job, claim: Claim, outcome: Outcome, masked: "Masked | None", world: "MaskPhoto") -> str:
    now = world.clock()
    keep = world.settings.of(job.ref.team).retention.keep(outcome.state, now)
    if outcome.state == REVIEW and job.keep:
        keep = job.keep  # another look gives it no more time
    if masked and keep.file:
        world.results.put(job.key, masked.data, masked.content_type, net(keep.file - now))
    try:
        world.jobs.close(job, claim, outcome, now, keep)
    except Conflict as conflict:
        row = world.jobs.get(job.ref)
        theirs = row is not None and row.state in {REVIEW, DONE}  # another masker's, under the same key
        if masked and (isinstance(conflict, Tombstoned | Unconsented | Restricted) or not theirs):
            world.results.delete(str(job.key))
        raise
    if outcome.state != REVIEW:
        world.held.delete(str(job.key))
    return outcome.state
