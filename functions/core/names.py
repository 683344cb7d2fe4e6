"""How things are named: identifiers, pseudonyms' inputs, object keys. Pure text, no lookups.

A job id is ``{subject}{ulid}``, so that it leads to its row without an index; a team never appears in an
id, it comes from the token, so that no id can reach another team's row (promise 10).
"""

import base64
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ulid import ULID

from functions.core.errors import Invalid, NotFound

USER_ID_CHARACTERS: Final = 256
PSEUDONYM_BYTES: Final = 20  # RFC 2104, section 5: a truncated HMAC keeps at least half of its output
_TEAM = re.compile(r"[a-z2-7]{16}")
_SUBJECT = re.compile(r"[a-z2-7]{32}")
_ULID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
# Each lane has its queue and its masker.
IDENTITY: Final = "identity"
BACKGROUND: Final = "background"
LANES: Final = (IDENTITY, BACKGROUND)
WITHHELD: Final = "result"  # in `held`, in the place of a lane: what a restriction keeps out of `results`


@dataclass(frozen=True, slots=True)
class JobRef:
    """Where a job lives: the team from the token, the subject and the job's own part from its id."""

    team: str
    subject: str
    job: str

    @property
    def id(self) -> str:
        """The id that callers see."""
        return self.subject + self.job

    @classmethod
    def parse(cls, team: str, job_id: str) -> "JobRef":
        """The inverse of ``id``; anything else does not exist: `NotFound`."""
        subject, job = job_id[:32], job_id[32:]
        if not (_SUBJECT.fullmatch(subject) and _ULID.fullmatch(job)):
            raise NotFound
        return cls(team, subject, job)


@dataclass(frozen=True, slots=True)
class ObjectKey:
    """``{team}/{subject}/{job}/{lane}``: all of a person is one prefix (design, section 4)."""

    ref: JobRef
    lane: str

    def __str__(self) -> str:
        """The key in S3."""
        return f"{self.ref.team}/{self.ref.subject}/{self.ref.job}/{self.lane}"

    @property
    def withheld(self) -> "ObjectKey":
        """Where the result of the same job is kept while it is withheld."""
        return ObjectKey(self.ref, WITHHELD)

    @classmethod
    def parse(cls, text: str) -> "ObjectKey | None":
        """The key's parts, or None if the key was not made by us."""
        match text.split("/"):
            case [team, subject, job, lane] if (
                _TEAM.fullmatch(team)
                and _SUBJECT.fullmatch(subject)
                and _ULID.fullmatch(job)
                and lane in LANES
            ):
                return cls(JobRef(team, subject, job), lane)
            case _:
                return None


def subject_prefix(team: str, subject: str) -> str:
    """The prefix of every object of a subject; it ends in a slash, so no other can begin with it."""
    return f"{team}/{subject}/"


def new_id(now: datetime) -> str:
    """A ULID in lower case: 48 bits of time, so that ids sort by age, and 80 bits of chance."""
    return str(ULID.from_datetime(now)).lower()


def part_id(whole: str, number: int) -> str:
    """The id of a part: of the whole's time, always the same for it, and no other id's neighbour."""
    return _named(f"{whole}/{number}", whole)


def whole_id(parts: Iterable[str]) -> str:
    """The id of what has these parts: of the newest one's time, and always the same for them."""
    ids = sorted(parts)
    return _named("\n".join(ids), ids[-1])


def _named(text: str, of_the_time_of: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return str(ULID(ULID.from_str(of_the_time_of.upper()).bytes[:6] + digest[:10])).lower()


def earliest_id(moment: datetime) -> str:
    """The least id that a job of that moment can have."""
    return new_id(moment)[:10] + "0" * 16


def time_of(ulid: str) -> datetime:
    """When an id was made, to the millisecond: the inverse of ``earliest_id``."""
    return ULID.from_str(ulid.upper()).datetime


def is_id(text: str) -> bool:
    """Whether a text has the form of an id made by `new_id`."""
    return bool(_ULID.fullmatch(text))


def parse_team(text: str) -> str:
    """A team's id as a caller names it. Raises `Invalid` if none can look like this."""
    if not _TEAM.fullmatch(text):
        raise Invalid("must be the id of a team", field="team")
    return text


def new_team_id() -> str:
    """A team id of 80 random bits, never used twice."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def parse_erasure_id(text: str) -> str:
    """An erasure's id, or `NotFound`."""
    if not _ULID.fullmatch(text):
        raise NotFound
    return text


def parse_webhook_id(text: str) -> str:
    """A webhook's id, or `NotFound`."""
    return parse_erasure_id(text)


def parse_user_id(value: object, field: str = "user_id") -> str:
    """A team's own id of a user, NFC (Unicode Annex 15), 1 to 256 characters. Raises `Invalid`."""
    if not isinstance(value, str) or not value:
        raise Invalid("must be a text that is not empty", field=field)
    # NFC makes at most four characters one, and costs the square of their number: look before (promise 13).
    text = unicodedata.normalize("NFC", value[: 4 * USER_ID_CHARACTERS + 1])
    if len(text) > USER_ID_CHARACTERS:
        raise Invalid(f"must be at most {USER_ID_CHARACTERS} characters", field=field)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise Invalid("must hold no control characters", field=field)
    return text


def pseudonym_message(kind: str, team: str, user_id: str, epoch: int = 0) -> bytes:
    """What the keyed hash is taken of. Length prefixes keep ("a", "bc") and ("ab", "c") apart."""
    parts = [kind.encode(), team.encode(), user_id.encode(), str(epoch).encode()]
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def pseudonym(mac: bytes) -> str:
    """The text form of a keyed hash: base32 (RFC 4648) of its first 160 bits, in lower case."""
    return base64.b32encode(mac[:PSEUDONYM_BYTES]).decode().lower()
