"""Photos from many clients at once, poison among them; and what harms those who mask them meanwhile."""

import os
import random
import signal
import threading
import time
from collections import Counter
from typing import Any, Final

from PIL import Image
from urllib3.exceptions import HTTPError

from soak.killing import workers
from soak.letters import letter
from tests.e2e.pictures import bomb, jpeg, laborious
from tests.e2e.world import World, key_of, post
from tools.bundle import BUILD

POISON: Final = 10  # every tenth
PAUSE: Final = 8.0  # seconds between two harms: a masker that begins anew takes some until its first photo
PATIENCE: Final = 120.0  # seconds in which a client asks again; a call that is not answered takes 30
PNG: Final = frozenset({"bomb", "laborious"})
RECIPE: Final = {"version": 1, "hide": {"face": {"style": "solid"}}, "if_nothing": "review"}


def portrait(side: int) -> bytes:
    """A photo with one face."""
    with Image.open(BUILD / "photos" / "astronaut.png") as picture:
        return jpeg(picture.convert("RGB").resize((side, side)))


def poisons(photo: bytes) -> dict[str, bytes]:
    """What a stranger may send instead of a photo."""
    return {
        "text": b"this is no picture",
        "truncated": photo[: len(photo) // 2],
        "bomb": bomb(),
        "empty": b"\0",
        "laborious": laborious(),
    }


class Load:
    """What was sent, by job, and how often each kind of thing was done."""

    def __init__(self, world: World, side: int) -> None:
        self.world, self.client = world, world.one.client
        self.photo = portrait(side)
        self.poisons = list(poisons(self.photo).items())
        self.sent: dict[str, str] = {}
        self.count: Counter[str] = Counter()
        self.over = threading.Event()
        self._lock = threading.Lock()

    def send(self, number: int) -> None:
        """One photo, or a poison, as a client sends it; busy answers are asked again."""
        kind, data = "photo", self.photo
        if number % POISON == 0:
            kind, data = self.poisons[number // POISON % len(self.poisons)]
        job = self._made(number, "image/png" if kind in PNG else "image/jpeg")
        deadline = time.monotonic() + PATIENCE
        while (status := self._posted(job["upload"], data)) != 204:
            assert time.monotonic() < deadline, f"an upload of {kind} is answered by {status}"
            self._counted(f"uploads again, after {status}")
            time.sleep(0.2)
        with self._lock:
            self.sent[job["id"]] = kind
        self._counted(f"sent: {kind}")

    def harm(self) -> None:
        """Until it is over: kill a masker by its id, and send messages once more."""
        chance = random.Random(1)
        while not self.over.wait(PAUSE):
            for pid in list(workers(self.world, "mask_identity"))[:1]:
                os.kill(pid, signal.SIGKILL)
                self._counted("maskers killed")
            with self._lock:
                known = chance.sample(sorted(self.sent), min(3, len(self.sent)))
            for job in known:
                self._again(job)

    def states(self) -> dict[str, str]:
        """The state of every job, by its id, read as root."""
        rows = self.world.rows(self.world.table)
        jobs = [row for row in rows if row["sk"].startswith("job#")]
        return {row["pk"].split("#")[1] + row["sk"][4:]: row["state"] for row in jobs}

    def retried(self) -> int:
        """Ask again for good photos whose masker was killed each time."""
        states = self.states()
        failed = [job for job, kind in self.sent.items() if kind == "photo" and states.get(job) == "failed"]
        for job in failed:
            self._asked(f"/v1/jobs/{job}/retry")
        self.count["photos retried"] += len(failed)
        return len(failed)

    def _counted(self, what: str) -> None:
        with self._lock:
            self.count[what] += 1

    def _made(self, number: int, declared: str) -> dict[str, Any]:
        body = {
            "user_id": f"u{number % 50}",
            "recipe": RECIPE,
            "purposes": ["masking"],
            "content_type": declared,
        }
        deadline = time.monotonic() + PATIENCE
        while True:
            status, answer = self._asked("/v1/jobs", body, f"load-{number}")
            if status == 201:
                return answer
            assert status in {0, 409, 429, 502, 503, 504}, answer
            assert time.monotonic() < deadline, f"the API answers {status}"
            self._counted(f"answers {status}")
            time.sleep(0.2)

    def _asked(self, path: str, body: object = None, key: str = "") -> tuple[int, dict[str, Any]]:
        """What a call is answered by; 0 if it is not."""
        try:
            return self.client.call("POST", path, body, key=key)[:2]
        except HTTPError:
            return 0, {}

    def _posted(self, form: dict[str, Any], data: bytes) -> int:
        try:
            return post(self.client, form, data).status
        except HTTPError:
            return 0

    def _again(self, job: str) -> None:
        key, bucket = key_of(self.world.one, job), self.world.bucket("originals")
        listed = self.world.s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents", [])
        etag = listed[0]["ETag"].strip('"') if listed else "gone"
        queue = self.world.deployed.outputs["UploadsQueueUrl"]
        self.world.sqs.send_message(QueueUrl=queue, MessageBody=letter(key, etag))
        self._counted("messages sent again")
