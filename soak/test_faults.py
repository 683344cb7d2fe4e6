"""Every function × each call of AWS that it makes × every fault: in the end it is as without (`make soak`).

A case plays the function's work on a deployment of its own with one fault in it, and then calls it again, as
its caller would: SQS hands the message out again, Step Functions tries the step again, whoever called the API
calls again. It prints a table, and fails on a hole.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import pytest

from functions.core.routes import ROUTES, Route
from soak.exact import exact_s3
from soak.injecting import CANARY, FAULTS, Injector, Killed, hooked
from soak.playing import Played
from soak.routes import CALLED, event_of
from soak.settled import kinds, nothing_unmasked
from soak.shared import forget
from soak.waking import age
from soak.workers import WORKERS, Worker
from tests.contracts.cloud import Cloud
from tests.contracts.nobody import moto_as_nobody
from tools.bundle import FUNCTIONS

LONG: Final = 25  # calls
EVERY: Final = bool(os.environ.get("EVERY"))
TRIES = 5  # a message comes three times, a step six, and whoever calls may call again
HEALED, CARRIED_ON, UNTOUCHED = (
    "well when it came again",
    "well all the same",
    "a problem document, then well",
)
Tell = Callable[[str], None]


@pytest.fixture(scope="module")
def injector() -> Iterator[Injector]:
    with moto_as_nobody(), exact_s3(), hooked() as found:
        forget()
        yield found
        forget()


@pytest.fixture(scope="module")
def cloud(injector: Injector) -> Cloud:
    assert not injector.armed
    return Cloud()


def test_every_function_and_every_route_is_in_the_table() -> None:
    served = {route.function for route in ROUTES}
    assert {worker.function for worker in WORKERS.values()} | served == set(FUNCTIONS)
    assert CALLED.keys() == {route.name for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])
def test_a_route_survives_every_fault(
    cloud: Cloud, injector: Injector, tally: Counter[str], tell: Tell, route: Route
) -> None:
    played = Played(cloud)
    event = event_of(played, route)
    with injector.arm() as calls:
        first = played.call(route.function, event)
    assert first["statusCode"] < 400, first
    well = kinds(played)
    for at, operation in enumerate(calls, 1):
        outcomes = {}
        for fault in faults_at(at, len(calls)):
            played = Played(cloud)
            outcomes[fault] = _route_case(played, route, injector, at, fault)
            _as_without(played, well, (route.name, at, operation, fault), twice=CALLED[route.name].twice)
        _tell(tell, tally, f"{route.name} | {at} {operation}", outcomes)


def faults_at(at: int, of: int) -> Sequence[str]:
    """The faults of a call: all, or of a long work one in turn, unless `EVERY=1` asks for all."""
    return FAULTS if of <= LONG or EVERY else (FAULTS[at % len(FAULTS)],)


def _tell(tell: Tell, tally: Counter[str], call: str, outcomes: Mapping[str, str]) -> None:
    """A row of the table: how it ended after each fault."""
    told = [f"{fault}: {outcome}" for fault, outcome in outcomes.items()]
    tell(f"{call} | {'; '.join(told)}")
    tally.update(told)
    tally["faults survived"] += len(told)


def _as_without(played: Played, well: Counter[str], where: object, *, twice: Sequence[str]) -> None:
    """What is stored is what is stored without a fault; of these kinds, one more by the second call."""
    more = kinds(played) - well
    assert more.keys() <= set(twice), (where, more)
    assert all(times == 1 for times in more.values()), (where, more)
    assert not well - kinds(played), (where, well - kinds(played))


def _route_case(played: Played, route: Route, injector: Injector, at: int, fault: str) -> str:
    event = event_of(played, route)
    where = (route.name, at, fault)
    try:
        with injector.arm(at, fault):
            answer = played.call(route.function, event)
    except Killed:
        answer = None
    if answer is not None:
        _is_an_answer(answer, where)
        if answer["statusCode"] < 400:
            return CARRIED_ON
    again = played.call(route.function, event)
    _is_an_answer(again, where)
    called = CALLED[route.name]
    assert again["statusCode"] < 400 or again["statusCode"] in called.again, (where, again)
    if called.later:
        age(played, called.later)
        played.call("sweep", {})
    nothing_unmasked(played)
    return HEALED if answer is None else UNTOUCHED


def _is_an_answer(answer: dict[str, Any], where: object) -> None:
    """A 5xx is a problem document (RFC 9457), and no text of AWS is in it."""
    assert CANARY not in json.dumps(answer), where
    if answer["statusCode"] >= 400:
        assert answer["headers"]["Content-Type"] == "application/problem+json", (where, answer)
        assert json.loads(answer["body"])["status"] == answer["statusCode"], (where, answer)


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_survives_every_fault(
    cloud: Cloud, injector: Injector, tally: Counter[str], tell: Tell, name: str
) -> None:
    worker, played = WORKERS[name], Played(cloud)
    made = worker.prepare(played)
    with injector.arm() as calls:
        worker.drive(played, made)
    worker.settled(played, made)
    well = kinds(played)
    for at, operation in enumerate(calls, 1):
        outcomes = {}
        for fault in faults_at(at, len(calls)):
            played = Played(cloud)
            outcomes[fault] = _worker_case(played, name, worker, injector, (at, fault))
            _as_without(played, well, (name, at, operation, fault), twice=worker.twice)
        _tell(tell, tally, f"{name} | {at} {operation}", outcomes)


def _worker_case(played: Played, name: str, worker: Worker, injector: Injector, case: tuple[int, str]) -> str:
    made = worker.prepare(played)
    failed = False
    try:
        with injector.arm(*case):
            worker.drive(played, made)
    except Killed:
        failed = True
    except Exception as error:
        failed = _means_again(error, worker, (name, case))
    nothing_unmasked(played)
    for _ in range(TRIES if failed or worker.later is not None else 0):
        if worker.later:
            age(played, worker.later)
        try:
            worker.drive(played, made)
            break
        except Exception as error:
            _means_again(error, worker, (name, case))
    try:
        worker.settled(played, made)
    except AssertionError as hole:
        raise AssertionError(f"{name} at {case}: {hole}") from hole
    return HEALED if failed else CARRIED_ON


def _means_again(error: Exception, worker: Worker, where: object) -> bool:
    """Whoever called takes it for "try again", and it says nothing of what was the matter (promise 15)."""
    named, told = type(error).__name__, f"{error!r} {error.args}"
    if named not in worker.raises or CANARY in told or error.__cause__ is not None:
        raise AssertionError(where) from error
    return True
