"""The way of a photo through a masker (design, section 3). Fail closed is its first rule."""

import base64
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ulid import ULID

from functions.core.consent_errors import Unconsented
from functions.core.datasets import Kept, copies_of, drop_copies, store_copies
from functions.core.errors import Conflict, LeaseOpen, Refused, Replaced, Tombstoned
from functions.core.hold_back import HELD_BACK, HoldBack, hold_back
from functions.core.job import DONE, FAILED, OPEN, REJECTED, REVIEW, Claim, Job, Keep, Outcome
from functions.core.mask_released import mask_released
from functions.core.masked import Imaging, Masked
from functions.core.names import ObjectKey
from functions.core.outcomes import decide
from functions.core.ports import Jobs, Objects
from functions.core.reasons import CONSENT_MISSING, CONTENT_MD5_MISMATCH, TOO_LARGE
from functions.core.restriction import Restricted
from functions.core.retention import net
from functions.core.retention_ports import TeamSettings
from functions.core.times import Clock

ORPHANED: Final = "orphaned"
LATE: Final = "late"
KEPT: Final = "kept"
REPLACED: Final = "replaced"
ERASED: Final = "erased"
NOT_ALLOWED: Final = (Tombstoned, Unconsented, Restricted)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """All that is read of an S3 event; ``etag`` is opaque, ``size`` is in bytes."""

    key: str
    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class MaskPhoto:
    """What it needs of the world. ``lease`` must outlive the function's timeout."""

    jobs: Jobs
    originals: Objects
    held: Objects
    results: Objects
    imaging: Imaging
    settings: TeamSettings
    clock: Clock
    lease: timedelta
    most_bytes: int
    holding: HoldBack


@dataclass(frozen=True, slots=True)
class _Photo:
    """What was read, and what became of it."""

    original: bytes
    masked: Masked


@dataclass(frozen=True, slots=True)
class _File:
    """What is left of a photo when its job is closed, where it is put, and until when."""

    place: Objects
    data: bytes
    content_type: str
    until: datetime


def mask_photo(event: Uploaded, world: MaskPhoto) -> str:
    """Bring one upload to its end; the word says to which, for the metric.

    Raises `LeaseOpen` when the message must come back later. Whatever else it raises leaves the job
    claimed: after the lease the message claims it again.
    """
    key = ObjectKey.parse(event.key)
    job = world.jobs.get(key.ref) if key else None
    if job is None or str(job.key) != event.key:
        return _dispose(event, world, ORPHANED)
    if job.state == FAILED and job.claim and job.claim.etag == event.etag:
        return KEPT  # a retry may still want it
    if job.release and event.etag == job.release.etag:
        return _mask_released(event, job, world)
    if job.state not in OPEN:
        return _dispose(event, world, LATE)
    return _mask_claimed(event, job, world)


def _mask_released(event: Uploaded, job: Job, world: MaskPhoto) -> str:
    try:
        closed = mask_released(job, world)
    except Tombstoned:
        closed = ERASED
    except Restricted:
        closed = HELD_BACK  # what is held stays, and goes on when the restriction is lifted
    # What lies in `originals` came by a form that was used again: it is never read.
    return _dispose(event, world, closed)


def _mask_claimed(event: Uploaded, job: Job, world: MaskPhoto) -> str:
    now = world.clock()
    claim = Claim(event.etag, str(ULID()), now + world.lease)
    try:
        closed = _mask_allowed(event, job, claim, world)
    except Tombstoned:
        return _dispose(event, world, ERASED)
    except Replaced:
        # Another file landed before the first read: it comes by its own event, and claims by itself.
        with suppress(Conflict):
            world.jobs.give_back(job, claim)
        return REPLACED
    return _dispose(event, world, closed)


def _mask_allowed(event: Uploaded, job: Job, claim: Claim, world: MaskPhoto) -> str:
    """Mask it unless a restriction stands when it is claimed, or when it is closed (GDPR Art. 18)."""
    try:
        return _mask_consented(event, job, claim, world)
    except Restricted as standing:
        return hold_back(job, claim, standing.subject, world.clock(), world.holding)


def _mask_consented(event: Uploaded, job: Job, claim: Claim, world: MaskPhoto) -> str:
    """Mask it if the consents stand that it needs, when it is claimed and when it is closed (promise 9)."""
    try:
        world.jobs.claim(job, claim, world.clock())
        return _mask_and_close(event, job, claim, world)
    except Unconsented:
        alone = replace(job, consents=())
        with suppress(LeaseOpen):  # it is ours already, or the close will tell
            world.jobs.claim(alone, claim, world.clock())
        return _close(alone, claim, Outcome(REJECTED, CONSENT_MISSING), world)


def _mask_and_close(event: Uploaded, job: Job, claim: Claim, world: MaskPhoto) -> str:
    if event.size > world.most_bytes:
        too_large = Outcome(REJECTED, TOO_LARGE, limit=f"{world.most_bytes:,} bytes")
        return _close(job, claim, too_large, world)
    original = world.originals.read(job.key, claim.etag)
    if job.content_md5 and not _is_of(original, job.content_md5):
        return _close(job, claim, Outcome(REJECTED, CONTENT_MD5_MISMATCH), world)
    try:
        masked = world.imaging.mask(original, job.recipe)
    except Refused as refused:
        return _close(job, claim, Outcome(REJECTED, refused.reason, limit=refused.limit), world)
    return _close(job, claim, decide(masked, job.recipe), world, _Photo(original, masked))


def _is_of(original: bytes, content_md5: str) -> bool:
    digest = hashlib.md5(original, usedforsecurity=False).digest()
    return base64.b64encode(digest).decode() == content_md5


def _close(job: Job, claim: Claim, outcome: Outcome, world: MaskPhoto, photo: _Photo | None = None) -> str:
    settings, now = world.settings.of(job.ref.team), world.clock()
    retention = settings.retention
    keep = retention.keep(outcome.state, now)
    if outcome.state == DONE:
        keep = replace(keep, original=retention.held_until(now))
    files = _files(job, outcome, keep, photo, world) if photo else []
    for file in files:
        file.place.put(job.key, file.data, file.content_type, net(file.until - now))
    stored = [file.place for file in files]
    copies = copies_of(job, outcome, settings, now) if photo else ()
    if photo:
        store_copies(copies, Kept(photo.original, photo.masked.data), world.held)
    # An earlier masker may have been killed before it closed, with another file; a restriction kept a copy.
    if job.claim or job.restricted_from:
        for store in (world.held, world.results):
            if not any(store is place for place in stored):
                store.delete(str(job.key))
    try:
        world.jobs.close(job, claim, outcome, now, keep, copies)
    except Conflict as conflict:
        # Erased or withdrawn meanwhile: then what was just stored must go again (promise 6). A claim that
        # somebody else took over owns the same key: that file is theirs.
        if isinstance(conflict, NOT_ALLOWED) or world.jobs.get(job.ref) is None:
            for store in stored:
                store.delete(str(job.key))
            drop_copies(job, world.held)
        raise
    return outcome.state


def _files(job: Job, outcome: Outcome, keep: Keep, photo: _Photo, world: MaskPhoto) -> list[_File]:
    """What outlives masking: the result, the original for a person who has to look, or for correction."""
    masked, files = photo.masked, []
    if outcome.state == DONE and keep.file:
        files.append(_File(world.results, masked.data, masked.content_type, keep.file))
    held = keep.file if outcome.state == REVIEW else keep.original
    if held:
        files.append(_File(world.held, photo.original, job.content_type, held))
    return files


def _dispose(event: Uploaded, world: MaskPhoto, why: str) -> str:
    world.originals.delete(event.key)
    return why
