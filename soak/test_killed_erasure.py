"""Promise 7: the erasure of a user with much, whose worker is killed again and again (`make soak-erasure`).

20 000 objects and 10 000 rows of one user; at five random points the process of the worker gets SIGKILL, its
execution is stopped, and the erasure is asked for again: a new execution on the same record. `SEED=…` chooses
the points.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pytest

from functions.aws.erasure_schema import erasure_key
from functions.aws.schema import from_item, to_item
from functions.core.erase import OVERTAKEN
from functions.core.times import from_text
from soak.killing import kill_worker
from soak.much import Person, Snapshot, everything_but, fill, moved_in, objects_of, rows_of, stop_telling
from tests.e2e.world import World, new_user, two_teams
from tools.bundle import bundle
from tools.deployed import assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.local_cloud import LocalCloud
from tools.receipt import checked, require_person
from tools.targets import Target

JOBS: Final = 10_000  # each of a row and two objects
OTHERS: Final = 250  # jobs of each neighbour
KILLS: Final = 5
PAGE: Final = 1000  # of a store: what a worker may have deleted and not counted yet
SEED: Final = int(os.environ.get("SEED") or random.randrange(1_000_000))
Tell = Callable[[str], None]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A deployed stack with two teams."""
    bundle(Target.here())
    fetch()
    assembly = tmp_path_factory.mktemp("synth") / "out"
    assemble_stages(["local"], assembly)
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as cloud:
        yield two_teams(cloud, deploy_stages(cloud, assembly)["local"])


@dataclass(frozen=True)
class Killed:
    """What was there before, what the erasure said when it had ended, and what was there afterwards."""

    person: Person
    asked: dict[str, Any]
    told: dict[str, Any]
    record: dict[str, Any]
    before: Snapshot
    after: Snapshot


def record(world: World, person: Person, erasure: str) -> dict[str, Any]:
    """The erasure as the ledger has it."""
    key: Any = to_item(erasure_key(person.speaker.team, erasure))
    answer = world.dynamodb.get_item(TableName=world.ledger, Key=key, ConsistentRead=True)
    return from_item(answer["Item"])


def gone(found: dict[str, Any]) -> int:
    """How many rows and objects are deleted by then, as far as the record knows."""
    return sum(int(deleted) for deleted, _ in found["counts"].values())


def kill_at(point: int, world: World, person: Person, erasure: str, tell: Tell) -> None:
    """Wait until so much is gone, kill the worker, stop the workflow, and ask for the erasure again."""
    found = record(world, person, erasure)
    while gone(found) < point:
        assert found["state"] == "running", f"it is {found['state']} before {point} were gone"
        time.sleep(0.02)
        found = record(world, person, erasure)
    peak = kill_worker(world, "erase")
    left = record(world, person, erasure)
    assert left["state"] == "running"
    arn = world.deployed.outputs["ErasureMachineArn"].replace(":stateMachine:", ":execution:")
    world.deployed.session.client("stepfunctions").stop_execution(
        executionArn=f"{arn}:{erasure}-{left['attempt']}"
    )
    assert person.speaker.client.erase_user(person.user_id)["id"] == erasure
    again = record(world, person, erasure)
    assert again["attempt"] == left["attempt"] + 1
    tell(f"killed at {gone(left):6} gone (asked for {point:6}), {peak} MB; attempt {again['attempt']} runs")


@contextmanager
def timed(what: str, tell: Tell) -> Iterator[None]:
    """Tell how long something took."""
    start = time.monotonic()
    yield
    tell(f"{time.monotonic() - start:6.1f} s  {what}")


@pytest.fixture(scope="module")
def killed(world: World, tell: Tell) -> Killed:
    """The whole story; each test looks at a part of its end."""
    tell(f"SEED={SEED}")
    user = new_user()
    person = moved_in(world.one, user)
    neighbours = [moved_in(world.one, f"{user}x"), moved_in(world.other, user)]
    stop_telling(world)
    with timed(f"to store {JOBS} rows and {2 * JOBS} objects of one user, {OTHERS} jobs of two others", tell):
        fill(world, person, JOBS - 1)
        for neighbour in neighbours:
            fill(world, neighbour, OTHERS)
    assert len(rows_of(world, person)) == JOBS
    assert sum(objects_of(world, person).values()) == 2 * JOBS - 1
    world.quiet()
    before = everything_but(world, person)
    points = sorted(random.Random(SEED).sample(range(3 * JOBS - KILLS * PAGE), KILLS))
    with timed(f"from the call to the end, killed {KILLS} times", tell):
        asked = person.speaker.client.erase_user(user)
        for point in points:
            kill_at(point, world, person, asked["id"], tell)
        told = person.speaker.client.settled(f"/v1/erasures/{asked['id']}", 600)
    ended = record(world, person, asked["id"])
    return Killed(person, asked, told, ended, before, everything_but(world, person))


def test_it_completes_on_the_record_that_it_began_with(killed: Killed) -> None:
    assert killed.told["state"] == "completed"
    assert killed.record["attempt"] == KILLS + 1
    assert all(count["left"] == 0 for count in killed.told["counts"].values())


def test_nothing_of_the_user_is_left(world: World, killed: Killed) -> None:
    assert rows_of(world, killed.person) == []
    assert set(objects_of(world, killed.person).values()) == {0}


def test_bytes_and_rows_of_others_are_identical(killed: Killed, tell: Tell) -> None:
    assert len(killed.before) > 2 * 3 * OTHERS
    assert {address: killed.after.get(address) for address in killed.before} == killed.before
    tell(f"{len(killed.before)} rows and objects of others are identical")


def unnoted(told: dict[str, Any]) -> int:
    """How much may be missing in a receipt: a page for each worker that was killed, or overtaken.

    The local cloud goes on with the retries of an execution that was stopped. So after each kill there are
    two workers, of which one is overtaken; it looks again after a while, and so may overtake the other.
    """
    whole = from_text(told["ended_at"]) - from_text(told["requested_at"])
    return PAGE * KILLS * (2 + whole // OVERTAKEN)


def test_the_receipt_holds_and_counts_nothing_twice_and_misses_what_no_worker_noted(
    world: World, killed: Killed, tell: Tell
) -> None:
    client = world.one.client
    _, body, _ = client.call("GET", f"/v1/erasures/{killed.told['id']}/receipt")
    said = checked(body["receipt"], client.call("GET", "/.well-known/jwks.json", token="")[1])
    require_person(said, killed.person.user_id, killed.asked["nonce"])
    before = sum(count["before"] for count in said["stores"].values())
    assert 3 * JOBS - 1 - unnoted(killed.told) <= before <= 3 * JOBS - 1
    tell(f"the receipt holds; it counts {before} of {3 * JOBS - 1} that were there")
