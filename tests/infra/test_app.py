"""``python app.py`` as the CDK CLI starts it: what is refused ends in one line, never in a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.packaging import ROOT

PREPARED = """
import sys
from dataclasses import replace
from pathlib import Path
import infra.stage, infra.app
stage = infra.stage.STAGES["dev"]
infra.stage.STAGES["london"] = replace(stage, name="london", region="eu-west-2")
infra.app.add_stack.__defaults__ = (Path("/nowhere"), infra.app.Assets)
sys.argv = ["app.py"]
import app
app.main()
"""


def run(stage: str | None, code: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the app with a stage in its context, as the CLI hands it on, without credentials or network."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    if stage is not None:
        environment["CDK_CONTEXT_JSON"] = json.dumps({"stage": stage})
    command = [sys.executable, *(["-c", code] if code else ["app.py"])]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("stage", "code", "said"),
    [
        ("prod", None, "fill in the operator's name, address, contact, data_protection_contact"),
        ("nowhere", None, "there are dev, prod, local, swift"),
        ("london", PREPARED, "eu-west-2 is not in the EU; it must be one of eu-central-1"),
        ("dev", PREPARED, "run `make bundle"),
    ],
    ids=["prod-without-operator", "unknown-stage", "bad-region", "no-bundle"],
)
def test_what_is_refused_ends_with_a_line_that_says_what_to_do(
    stage: str, code: str | None, said: str
) -> None:
    ended = run(stage, code)
    ours = [line for line in ended.stderr.splitlines() if line.startswith("moretta: ")]
    assert ended.returncode == 1
    assert len(ours) == 1
    assert said in ours[0]
    assert "Traceback" not in ended.stderr


def test_the_stage_of_cdk_json_is_the_harmless_one() -> None:
    assert json.loads(Path(ROOT / "cdk.json").read_text())["context"]["stage"] == "dev"
