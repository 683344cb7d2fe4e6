"""From a team's user_id to the pseudonym under which everything of that user is stored."""

from dataclasses import dataclass

from functions.core.commitment import Commitment, commit
from functions.core.job import Job
from functions.core.names import pseudonym, pseudonym_message
from functions.core.ports import Ledger, Mac


@dataclass(frozen=True, slots=True)
class Identified:
    """A user's pseudonyms: ``person`` never changes, ``subject`` is new after each completed erasure.

    ``commitment`` is how a receipt names the user; a session that may not erase has none.
    """

    person: str
    epoch: int
    subject: str
    commitment: Commitment | None = None


def identify(team: str, user: str | Identified, mac: Mac, ledger: Ledger) -> Identified:
    """The user's pseudonyms as of now. A user_id must have come through `parse_user_id`.

    A session brings its user identified: there is no user_id in it.
    """
    if isinstance(user, Identified):
        return user
    user_id = user
    person = pseudonym(mac.mac(pseudonym_message("person", team, user_id)))
    epoch = ledger.epoch(team, person)
    digest = mac.mac(pseudonym_message("subject", team, user_id, epoch))
    return Identified(person, epoch, pseudonym(digest), commit(user_id, digest))


def is_erased(job: Job, ledger: Ledger) -> bool:
    """Whether its erasure, or that of anybody in it, was asked for: what is about to go is not handed out."""
    if ledger.tombstone(job.ref.team, job.ref.subject, job.ref.job):
        return True
    return any(ledger.tombstone(job.ref.team, subject) for subject in job.subjects)
