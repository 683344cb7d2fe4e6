"""Asking for erasures of much, as the people of a team do."""

from datetime import datetime, timedelta
from typing import Any

from functions.core.decide_erasure import approve_erasure
from functions.core.erasure import (
    Erasure,
)
from functions.core.erasure_request import Asker, parse_erasure_request
from functions.core.request_erasure import request_erasures
from functions.core.times import to_text
from tests.fakes.world import TEAM, World


def person(world: World, name: str, *roles: str, ago: float = 0) -> Asker:
    return Asker(name, frozenset(roles), world.clock() - timedelta(seconds=ago))


def ask(world: World, scope: dict[str, Any], asker: Asker | None = None) -> Erasure:
    asker = asker or person(world, "ada", "admin")
    wanted = parse_erasure_request({"scope": scope}, TEAM, world.clock())
    return request_erasures(wanted, TEAM, asker, world.requesting, world.clock())


def approved(world: World, scope: dict[str, Any]) -> Erasure:
    erasure = ask(world, scope)
    return approve_erasure(erasure.id, TEAM, person(world, "bob", "privacy"), world.deciding, world.clock())


def dates(start: datetime, end: datetime) -> dict[str, str]:
    return {"from": to_text(start), "to": to_text(end)}
