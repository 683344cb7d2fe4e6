"""Whom people can ask about a team's photos; shown in its notice (GDPR Art. 13(1)(a), (b))."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

from functions.core import values
from functions.core.errors import Invalid

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Contacts:
    """Texts for people, each there or not.

    ``controller`` is its name and address, ``contact`` how to reach it, ``dpo`` how to reach its data
    protection officer, ``accountable`` the person who is accountable for it (PIPEDA, principle 4.1).
    """

    controller: str | None = None
    contact: str | None = None
    dpo: str | None = None
    accountable: str | None = None

    def to_json(self) -> dict[str, str]:
        """Those that are there."""
        return {name: text for name, text in asdict(self).items() if text}


CONTACTS: Final = tuple(field.name for field in fields(Contacts))


def merged_contacts(contacts: Contacts, change: object) -> Contacts:
    """The contacts with a change merged in (RFC 7396). Raises `Invalid`."""
    if change is None:
        return Contacts()
    said: Mapping[str, object] = values.fields(change, "contacts", CONTACTS)
    return replace(contacts, **{name: _text(value, f"contacts.{name}") for name, value in said.items()})


def _text(value: object, path: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= MOST >= len(value):
        raise Invalid(f"must be a text of 1 to {MOST} characters", field=path)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise Invalid("must hold no control characters", field=path)
    return value
