"""`make up`: the local cloud, left running. `.local/cloud.json` tells any client how to reach it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from functions.core.job import CONTENT_TYPES
from functions.core.scopes import STAFF
from functions.core.store_names import BUCKETS
from tools.bundle import bundle
from tools.deployed import Deployed, assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.local_cloud import REGION, LocalCloud
from tools.staff import new_person
from tools.targets import Target
from tools.team import make_team
from tools.transcript import Transcript
from tools.web_server import serving, site_of

STATE: Final = Path(__file__).parents[1] / ".local"
CLOUD: Final = STATE / "cloud.json"
PID: Final = STATE / "up.pid"
LOG: Final = STATE / "up.log"
_MOST_SECONDS: Final = 180.0


def main() -> int:
    """Start the cloud in a process of its own and wait until it can be used."""
    if "--serve" in sys.argv:
        return serve()
    if CLOUD.exists() and _alive():
        sys.stdout.write("the local cloud is running already; `make down` ends it\n")
        return 0
    told = Transcript()
    with told.step("wheels, model and photo are in build/ (cached, hash-checked)"):
        bundle(Target.here())
        fetch()
    with told.step("the stack is deployed onto a cloud on loopback, IAM enforced, TLS"):
        ready = _start()
    if not ready:
        sys.stderr.write(f"up: it did not start; its log ends:\n{LOG.read_text()[-2000:]}\n")
        return 1
    cloud = json.loads(CLOUD.read_text())
    told.say(f"web           {cloud['web'] or 'not served: it was not built, or the port is taken'}")
    told.say(f"API           {cloud['api_url']}")
    told.say(f"tokens        {cloud['token_url']}")
    told.say(f"AWS endpoint  {cloud['endpoint']}")
    told.say(f"authority     {cloud['ca_bundle']}")
    told.say(f"clients, names and limits: {os.path.relpath(CLOUD)}; `make down` ends it")
    told.say(
        "`make session` prints a link to the web for a user; your browser asks once about the certificate"
    )
    return 0


def _alive() -> bool:
    try:
        os.kill(int(PID.read_text()), 0)
    except (OSError, ValueError):
        CLOUD.unlink(missing_ok=True)  # its process was killed, and could not tidy up
        return False
    return True


def _start() -> bool:
    STATE.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tools.up", "--serve"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + _MOST_SECONDS
    try:
        while not CLOUD.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    return CLOUD.exists()


def serve() -> int:
    """Hold the cloud until this process is told to end."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _end)
    PID.write_text(str(os.getpid()))
    try:
        with ExitStack() as held:
            assembly = Path(held.enter_context(tempfile.TemporaryDirectory(dir=STATE)))
            cloud = held.enter_context(LocalCloud(STATE))
            assemble_stages(["local"], assembly)
            deployed = deploy_stages(cloud, assembly)["local"]
            web = _web(held, cloud, deployed)
            unfinished = CLOUD.with_suffix(".unfinished")
            unfinished.touch(mode=0o600)
            unfinished.write_text(json.dumps({"web": web, **_described(cloud, deployed)}, indent=2) + "\n")
            unfinished.replace(CLOUD)
            while True:
                signal.pause()
    finally:
        CLOUD.unlink(missing_ok=True)
        PID.unlink(missing_ok=True)


def _web(held: ExitStack, cloud: LocalCloud, deployed: Deployed) -> str | None:
    """Serve the web where the stage's origin says; None if that cannot be: all else works without it."""
    (origin,) = deployed.stage.origins
    try:
        site = site_of(deployed)
        held.enter_context(serving(site, cloud.ca_bundle.parent, urlsplit(origin).port or 443))
    except OSError as error:  # not built, or the port is taken
        sys.stdout.write(f"up: the web is not served: {error}\n")
        return None
    return origin


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _described(cloud: LocalCloud, deployed: Deployed) -> dict[str, Any]:
    outputs, stage = deployed.outputs, deployed.stage
    teams = [_team(deployed, name) for name in ("First team", "Second team")]
    return {
        "api_url": deployed.api_url,
        "token_url": deployed.token_url,
        "web_client_id": outputs["WebClientId"],
        "endpoint": cloud.endpoint,
        "region": REGION,
        "ca_bundle": str(cloud.ca_bundle),
        "root": {
            "access_key_id": cloud.root.access_key_id,
            "secret_access_key": cloud.root.secret_access_key,
        },
        "teams": teams,
        "buckets": {
            **{bucket: outputs[f"{bucket.title()}Bucket"] for bucket in BUCKETS},
            "access_logs": outputs["AccessLogsBucket"],
        },
        "tables": {name: outputs[f"{name.title()}Name"] for name in ("table", "ledger", "audit")},
        "queues": {"uploads": outputs["UploadsQueueUrl"], "dead_letters": outputs["DeadLettersQueueUrl"]},
        "erasure_machine": outputs["ErasureMachineArn"],
        "limits": {
            "content_types": list(CONTENT_TYPES),
            "most_bytes": stage.most_bytes,
            "most_pixels": stage.most_pixels,
            "form_seconds": stage.form_seconds,
            "link_seconds": stage.link_seconds,
        },
    }


def _team(deployed: Deployed, name: str) -> dict[str, Any]:
    """A team with its client, and one person of each role, with password and second factor."""
    team = make_team(deployed.session, deployed.outputs, name)
    people = [vars(new_person(deployed.session, deployed.outputs, team.team, role)) for role in STAFF]
    return {**vars(team), "people": people}


if __name__ == "__main__":
    raise SystemExit(main())
