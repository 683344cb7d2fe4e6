"""Load on the local cloud: photos from many clients, poison among them, workers killed, messages sent again.

`make soak PHOTOS=2000 CLIENTS=20 SIDE=160`. Every tenth file is poison. While they are masked, processes of
maskers are killed by their ids, and messages of photos are sent once more. In the end no job may be open,
every good photo is masked (after `POST …/retry`, if its masker was killed each time), and what is in
`results` is of a job that is done.
"""

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import pytest

from infra.stage import STAGES
from soak.loading import Load
from tests.e2e.deploying import deploy_worlds
from tests.e2e.world import World, key_of
from tools.fetch import fetch
from tools.local_cloud import LocalCloud

PHOTOS: Final = int(os.environ.get("PHOTOS") or 2000)
CLIENTS: Final = int(os.environ.get("CLIENTS") or 20)
SIDE: Final = int(os.environ.get("SIDE") or 160)
SECONDS: Final = 300 + 2 * PHOTOS  # until everything has to be at its end, on a slow machine
ENDED: Final = frozenset({"done", "review", "rejected", "failed", "expired"})
# A masker has seconds, so that one that is ended or killed is followed soon. There are two, as many as small
# machines have processors; what comes beyond waits in the queue.
LOADED: Final = replace(
    STAGES["local"],
    name="loaded",
    masker_seconds=10,
    lease_seconds=11,
    visibility_seconds=12,
    masker_concurrency=2,
    jobs_per_minute=1_000_000,
    api_id="00c0ffe3",
)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    fetch()
    with LocalCloud() as cloud:
        yield deploy_worlds(cloud, LOADED)[LOADED.name]


@pytest.fixture(scope="module")
def load(world: World, tally: Counter[str]) -> Load:
    """All of it sent, harmed, and waited for."""
    load, began = Load(world, SIDE), time.monotonic()
    harm = threading.Thread(target=load.harm, daemon=True)
    harm.start()
    deadline = began + SECONDS
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(load.send, range(PHOTOS)))
        sent = time.monotonic()
        while set(load.states().values()) - ENDED and time.monotonic() < deadline:
            time.sleep(1)
    finally:
        load.over.set()
        harm.join()
    while time.monotonic() < deadline and (load.retried() or set(load.states().values()) - ENDED):
        time.sleep(2)
    world.quiet(60)
    took = time.monotonic() - began
    tally.update(load.count)
    tally["seconds until all was sent"] = round(sent - began)
    tally["seconds until all was at its end"] = round(took)
    tally["photos a minute"] = round(60 * PHOTOS / took)
    return load


def test_no_job_is_lost_or_stuck(load: Load, tally: Counter[str]) -> None:
    states = load.states()
    assert load.sent.keys() <= states.keys()
    ends = Counter(f"ended, {kind}: {states[job]}" for job, kind in load.sent.items())
    tally.update(ends)
    assert not set(states.values()) - ENDED
    assert {states[job] for job, kind in load.sent.items() if kind == "photo"} == {"done"}


def test_no_poison_became_a_result_and_no_photo_came_out_as_it_went_in(load: Load, world: World) -> None:
    states = load.states()
    assert "done" not in {states[job] for job, kind in load.sent.items() if kind != "photo"}
    shown = {
        bytes(world.s3.get_object(Bucket=world.bucket("results"), Key=key)["Body"].read())
        for key in world.keys("results")
    }
    assert load.photo not in shown
    jobs = [row for row in world.rows(world.table) if row["sk"].startswith("job#") and row["state"] == "done"]
    assert all(json.loads(row["regions"]) for row in jobs), "each has its face hidden"


def test_what_can_be_downloaded_is_of_jobs_that_are_done_and_no_message_stays(
    load: Load, world: World
) -> None:
    states = load.states()
    done = {key_of(world.one, job) for job, state in states.items() if state == "done"}
    assert set(world.keys("results")) == done
    held = {key_of(world.one, job) for job, state in states.items() if state == "review"}
    assert set(world.keys("held")) == held
    waiting = {key_of(world.one, job) for job, state in states.items() if state == "failed"}
    assert set(world.keys("originals")) <= waiting
    assert world.backlog() == 0
