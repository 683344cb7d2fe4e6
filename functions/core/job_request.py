"""What a caller asks for with POST /v1/jobs or POST /v1/me/jobs: read, and refused by the field's name."""

import base64
import binascii
import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from functions.core.errors import Invalid
from functions.core.job import CONTENT_TYPES
from functions.core.names import parse_user_id
from functions.core.purposes import DEFAULT, MASKING, MOST_NAMED, Purposes
from functions.core.recipe import Recipe
from functions.core.recipe_rules import RecipeRules
from functions.core.subjects import Identified

FIELDS: Final = frozenset(
    {"user_id", "recipe", "purposes", "content_type", "content_md5", "size", "reference", "depicted"}
)
MOST_REFERENCE: Final = 256
MOST_DEPICTED: Final = 20
MOST_JOBS: Final = 100
MOST_PEOPLE: Final = 200  # of one call: each takes three calls of stores, one after the other (promise 13)
MD5_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Terms:
    """What the team has chosen of what a request is read by."""

    purposes: Purposes = field(default_factory=lambda: DEFAULT)
    recipes: RecipeRules = field(default_factory=RecipeRules)


CHOSEN_NOTHING: Final = Terms()


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A session brings its user; a team's backend names one.

    ``size`` in bytes narrows the form to exactly it; ``content_md5`` is base64 (RFC 1864). ``consents`` are
    those of its purposes that need one.
    """

    user: str | Identified
    recipe: Recipe
    purposes: tuple[str, ...]
    content_type: str
    content_md5: str | None = None
    size: int | None = None
    reference: str | None = None
    depicted: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str | Identified, ...]:
        """The user, and who is depicted."""
        return (self.user, *self.depicted)

    def digest(self, depicted: Sequence[str]) -> str:
        """What must be equal under one idempotency key; ``depicted`` are pseudonyms, so no id goes in.

        The user is not named: the key is kept in the user's own partition.
        """
        named = [self.recipe.to_json(), self.purposes, self.content_type, self.content_md5, self.size]
        text = json.dumps([*named, self.reference, list(depicted)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def parse_job_request(
    body: object,
    most_bytes: int,
    user: Identified | None = None,
    at: str = "",
    terms: Terms = CHOSEN_NOTHING,
) -> JobRequest:
    """The request in a JSON value, for the user of a session if there is one; ``at`` is its own path.

    ``terms`` are the team's. Raises `Invalid` with the field named; a session that names a user
    names an unknown field.
    """
    if not isinstance(body, dict):
        raise Invalid("must be an object", field=at.rstrip(".") or "body")
    fields = FIELDS - {"user_id"} if user else FIELDS
    if not body.keys() <= fields:
        known = ", ".join(sorted(fields))
        raise Invalid(f"has an unknown field; known are {known}", field=at.rstrip(".") or "body")
    content_type = body.get("content_type")
    if not isinstance(content_type, str) or content_type not in CONTENT_TYPES:
        raise Invalid(f"must be one of {', '.join(CONTENT_TYPES)}", field=f"{at}content_type")
    purposes = parse_purposes(body.get("purposes"), terms.purposes, f"{at}purposes")
    return JobRequest(
        user or parse_user_id(body.get("user_id"), f"{at}user_id"),
        terms.recipes.read(body, f"{at}recipe"),
        purposes,
        content_type,
        _md5(body.get("content_md5"), f"{at}content_md5"),
        _size(body.get("size"), most_bytes, f"{at}size"),
        _reference(body.get("reference"), f"{at}reference"),
        _depicted(body.get("depicted"), f"{at}depicted"),
        tuple(name for name in purposes if terms.purposes[name].opt_in),
    )


def parse_job_requests(
    body: Mapping[str, object],
    most_bytes: int,
    user: Identified | None = None,
    terms: Terms = CHOSEN_NOTHING,
) -> list[JobRequest]:
    """The requests of a batch, all of them read before any is served."""
    jobs = body.get("jobs")
    if body.keys() != {"jobs"} or not isinstance(jobs, list) or not 1 <= len(jobs) <= MOST_JOBS:
        raise Invalid(f"must be a list of 1 to {MOST_JOBS} jobs, and alone", field="jobs")
    requests = [
        parse_job_request(job, most_bytes, user, f"jobs[{at}].", terms) for at, job in enumerate(jobs)
    ]
    if len({person for request in requests for person in request.people}) > MOST_PEOPLE:
        raise Invalid(f"must name at most {MOST_PEOPLE} people in all", field="jobs")
    return requests


def parse_purposes(value: object, declared: Purposes, field: str) -> tuple[str, ...]:
    """The purposes that a job names, in the order in which the team declared them. Raises `Invalid`."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_NAMED or MASKING not in value:
        raise Invalid(f"must be a list of at most {MOST_NAMED}, {MASKING} among them", field=field)
    for index, name in enumerate(value):
        if not isinstance(name, str) or name not in declared:
            raise Invalid("is no purpose that the team has declared", field=f"{field}[{index}]")
    if len(set(value)) != len(value):
        raise Invalid("must not name a purpose twice", field=field)
    return tuple(name for name in declared if name in value)


def _md5(value: object, field: str) -> str | None:
    if value is None:
        return None
    try:
        digest = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        digest = b""
    # Several texts decode to the same bytes; only the one that encodes them will be met again.
    if len(digest) == MD5_BYTES and value == base64.b64encode(digest).decode():
        return value
    raise Invalid("must be the base64 of an MD5 (RFC 1864)", field=field)


def _size(value: object, most: int, field: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise Invalid(f"must be a whole number of bytes from 1 to {most}", field=field)
    return value


def _reference(value: object, field: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 1 <= len(value) <= MOST_REFERENCE:
        raise Invalid(f"must be a text of 1 to {MOST_REFERENCE} characters", field=field)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise Invalid("must hold no control characters", field=field)
    return value


def _depicted(value: object, field: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_DEPICTED:
        raise Invalid(f"must be a list of at most {MOST_DEPICTED} user ids", field=field)
    ids = [parse_user_id(user_id, f"{field}[{index}]") for index, user_id in enumerate(value)]
    if len(set(ids)) != len(ids):
        raise Invalid("must not name anybody twice", field=field)
    return tuple(ids)
