"""What a team processes photos for, declared before it is done (GDPR Art. 5(1)(b), 6(1), 7).

Masking is always among the purposes. One that is ``opt_in`` is never implied: it needs a consent of the user
when a job names it, when its file is claimed, and when it is closed (promise 9).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from functions.core.errors import Invalid
from functions.core.values import fields, one_of

MASKING: Final = "masking"
SALE_SHARING: Final = "sale-sharing"
CONSENT: Final = "consent"
BASES: Final = (
    CONSENT,
    "contract",
    "legal_obligation",
    "vital_interests",
    "public_task",
    "legitimate_interests",
)
MOST_PURPOSES: Final = 20
MOST_NAMED: Final = 5  # by one job: each is a check in its transactions, of which DynamoDB takes a hundred
MOST_DESCRIPTION: Final = 500
# What of a job a team keeps for a purpose: its masked result, the photo itself, or neither.
NOTHING: Final = "nothing"
RESULT: Final = "result"
ORIGINAL: Final = "original"
KEEPS: Final = (NOTHING, RESULT, ORIGINAL)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # RFC 5646, the common part
NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_FIELDS: Final = ("basis", "opt_in", "description", "keeps")


@dataclass(frozen=True, slots=True)
class Purpose:
    """``basis`` is that of Art. 6(1). ``description`` is what people read, by language (RFC 5646).

    ``keeps`` is what the team keeps for it, in a dataset of its own (`functions.core.datasets`).
    """

    basis: str
    opt_in: bool
    description: Mapping[str, str]
    keeps: str = NOTHING

    def to_json(self) -> dict[str, object]:
        """As it is stored, and as the API takes it."""
        return {
            "basis": self.basis,
            "opt_in": self.opt_in,
            "description": dict(self.description),
            "keeps": self.keeps,
        }


Purposes = Mapping[str, Purpose]
DEFAULT: Final[Purposes] = {
    MASKING: Purpose(
        "legitimate_interests",
        opt_in=False,
        description={
            "en": "Hide who is in your photo",
            "de": "Unkenntlich machen, wer auf Ihrem Foto zu sehen ist",
        },
    )
}


def merged_purposes(purposes: Purposes, change: object) -> dict[str, Purpose]:
    """The purposes with a change merged in: one that is null is no purpose any more. Raises `Invalid`."""
    if change is None:
        return dict(DEFAULT)
    if not isinstance(change, Mapping):
        raise Invalid("must be an object", field="purposes")
    merged = dict(purposes)
    for name, value in change.items():
        path = _path(name)
        if value is None and name == MASKING:
            merged[name] = DEFAULT[name]
        elif value is None:
            merged.pop(name, None)
        else:
            merged[name] = parse_purpose(value, path)
    if len(merged) > MOST_PURPOSES:
        raise Invalid(f"must be at most {MOST_PURPOSES}", field="purposes")
    return merged


def parse_purpose(value: object, path: str) -> Purpose:
    """A purpose from JSON, whole. Raises `Invalid` with the path of what contradicts itself."""
    body = fields(value, path, _FIELDS)
    opt_in = body.get("opt_in")
    if not isinstance(opt_in, bool):
        raise Invalid("must be true or false", field=f"{path}.opt_in")
    purpose = Purpose(
        one_of(body.get("basis"), BASES, f"{path}.basis"),
        opt_in,
        _description(body.get("description"), f"{path}.description"),
        one_of(body.get("keeps", RESULT if opt_in else NOTHING), KEEPS, f"{path}.keeps"),
    )
    if purpose.opt_in != (purpose.basis == CONSENT):
        raise Invalid("must be true for the basis consent, and for no other", field=f"{path}.opt_in")
    if purpose.keeps != NOTHING and not purpose.opt_in:
        raise Invalid("must be nothing, unless the purpose rests on consent", field=f"{path}.keeps")
    return purpose


def from_json(value: Mapping[str, Mapping[str, object]]) -> dict[str, Purpose]:
    """Purposes as they were stored."""
    return {name: parse_purpose(one, _path(name)) for name, one in value.items()}


def _path(name: object) -> str:
    if not isinstance(name, str) or not NAME.fullmatch(name) or name == SALE_SHARING:
        raise Invalid(
            "must be named by 1 to 32 small letters, digits and hyphens, not sale-sharing", field="purposes"
        )
    return f"purposes.{name}"


def _description(value: object, path: str) -> dict[str, str]:
    if not isinstance(value, Mapping) or not 1 <= len(value) <= MOST_PURPOSES:
        raise Invalid("must be an object of a text for each language", field=path)
    for language, text in value.items():
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            raise Invalid("must name languages as RFC 5646 does, like en or de", field=path)
        if not isinstance(text, str) or not 1 <= len(text.strip()) <= MOST_DESCRIPTION >= len(text):
            raise Invalid(f"must be texts of 1 to {MOST_DESCRIPTION} characters", field=path)
    return dict(value)
