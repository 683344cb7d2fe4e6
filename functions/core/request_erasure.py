"""Asking for an erasure: tombstone first, then the workflow (GDPR Art. 17)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.core.audit import ASKED, CLIENT, Act, Entry
from functions.core.commitment import Commitment
from functions.core.erasure import AWAITING_APPROVAL, COMPLETED, RUNNING, Erasure
from functions.core.erasure_request import Asker, Wanted
from functions.core.errors import Conflict, NotFound, Tombstoned, Unavailable
from functions.core.names import JobRef, new_id, whole_id
from functions.core.ports import Executions, Jobs, Ledger, Mac
from functions.core.reach import JOBS, USERS, OfJob, OfMany, OfUser, Scope
from functions.core.subjects import Identified, identify, is_erased


@dataclass(frozen=True, slots=True)
class RequestErasure:
    """What it needs of the world. ``fresh`` is how long ago a sign-in may be, for what takes one.

    ``approval`` is how long what takes a second person awaits one.
    """

    ledger: Ledger
    mac: Mac
    executions: Executions
    jobs: Jobs
    fresh: timedelta
    approval: timedelta


def request_erasure(whom: str | Identified, act: Act, world: RequestErasure) -> Erasure:
    """The erasure of everything of this user, running.

    Asked for twice, it is the same erasure; one that ended ``partial`` or ``failed`` runs again.
    """
    return _started(erasure_of_user(whom, act, world), world)


def request_job_erasure(
    job_id: str, act: Act, world: RequestErasure, user: Identified | None = None
) -> Erasure:
    """The erasure of one job, running; for the user of a session, of one of that user's jobs.

    Asked for twice, it is the same. Raises `NotFound`.
    """
    ref = JobRef.parse(act.team, job_id)
    if user and ref.subject != user.subject:
        raise NotFound
    return _started(erasure_of_job(ref, act, world), world)


def request_erasures(
    wanted: Wanted, team: str, asker: Asker, world: RequestErasure, now: datetime
) -> Erasure:
    """The erasure of several users or jobs, running; or that of dates or a team, which awaits approval.

    Asked for twice, those of several are the same. If a job does not exist, nothing is touched. Raises
    `NotFound`, and for dates and a team `NotAllowed` and `FreshSignInRequired`.
    """
    act = Act(team, asker.person or CLIENT, now)
    if wanted.wide:
        by = asker.require("admin", world.fresh, now)
        awaits = Erasure(new_id(now), team, wanted.wide, now, AWAITING_APPROVAL, by=by)
        erasure = replace(awaits, approve_by=now + world.approval)
        world.ledger.begin(erasure, _asked(erasure, act))
        return erasure
    refs = [JobRef.parse(team, job_id) for job_id in wanted.jobs]
    for ref in refs:
        _must_exist(ref, world)
    parts = [erasure_of_user(user_id, act, world) for user_id in wanted.users]
    parts += [erasure_of_job(ref, act, world) for ref in refs]
    if len(parts) == 1:
        return _started(parts[0], world)
    ids = tuple(dict.fromkeys(part.id for part in parts))
    scope = OfMany(USERS if wanted.users else JOBS)
    # Named by its parts, so that who asks again after an answer that was lost asks for the same.
    whole = Erasure(whole_id(ids), team, scope, now, parts=ids, by=asker.person)
    try:
        world.ledger.begin(whole, _asked(whole, act))
    except Tombstoned:
        whole = _found(world.ledger.get(team, whole.id), world.ledger)
    return _started(whole, world)


def erasure_of_user(whom: str | Identified, act: Act, world: RequestErasure) -> Erasure:
    """The erasure that stands for this user as of now; it has to be started."""
    for _ in range(2):  # again, if an erasure completed since the epoch was read
        user = identify(act.team, whom, world.mac, world.ledger)
        commitment = user.commitment
        erasure = _begun(OfUser(user.subject, user.person, user.epoch), act, world, commitment)
        if erasure.state != COMPLETED:
            return replace(erasure, commitment=commitment)
    raise Unavailable


def erasure_of_job(ref: JobRef, act: Act, world: RequestErasure) -> Erasure:
    """The erasure that stands for this job; it has to be started.

    Raises `NotFound` for a job that does not exist, is being erased with its user, or was erased.
    """
    _must_exist(ref, world)
    erasure = _begun(OfJob(ref.subject, ref.job), act, world)
    if erasure.state == COMPLETED:
        raise NotFound
    return erasure


def _must_exist(ref: JobRef, world: RequestErasure) -> None:
    standing = world.ledger.tombstone(ref.team, ref.subject, ref.job)
    if standing is None:
        job = world.jobs.get(ref)
        if job is None or is_erased(job, world.ledger):
            raise NotFound
        return
    erasure = world.ledger.get(ref.team, standing)
    if erasure is None or erasure.state == COMPLETED:
        raise NotFound


def _begun(scope: Scope, act: Act, world: RequestErasure, commitment: Commitment | None = None) -> Erasure:
    erasure = Erasure(new_id(act.at), act.team, scope, act.at, commitment=commitment)
    try:
        world.ledger.begin(erasure, _asked(erasure, act))
    except Tombstoned:
        return _standing(erasure, world.ledger)
    return erasure


def _asked(erasure: Erasure, act: Act) -> Entry:
    return act.entry(ASKED, erasure.id, scope=(None, erasure.scope.kind))


def _standing(new: Erasure, ledger: Ledger) -> Erasure:
    job = new.scope.job if isinstance(new.scope, OfJob) else None
    return _found(ledger.get(new.team, ledger.tombstone(new.team, new.subject, job) or ""), ledger)


def _found(standing: Erasure | None, ledger: Ledger) -> Erasure:
    """The one that was begun before; what ended with something left runs again."""
    if standing is None:
        raise Unavailable
    if standing.state in {RUNNING, COMPLETED}:
        return standing
    return _again(standing, ledger)


def _started(erasure: Erasure, world: RequestErasure) -> Erasure:
    """The erasure, running before it is answered, so that a 202 means it."""
    try:
        world.executions.start(erasure.team, erasure.id, erasure.attempt)
    except Conflict:
        # Its execution ended and could not say so in the record, or it has just ended well.
        now = world.ledger.get(erasure.team, erasure.id)
        if now is None or now.state != RUNNING:
            raise Unavailable from None
        erasure = replace(_again(now, world.ledger), commitment=erasure.commitment)
        world.executions.start(erasure.team, erasure.id, erasure.attempt)
    return erasure


def _again(erasure: Erasure, ledger: Ledger) -> Erasure:
    try:
        return ledger.save(erasure.again())
    except Conflict:
        raise Unavailable from None  # somebody else started it again in this moment
