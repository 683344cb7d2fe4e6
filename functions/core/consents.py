"""…/users/{user_id}/consents, /v1/me/consents: give, read, withdraw (GDPR Art. 7)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.core.audit import CLIENT, CONSENT, CONSENT_WITHDRAWN, Act
from functions.core.consent import LEAST_PROOF, Consent, Consented, Consents
from functions.core.consent_errors import ConsentNotNeeded
from functions.core.errors import Conflict, ErasureRunning, NotFound, Tombstoned, Unavailable
from functions.core.names import new_id
from functions.core.ports import Ledger, Mac
from functions.core.retention_ports import TeamSettings
from functions.core.subjects import Identified, identify


@dataclass(frozen=True, slots=True)
class KeepConsents:
    """What it needs of the world."""

    consents: Consents
    settings: TeamSettings
    ledger: Ledger
    mac: Mac


@dataclass(frozen=True, slots=True)
class Whose:
    """One user of a team: by the team's own id, or as a session brings it."""

    team: str
    user: str | Identified
    by: str = CLIENT  # who speaks for the user, as the audit says it


def give_consent(
    whose: Whose, purpose: str, told: Consented, world: KeepConsents, now: datetime
) -> tuple[Consent, Identified]:
    """The consent, given now; one that stood is replaced by it.

    Raises `NotFound` for a purpose that the team has not declared, `ConsentNotNeeded` for one that rests on
    another basis (to ask for it would mislead: EDPB guidelines 05/2020, section 6), and `ErasureRunning`.
    """
    declared = world.settings.of(whose.team).purposes.get(purpose)
    if declared is None:
        raise NotFound
    if not declared.opt_in:
        raise ConsentNotNeeded
    for _ in range(2):  # again, if an erasure completed since the epoch was read: the user starts clean
        user = identify(whose.team, whose.user, world.mac, world.ledger)
        before = world.consents.get(whose.team, user.subject, purpose)
        generation = before.generation if before else 0
        consent = Consent(new_id(now), purpose, told, now, generation=generation)
        state = (before.state if before else None, consent.state)
        entry = Act(whose.team, whose.by, now).entry(CONSENT, purpose, state=state)
        try:
            world.consents.give(whose.team, user.subject, consent, before, entry)
        except Tombstoned:
            continue
        except Conflict:
            raise Unavailable from None  # it was given or withdrawn in this moment
        return consent, user
    raise ErasureRunning


def withdraw_consent(
    whose: Whose, purpose: str, world: KeepConsents, now: datetime
) -> tuple[Consent, Identified]:
    """The consent, withdrawn: what needs it is neither masked nor handed out. Twice is harmless.

    A purpose that the team declares no more can still be withdrawn from. Raises `NotFound` if there was
    no consent, or if the user is being erased: then it goes with everything else.
    """
    consent, user = _standing(whose, purpose, world)
    if consent.withdrawn_at:
        return consent, user
    withdrawn = consent.withdrawn(now)
    keep = timedelta(minutes=world.settings.of(whose.team).retention.consent_proof)
    keep = max(keep, LEAST_PROOF)
    entry = Act(whose.team, whose.by, now).entry(
        CONSENT_WITHDRAWN, purpose, state=(consent.state, withdrawn.state)
    )
    try:
        world.consents.withdraw(whose.team, user.subject, withdrawn, now + keep, entry)
    except Tombstoned:
        raise NotFound from None
    except Conflict:
        raise Unavailable from None
    return withdrawn, user


def get_consent(whose: Whose, purpose: str, world: KeepConsents) -> tuple[Consent, Identified]:
    """The consent as of now, and whose. Raises `NotFound`."""
    return _standing(whose, purpose, world)


def list_consents(whose: Whose, world: KeepConsents) -> tuple[list[Consent], Identified]:
    """Every consent of the user, given or withdrawn; none from the moment that the user's erasure began."""
    user = identify(whose.team, whose.user, world.mac, world.ledger)
    if world.ledger.tombstone(whose.team, user.subject):
        return [], user
    return world.consents.all(whose.team, user.subject), user


def _standing(whose: Whose, purpose: str, world: KeepConsents) -> tuple[Consent, Identified]:
    user = identify(whose.team, whose.user, world.mac, world.ledger)
    if world.ledger.tombstone(whose.team, user.subject):
        raise NotFound
    consent = world.consents.get(whose.team, user.subject, purpose)
    if consent is None:
        raise NotFound
    return consent, user
