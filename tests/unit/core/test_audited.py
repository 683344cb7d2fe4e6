"""What is done to people's data and to what a team decided stands in its audit, and names none of them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.core.audit import CLIENT, SELF, SERVICE, Act, Entry
from functions.core.consent import Consented
from functions.core.consents import Whose, give_consent, withdraw_consent
from functions.core.decide_erasure import approve_erasure, cancel_erasure
from functions.core.erasure_request import Asker, Wanted
from functions.core.exports import request_export
from functions.core.hold import lift_hold, set_hold
from functions.core.holds import Hold
from functions.core.opt_outs import KeepOptOuts, OptOut, set_opt_out
from functions.core.purposes import Purpose
from functions.core.reach import OfTeam
from functions.core.remask_job import remask_job
from functions.core.request_erasure import request_erasure, request_erasures
from functions.core.restrict import set_restriction
from functions.core.restriction import Restriction
from functions.core.times import to_text
from functions.core.webhooks import Secrets, change_webhook, create_webhook, delete_webhook, rotate_secret
from tests.fakes.opt_outs import FakeOptOuts
from tests.fakes.webhooks import FakeVault, FakeWebhooks
from tests.fakes.world import APPROVAL, TEAM, World, a_request

USER = "canary-of-a-user"
TOLD = Consented("v1", "en", "self", '"canary-of-evidence"')
HOOK = {"url": "https://example.org/canary-of-a-url", "events": ["eu.moretta.job.done"]}


def _consent(world: World) -> list[Entry]:
    world.declare(training=Purpose("consent", opt_in=True, description={"en": "x"}))
    give_consent(Whose(TEAM, USER, SELF), "training", TOLD, world.consenting, world.clock())
    withdraw_consent(Whose(TEAM, USER), "training", world.consenting, world.clock())
    return world.ledger.audit


def _opt_out(world: World) -> list[Entry]:
    opting = KeepOptOuts(FakeOptOuts(world.ledger), world.ledger, world.mac)
    for said in (True, True, False):  # said again it is as said once
        set_opt_out(Whose(TEAM, USER), OptOut(said, "ada", world.clock()), opting)
    return world.ledger.audit


def _hold(world: World) -> list[Entry]:
    until = world.clock() + timedelta(days=1)
    for _ in range(2):  # said again it is as said once
        set_hold(USER, Hold("legal_claims", until, "ada", world.clock()), TEAM, world.holding)
    for _ in range(2):  # lifting none is none
        lift_hold(USER, world.act(by="bob"), world.holding)
    return world.holds.audit


def _restriction(world: World) -> list[Entry]:
    for _ in range(2):  # said again it is as said once
        world.restrict(USER)
    for _ in range(2):  # lifting none is none
        world.lift(USER)
    return world.ledger.audit


def _erasure(world: World) -> list[Entry]:
    world.masked(USER)
    world.run(request_erasure(USER, world.act(by=SELF), world.requesting))
    return world.ledger.audit


def _wide_erasure(world: World) -> list[Entry]:
    now = world.clock()
    admin, privacy = Asker("ada", frozenset({"admin"}), now), Asker("bob", frozenset({"privacy"}), now)
    asked = request_erasures(Wanted(wide=OfTeam()), TEAM, admin, world.requesting, now)
    approve_erasure(asked.id, TEAM, privacy, world.deciding, now)
    cancel_erasure(asked.id, TEAM, admin, world.deciding, now)
    return world.ledger.audit


def _unapproved(world: World) -> list[Entry]:
    now = world.clock()
    request_erasures(
        Wanted(wide=OfTeam()), TEAM, Asker("ada", frozenset({"admin"}), now), world.requesting, now
    )
    world.clock.advance(APPROVAL.total_seconds())
    world.sweep()
    return world.ledger.audit


def _webhook(world: World) -> list[Entry]:
    hooks = Secrets(FakeWebhooks(), FakeVault())
    act = Act(TEAM, "ada", world.clock())
    made, _ = create_webhook(HOOK, act, hooks)
    for _ in range(2):  # what is so already is no change
        change_webhook(made.id, {"url": f"{HOOK['url']}/2", "state": "disabled"}, act, hooks.webhooks)
    rotate_secret(made.id, act, hooks)
    delete_webhook(made.id, act, hooks.webhooks)
    return hooks.webhooks.audit  # type: ignore[attr-defined, no-any-return]


def _remask(world: World) -> list[Entry]:
    job = world.masked(USER)
    recipe = replace(a_request().recipe, if_nothing="release")
    remask_job(job.ref.id, TEAM, recipe, world.remasking)
    return world.ledger.audit


def _export(world: World) -> list[Entry]:
    for _ in range(2):  # while one runs, it is that one
        request_export(Whose(TEAM, USER, SELF), "", world.keeping, world.clock())
    return world.ledger.audit


DEEDS: dict[str, tuple[Callable[[World], list[Entry]], list[tuple[str, str]]]] = {
    "a consent": (_consent, [("consent.given", SELF), ("consent.withdrawn", CLIENT)]),
    "an opt-out": (_opt_out, [("opt_out.set", "ada"), ("opt_out.lifted", "ada")]),
    "a hold": (_hold, [("hold.set", "ada"), ("hold.lifted", "bob")]),
    "a restriction": (_restriction, [("restriction.set", SELF), ("restriction.lifted", CLIENT)]),
    "an erasure": (_erasure, [("erasure.asked", SELF), ("erasure.ended", SERVICE)]),
    "an erasure of all": (
        _wide_erasure,
        [("erasure.asked", "ada"), ("erasure.approved", "bob"), ("erasure.cancelled", "ada")],
    ),
    "an erasure that nobody approves": (
        _unapproved,
        [("erasure.asked", "ada"), ("erasure.ended", SERVICE)],
    ),
    "a webhook": (
        _webhook,
        [
            ("webhook.created", "ada"),
            ("webhook.changed", "ada"),
            ("webhook.secret_rotated", "ada"),
            ("webhook.deleted", "ada"),
        ],
    ),
    "another recipe": (_remask, [("job.remasked", CLIENT)]),
    "an export": (_export, [("export.asked", SELF)]),
}


@pytest.mark.parametrize(("do", "said"), DEEDS.values(), ids=DEEDS)
def test_each_deed_is_said_once_with_who_did_it_and_names_no_person(
    world: World, do: Callable[[World], list[Entry]], said: list[tuple[str, str]]
) -> None:
    """Promise 15: an entry stays when the person is erased, so it holds no subject either."""
    entries = do(world)
    assert [(entry.action, entry.by) for entry in entries] == said
    assert {entry.team for entry in entries} == {TEAM}
    told = json.dumps([entry.to_json() for entry in entries])
    assert "canary" not in told
    assert world.subject(USER) not in told


def test_the_end_of_an_erasure_says_how_it_ended(world: World) -> None:
    asked, ended = _erasure(world)
    assert asked.on == ended.on
    assert asked.changes == {"scope": (None, "user")}
    assert ended.changes == {"state": ("running", "completed")}


def test_what_stood_before_is_said_when_it_is_set_anew(world: World) -> None:
    now, days = world.clock(), timedelta(days=1)
    for ground, until in (("legal_claims", now + days), ("legal_claims", now + 2 * days)):
        set_hold(USER, Hold(ground, until, "ada", now), TEAM, world.holding)
    assert world.holds.audit[-1].changes["until"] == (to_text(now + days), to_text(now + 2 * days))
    world.restrict(USER)
    again = Restriction("objection", "ada", now)
    set_restriction(TEAM, USER, again, world.restricting, world.budget(15))
    assert world.ledger.audit[-1].changes == {"ground": ("accuracy_contested", "objection")}
