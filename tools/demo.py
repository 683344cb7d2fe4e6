"""`make demo [PHOTO=…]`: one photo, in and out, on a cloud of its own; then everything of it is erased."""

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageOps

from functions.core.hide import Hide
from functions.core.recipe import Recipe
from functions.imaging.limits import Limits
from functions.imaging.pipeline import build_pipeline
from tools.bundle import BUILD, bundle
from tools.client import Client, Unexpected
from tools.deployed import Deployed, assemble_stages, deploy_stages
from tools.fetch import fetch
from tools.leftovers import look
from tools.local_cloud import AssemblyError, DeployError, LocalCloud, LocalCloudError
from tools.pictures import default_photo, difference_outside, metadata_of, side_by_side
from tools.targets import Target
from tools.team import make_team
from tools.transcript import Transcript

ROOT: Final = Path(__file__).parents[1]
TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
USER: Final = "ada@example.org"


def main() -> int:
    """Run the demo; 0 if the photo was masked, verified and erased."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, help="a JPEG, PNG or WebP of your own")
    parser.add_argument("--into", type=Path, default=ROOT / "demo")
    chosen = parser.parse_args()
    told = Transcript()
    try:
        run(chosen.photo, chosen.into, told)
    except (Unexpected, AssemblyError, DeployError, LocalCloudError, OSError) as error:
        sys.stderr.write(f"demo: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\ndemo: ended; the local cloud is gone\n")
        return 130
    told.say(f"done in {told.total():.1f} s; look at {os.path.relpath(chosen.into)}/before-after.jpg")
    return 0


def run(photo: Path | None, into: Path, told: Transcript) -> None:
    """The whole way of one photo."""
    with told.step("wheels, model and photo are in build/ (cached, hash-checked)"):
        bundle(Target.here())
        fetch()
    data = photo.read_bytes() if photo else default_photo(BUILD / "photos" / "astronaut.png")
    scratch = ROOT / ".local"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as assembly:
        with told.step("the CDK app is synthesised"):
            assemble_stages(["local"], Path(assembly))
        with LocalCloud(scratch) as cloud:
            with told.step("the stack is deployed onto a cloud on loopback, IAM enforced, TLS"):
                deployed = deploy_stages(cloud, Path(assembly))["local"]
            team = make_team(deployed.session, deployed.outputs, "Demo team")
            client = Client(
                deployed.api_url, deployed.token_url, team.client_id, team.client_secret, deployed.ca_bundle
            )
            after = mask(client, data, into, told)
            if after:
                judge(data, *after, told)
            erase(client, deployed, told)


def mask(client: Client, data: bytes, into: Path, told: Transcript) -> tuple[bytes, dict[str, Any]] | None:
    """Create a job, upload, wait, download; the result and the job, or None if there is no result."""
    content_type = TYPES[Image.open(io.BytesIO(data), formats=list(TYPES)).format or ""]
    with told.step("POST /v1/jobs: the job awaits its upload, here is a form for it"):
        job = client.create_job(USER, content_type)
    with told.step(f"the form is posted to S3 as a browser would: {len(data):,} bytes"):
        client.upload(job["upload"], data)
    with told.step("S3 told the queue, the queue woke the masker, and it is done"):
        job = client.settled(f"/v1/jobs/{job['id']}")
    into.mkdir(parents=True, exist_ok=True)
    before = ImageOps.exif_transpose(Image.open(io.BytesIO(data), formats=list(TYPES)))
    (into / "before.jpg").write_bytes(data if content_type == "image/jpeg" else _jpeg(before))
    if "download" not in job:
        told.say(f"the job is {job['state']} ({job['reason']}): nothing is handed out before a person looked")
        return None
    with told.step(f"the result is downloaded: {len(job['regions'])} face(s) hidden"):
        result = client.download(job["download"])
    masked = Image.open(io.BytesIO(result), formats=list(TYPES))
    (into / "after.jpg").write_bytes(result if content_type == "image/jpeg" else _jpeg(masked))
    (into / "before-after.jpg").write_bytes(_jpeg(side_by_side(before, masked)))
    return result, job


def judge(before: bytes, after: bytes, job: Mapping[str, Any], told: Transcript) -> None:
    """Look at the result as a stranger would. Raises `Unexpected` if it is not what was promised."""
    again = build_pipeline(BUILD / "models", Limits(pixels=100_000_000)).mask(
        after, Recipe({"face": Hide()}, "release")
    )
    outside = difference_outside(before, after, [region["covered"] for region in job["regions"]])
    told.say(f"faces that the detector finds in the result: {len(again.regions)}")
    told.say(f"metadata before: {metadata_of(before) or 'none'}; after: {metadata_of(after) or 'none'}")
    told.say(f"outside the covered regions a pixel differs by {outside:.2f} of 255 on average")
    if again.regions or metadata_of(after) or outside > 4:
        raise Unexpected("the result is not what was promised")


def erase(client: Client, deployed: Deployed, told: Transcript) -> None:
    """Erase the user, and look for what is left. Raises `Unexpected` if anything is."""
    with told.step("DELETE /v1/users/{user_id}: everything of the user is erased"):
        erasure = client.settled(f"/v1/erasures/{client.erase_user(USER)['id']}")
    counts = ", ".join(f"{count['deleted']} in {name}" for name, count in erasure["counts"].items())
    told.say(f"{erasure['state']}; deleted {counts}")
    left = look(deployed.session, deployed.outputs)
    told.say(f"objects left: {sum(map(len, left.objects.values()))}, unfinished uploads among them")
    base = [row for row in left.rows["TableName"] if not row.startswith(("team#", "client#"))]
    told.say(f"rows of users left in the base table: {len(base)}")
    for row in left.rows["LedgerName"]:
        told.say(f"left in the ledger: {row}")
    told.say(f"of all that is left, texts that hold the user_id: {left.text.count(USER)}")
    told.say("access logs (on AWS) keep requesters' addresses and object keys for 30 days")
    if any(left.objects.values()) or base or USER in left.text or erasure["state"] != "completed":
        raise Unexpected("something of the user is left")


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
