"""The CDK CLI, which is the way into AWS, deploys the very same app."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from infra.packaging import ROOT
from infra.stage import STAGES
from tests.e2e.pictures import jpeg
from tests.e2e.world import new_user, post, speaker
from tools.bundle import bundle
from tools.deployed import Deployed
from tools.local_cloud import LocalCloud
from tools.targets import Target
from tools.team import make_team

CLI = ROOT / "node_modules" / ".bin" / "cdklocal"


@pytest.fixture
def fresh() -> Iterator[LocalCloud]:
    """A local cloud on which there is nothing yet."""
    with LocalCloud() as running:
        yield running


@pytest.fixture
def home() -> Iterator[Path]:
    """Where the CLI may write; it goes with the test."""
    with TemporaryDirectory() as made:
        yield Path(made)


def cdk(cloud: LocalCloud, home: Path, *arguments: str) -> None:
    """Run the pinned CLI; it may write into ``home`` alone, and asks nobody for news."""
    environment = {
        **cloud.environment,
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",  # cdk.json says python3
        "CI": "true",
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CDK_DISABLE_VERSION_CHECK": "true",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "true",
    }
    options = ["--ca-bundle-path", str(cloud.ca_bundle), "--no-notices", "--output", str(home / "cdk.out")]
    ended = subprocess.run(
        [str(CLI), *arguments, *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-4000:]


@pytest.mark.skipif(not CLI.exists(), reason="node_modules is missing: run `make install`")
def test_the_cdk_cli_deploys_the_same_app(fresh: LocalCloud, home: Path, photo: Image.Image) -> None:
    bundle(Target.here())
    outputs_file = home / "outputs.json"
    cdk(fresh, home, "bootstrap", "aws://000000000000/eu-central-1", "-c", "stage=local")
    cdk(
        fresh,
        home,
        *("deploy", "-c", "stage=local", "--require-approval", "never"),
        *("--outputs-file", str(outputs_file)),
    )
    outputs = json.loads(outputs_file.read_text())["Moretta-local"]
    deployed = Deployed(STAGES["local"], outputs, fresh.endpoint, fresh.ca_bundle, fresh.session())
    client = speaker(deployed, make_team(deployed.session, outputs, "a")).client
    job = client.create_job(new_user())
    assert post(client, job["upload"], jpeg(photo)).status == 204
    assert client.settled(f"/v1/jobs/{job['id']}")["state"] == "done"
