"""GET and POST /v1/team/agreement: the text in force, or one that was accepted; and its acceptance."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.core import values
from functions.core.agreement import Acceptance, AgreementChanged, Agreements, Standing, Terms, standing
from functions.core.agreement_text import agreement, texts
from functions.core.audit import AGREED, Act
from functions.core.deployment import Deployment
from functions.core.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Agreeing:
    """What it needs of the world."""

    agreements: Agreements
    terms: Terms
    facts: Deployment


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a ``version``, and how the team stands to the one in force."""

    version: str
    text: Mapping[str, Any]
    standing: Standing
    accepted: list[Acceptance]


def show_agreement(team: str, version: str | None, language: str, world: Agreeing, now: datetime) -> Shown:
    """The text in force, or that of a ``version`` as the team accepted it. Raises `NotFound`."""
    state = standing(team, world.terms, world.agreements, now)
    accepted = world.agreements.history(team)
    if version in {None, world.terms.version}:
        return Shown(world.terms.version, agreement(world.facts, language), state, accepted)
    for acceptance in accepted:
        if acceptance.version == version:
            return Shown(version, json.loads(acceptance.texts[language]), state, accepted)
    raise NotFound


def accept_agreement(team: str, by: str, body: object, world: Agreeing, now: datetime) -> None:
    """Accept the version in force for a team; ``by`` is the admin's account. Once more does nothing.

    Raises `Invalid` if the body names no version, and `AgreementChanged` if it names another: what nobody
    read, nobody accepts.
    """
    version = values.fields(body, "body", ("version",)).get("version")
    if not isinstance(version, str):
        raise Invalid("must be the version that was read", field="version")
    if version != world.terms.version:
        raise AgreementChanged
    before = world.agreements.latest(team)
    entry = Act(team, by, now).entry(AGREED, version=(before.version if before else None, version))
    try:
        world.agreements.accept(Acceptance(team, version, now, by, texts(world.facts)), entry)
    except Conflict:
        return  # by another admin, or by the same call: it stands
