"""Promise 10, in time as well: a foreign id costs exactly the calls of one that never was.

What the clock would show is counted instead: the same stores are asked, as often, in the same order.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from functions.core.audit import Act
from functions.core.errors import NotFound
from functions.core.get_erasure import get_erasure
from functions.core.get_job import get_job
from functions.core.list_jobs import Listing, list_user_jobs
from functions.core.member import Invitation
from functions.core.members import Staff, invite_member, remove_member, set_roles
from functions.core.names import new_id
from functions.core.request_erasure import request_erasure
from functions.core.retry_job import retry_job
from functions.core.subjects import identify
from functions.core.webhooks import (
    Secrets,
    change_webhook,
    create_webhook,
    delete_webhook,
    find_webhook,
    rotate_secret,
)
from tests.fakes.fuse import Fuse, fused
from tests.fakes.staff import FakeMembers, FakePeople
from tests.fakes.webhooks import FakeVault, FakeWebhooks
from tests.fakes.world import OTHER_TEAM, TEAM, World

HOOK: dict[str, object] = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.job.done"]}


def _admin(staff: Staff, now: datetime) -> str:
    return invite_member(Invitation("a@b.example", ("admin",)), Act(OTHER_TEAM, "eve", now), staff).id


class Ids:
    """A world with one of everything in another team, and what asks for it by an id, on a fuse."""

    def __init__(self) -> None:
        self.world = World()
        self.hooks, self.staff = Secrets(FakeWebhooks(), FakeVault()), Staff(FakeMembers(), FakePeople())
        now = self.now = self.world.clock()
        self.act = Act(TEAM, "ada", now)
        self.foreign_job = self.world.masked(team=OTHER_TEAM).ref
        self.foreign = {
            "job": self.foreign_job.id,
            "erasure": self.world.ask_erasure("u2", OTHER_TEAM).id,
            "webhook": create_webhook(HOOK, Act(OTHER_TEAM, "eve", now), self.hooks)[0].id,
            "member": _admin(self.staff, now),
        }
        self.never = {
            "job": replace(self.foreign_job, subject="z" * 32).id,
            "erasure": new_id(now),
            "webhook": new_id(now),
            "member": str(uuid4()),
        }

    def ask(self, kind: str, call: Callable[[str, Any, Any], object], own: str) -> list[str]:
        """The calls of stores that it takes to be told that there is no such thing."""
        fuse = Fuse()
        with pytest.raises(NotFound):
            call(own, self, fuse)
        assert fuse.calls, kind
        return fuse.calls


ASKING: dict[str, tuple[str, Callable[[str, Any, Any], object]]] = {
    "get_job": ("job", lambda id_, at, fuse: get_job(id_, TEAM, fused(at.world.reading, fuse))),
    "retry_job": ("job", lambda id_, at, fuse: retry_job(id_, TEAM, fused(at.world.retrying, fuse), at.now)),
    "get_erasure": (
        "erasure",
        lambda id_, at, fuse: get_erasure(id_, TEAM, fused(at.world.erasing, fuse).ledger, at.world.clock()),
    ),
    "find_webhook": (
        "webhook",
        lambda id_, at, fuse: find_webhook(id_, TEAM, fused(at.hooks, fuse).webhooks),
    ),
    "change_webhook": (
        "webhook",
        lambda id_, at, fuse: change_webhook(
            id_, {"state": "disabled"}, at.act, fused(at.hooks, fuse).webhooks
        ),
    ),
    "rotate_secret": (
        "webhook",
        lambda id_, at, fuse: rotate_secret(id_, at.act, fused(at.hooks, fuse)),
    ),
    "delete_webhook": (
        "webhook",
        lambda id_, at, fuse: delete_webhook(id_, at.act, fused(at.hooks, fuse).webhooks),
    ),
    "set_roles": ("member", lambda id_, at, fuse: set_roles(id_, ("admin",), at.act, fused(at.staff, fuse))),
    "remove_member": ("member", lambda id_, at, fuse: remove_member(id_, at.act, fused(at.staff, fuse))),
}


@pytest.mark.parametrize("name", ASKING)
def test_what_is_foreign_takes_the_calls_of_what_never_was(name: str) -> None:
    kind, call = ASKING[name]
    ids = Ids()
    assert ids.ask(kind, call, ids.foreign[kind]) == ids.ask(kind, call, ids.never[kind])


def test_a_session_is_told_of_another_users_job_without_a_look(world: World) -> None:
    """Whether it exists cannot be told: nobody was asked."""
    theirs = world.masked("u2").ref
    me = identify(TEAM, "u1", world.mac, world.ledger)
    for ref in (theirs, replace(theirs, job=new_id(world.clock()))):
        fuse = Fuse()
        with pytest.raises(NotFound):
            get_job(ref.id, TEAM, fused(world.reading, fuse), me)
        assert fuse.calls == []


def test_a_session_is_told_of_another_users_erasure_as_of_none(world: World) -> None:
    theirs = world.ask_erasure("u2")
    me, calls = identify(TEAM, "u1", world.mac, world.ledger), []
    for erasure_id in (theirs.id, new_id(world.clock())):
        fuse = Fuse()
        with pytest.raises(NotFound):
            get_erasure(erasure_id, TEAM, fused(world.erasing, fuse).ledger, world.clock(), me)
        calls.append(fuse.calls)
    assert calls[0] == calls[1]


def test_a_user_of_another_team_takes_the_calls_of_nobody(world: World) -> None:
    world.masked("u1", team=OTHER_TEAM)
    calls = []
    for user in ("u1", "nobody"):
        fuse = Fuse()
        listed = list_user_jobs(TEAM, user, Listing(), fused(world.listing, fuse), world.clock())
        assert listed == ([], None)
        request_erasure(user, world.act(), fused(world.requesting, fuse))
        calls.append(fuse.calls)
    assert calls[0] == calls[1]
