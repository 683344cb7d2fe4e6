"""`make upgrade-test [FROM=…]`: the release before, with data in it, then this one over it; nothing is lost.

Both are deployed onto one local cloud. A photo goes through the old release, another waits to be uploaded by
a form that the old one signed; then the new release finds the first as it was, byte for byte, masks the
second, and erases both. What holds data has to be the same buckets and tables afterwards.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tools.bundle import BUILD, bundle
from tools.client import Client, Unexpected
from tools.deployed import Deployed, assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.leftovers import FILES, TABLES
from tools.local_cloud import AssemblyError, DeployError, LocalCloud, LocalCloudError
from tools.pictures import default_photo
from tools.targets import Target
from tools.team import make_team
from tools.transcript import Transcript

ROOT: Final = Path(__file__).parents[1]
USER: Final = "ada@example.org"
STORES: Final = (*TABLES, *FILES, "UserPoolId")


def main() -> int:
    """Run it; 0 if nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="before", default="HEAD~1", help="the release before: a tag or commit")
    told = Transcript()
    try:
        run(parser.parse_args().before, told)
    except (Unexpected, AssemblyError, DeployError, LocalCloudError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"upgrade: {error}\n")
        return 1
    told.say(f"done in {told.total():.1f} s: nothing was lost")
    return 0


def run(before: str, told: Transcript) -> None:
    """Deploy, put data in, deploy over it, look."""
    scratch = ROOT / ".local"
    scratch.mkdir(exist_ok=True)
    with told.step("wheels and models are in build/ (cached, hash-checked)"):
        bundle(Target.here())
        fetch()
    photo = default_photo(BUILD / "photos" / "astronaut.png")
    with tempfile.TemporaryDirectory(dir=scratch) as folder, LocalCloud(scratch) as cloud:
        old, new = Path(folder) / "old", Path(folder) / "new"
        with (
            told.step(f"the release before ({before}) is synthesised from its own code"),
            checked_out(before) as tree,
        ):
            _in(tree, "tools.bundle_stage", "local")
            _in(tree, "tools.synth", str(old), "local")
        with told.step("it is deployed"):
            first = deploy_stages(cloud, old)["local"]
        client = _client(first)
        with told.step("a photo is masked by it, and a form for another is signed"):
            done, result = _masked(client, client.create_job(USER), photo)
            waiting = client.create_job(USER)
        with told.step("this release is deployed over it"):
            assemble_stages(["local"], new)
            second = deploy_stages(cloud, new)["local"]
        with told.step("what was there is there, and what was begun goes on"):
            _compare(first, second)
            _look(client, done["id"], result)
            _masked(client, waiting, photo)
        with told.step("the user is erased, of what both releases wrote"):
            erased = client.settled(f"/v1/erasures/{client.erase_user(USER)['id']}")
        if erased["state"] != "completed" or client.call("GET", f"/v1/jobs/{done['id']}")[0] != 404:
            raise Unexpected(f"the erasure ended {erased['state']}")


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """The files of a commit, in a folder that goes; it shares this clone's packages."""
    with tempfile.TemporaryDirectory(dir=ROOT / ".local") as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", str(tree)], input=archive, check=True)
        (tree / "node_modules").symlink_to(ROOT / "node_modules")
        (tree / "build").mkdir()
        (tree / "build" / "models").symlink_to(BUILD / "models")
        yield tree


def _in(tree: Path, module: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )


def _client(deployed: Deployed) -> Client:
    team = make_team(deployed.session, deployed.outputs, "Upgraded team")
    return Client(
        deployed.api_url, deployed.token_url, team.client_id, team.client_secret, deployed.ca_bundle
    )


def _masked(client: Client, job: dict[str, Any], photo: bytes) -> tuple[dict[str, Any], bytes]:
    """Upload by a job's form, wait, download. Raises `Unexpected` if it is not done."""
    client.upload(job["upload"], photo)
    job = client.settled(f"/v1/jobs/{job['id']}")
    if job["state"] != "done":
        raise Unexpected(f"a job is {job['state']}, {job.get('reason')}")
    return job, client.download(job["download"])


def _compare(first: Deployed, second: Deployed) -> None:
    """Raises `Unexpected` if what holds data is not what it was; what is new in this release held none."""
    changed = [name for name in STORES if first.outputs.get(name) not in {None, second.outputs[name]}]
    if changed:
        raise Unexpected(f"made anew: {', '.join(changed)}")


def _look(client: Client, job_id: str, before: bytes) -> None:
    job = client.job(job_id)
    after = client.download(job["download"]) if job["state"] == "done" else b""
    if hashlib.sha256(after).digest() != hashlib.sha256(before).digest():
        raise Unexpected(f"a result changed; its job is {job['state']}")


if __name__ == "__main__":
    raise SystemExit(main())
